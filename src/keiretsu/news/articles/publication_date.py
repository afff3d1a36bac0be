"""The day of an article, as front matter, pages and people write it.

A date whose order cannot be told (`03/04/2025`) is none. Times and zones are left out:
the day is that of the place that wrote it.
"""

from __future__ import annotations

import datetime as dt
import re

from keiretsu.errors import DataError
from keiretsu.news.text.folding import folded
from keiretsu.units import PartialDate

_MONTHS = (
    "jan janvier januar enero ene",
    "feb février fevrier fév februar febrero",
    "mar mars märz maerz mär marzo",
    "apr avril avr april abril abr",
    "may mai mayo",
    "jun juin juni junio",
    "jul juillet juil juli julio",
    "aug août aout agosto ago",
    "sep septembre september sept septiembre set",
    "oct octobre oktober okt octubre",
    "nov novembre november noviembre",
    "dec décembre decembre déc dezember dez diciembre dic",
)
_ENGLISH = (
    "january february march april may june july august september october november"
)
_NUMBER = {word: n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
_NUMBER |= {word: n for n, word in enumerate(f"{_ENGLISH} december".split(), 1)}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)",
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)",
        rf"(?:\w+\.?,?\s)?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-](?:de\s)?"
        rf"(?P<month>{_MONTH})\.?,?[\s-](?:de(?:l)?\s)?(?P<y>\d{{4}})(?!\d)",
        rf"(?:\w+\.?,?\s)?(?P<month>{_MONTH})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s"
        r"(?P<y>\d{4})(?!\d)",
    )
)
_COARSE = re.compile(r"\d{4}(?:-\d{2}|-?[QH]\d)?|FY\d{4}", re.I)
_MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH})\.?,?\s(?P<y>\d{{4}})", re.I)


def read_date(said: str) -> PartialDate | None:
    """Return a date as it was stated, or None where it is none that can be told.

    >>> [str(read_date(d)) for d in ("Mon, 02 Sep 2024 21:00:00 +0100", "2024-q3")]
    ['2 Sep 2024', '2024-Q3']
    """
    words = " ".join(said.split())[:80]
    try:
        if _COARSE.fullmatch(words):
            return PartialDate(words.upper())
        if coarse := _MONTH_YEAR.fullmatch(words):
            month = _NUMBER[folded(coarse["month"])]
            return PartialDate(f"{coarse['y']}-{month:02d}")
        for form in _FORMS:
            if match := form.match(words):
                return PartialDate(_day(match).isoformat())
    except (DataError, ValueError):
        return None
    return None


_WORDS_BEFORE = 7
"""Words of a place, an agency and a name before the day of a dateline."""
_SMALL = frozenset({"le", "der", "den", "el", "am", "by", "von", "par", "por", "de"})
_OPENING = "#*_>【/–—-"
_AGENCY = r"(?:\s*[（(\[/][^）)\]/\n]{1,30}[）)\]/])?"
_AFTER = re.compile(rf"{_AGENCY}\s*(?:[.:,]?\s?[-–—:：|]|--|电|電|讯|訊|$)")
"""What follows it: an agency in brackets, a dash, or the end of the line."""
_NAMED = _FORMS[2:]


def dateline(paragraph: str) -> PartialDate | None:
    """Return the day of a dateline that begins a paragraph, None where there is none.

    >>> str(dateline("DETROIT, June 12, 2026 (Reuters) - GM said it will buy a fifth."))
    '12 Jun 2026'
    >>> dateline("GM will close the plant on June 12, 2026 - or later.") is None
    True
    """
    words = " ".join(paragraph.split())[:160]
    for form in _NAMED:
        for match in form.finditer(words):
            named = match["month"] if "month" in match.groupdict() else None
            start = match.start()
            if named and not words[start].isdigit():  # a weekday or a place before it
                day = min(match.start("d"), match.start("month"))
                start = day if match.start() < day else start
            if _is_place(words[:start]) and _AFTER.match(words, match.end()):
                return read_date(words[start : match.end()])
    return None


def _is_place(words: str) -> bool:
    """Whether words can stand before the day of a dateline: a place, who wrote it."""
    said = [w.lstrip(_OPENING) for w in words.split()]
    return len(said) <= _WORDS_BEFORE and all(
        not w or w in _SMALL or not (w[0].islower() or w[0].isdigit()) for w in said
    )


def _day(match: re.Match[str]) -> dt.date:
    found = match.groupdict()
    named = found.get("month")
    month = _NUMBER[folded(named)] if named else int(found["m"])
    return dt.date(int(found["y"]), month, int(found["d"]))
