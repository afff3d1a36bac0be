"""Dates that are only partly known, and how shares, money and points are written.

Inside, a share, stake or margin is a fraction (0.15) and the HHI is in points. People
see percent. A date known to the month stays a month: `PartialDate("2025-02")`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from numbers import Real

from keiretsu.errors import DataError

_FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-?(?P<part>[HQ])(?P<n>\d))?"
    r"|FY(?P<fiscal>\d{4})"
)

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
"""Sizes of large amounts and their words, the largest first."""

LEAST_PERCENT = 1e-6
"""Percent below which a share is written as 0."""


@dataclass(frozen=True)
class PartialDate:
    """A day, month, quarter, half, year or Japanese fiscal year, as it was stated.

    Parameters
    ----------
    text
        `2025-02-13`, `2025-02`, `2025-Q1`, `2025-H2`, `2025`, or `FY2024` (April 2024
        to March 2025).

    Raises
    ------
    DataError
        If the text is none of these or names a day that does not exist.

    Examples
    --------
    >>> PartialDate("2025-02").last
    datetime.date(2025, 2, 28)
    >>> str(PartialDate("2025-02"))
    'Feb 2025'
    """

    text: str

    def __post_init__(self) -> None:
        try:
            bounds = _bounds(self.text)
        except ValueError as error:
            raise DataError(f"{self.text!r} is no day: {error}") from None
        if bounds is None:
            raise DataError(
                f"{self.text!r} is no date",
                hint="write 2025-02-13, 2025-02, 2025-Q1, 2025-H2, 2025 or FY2024",
            )

    @property
    def first(self) -> dt.date:
        """The first day that it can mean."""
        return self._known[0]

    @property
    def last(self) -> dt.date:
        """The last day that it can mean."""
        return self._known[1]

    @property
    def precision(self) -> str:
        """How exactly it is known: `day`, `month`, `quarter`, `half`, `year`, `fiscal`.

        >>> PartialDate("2025-H1").precision, PartialDate("FY2024").precision
        ('half', 'fiscal')
        """
        if self.text.startswith("FY"):
            return "fiscal"
        part = self.text[4:].lstrip("-")[:1]
        named = {"": "year", "Q": "quarter", "H": "half"}
        return named.get(part) or ("day" if len(self.text) == 10 else "month")

    @property
    def _known(self) -> tuple[dt.date, dt.date]:
        bounds = _bounds(self.text)
        assert bounds is not None
        return bounds

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.text):
            return written(self.first)
        if re.fullmatch(r"\d{4}-\d{2}", self.text):
            return f"{self.first:%b %Y}"
        return self.text


@lru_cache(maxsize=4096)
def _bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day, or None where the text is not of our forms."""
    match = _FORMS.fullmatch(text)
    if match is None:
        return None
    if match["fiscal"]:
        year = int(match["fiscal"])
        return dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    year = int(match["year"])
    if match["day"]:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["part"]:
        length = 6 if match["part"] == "H" else 3
        return _months(year, (int(match["n"]) - 1) * length + 1, length)
    return _months(year, 1, 12)


def _months(year: int, month: int, length: int) -> tuple[dt.date, dt.date]:
    last = month + length - 1
    if not (month >= 1 and last <= 12):
        raise ValueError(f"the year {year} has no such part")
    return (
        dt.date(year, month, 1),
        dt.date(year, last, calendar.monthrange(year, last)[1]),
    )


def is_number(value: object) -> bool:
    """Say whether a value is a real number; True and False are none.

    >>> is_number(2), is_number("2"), is_number(True)
    (True, False, False)
    """
    return isinstance(value, Real) and not isinstance(value, bool)


def day(text: str | dt.date | None) -> dt.date:
    """Return one day: today for None or "today", else a full ISO date.

    A time is taken as its day.

    Raises
    ------
    DataError
        If the text is not a full ISO date.
    """
    if text is None or text == "today":
        return dt.date.today()
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise DataError(
            f"{text!r} is no day", hint="write it as 2025-02-13, or say today"
        ) from None


def written(date: dt.date) -> str:
    """Write a day as people do.

    >>> written(dt.date(2025, 5, 19))
    '19 May 2025'
    """
    return f"{date.day} {date:%b %Y}"


def percent(fraction: float, digits: int = 1) -> str:
    """Write a fraction as percent, without needless zeros.

    What is not nothing is not written as 0, down to a millionth of a percent.

    >>> percent(0.2), percent(0.0507, 2), percent(0.000001), percent(-0.1)
    ('20 %', '5.07 %', '0.0001 %', '−10 %')
    """
    size = abs(100 * fraction)
    if LEAST_PERCENT <= size < 0.5 * 10.0**-digits:
        digits = -math.floor(math.log10(size))
    text = f"{100 * fraction:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{'0' if text == '-0' else text.replace('-', '−')} %"


def points(value: float) -> str:
    """Write HHI points: `1 810`."""
    return f"{value:,.0f}".replace(",", " ")


def count(value: float) -> str:
    """Write a number of cars or jobs: `3 300 000`."""
    return f"{value:,.0f}".replace(",", " ")


def joined(items: Iterable[str], last: str = "and") -> str:
    """Join words as people do.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, final = tuple(items) or ("",)
    return f"{', '.join(first)} {last} {final}" if first else final


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things.

    >>> plural(1, "test"), plural(3, "test"), plural(2, "company", "companies")
    ('1 test', '3 tests', '2 companies')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
