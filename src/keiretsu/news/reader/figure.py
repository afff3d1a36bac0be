"""A number in a text, and the words that numbers are written with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.folding import by_folded, folded


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number in a text.

    Attributes
    ----------
    start, end
        Its place in the text.
    measure
        `percent`, `money`, `km`, `kwh` or `count`.
    value
        In full; percent as 5.1.
    currency
        ISO code of money; None where the text does not tell.
    least
        Low end of a range, of which `value` is the high end.
    """

    start: int
    end: int
    measure: str
    value: float
    currency: str | None = None
    least: float | None = None


@cache
def numbers() -> dict[str, Any]:
    """Return the words of numbers, scales, fractions and currencies."""
    return packaged("numbers.toml")


@cache
def table_of(name: str) -> dict[str, Any]:
    """Return a table of `numbers()` with folded words."""
    return by_folded(numbers()[name])


def one_of(words: Iterable[str]) -> str:
    """Return a form that finds one of some words, as written or folded."""
    known = set(words)
    known |= set(map(folded, known))
    return "|".join(sorted(map(re.escape, sorted(known)), key=len, reverse=True))
