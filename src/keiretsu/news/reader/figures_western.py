"""Numbers of European languages: 3,3 Mio. €, ₹1.2 crore, dreißig Prozent, 300 miles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from keiretsu.news.reader.figure import Figure, numbers, one_of, table_of
from keiretsu.news.reader.spelled import spelled, spelled_form
from keiretsu.news.text.folding import folded
from keiretsu.news.text.quantities import KM_PER_MILE

_GROUPED = {
    "en": r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?!\d)"
    r"|\d+(?:\.\d+)?|\.\d+",
    "de": r"\d{1,3}(?:[.\u00a0\u202f ’']\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "fr": r"\d{1,3}(?:[\u00a0\u202f .]\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "es": r"\d{1,3} mil \d{1,3}(?![\d.,]*\d|\s?%| por)"
    r"|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,]|\s?%| por)"
    r"|\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?"
    r"|\d+,\d{3}(?=\s?%| por)|\d+(?:[,.]\d{1,2}(?!\d))?|\d+",
}
_AND_THOUSANDS = re.compile(r"(\d+) mil (\d+)")
_MEXICAN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""Spanish of Mexico writes 88,214 where that of Spain writes 88.214."""
_BEFORE_FIGURES = {
    *("rs", "rmb", "rm", "usd", "eur", "gbp", "jpy", "cny", "chf", "sek", "krw", "inr")
}
"""Currencies that are written before a figure, of those that are words."""
_AND_HALF = r"\s(?:and a half|et demie?|y medi[oa])(?!\w)"


@cache
def _western_form(language: str) -> re.Pattern[str]:
    data = numbers()
    digits = _GROUPED.get(language, _GROUPED["en"])
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
        rf"|(?P<word>{spelled_form(language)})"
        r"|(?<!\w)(?P<one>(?:half )?an?|eine[rn]?(?: halben?)?|une?(?: demi)?|medio)"
        rf"(?=\s(?:{scales})(?!\w)))"
        rf"(?P<half>{_AND_HALF})?(?P<scale>{scale})?"
        rf"(?P<more>{_AND_HALF})?"
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
    last: Figure | None = None
    for match in _western_form(language).finditer(text):
        share = "%" in (match["unit"] or "") or " por" in (match["unit"] or "")
        begun, value = match.start(), _digits(match["digits"] or "1", language, share)
        if match["word"]:
            begun, value = spelled(match["word"], language)
            begun += match.start("word")
        elif match["one"] and _HALF.search(match["one"]):
            value = 0.5
        if value is None:
            continue
        scale = _scale(match["scale"])
        value = (value + 0.5 * bool(match["half"]) + 0.5 * bool(match["more"])) * scale
        least = _digits(match["low"], language) if match["low"] else None
        least = None if least is None else least * scale
        figure = _measured(match, round(value, 6), least)
        if match["word"] and not match["sign"] and not match["low"]:
            figure = replace(figure, start=begun)
        if last is not None and _goes_on(text, last, figure):
            figure = replace(figure, start=last.start, value=last.value + figure.value)
        elif last is not None:
            yield last
        last = figure
    if last is not None:
        yield last


_TAIL = re.compile(r"(?:lakh|crores?|mill[oó]n(?:es)?|millions?|billions?)$", re.I)
"""What a smaller number may follow: one lakh fifty-two thousand, 1 millón 200 mil."""


def _goes_on(text: str, last: Figure, figure: Figure) -> bool:
    """Whether a figure is the rest of the one before it."""
    begun = text[last.start : last.end]
    return (
        text[last.end : figure.start] == " "
        and last.measure == "count"
        and figure.measure in {"count", "money"}
        and _TAIL.search(begun) is not None
        and 1000 <= figure.value < 10 ** (len(str(int(last.value))) - 1)
        and last.value % 1e5 == 0
    )


def _digits(digits: str, language: str, share: bool = False) -> float | None:
    bare = _AND_THOUSANDS.sub(lambda m: m[1] + m[2].rjust(3, "0"), digits)
    bare = re.sub(r"[\s\u00a0\u202f’']", "", bare)
    american = language == "es" and not share and _MEXICAN.fullmatch(bare)
    if language in {"de", "fr", "es"} and not american:
        grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare)
        bare = bare.replace(".", "") if grouped else bare
        bare = bare.replace(",", ".")
    else:
        bare = bare.replace(",", "")
    try:
        return float(bare)
    except ValueError:
        return None


def _scale(scale: str | None) -> float:
    if not scale:
        return 1.0
    return float(table_of("scales")[folded(scale.strip().strip("-"))])


def _measured(match: re.Match[str], value: float, least: float | None) -> Figure:
    unit = (match["unit"] or "").strip().strip("-").casefold()
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
