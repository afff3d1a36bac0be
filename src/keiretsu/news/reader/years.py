"""The year of a date: as stated, by words like 来年 and "last year", or the nearest."""

from __future__ import annotations

import datetime as dt

from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.folding import by_folded, folded

RELATIVE: dict[str, dict[str, int]] = packaged("days.toml")["years"]
"""By language, words for a year and how far it is from that of the article."""
_FOLDED = {language: by_folded(words) for language, words in RELATIVE.items()}
NOTHING = ""
"""What a date reader says of words that are no date."""


def this_year(today: dt.date | None) -> int | None:
    """Return the year of an article, where its day is known."""
    return None if today is None else today.year


def relative_year(
    words: str | None, language: str, today: dt.date | None
) -> int | None:
    """Return the year that words like "next year" mean."""
    if not words or today is None:
        return None
    return today.year + _FOLDED[language][folded(words)]


def nearest_year(month: int, day: int | None, today: dt.date | None) -> int | None:
    """The year of a month that nobody states: the last one, or one soon to come."""
    if today is None:
        return None
    ahead = (month - today.month) % 12
    return (
        today.year + (month < today.month)
        if ahead <= 3
        else today.year - (month > today.month)
    )
