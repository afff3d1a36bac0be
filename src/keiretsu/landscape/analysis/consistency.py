"""Where the record disagrees with itself, and what it does not know.

Two figures for one stake may be the same number of shares, counted once with and once
without the company's own shares, or before and after it cancelled some. Where counts of
shares on record show that, the contradiction is kept and says what explains it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Literal

from keiretsu.landscape.analysis.doubts import SLACK, total
from keiretsu.landscape.day import Day
from keiretsu.landscape.in_force import decimals, same_figure
from keiretsu.landscape.records.events_and_plans import Event
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.records.share_counts import Capital
from keiretsu.landscape.records.stakes_and_links import Stake
from keiretsu.units import percent

_SOON = dt.timedelta(days=366)
_OLD = dt.timedelta(days=5 * 366)
_HELD = {
    *("group", "subsidiary", "affiliate", "jv", "holding", "supplier"),
    *("defunct", "renamed"),
}
"""Kinds of companies that somebody holds while they are there."""


@dataclass(frozen=True, kw_only=True)
class Contradiction(Record):
    """Facts that cannot all hold, as they are stated.

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
    explanation
        The arithmetic that reconciles them, in words; None where nothing does.
    """

    kind: Literal["figures", "sum"]
    held: str
    text: str
    stakes: tuple[Stake, ...]
    explanation: str | None = None

    def __repr__(self) -> str:
        return f"<Contradiction: {self.text}>"


MISSING = {
    "votes": "Votes nobody stated",
    "unsourced": "From memory, without a source",
    "old": "Stated more than five years ago",
    "no stakes": "No holder on record",
}
"""What each kind of gap is called, in the order in which they matter."""


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


def contradictions(day: Day) -> tuple[Contradiction, ...]:
    """Return what disagrees among the figures stated up to a day."""
    return (*_figures(day), *_sums(day))


def _figures(day: Day) -> Iterator[Contradiction]:
    past = [stake for stake in day.record if stake.since.first <= day.on]
    pairs: dict[tuple[str, str], list[Stake]] = {}
    for stake in past:
        pairs.setdefault((stake.holder, stake.held), []).append(stake)
    for rows in pairs.values():
        rows.sort(key=lambda stake: stake.since)
        for first, second in pairwise(rows):
            if _disagree(first, second) and not _traded(first, second, day.events):
                yield _figure_contradiction(first, second, day)


def _disagree(first: Stake, second: Stake) -> bool:
    return (
        first.source != second.source
        and second.since.first - first.since.last <= _SOON
        and bool(first.share and second.share)
        and not same_figure(first.share or 0, 100 * (second.share or 0))
    )


def _traded(first: Stake, second: Stake, events: Iterable[Event]) -> bool:
    """Say whether something completed between two figures names both companies."""
    return any(
        {first.holder, first.held} <= set(event.parties)
        and first.since.first <= event.date.last
        and event.date.first <= second.since.last
        and first.since.text != second.since.text
        for event in events
        if event.status == "completed"
    )


def _figure_contradiction(first: Stake, second: Stake, day: Day) -> Contradiction:
    label = day.label
    counts = (row for row in day.counts if row.since.first <= day.on)
    own = [row for row in counts if row.company == first.held]
    return Contradiction(
        kind="figures",
        held=first.held,
        text=f"{label(first.holder)} in {label(first.held)}: "
        f"{first.share_words} ({first.since}, {first.source}) against "
        f"{second.share_words} ({second.since}, {second.source})",
        stakes=(first, second),
        explanation=_explanation(first, second, own),
    )


def _explanation(first: Stake, second: Stake, counts: list[Capital]) -> str | None:
    """Return on which two counts of shares both figures are one holding, if any."""
    bases: dict[float, str] = {}
    for row in counts:
        if abs((row.since.first - second.since.first).days) <= _SOON.days:
            bases.setdefault(row.issued, f"issued on {row.since}")
            if row.outstanding is not None:
                bases.setdefault(row.outstanding, f"outstanding on {row.since}")
    fitting = sorted(
        (
            abs(left * (first.share or 0) / (right * (second.share or 1)) - 1),
            left,
            right,
        )
        for left, right in permutations(bases, 2)
        if _one_holding(first.share or 0, left, second.share or 0, right)
    )
    if not fitting:
        return None
    _, left, right = fitting[0]
    return (
        f"one holding on two bases: {first.share_words} of the {_million(left)} shares "
        f"{bases[left]} and {second.share_words} of the {_million(right)} "
        f"{bases[right]} are both about {_million((first.share or 0) * left)} shares"
    )


def _one_holding(first: float, left: float, second: float, right: float) -> bool:
    """Say whether two percentages of two counts are one number of shares, as rounded.

    >>> _one_holding(0.24, 1000, 0.30, 800), _one_holding(0.24, 1000, 0.35, 800)
    (True, False)
    """
    slack = left * _half_step(first) + right * _half_step(second)
    return abs(first * left - second * right) <= slack


def _half_step(share: float) -> float:
    return 10.0 ** -decimals(100 * share) / 200


def _million(count: float) -> str:
    return f"{count / 1e6:,.1f} m".replace(",", " ")


def _sums(day: Day) -> Iterator[Contradiction]:
    held: dict[str, list[Stake]] = {}
    for stake in day.stakes:
        held.setdefault(stake.held, []).append(stake)
    for company, stakes in held.items():
        if (whole := total(stakes)) > 1 + SLACK:
            yield Contradiction(
                kind="sum",
                held=company,
                text=f"stakes in {day.label(company)} come to {percent(whole)}",
                stakes=tuple(stakes),
            )


def gaps(day: Day) -> tuple[Gap, ...]:
    """Return what is not known, or not from a source, about the stakes of a day."""
    label, on, stakes = day.label, day.on, day.stakes
    found = []
    for stake in stakes:
        part = stake.share_words.replace("unknown", "unknown part")
        tie = f"{label(stake.holder)}'s {part} of {label(stake.held)}"
        about = (stake.holder, stake.held)
        if stake.votes_words == "unknown":
            found.append(Gap(kind="votes", about=about, text=f"votes behind {tie}"))
        if stake.source.confidence == "memory":
            found.append(Gap(kind="unsourced", about=about, text=f"source for {tie}"))
        if on - stake.since.last > _OLD:
            text = f"whether {tie} of {stake.since} still holds"
            found.append(Gap(kind="old", about=about, text=text))
    held = {stake.held for stake in stakes}
    there = (c for c in day.companies.values() if c.is_there(on) and c.kind in _HELD)
    for company in there:
        if company.id not in held:
            text = f"who holds {company.short}"
            found.append(Gap(kind="no stakes", about=(company.id,), text=text))
    return tuple(found)
