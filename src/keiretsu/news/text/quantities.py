"""Numbers as people write them: 3.3 million, seven, 5.1%, $60 billion, 489 km.

Each is found with the words that loosen it ("about", "more than") and turned into plain
numbers in full; of a figure and its conversion in brackets the first counts, except for
distances, where kilometres do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from keiretsu.news.text.folding import by_folded, folded
from keiretsu.news.text.placeholders import pattern_file

KM_PER_MILE = 1.609344


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number that the text states.

    Attributes
    ----------
    value
        In full: 3300000, 5.1 (percent), 489 (km).
    op
        `eq`, `approx`, `gt`, `ge`, `lt`, `le` or `range` (then `least` is its low end).
    currency
        ISO code where the number is money.
    least
        Low end of a range.
    """

    value: float
    op: str = "eq"
    currency: str | None = None
    least: float | None = None


Found = tuple[int, int, str, Quantity]


def find_quantities(text: str) -> Iterator[Found]:
    """Yield start, end, sign and value of each quantity, left to right."""
    for match in _pattern().finditer(text):
        found = _read(match)
        if found is not None:
            yield match.start(), match.end(), *found


def number(text: str) -> float | None:
    """Return a written number in full, or None.

    >>> number("3.3 million"), number("seven"), number("20,000")
    (3300000.0, 7.0, 20000.0)
    """
    data = pattern_file("units.toml")
    words = folded(text).replace(" ", " ").strip()
    match = re.fullmatch(rf"({_DIGITS})?[\s-]*(.*)", words)
    assert match is not None
    value = float(match[1].replace(",", "")) if match[1] else None
    for word in re.findall(r"[a-z]+", match[2]):
        if word in data["scales"]:
            value = (1.0 if value is None else value) * data["scales"][word]
        elif word in data["numbers"]:
            value = (value or 0.0) + data["numbers"][word]
        elif word not in {"a", "an"}:
            return None
    return value


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


@cache
def _pattern() -> re.Pattern[str]:
    data = pattern_file("units.toml")
    alternatives = {
        key: "|".join(sorted(map(re.escape, table), key=len, reverse=True))
        for key, table in data.items()
        if key != "ops"
    }
    ops = "|".join(
        sorted((p for group in data["ops"].values() for p in group), key=len)[::-1]
    )
    scale = rf"(?:[\s-]?(?:{alternatives['scales']})\b)"
    word = rf"\b(?:{alternatives['numbers']})\b(?:-(?:{alternatives['numbers']})\b)?"
    plain = rf"(?:(?<![\w.,/:-])(?:{_DIGITS})(?![\d:/]){scale}?|{word}{scale}?"
    plain += r"|\ba (?:million|billion|dozen)\b|\bhalf a million\b)"
    bare = rf"(?:(?:{_DIGITS}){scale}?|{word}{scale}?)"
    unit = r"\s?(?:%|percent\b|per cent\b|pct\b)|[\s-](?:percent|per cent)\b|-percent\b"
    money = (
        rf"(?:(?P<sign>{alternatives['signs']})\s?(?P<signed>(?:{_DIGITS}){scale}?)"
        rf"|(?P<named>{bare})[\s-](?P<name>{alternatives['currencies']})\b)"
    )
    to = r"(?:\s?[-–]\s?(?=\d)|\s(?:to|or)\s)"
    low = rf"(?<!from )(?:(?P<low>(?:{_DIGITS})|{word}){to})"
    return re.compile(
        rf"(?:\b(?P<op>{ops})\s)?(?:"
        rf"(?P<ratio>\b\d\d?(?:\.\d+)?\s?[:/-]\s?\d\d?(?:\.\d+)?(?=[\s-](?:\w+[\s-])?"
        rf"(?:joint|venture|jv|partnership|ownership|split|basis|owned|company))"
        rf"|\bfifty-fifty\b)"
        rf"|(?<![\w.,/:])(?:{low})?(?P<percent>{bare})(?:{unit})"
        rf"|{money}(?P<conversion>\s?\([^()]{{0,3}}(?:{alternatives['signs']}"
        rf"|\d)[^()]*\))?"
        rf"|(?P<kwh>{plain})[\s-]?(?:kwh|kilowatt[\s-]hours?)\b"
        rf"|(?P<first>{plain})[\s-]?(?P<far>miles?|km|kilomet(?:re|er)s?)\b"
        rf"(?:\s?\((?:about |around |approximately"
        rf" )?(?P<second>{bare})[\s-]?(?P<other>miles?|km|kilomet(?:re|er)s?)\)"
        rf"|,? or (?P<third>{bare})[\s-]?(?P<another>km|kilomet(?:re|er)s?))?"
        rf"|(?P<plural>\b(?:tens|hundreds) of thousands|\bhundreds|\bthousands"
        rf"|\bmillions) of(?=\s)"
        rf"|(?P<plain>{plain}))",
        re.I,
    )


def _read(m: re.Match[str]) -> tuple[str, Quantity] | None:
    op = _op(m["op"])
    if m["ratio"]:
        first = re.split(r"[:/-]", m["ratio"])[0].strip()
        value = number(first)
        return ("RATIO", Quantity(value=value)) if value is not None else None
    if m["percent"]:
        value, low = number(m["percent"]), number(m["low"]) if m["low"] else None
        if value is None:
            return None
        if low is not None and low < value:
            return "PCT", Quantity(value=value, op="range", least=low)
        return "PCT", Quantity(value=value, op=op)
    if m["signed"] or m["named"]:
        return _money(m, op)
    if m["kwh"]:
        value = number(m["kwh"])
        return None if value is None else ("KWH", Quantity(value=value, op=op))
    if m["first"]:
        return _distance(m, op)
    if m["plural"]:
        least = {"tens": 10e3, "hund": 100e3, "thou": 1e3, "mill": 1e6}
        plural = folded(m["plural"])
        value = least[plural[:4]]
        if plural == "hundreds":
            value = 100.0
        return "N", Quantity(value=value, op="ge")
    value = number(m["plain"])
    return None if value is None else ("N", Quantity(value=value, op=op))


def _money(m: re.Match[str], op: str) -> tuple[str, Quantity] | None:
    data = pattern_file("units.toml")
    value = number(m["signed"] or m["named"])
    if value is None:
        return None
    if m["sign"]:
        currency = by_folded(data["signs"])[folded(m["sign"])]
    else:
        currency = by_folded(data["currencies"])[folded(m["name"])]
    return "MONEY", Quantity(value=value, op=op, currency=currency)


def _distance(m: re.Match[str], op: str) -> tuple[str, Quantity] | None:
    stated = [(m["first"], m["far"]), (m["second"], m["other"])]
    stated.append((m["third"], m["another"]))
    values = [(number(v), u) for v, u in stated if v]
    for value, unit in values:
        if value is not None and unit[0] in "kK":
            return "KM", Quantity(value=value, op=op)
    value = values[0][0]
    if value is None:
        return None
    return "KM", Quantity(value=round(value * KM_PER_MILE, 1), op=op)


def _op(words: str | None) -> str:
    if words is None:
        return "eq"
    folded = re.sub(r"\s+", " ", words.casefold())
    for op, phrases in pattern_file("units.toml")["ops"].items():
        if folded in phrases:
            return str(op)
    return "eq"
