"""What can be seen of a landscape: its pictures, and how a notebook shows it.

These functions are the methods of `Landscape` that show it. Drawing loads only when
something is drawn.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from keiretsu.landscape.analysis.history import Entry, between
from keiretsu.units import day

if TYPE_CHECKING:
    from keiretsu.landscape.landscape import Landscape
    from keiretsu.landscape.pictures.page import Page
    from keiretsu.pictures import Picture


def map_of(landscape: Landscape, *companies: str, steps: int = 1) -> Picture:
    """Return the ownership map of the day: all of it, or round some companies.

    Parameters
    ----------
    *companies
        Companies in any spelling; none draws every stake on record.
    steps
        How many stakes away from them a company may be.

    Raises
    ------
    UnknownName
        If we know no such company.
    DataError
        If `steps` is below 1.
    """
    from keiretsu.landscape.pictures.map import ownership_map

    chosen = dict.fromkeys(landscape.resolve(name).id for name in companies)
    return ownership_map(landscape, tuple(chosen), steps=steps)


def matrix_of(landscape: Landscape, *companies: str) -> Picture:
    """Return who works with whom that day, all or only with some companies."""
    from keiretsu.landscape.pictures.matrix import matrix

    chosen = dict.fromkeys(landscape.resolve(name).id for name in companies)
    return matrix(landscape, tuple(chosen))


def entries_between(
    landscape: Landscape,
    first: str,
    second: str,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
) -> tuple[Entry, ...]:
    """Return the stakes, links, events and plans of two companies up to the day.

    Parameters
    ----------
    first, second
        Companies in any spelling.
    since, until
        Leave out what ended before the one day or began after the other.

    Raises
    ------
    UnknownName
        If we know no such company.
    DataError
        If both are the same, or a day is none.
    """
    return between(landscape, *_pair(landscape, first, second), *_days(since, until))


def timeline_of(
    landscape: Landscape,
    first: str,
    second: str,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
) -> Picture:
    """Return `between` as a picture."""
    from keiretsu.landscape.pictures.timeline import timeline

    return timeline(landscape, *_pair(landscape, first, second), *_days(since, until))


def page_of(landscape: Landscape, company: str) -> Page:
    """Return one company's stakes and the map round it, as a notebook shows them.

    Raises
    ------
    UnknownName
        If we know no such company.
    """
    from keiretsu.landscape.pictures.page import Page

    return Page(landscape=landscape, company=landscape.resolve(company).id)


def html_of(landscape: Landscape) -> str:
    """Return a landscape as a notebook shows it."""
    from keiretsu.landscape.pictures.page import overview

    return overview(landscape)


def _pair(landscape: Landscape, first: str, second: str) -> tuple[str, str]:
    return landscape.resolve(first).id, landscape.resolve(second).id


def _days(
    since: str | dt.date | None, until: str | dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    return (
        None if since is None else day(since),
        None if until is None else day(until),
    )
