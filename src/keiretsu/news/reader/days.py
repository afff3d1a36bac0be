"""Dates and periods in six languages, at the precision that they state.

Relative ones (next year, 再来年3月, im Mai) are read by the day of the article; without
it they stay unread. Results are ISO: `2025-02-13`, `2025-02`, `2026-H2`, `2025-Q3`,
`FY2024`, `2024-04/2025-03`.
"""

from __future__ import annotations

import datetime as dt
import re

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.days_eastern import eastern_form, read_eastern
from keiretsu.news.reader.days_western import read_western, western_form
from keiretsu.news.reader.years import NOTHING

Found = tuple[int, int, str | None]


def find_days(text: str, language: str, today: dt.date | None) -> list[Found]:
    """Return start, end and ISO form of each date; None where it cannot be told.

    >>> find_days("bis Ende März 2027", "de", None)
    [(9, 18, '2027-03')]
    >>> find_days("再来年の３月末", "ja", dt.date(2025, 10, 22))
    [(0, 7, '2027-03')]
    """
    plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    plain = _SIGNS.sub(lambda m: m[0].translate(_DIGITS), plain)
    is_eastern = language in EASTERN
    forms = eastern_form(language) if is_eastern else western_form(language)
    read = read_eastern if is_eastern else read_western
    found: list[Found] = []
    last = 0
    for match in forms.finditer(plain):
        if match.start() < last:
            continue
        try:
            iso = read(match, language, today)
        except (ValueError, OverflowError):
            iso = None
        if iso is NOTHING:
            continue
        found.append((match.start(), match.end(), iso))
        last = match.end()
    return found


_SIGNS = re.compile(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
