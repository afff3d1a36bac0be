"""Numbers of European languages: 3,3 Mio. €, ₹1.2 crore, dreißig Prozent, 300 miles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keiretsu.news.reader.figure import Figure, numbers, one_of, table_of, words_of
from keiretsu.news.text.folding import folded
from keiretsu.news.text.quantities import KM_PER_MILE

_GROUPED = {
    "en": r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+",
    "de": r"\d{1,3}(?:[.\u00a0\u202f ’']\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "fr": r"\d{1,3}(?:[\u00a0\u202f .]\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "es": r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?|\d+(?:[,.]\d{1,2}(?!\d))?|\d+",
}
_BEFORE_FIGURES = {
    *("rs", "rmb", "rm", "usd", "eur", "gbp", "jpy", "cny", "chf", "sek", "krw", "inr")
}
"""Currencies that are written before a figure, of those that are words."""


@cache
def _western_form(language: str) -> re.Pattern[str]:
    data = numbers()
    digits = _GROUPED.get(language, _GROUPED["en"])
    words = one_of(data["words"].get(language, data["words"]["en"]))
    scales = one_of(data["scales"])
    signs = one_of(
        s for s in data["currencies"] if not s.isalpha() or s in _BEFORE_FIGURES
    )
    names = one_of(data["currencies"])
    number = rf"(?:{digits})"
    scale = rf"(?:[\s-]?(?:{scales})(?![^\W\d_]))"
    return re.compile(
        rf"(?P<sign>(?<![^\W\d_])(?:{signs})\s?)?"
        rf"(?:(?P<low>(?<![\w.,]){number})\s?(?:%|per cent|Prozent)?\s?"
        r"(?:-|–|to|bis|à|a|et|y)\s?)?"
        rf"(?:(?P<digits>(?<![\w.,]){number})"
        rf"|(?P<word>(?<!\w)(?:{words})(?!\w)(?:-(?:{words})(?!\w))?)"
        r"|(?<!\w)(?P<one>(?:half )?an?|eine[rn]?(?: halben?)?|une?(?: demi)?|medio)"
        rf"(?=\s(?:{scales})(?!\w)))"
        rf"(?P<scale>{scale})?"
        r"(?P<unit>\s?%|[\s-]?(?:percent|per cent|pct|prozent(?:ige[nrs]?)?"
        r"|pour cent|por ciento)(?!\w)"
        r"|[\s-]?(?:kwh|kilowatt[\s-]?hours?|kilowattstunden|kilovatios hora)(?!\w)"
        r"|[\s-]?(?:km|kilomet(?:re|er)s?|kilomètres|kilómetros)(?!\w|/h)"
        r"|[\s-]?(?P<mile>miles?|meilen|millas)(?!\w)"
        rf"|[\s-]?(?:de |d['’])?(?P<currency>{names})(?![^\W\d_]))?",
        re.I,
    )


_HALF = re.compile(r"half|halb|demi|medio", re.I)


def western_figures(text: str, language: str) -> Iterator[Figure]:
    """Yield the figures of a text, as its language writes them."""
    for match in _western_form(language).finditer(text):
        value = _number(match["digits"], match["word"], match["scale"], language)
        if value is not None and match["one"]:
            value *= 0.5 if _HALF.search(match["one"]) else 1.0
        if value is None:
            continue
        least = None
        if match["low"]:
            least = _number(match["low"], None, match["scale"], language)
        yield _measured(match, value, least)


def _number(
    digits: str | None, word: str | None, scale: str | None, language: str
) -> float | None:
    if digits:
        bare = re.sub(r"[\s\u00a0\u202f’']", "", digits)
        if language in {"de", "fr", "es"}:
            grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare)
            bare = bare.replace(".", "") if grouped else bare
            bare = bare.replace(",", ".")
        else:
            bare = bare.replace(",", "")
        try:
            value = float(bare)
        except ValueError:
            return None
    else:
        table, words = words_of(language), folded(word).split("-") if word else []
        value = float(sum(table[w] for w in words)) if words else 1.0
    if scale:
        value *= table_of("scales")[folded(scale.strip(" -\u00a0\u202f"))]
    return round(value, 6)


def _measured(match: re.Match[str], value: float, least: float | None) -> Figure:
    unit = (match["unit"] or "").strip(" -\u00a0\u202f").casefold()
    measure, currency = "count", None
    if match["currency"] or match["sign"]:
        named = folded((match["currency"] or match["sign"]).strip())
        measure, currency = "money", table_of("currencies").get(named)
    elif match["mile"]:
        measure, value = "km", round(value * KM_PER_MILE, 1)
    elif unit.startswith(("kwh", "kilowatt", "kilovat")):
        measure = "kwh"
    elif unit.startswith(("km", "kilom")):
        measure = "km"
    elif unit:
        measure = "percent"
    return Figure(
        start=match.start(),
        end=match.end(),
        measure=measure,
        value=value,
        currency=currency,
        least=least if least is not None and least < value else None,
    )
