"""What held on a day, of rows that are dated.

A stake holds from the day it was stated for until a later figure replaces it; a figure
of 0 % ends it. A day known only to the month or year counts from its first day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from keiretsu.landscape.records.companies import Brand
from keiretsu.landscape.records.stakes_and_links import Stake
from keiretsu.sources import trust
from keiretsu.spelling import fold
from keiretsu.units import PartialDate


def stakes_in_force(rows: Iterable[Stake], on: dt.date) -> tuple[Stake, ...]:
    """Return the stakes of a day, largest first within each company held.

    Of the figures that begin on the same day, the better sourced one holds; then the
    one whose date is stated more precisely; then the one with more decimals.
    """
    latest: dict[tuple[str, str], Stake] = {}
    for row in rows:
        if row.since.first > on:
            continue
        pair = (row.holder, row.held)
        if pair not in latest or _rank(row) > _rank(latest[pair]):
            latest[pair] = row
    held = (stake for stake in latest.values() if stake.share != 0)
    return tuple(sorted(held, key=lambda s: (s.held, -_size(s), s.holder)))


def brands_on(rows: Sequence[Brand], on: dt.date) -> tuple[Brand, ...]:
    """Return one row a brand: who sold under it on a day, or does now if none says.

    Of several who are past, the one whose time ends first after the day sold then.
    """
    now = {fold(row.brand): row for row in rows if row.until is None}
    past = [(row.until.first, row) for row in rows if row.until is not None]
    latest_first = sorted(past, key=lambda dated: dated[0], reverse=True)
    then = {fold(row.brand): row for end, row in latest_first if end > on}
    return tuple((now | then).values())


def _size(stake: Stake) -> float:
    return (stake.share_max or 0.0) if stake.share is None else stake.share


def _rank(stake: Stake) -> tuple[dt.date, int, dt.timedelta, int]:
    since = stake.since
    return (
        since.first,
        trust(stake.source.confidence),
        since.first - since.last,
        -1 if stake.share is None else decimals(100 * stake.share),
    )


class Dated(Protocol):
    """Anything stated for a day."""

    @property
    def since(self) -> PartialDate:
        """The day it was stated for."""
        ...


D = TypeVar("D", bound=Dated)


def newest(
    rows: Iterable[D], key: Callable[[D], Hashable], on: dt.date
) -> tuple[D, ...]:
    """Return the latest row of each thing that was stated by a day."""
    latest: dict[Hashable, D] = {}
    for row in rows:
        known = latest.get(key(row))
        if row.since.first <= on and (known is None or known.since < row.since):
            latest[key(row)] = row
    return tuple(latest.values())


def held_on(kind: str, rows: Sequence[Any], on: dt.date) -> Sequence[Any]:
    """Return the rows of one kind of fact that held on a day.

    The latest figure of every stake that had not ended, links and roles of the day, the
    latest of plants and counts of shares, what had happened or was announced by then;
    of a kind without dates everything.
    """
    match kind:
        case "stakes":
            return stakes_in_force(rows, on)
        case "capital":
            return newest(rows, lambda count: count.company, on)
        case "plants":
            return newest(rows, lambda plant: (plant.company, plant.plant), on)
        case "links":
            return [link for link in rows if link.as_of(on)]
        case "people":
            return [role for role in rows if role.active(on)]
        case "events":
            return [event for event in rows if event.date.first <= on]
        case "plans":
            return [plan for plan in rows if plan.announced.first <= on]
        case "turnovers":
            return [row for row in rows if row.period.last < on]
        case "group_sales":
            return [sales for sales in rows if sales.period.first <= on]
    return rows


def decimals(percent: float) -> int:
    """Return with how many decimals a percentage was stated.

    >>> decimals(20.0), decimals(5.1), decimals(17.05)
    (0, 1, 2)
    """
    exponent = Decimal(str(round(percent, 8))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def same_figure(share: float, percent: float) -> bool:
    """Say whether a share, rounded as coarsely as a percentage, is that percentage.

    >>> same_figure(0.0507, 5.1), same_figure(0.0507, 5.2)
    (True, False)
    """
    places = min(decimals(percent), decimals(100 * share))
    step = 10.0**-places
    return abs(100 * share - percent) <= step / 2 + 1e-9


def agrees(stake: Stake, percent: float) -> bool:
    """Say whether a stake rounds to a percentage, or its range holds it."""
    if stake.share is not None:
        return same_figure(stake.share, percent)
    low, high = stake.share_min, stake.share_max
    if low is None or high is None:
        return False
    return low - 1e-9 <= percent / 100 <= high + 1e-9
