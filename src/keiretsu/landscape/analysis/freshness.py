"""How fresh the record is: its newest fact, and figures that may be out of date.

A page speaks of the day that was asked for from facts that end earlier. A figure is
stale where it was stated more than two years before the day, or, of a stake, before the
last completed deal that names both companies and nobody but holders of the one held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from keiretsu.landscape.day import Day
from keiretsu.landscape.records.events_and_plans import Event
from keiretsu.landscape.records.record import Record
from keiretsu.units import PartialDate, written

TWO_YEARS = dt.timedelta(days=731)
MARK = "°"
"""Stands beside the date of a stale figure."""
FOOTNOTE = (
    f"{MARK} stated more than two years before the day, or before the last deal "
    "between those it tells of"
)
_MOVES_SHARES = {"acquisition", "divestment", "equity", "jv", "merger", "spin-off"}


@dataclass(frozen=True, kw_only=True)
class Stale(Record):
    """A figure that may be out of date.

    Attributes
    ----------
    kind
        `old`: stated more than two years before the day; `overtaken`: stated before the
        last deal between those it tells of.
    about
        Company identifiers concerned.
    since
        When it was stated, as precisely as known.
    text
        The figure, in words.
    by
        The event that came after it; None where it is only old.
    """

    kind: Literal["old", "overtaken"]
    about: tuple[str, ...]
    since: PartialDate
    text: str
    by: Event | None = None


def newest_fact(day: Day, company: str | None = None) -> PartialDate | None:
    """Return the date of the newest fact by the day; None where none is dated.

    Parameters
    ----------
    day
        The day's facts.
    company
        Only facts that name this company; None asks all.
    """
    known = (d for about, d in _dates(day) if company is None or company in about)
    past = [date for date in known if date.first <= day.on]
    return max(
        past, key=lambda date: (date.first, date.first - date.last), default=None
    )


def oldest_figure(day: Day, company: str) -> PartialDate | None:
    """Return the date of the oldest fact on a company that the day holds, or None."""
    known = [date for about, date in _dates(day) if company in about]
    return min(known, key=lambda date: date.first, default=None)


def dates_said(day: Day, company: str | None = None) -> str:
    """Return the two dates of a page: the day asked for, and the newest fact.

    >>> from keiretsu.landscape import load_landscape
    >>> dates_said(load_landscape("2019-10-01"))[:28]
    'on 1 Oct 2019; newest fact: '
    """
    newest = newest_fact(day, company)
    name = f" on {day.label(company)}" if company else ""
    told = "none is dated" if newest is None else str(newest)
    return f"on {written(day.on)}; newest fact{name}: {told}"


def may_be_later(day: Day) -> str | None:
    """Say what is told as last stated, of a day that the record goes beyond.

    >>> from keiretsu.landscape import load_landscape
    >>> may_be_later(load_landscape("2005-06-01"))[-30:]
    'in parts later than 1 Jun 2005'
    """
    if all(row.since.first <= day.on for row in day.record):
        return None
    return (
        "what a link is about, brands, plants and models are told as the record has "
        f"them now, in parts later than {written(day.on)}"
    )


def newest(day: Day, company: str | None = None) -> dict[str, str | None]:
    """Return the date of the newest fact as a field of JSON."""
    found = newest_fact(day, company)
    return {"newest_fact": None if found is None else found.text}


def _dates(day: Day) -> Iterator[tuple[tuple[str, ...], PartialDate]]:
    """Yield every dated fact of a day: whom it is about, and when it was stated for."""
    for stake in day.record:
        yield (stake.holder, stake.held), stake.since
    for count in day.counts:
        yield (count.company,), count.since
    for link in day.link_record:
        for member in link.members:
            yield (member.company,), member.since or link.start
            left = member.until or link.end
            if left is not None:
                yield (member.company,), left
    for event in day.events:
        yield event.parties, event.date
    for plan in day.plans:
        yield (plan.company,), plan.announced
    for role in day.people:
        yield (role.company,), role.since
    for plant in day.plants:
        yield (plant.company,), plant.since
    for row in day.turnovers:
        yield (row.company,), row.period
    for sales in day.group_sales:
        if sales.period.last <= day.on:
            yield (sales.group,), sales.period


def stale(day: Day) -> tuple[Stale, ...]:
    """Return the stakes, roles and plants that may be out of date, oldest first.

    An event is not stale: it happened. A link began when it did. What became of a plan
    is answered by `progress`.
    """
    return tuple(sorted(_stale(day), key=lambda one: one.since.first))


def marked(day: Day, since: PartialDate, *about: str) -> str:
    """Return the date of a figure, with a mark where it may be out of date.

    Parameters
    ----------
    day
        The day's facts.
    since
        When the figure was stated.
    about
        Holder and company held, or the one company.
    """
    return f"{since} {MARK}" if _finding(day, about, since, "") else str(since)


def _stale(day: Day) -> Iterator[Stale]:
    for stake in day.stakes:
        pair = (stake.holder, stake.held)
        text = day.sentence(stake)
        yield from _found(_finding(day, pair, stake.since, text))
    for role in day.people:
        name, company = day.label(role.person), day.label(role.company)
        text = f"{name} is {role.role} of {company}"
        yield from _found(_finding(day, (role.company,), role.since, text))
    for plant in day.plants:
        text = f"{day.label(plant.company)}: {plant.plant} is {plant.status}"
        yield from _found(_finding(day, (plant.company,), plant.since, text))


def _found(finding: Stale | None) -> Iterable[Stale]:
    return () if finding is None else (finding,)


def _finding(
    day: Day, about: tuple[str, ...], since: PartialDate, text: str
) -> Stale | None:
    by = _overtaken_by(day, about, since) if len(about) > 1 else None
    if by is not None:
        return Stale(kind="overtaken", about=about, since=since, text=text, by=by)
    if day.on - since.last > TWO_YEARS:
        return Stale(kind="old", about=about, since=since, text=text)
    return None


def _overtaken_by(day: Day, about: tuple[str, ...], since: PartialDate) -> Event | None:
    """Return the last completed deal in the company held that came after a date."""
    holder, held = about
    holders = {row.holder for row in day.record if row.held == held}
    later = [
        event
        for event in day.events
        if event.status == "completed"
        and event.kind in _MOVES_SHARES
        and {holder, held} <= set(event.parties) <= {held, *holders}
        and event.date.first > since.last
    ]
    return max(later, key=lambda event: event.date.first, default=None)
