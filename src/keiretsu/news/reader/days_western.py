"""Dates of European languages: 13 février 2025, im Mai, 2S 2026, 9/3/2025, FY24."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from keiretsu.news.reader.packaged import packaged
from keiretsu.news.reader.years import (
    NOTHING,
    RELATIVE,
    nearest_year,
    relative_year,
    this_year,
)
from keiretsu.news.text.dates import YEAR
from keiretsu.news.text.folding import by_folded, folded

_DATA = packaged("days.toml")
_MONTHS: dict[str, str] = _DATA["months"]
_SHORT: dict[str, str] = _DATA["short"]
_ORDINALS: dict[str, dict[str, int]] = _DATA["ordinals"]


@cache
def _names(language: str) -> dict[str, int]:
    names = {m: n for n, m in enumerate(_MONTHS[language].split(), 1)}
    for n, short in enumerate(_SHORT[language].split(), 1):
        if short != "-":
            names[short] = min(n, 12) if short != "sept" else 9
    return names


@cache
def western_form(language: str) -> re.Pattern[str]:
    """Return a form that finds dates in a text of a European language."""
    lang = language if language in _MONTHS else "en"
    months = "|".join(sorted(map(re.escape, _names(lang)), key=len, reverse=True))
    month = rf"(?:{months})\b\.?"
    ordinal = "|".join(sorted(_ORDINALS[lang], key=len, reverse=True))
    relative = "|".join(sorted(map(re.escape, RELATIVE[lang]), key=len, reverse=True))
    of = r"(?:\s(?:of|de|del|d['’]|des|in|von|dieses|de l['’])?\s?"
    of += r"(?:the year |l['’]|année )?|\s|,\s)"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.|er)?"
    after = day if lang == "en" else r"(?!)"
    to = r"\s?(?:-|–|to|through|bis|à|a|und|and|et|y|until)\s?"
    half = r"halbjahr|half|semestre|semester"
    quarter = r"quartal|quarter|trimestre"
    return re.compile(
        rf"(?P<iso>\b{YEAR}-\d\d-\d\d\b)"
        rf"|\b(?P<half>(?:{ordinal})\w*|[12](?:\.|er|e|º)?)[\s-](?P<hq>{half}|{quarter})s?\b(?:(?:{of})(?:(?P<hy>{YEAR})|(?P<hrel>{relative})))?"
        rf"|\b(?P<hq2>[HQ]|S|T)(?P<hn>[1-4])(?:[\s/-]?(?P<h2y>{YEAR}))?\b|\b(?P<hn3>[1-4])(?P<hq3>[HQT])(?:[\s/]?(?P<h3y>{YEAR}))?\b"
        r"|\b(?P<fy>FY|fiscal(?: year)?|Geschäftsjahr|exercice|ejercicio(?: fiscal)?"
        rf"|año fiscal)[\s-]?(?P<fyy>{YEAR}|\d\d)(?:[/-]\d\d\d?\d?)?\b"
        rf"|\b(?P<span>{YEAR})[-–/](?P<span2>{YEAR}|\d\d)\b"
        rf"|\b(?P<m1>{month}){to}(?P<m2>{month})(?:(?:{of})(?P<mmy>{YEAR}))?"
        rf"|\b(?P<d1>{day})(?:\s(?:de|d['’]))?\s(?P<dm>{month})(?:(?:{of})(?P<dy>{YEAR}))?"
        rf"|\b(?P<am>{month})\s(?P<ad>{after})\b(?!\d|%|\.\d|,\d\d\d(?!\d))"
        rf"(?:,?\s(?P<ay>{YEAR}))?"
        rf"|\b(?P<mm>{month})(?:(?:{of})(?:(?P<my>{YEAR})|(?P<mrel>{relative})))?"
        rf"|\b(?P<dot>\d?\d\.\d?\d\.{YEAR})\b|\b(?P<slash>\d?\d/\d?\d/{YEAR})\b"
        rf"|(?P<rel>\b(?:{relative})\b)"
        rf"|(?<![\d.,$€£¥/-])\b(?P<year>{YEAR})\b(?![.,]\d|\s?(?:%|km|kwh|kg|vehicles|cars|units|jobs))",
        re.I,
    )


def read_western(m: re.Match[str], language: str, today: dt.date | None) -> str | None:
    """Return the ISO form of a date that was found."""
    lang = language if language in _MONTHS else "en"
    for group, reader in _READERS.items():
        if m[group]:
            return reader(m, lang, today)
    return m["iso"] or m["year"]


Reader = Callable[[re.Match[str], str, dt.date | None], str | None]


def _part(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    """Read `first half of 2026`, `drittes Quartal`."""
    number = _ordinal(m["half"], lang)
    year = m["hy"] or relative_year(m["hrel"], lang, today) or this_year(today)
    sign = "H" if m["hq"].casefold().startswith(("h", "s")) else "Q"
    return f"{year}-{sign}{number}" if year and number else None


def _short_part(
    sign: str, number: str, stated: str | None, now: int | None
) -> str | None:
    """Read `Q3 2025`, `2S`: semesters are halves, trimesters quarters."""
    letter = {"S": "H", "T": "Q"}.get(sign.upper(), sign.upper())
    if letter == "H" and int(number) > 2:
        return NOTHING
    year = stated or now
    return f"{year}-{letter}{number}" if year else None


def _fiscal(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    return f"FY{m['fyy'] if len(m['fyy']) == 4 else '20' + m['fyy']}"


def _years(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    first, last = m["span"], m["span2"]
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}/{last}" if int(last) > int(first) else first


def _months(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    first, last = _month(m["m1"], lang), _month(m["m2"], lang)
    year = m["mmy"] or nearest_year(last, None, today)
    if not year:
        return None
    return f"{int(year) - (first > last)}-{first:02d}/{year}-{last:02d}"


def _day(
    day: str, name: str, stated: str | None, lang: str, today: dt.date | None
) -> str | None:
    month, number = _month(name, lang), int(re.sub(r"\D", "", day))
    year = stated or nearest_year(month, number, today)
    return dt.date(int(year), month, number).isoformat() if year else None


def _one_month(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    """Read `May 2026`, `im Mai`; `may`, `march` and short forms alone are words."""
    name = m["mm"].strip(".")
    word = name in {"may", "march", "mar", "sept"} if lang == "en" else len(name) <= 3
    if word and not m["my"] and name.casefold() != "mai":
        return NOTHING
    month = _month(m["mm"], lang)
    year = m["my"] or relative_year(m["mrel"], lang, today)
    year = year or nearest_year(month, None, today)
    return f"{year}-{month:02d}" if year else None


def _numbers(m: re.Match[str], lang: str, today: dt.date | None) -> str:
    """Read `3.9.2025` and `9/3/2025`, the month first in English."""
    text = m["dot"] or m["slash"]
    first, second, year = (int(part) for part in re.split(r"[./]", text))
    if lang == "en" and m["slash"] and first <= 12:
        first, second = second, first
    return dt.date(year, second, first).isoformat()


def _called(m: re.Match[str], lang: str, today: dt.date | None) -> str | None:
    year = relative_year(m["rel"], lang, today)
    return None if year is None else str(year)


_READERS: dict[str, Reader] = {
    "half": _part,
    "hq2": lambda m, _, today: _short_part(
        m["hq2"], m["hn"], m["h2y"], this_year(today)
    ),
    "hq3": lambda m, _, today: _short_part(
        m["hq3"], m["hn3"], m["h3y"], this_year(today)
    ),
    "fy": _fiscal,
    "span": _years,
    "m1": _months,
    "d1": lambda m, lang, today: _day(m["d1"], m["dm"], m["dy"], lang, today),
    "ad": lambda m, lang, today: _day(m["ad"], m["am"], m["ay"], lang, today),
    "mm": _one_month,
    "dot": _numbers,
    "slash": _numbers,
    "rel": _called,
}


@cache
def _folded_names(language: str) -> dict[str, int]:
    return by_folded(_names(language))


def _month(word: str, language: str) -> int:
    return _folded_names(language)[folded(word.strip(". "))]


def _ordinal(word: str, language: str) -> int | None:
    digits = re.match(r"\d", word)
    if digits:
        return int(digits[0])
    low = folded(word)
    return next((n for w, n in _ORDINALS[language].items() if low.startswith(w)), None)
