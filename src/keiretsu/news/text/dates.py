"""Dates and periods as people write them, at the precision that they state.

"Feb. 13" and "on Thursday" need the day of the article; without it they stay unread.
Results are ISO: `2025-02-13`, `2025-02`, `2026-H2`, `FY2024`, `2024-04/2025-03`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache

from keiretsu.news.text.folding import folded
from keiretsu.units import PartialDate

YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
"""Pattern of a year of which an article may speak, in any language."""

_MONTHS = {m.casefold(): n for n, m in enumerate(calendar.month_name) if m}
_MONTHS |= {m[:3]: n for m, n in list(_MONTHS.items())} | {"sept": 9}
_DAYS = {d.casefold(): n for n, d in enumerate(calendar.day_name)}
_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PARTS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WORDS = {"three": 3, "six": 6, "nine": 9, "two": 2, "four": 4, "five": 5, "seven": 7}
_WORDS |= {"eight": 8, "ten": 10, "eleven": 11}

_M = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
_M += r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_REL = r"(?:this|last|next|the (?:following|same|current|previous|coming)) year"


def find_dates(
    text: str, today: PartialDate | None
) -> Iterator[tuple[int, int, str | None]]:
    """Yield start, end and ISO form of each date; None where it cannot be told.

    Parameters
    ----------
    text
        One sentence.
    today
        Date of the article, by which relative dates are read.
    """
    for match in _pattern().finditer(text):
        name = match.lastgroup
        assert name is not None
        words = re.sub(r"\s+", " ", match[0])
        try:
            yield match.start(), match.end(), _READERS[name](words, today)
        except (ValueError, OverflowError):
            yield match.start(), match.end(), None


Reader = Callable[[str, PartialDate | None], str | None]


def _year_of(today: PartialDate | None, shift: int = 0) -> int | None:
    return None if today is None else today.first.year + shift


def _month_number(word: str) -> int:
    return _MONTHS[folded(word.strip(". "))]


def _ints(words: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", words)]


def _full(words: str, today: PartialDate | None) -> str | None:
    """Read `Feb. 13, 2025`, `13 February 2025` or `2025-02-13`."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return words
    month = _month_number(re.findall(r"[A-Za-z]{3,}", words)[0])
    numbers = sorted(_ints(words))
    return dt.date(numbers[1], month, numbers[0]).isoformat()


def _month_year(words: str, today: PartialDate | None) -> str | None:
    month = _month_number(re.findall(r"[A-Za-z]+", words)[0])
    return f"{_ints(words)[-1]}-{month:02d}"


def _month_relative(words: str, today: PartialDate | None) -> str | None:
    month = _month_number(re.findall(_M, words, re.I)[0])
    year = _relative_year(words, today)
    return None if year is None else f"{year}-{month:02d}"


def _relative_year(words: str, today: PartialDate | None) -> int | None:
    low = folded(words)
    if "last" in low or "previous" in low:
        return _year_of(today, -1)
    if "next" in low or "following" in low or "coming" in low:
        return _year_of(today, 1)
    return _year_of(today)


def _months(words: str, today: PartialDate | None) -> str | None:
    """Read `April-June 2025`, `April 2024-March 2025`."""
    names = [_month_number(m) for m in re.findall(_M, words, re.I)]
    years = [n for n in _ints(words) if n > 1900]
    last = years[-1] if years else _year_of(today)
    if last is None:
        return None
    first = years[0] if len(years) > 1 else last - (names[0] > names[1])
    return f"{first}-{names[0]:02d}/{last}-{names[1]:02d}"


def _month_day(words: str, today: PartialDate | None) -> str | None:
    """The latest such day that is not long after the article; needs its day."""
    if today is None:
        return None
    month = _month_number(re.findall(r"[A-Za-z]{3,}", words)[0])
    number = _ints(words)[0]
    if "by " in folded(words):
        year = today.first.year + (month < today.first.month)
        return dt.date(year, month, number).isoformat()
    year = today.first.year
    if len(today.text) == 4:
        return None
    if dt.date(year, month, number) > today.last + dt.timedelta(days=60):
        year -= 1
    return dt.date(year, month, number).isoformat()


def _month_alone(words: str, today: PartialDate | None) -> str | None:
    if today is None or len(today.text) == 4:
        return None
    month = _month_number(re.findall(_M, words, re.I)[-1])
    low, now = folded(words), today.first
    if "next" in low or low.startswith(("by ", "from ", "until ", "starting ")):
        return f"{now.year + (month < now.month)}-{month:02d}"
    return f"{now.year - (month > now.month)}-{month:02d}"


def _weekday(words: str, today: PartialDate | None) -> str | None:
    if today is None or today.first != today.last:
        return None
    wanted = next(n for day, n in _DAYS.items() if day in folded(words))
    back = (today.first.weekday() - wanted) % 7
    return (today.first - dt.timedelta(days=back)).isoformat()


def _fiscal(words: str, today: PartialDate | None) -> str | None:
    years = _ints(words)
    year = years[0] if years else None
    if year is not None and year < 100:
        year += 2000
    if "(" in words or "to" in folded(words).split():
        span = re.search(rf"{_M}.*", words, re.I)
        if span and len(re.findall(_M, span[0], re.I)) > 1:
            return _months(span[0], today)
    return None if year is None else f"FY{year}"


def _year_to(words: str, today: PartialDate | None) -> str | None:
    """Read `the year ended March 2025`: twelve months to that month."""
    month = _month_number(re.findall(_M, words, re.I)[0])
    years = [n for n in _ints(words) if n > 1900]
    end = years[-1] if years else None
    if end is None:
        if today is None or len(today.text) == 4:
            return None
        past = re.search(r"ended|ended|to\b|through", words, re.I) is not None
        late = month > today.first.month
        end = today.first.year - (1 if late and past else 0)
    start_month, start_year = (month % 12) + 1, end - (month < 12)
    return f"{start_year}-{start_month:02d}/{end}-{month:02d}"


def _part(words: str, today: PartialDate | None) -> str | None:
    """Read halves and quarters: `second half of 2026`, `Q3 2025`, `H1`."""
    years = [n for n in _ints(words) if n > 1900]
    year = years[0] if years else _relative_year(words, today)
    code = re.search(r"\b(?:([QH])([1-4])|([1-4])([QH]))\b", words, re.I)
    if code:
        letter, nth = (code[1] or code[4]).upper(), int(code[2] or code[3])
    else:
        nth = _PARTS[folded(re.findall(_ORD, words, re.I)[0])]
        letter = "H" if "half" in folded(words) else "Q"
    if year is None or (letter == "H" and nth > 2):
        return None
    return f"{year}-{letter}{nth}"


def _named_quarter(words: str, today: PartialDate | None) -> str | None:
    """Read `the June quarter`: the calendar quarter that ends with that month."""
    month = _month_number(re.findall(_M, words, re.I)[0])
    years = [n for n in _ints(words) if n > 1900]
    year = years[0] if years else _year_of(today)
    return None if year is None or month % 3 else f"{year}-Q{month // 3}"


def _first_months(words: str, today: PartialDate | None) -> str | None:
    years = [n for n in _ints(words) if n > 1900]
    year = years[0] if years else _relative_year(words, today)
    count = next((n for w, n in _WORDS.items() if w in folded(words)), None)
    if count is None:
        count = next((n for n in _ints(words) if n < 12), None)
    if year is None or count is None:
        return None
    return f"{year}-01/{year}-{count:02d}"


def _to_date(words: str, today: PartialDate | None) -> str | None:
    """The months of this year that were over when the article appeared."""
    if today is None or len(today.text) == 4:
        return None
    year, month = today.first.year, today.first.month
    return f"{year}-01/{year}-{month - 1:02d}" if month > 1 else f"{year}-01"


def _year(words: str, today: PartialDate | None) -> str | None:
    return str(_ints(words)[-1])


def _year_relative(words: str, today: PartialDate | None) -> str | None:
    if "same" in words or "previous" in words:
        return None
    year = _relative_year(words, today)
    return None if year is None else str(year)


def _month_of_now(words: str, today: PartialDate | None) -> str | None:
    if today is None or len(today.text) == 4:
        return None
    shift = {"last": -1, "this": 0, "next": 1, "a month": -1}
    step = next(n for w, n in shift.items() if w in folded(words))
    index = today.first.year * 12 + today.first.month - 1 + step
    return f"{index // 12}-{index % 12 + 1:02d}"


def _day_of_now(words: str, today: PartialDate | None) -> str | None:
    if today is None or today.first != today.last:
        return None
    back = 1 if folded(words) == "yesterday" else 0
    return (today.first - dt.timedelta(days=back)).isoformat()


_FORMS: tuple[tuple[str, str, Reader], ...] = (
    ("iso", r"\b(?:19|20)\d\d-\d\d-\d\d\b", _full),
    (
        "fiscal",
        rf"\b(?:the )?(?:(?:fiscal|financial|business) (?:year )?|FY ?)(?:20\d\d|\d\d)"
        rf"(?:[-/]\d\d)?\b(?:\s?\({_M} {YEAR}\s?(?:[-–—]|to|through)\s?{_M} {YEAR}\))?",
        _fiscal,
    ),
    (
        "yearto",
        rf"\b(?:the )?(?:(?:fiscal|financial|business|full) )?(?:year|12 months"
        rf"|twelve months)"
        rf",? (?:that )?(?:ended|ending|ends|to|through)(?: in| on)? (?:(?:the )?end"
        rf" of )?(?:{_DAY} )?{_M}(?: {_DAY},?(?= |\b))?"
        rf"(?:,? {YEAR})?",
        _year_to,
    ),
    (
        "part",
        rf"\b(?:the )?{_ORD}[ -](?:half|quarter)(?:(?: of)? (?:the )?(?:fiscal"
        rf" )?(?:{YEAR}|{_REL}))?"
        rf"|\b(?:[QH][1-4]|[1-4][QH])\b(?:(?: of)? {YEAR})?|\b{YEAR} (?:[QH][1-4]"
        rf"|[1-4][QH])\b",
        _part,
    ),
    ("named", rf"\b(?:the )?{_M} quarter(?:(?: of)? {YEAR})?", _named_quarter),
    (
        "firstmonths",
        rf"\b(?:the )?first (?:\d+|{'|'.join(_WORDS)}) months"
        rf"(?: of (?:{YEAR}|{_REL}))?",
        _first_months,
    ),
    (
        "months",
        rf"\b{_M}(?: {YEAR})?\s?(?:[-–—]|to|through|until)\s?{_M}(?: {YEAR})?",
        _months,
    ),
    (
        "full",
        rf"\b{_M} {_DAY},? {YEAR}\b|\b{_DAY} {_M},? {YEAR}\b",
        _full,
    ),
    ("monthrel", rf"\b{_M}(?: of)? {_REL}|\b{_REL}'s {_M}", _month_relative),
    ("monthyear", rf"\b{_M}(?: of|,)? {YEAR}\b", _month_year),
    (
        "monthday",
        rf"\b(?:by )?{_M} {_DAY}\b(?![\d,.]*\d)|\b{_DAY} {_M}(?= |\b)",
        _month_day,
    ),
    (
        "month",
        r"\b(?:(?:in|since|last|next|this|by|from|until|starting|early|late|mid)[ -])"
        r"(?:(?:the )?(?:end of|early|late|mid)[ -])?"
        rf"{_M}(?!,? ?(?:of )?(?:{YEAR}|{_REL}))"
        rf"|\b(?!May\b|March\b|Mar\b){_M}(?=\W)(?!,? ?(?:of )?(?:{YEAR}|{_REL}))",
        _month_alone,
    ),
    ("weekday", rf"\b(?:on )?(?:last )?(?:{'|'.join(_DAYS)})\b", _weekday),
    (
        "todate",
        r"\b(?:the )?year[ -]to[ -]date\b|\bso far this year\b",
        _to_date,
    ),
    ("yearrel", rf"\b{_REL}\b", _year_relative),
    (
        "monthnow",
        r"\b(?:last|this|next) month\b|\ba month (?:ago|earlier)\b",
        _month_of_now,
    ),
    ("daynow", r"\b(?:today|yesterday)\b", _day_of_now),
    (
        "year",
        rf"(?<![\d.,$€£¥:/-])\b{YEAR}\b(?![,.]?\d|[-/]\w|\s?(?:%|km|miles|units"
        rf"|vehicles|cars|jobs))",
        _year,
    ),
)
_READERS: dict[str, Reader] = {name: reader for name, _, reader in _FORMS}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{n}>{p})" for n, p, _ in _FORMS), re.I)
