"""How stakes and dates are told to others, who write them in many ways.

We say what a stake was from a day on, until a later figure; others say from when until
when. A figure that is followed by another so gets an end, and an end that no figure
follows becomes a stake of 0 %.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from keiretsu.errors import DataError
from keiretsu.landscape.store import Statement
from keiretsu.units import PartialDate

Extent = tuple[str, str, str]
"""Exact figure, least and most, in percent; empty where not stated."""

_NUMBER = r"(\d+(?:\.\d+)?)"
_LEAST = re.compile(
    rf"(?:more than|over|above|at least|from|>=?|≥){_NUMBER}"
    rf"|{_NUMBER}(?:\+|plus|(?:or|and) (?:more|over|above|higher))"
)
_MOST = re.compile(
    rf"(?:less than|under|below|at most|up to|<=?|≤){_NUMBER}"
    rf"|{_NUMBER}(?:or|and) (?:less|under|below|lower)"
)
_RANGE = re.compile(
    rf"(?:between|from)?{_NUMBER}(?:-|–|—|to|and){_NUMBER}"
    rf"|(?:more than|over|above|at least|>=?|≥){_NUMBER}"
    rf"(?:and|but)? ?(?:not more than|less than|not over|under|at most|up to|<=?|≤)"
    rf"{_NUMBER}"
)
BEFORE_ITS_END = "extent before its end (start not stated)"

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def extent_words(exact: str, least: str, most: str) -> str:
    """Write an extent in words that `read_extent` reads back.

    >>> extent_words("20", "", ""), extent_words("", "50", "")
    ('20', 'at least 50')
    """
    if exact:
        return exact
    if least and most:
        return f"{least}-{most}"
    return f"at least {least}" if least else f"at most {most}" if most else ""


def read_extent(text: str, place: str) -> Extent:
    """Read a percentage as people write it; both ends of a range are counted in.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> read_extent("20,5 %", "here"), read_extent("more than 50", "here")
    (('20.5', '', ''), ('', '50', ''))
    >>> read_extent("75% or more", "here"), read_extent("5 % or less", "here")
    (('', '75', ''), ('', '', '5'))
    >>> read_extent("more than 25% but not more than 50%", "here")
    ('', '25', '50')
    """
    plain = text.strip().lower().replace(",", ".")
    plain = re.sub(r"%|per ?cent", "", plain)
    plain = re.sub(r"\s*(\d[\d.]*\+?|-|–|—|[<>]=?)\s*", r"\1", plain).strip()
    if re.fullmatch(_NUMBER, plain, re.ASCII):
        return plain, "", ""
    for pattern in (_RANGE, _LEAST, _MOST):
        if found := re.fullmatch(pattern, plain):
            ends = [end for end in found.groups() if end]
            if pattern is _RANGE:
                return "", ends[0], ends[1]
            return ("", ends[0], "") if pattern is _LEAST else ("", "", ends[0])
    raise DataError(
        f"{place}: {text!r} is no percentage",
        hint="write 20, 20 %, 8-9, at least 50 or less than 5",
    )


def iso(text: str) -> str:
    """Return a date as ISO 8601 has it: a vague one by the first day it can mean.

    >>> iso("2025-02"), iso("FY2024")
    ('2025-02', '2024-04-01')
    """
    return text if _ISO.fullmatch(text) else PartialDate(text).first.isoformat()


def followed(statements: Iterable[Statement]) -> Mapping[str, str]:
    """Return from when the next figure of the same stake holds, by statement hash."""
    dates: dict[str, list[PartialDate]] = defaultdict(list)
    stakes = [one for one in statements if one.kind == "stakes"]
    for one in stakes:
        dates[one.subject].append(PartialDate(one.fields["since"]))
    ends = {}
    for one in stakes:
        own = PartialDate(one.fields["since"]).first
        later = [date for date in dates[one.subject] if date.first > own]
        if later:
            ends[one.hash] = min(later).text
    return ends


def closing(
    rows: Sequence[tuple[str, dict[str, str], str]],
) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of 0 % that end stakes, each with its place.

    Parameters
    ----------
    rows
        Place, row and end of every stake of a file; the end is empty where it lasts.
    """
    begun = {(row["holder"], row["held"], row["since"]) for _, row, _ in rows}
    closed = {}
    for place, row, end in rows:
        key = row["holder"], row["held"], end
        if end and key not in begun and float(row.get("percent") or 1) != 0:
            cited = ("source_title", "address", "confidence", "holder", "held")
            ended = {column: row[column] for column in cited if column in row}
            closed[key] = (place, ended | {"percent": "0", "since": end})
    return list(closed.values())


def see_order(place: str, since: str, end: str) -> None:
    """Refuse a stake that ends before it begins.

    Raises
    ------
    DataError
        With the place and both days.
    """
    if end and PartialDate(end).last < PartialDate(since).first:
        raise DataError(
            f"{place}, endDate: it ends on {end}, before it begins on {since}",
            hint="correct one of the days",
        )


def ended_only(cells: Mapping[str, str], end: str) -> dict[str, str]:
    """Return what is known of a stake with an end and no start: none from then on."""
    ours = ("holder", "held", "note")
    said = {column: cells[column] for column in ours if column in cells}
    return said | {"percent": "0", "since": end}
