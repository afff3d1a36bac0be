"""What one cell of a table may say: identifiers, dates, figures, words from a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from keiretsu.errors import DataError
from keiretsu.landscape.records.stakes_and_links import Member
from keiretsu.names import bundled_register
from keiretsu.sources import Confidence, Source
from keiretsu.units import PartialDate

Row = Mapping[str, str]

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_MEMBER = re.compile(r"(\w+)(?: from (\S+))?(?: until (\S+))?")


def known(identifier: str) -> str:
    """Return an identifier, once it is found in the register of names."""
    if identifier not in bundled_register().entries:
        raise DataError(f"no company has the identifier {identifier!r}")
    return identifier


def legal_entity(text: str) -> str | None:
    """Return an LEI, once its check digits are found right, or None for an empty cell.

    ISO 17442: with letters read as 10 to 35, the number leaves 1 when divided by 97.
    """
    if not text:
        return None
    if (
        not _LEI.fullmatch(text)
        or int("".join(str(int(c, 36)) for c in text)) % 97 != 1
    ):
        raise DataError(
            f"{text!r} is no LEI: its form or its check digits are wrong",
            hint="copy all 20 characters again",
        )
    return text


def source_of(row: Row) -> Source:
    """Return where a row comes from."""
    return Source(
        title=row["source_title"],
        address=row["address"],
        confidence=cast(Confidence, row["confidence"]),
    )


def member(text: str) -> Member:
    """Read `mitsubishi_motors from 2016-10 until 2030`; both days may be left out."""
    found = _MEMBER.fullmatch(text)
    if found is None:
        raise DataError(f"{text!r} is no member: write COMPANY from DATE until DATE")
    company, since, until = found.groups(default="")
    return Member(company=known(company), since=date(since), until=date(until))


def one_of(text: str, allowed: Any) -> str:
    """Return a word, once it is found among those a type allows."""
    words = get_args(allowed)
    if text not in words:
        raise DataError(f"{text!r} is none of {', '.join(words)}")
    return text


def several(text: str) -> tuple[str, ...]:
    """Return identifiers joined by semicolons."""
    return tuple(known(identifier) for identifier in text.split(";"))


def date(text: str) -> PartialDate | None:
    """Return a date as it was stated, or None for an empty cell."""
    return PartialDate(text) if text else None


def number(text: str) -> float | None:
    """Return a number, or None for an empty cell."""
    return float(text) if text else None


def number_or_words(text: str) -> float | str | None:
    """Return a number, or the words that stand in its place."""
    try:
        return number(text)
    except ValueError:
        return text


def fraction(text: str) -> float | None:
    """Return a percentage as a fraction, or None for an empty cell."""
    if not text:
        return None
    fraction = round(float(text) / 100, 10)
    if not 0 <= fraction <= 1:
        raise DataError(f"a stake of {text} %")
    return fraction


def ends(row: Row, exact: str, low: str, high: str) -> tuple[float | None, ...]:
    """Return both ends of a range, or None twice; an end left out is 0 or 100 %."""
    ends = row.get(low, ""), row.get(high, "")
    if not any(ends):
        return None, None
    if row[exact]:
        raise DataError(f"a stake of {row[exact]} % and of {ends[0]} to {ends[1]} %")
    first, last = fraction(ends[0] or "0"), fraction(ends[1] or "100")
    assert first is not None
    assert last is not None
    if first > last:
        raise DataError(f"a stake of {ends[0]} to {ends[1]} %")
    return first, last
