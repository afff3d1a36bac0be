"""Where the record disagrees with itself, and what it does not know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from keiretsu.landscape.companies import Company
from keiretsu.landscape.happenings import Event
from keiretsu.landscape.in_force import same_figure
from keiretsu.landscape.record import Record
from keiretsu.landscape.ties import Stake
from keiretsu.names import names
from keiretsu.units import percent

_SOON = dt.timedelta(days=366)
_OLD = dt.timedelta(days=5 * 366)
_ROUNDING = 0.005


@dataclass(frozen=True, kw_only=True)
class Contradiction(Record):
    """Facts that cannot all hold.

    Attributes
    ----------
    kind
        `figures`: two sources give one stake differently, and nothing completed between
        them names both companies. `sum`: stakes in one company exceed 100 %.
    held
        The company held.
    text
        The finding, in words.
    stakes
        The facts concerned.
    """

    kind: Literal["figures", "sum"]
    held: str
    text: str
    stakes: tuple[Stake, ...]

    def __repr__(self) -> str:
        return f"<Contradiction: {self.text}>"


@dataclass(frozen=True, kw_only=True)
class Gap(Record):
    """Something that the record does not know, or does not know from a source.

    Attributes
    ----------
    kind
        `votes`: unknown; `unsourced`: from memory only; `old`: stated more than five
        years before the day; `no stakes`: nobody is recorded as holder.
    about
        Company identifiers concerned: holder and held, or the company.
    text
        The finding, in words.
    """

    kind: Literal["votes", "unsourced", "old", "no stakes"]
    about: tuple[str, ...]
    text: str

    def __repr__(self) -> str:
        return f"<Gap: {self.text}>"


def contradictions(
    ever: Iterable[Stake],
    in_force: Iterable[Stake],
    events: Iterable[Event],
    on: dt.date,
) -> tuple[Contradiction, ...]:
    """Return what disagrees among the figures stated up to a day."""
    past = [stake for stake in ever if stake.since.first <= on]
    return (*_figures(past, tuple(events)), *_sums(in_force))


def _figures(past: list[Stake], events: tuple[Event, ...]) -> Iterator[Contradiction]:
    pairs: dict[tuple[str, str], list[Stake]] = {}
    for stake in past:
        pairs.setdefault((stake.holder, stake.held), []).append(stake)
    for rows in pairs.values():
        rows.sort(key=lambda stake: stake.since)
        for first, second in pairwise(rows):
            if _disagree(first, second) and not _explained(first, second, events):
                yield _figure_contradiction(first, second)


def _disagree(first: Stake, second: Stake) -> bool:
    return (
        first.source != second.source
        and first.share > 0
        and second.share > 0
        and second.since.first - first.since.last <= _SOON
        and not same_figure(first.share, 100 * second.share)
    )


def _explained(first: Stake, second: Stake, events: Iterable[Event]) -> bool:
    """Say whether something completed between two figures names both companies."""
    return any(
        {first.holder, first.held} <= set(event.parties)
        and first.since.first <= event.date.last
        and event.date.first <= second.since.last
        and first.since.text != second.since.text
        for event in events
        if event.status == "completed"
    )


def _figure_contradiction(first: Stake, second: Stake) -> Contradiction:
    label = names().label
    return Contradiction(
        kind="figures",
        held=first.held,
        text=f"{label(first.holder)} in {label(first.held)}: "
        f"{percent(first.share, 2)} ({first.since}, {first.source}) against "
        f"{percent(second.share, 2)} ({second.since}, {second.source})",
        stakes=(first, second),
    )


def _sums(in_force: Iterable[Stake]) -> Iterator[Contradiction]:
    held: dict[str, list[Stake]] = {}
    for stake in in_force:
        held.setdefault(stake.held, []).append(stake)
    for company, stakes in held.items():
        total = sum(stake.share for stake in stakes)
        if total > 1 + _ROUNDING:
            yield Contradiction(
                kind="sum",
                held=company,
                text=f"stakes in {names().label(company)} come to {percent(total)}",
                stakes=tuple(stakes),
            )


def gaps(
    companies: Mapping[str, Company], in_force: Iterable[Stake], on: dt.date
) -> tuple[Gap, ...]:
    """Return what is not known, or not from a source, about the stakes of a day."""
    label = names().label
    found = []
    stakes = tuple(in_force)
    for stake in stakes:
        tie = (
            f"{label(stake.holder)}'s {percent(stake.share, 2)} of {label(stake.held)}"
        )
        about = (stake.holder, stake.held)
        if stake.votes is None:
            found.append(Gap(kind="votes", about=about, text=f"votes behind {tie}"))
        if stake.source.confidence == "memory":
            found.append(Gap(kind="unsourced", about=about, text=f"source for {tie}"))
        if on - stake.since.last > _OLD:
            text = f"whether {tie} of {stake.since} still holds"
            found.append(Gap(kind="old", about=about, text=text))
    held = {stake.held for stake in stakes}
    makers = (c for c in companies.values() if c.kind in ("group", "affiliate", "jv"))
    for company in makers:
        if company.id not in held:
            text = f"who holds {company.short}"
            found.append(Gap(kind="no stakes", about=(company.id,), text=text))
    return tuple(found)
