"""How far a plan has come: a target beside the fact that measures the same thing.

Only like is put beside like. A target on yearly world sales meets the latest full year
of group sales, counted as the maker counts them, or the year nearest to a deadline that
has passed; a target on plants meets the closings on record. Anything else is answered
with the reason why it cannot be compared, and a target that names no number is never
called reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from keiretsu.landscape.day import Day
from keiretsu.landscape.records.events_and_plans import Plan
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.records.roles_and_plants import Plant
from keiretsu.landscape.records.vehicles import GroupSales
from keiretsu.sources import Source, trust
from keiretsu.units import count, percent

State = Literal["reached", "not reached", "under way", "not comparable"]

OWN_COUNT = "group sales"
"""The basis of world volumes that a maker's own target is counted on."""
_MILLION = {"million units": 1e6, "units": 1.0}
_GONE = ("to close", "closed", "sold")


@dataclass(frozen=True, kw_only=True)
class Progress(Record):
    """What is known of one target on a day.

    Attributes
    ----------
    plan
        The target.
    verdict
        `reached`; `not reached`, once the deadline has passed; `under way`; or `not
        comparable`.
    text
        The finding in words, with period and basis; else why nothing compares.
    target, actual
        Target and fact in one unit, or None.
    source
        Where the fact comes from, or None.
    """

    plan: Plan
    verdict: State
    text: str
    target: float | None = None
    actual: float | None = None
    source: Source | None = None

    def __repr__(self) -> str:
        return f"<Progress of {self.plan.plan}: {self.verdict}; {self.text}>"


def progress(plan: Plan, day: Day) -> Progress:
    """Return how far a plan has come by a day; later periods are not used."""
    if not isinstance(plan.target, float):
        return _not(plan, f"the target is {_said(plan.target)}, not a number")
    if plan.measure == "group sales":
        return _sales(plan, plan.target, day)
    if plan.measure == "plants":
        return _plants(plan, plan.target, day.plants, day.on)
    late = plan.deadline is not None and plan.deadline.last < day.on
    end = f"; the deadline ({plan.deadline}) has passed" if late else ""
    return _not(plan, f"no figure of ours measures it{end}")


def _sales(plan: Plan, target: float, day: Day) -> Progress:
    on, units = day.on, day.words.units
    if plan.unit not in _MILLION:
        return _not(plan, f"sales are counted in {units}, the target in {plan.unit}")
    of_group = [row for row in day.group_sales if row.group == plan.company]
    known = [row for row in of_group if row.period.last <= on and _is_year(row)]
    own = [row for row in known if row.basis == OWN_COUNT]
    if not own:
        other = f" (only {known[0].basis})" if known else ""
        return _not(plan, f"no full year of {OWN_COUNT} is on record{other}")
    fact = _judging(plan, own, on)
    goal = target * _MILLION[plan.unit]
    return Progress(
        plan=plan,
        verdict=_verdict(plan, fact.units >= goal, on),
        text=f"{count(fact.units)} {units} in {fact.period} ({fact.basis}), "
        f"{percent(fact.units / goal, 0)} of the target",
        target=goal,
        actual=fact.units,
        source=fact.source,
    )


def _plants(
    plan: Plan, target: float, plants: Sequence[Plant], on: dt.date
) -> Progress:
    if not isinstance(plan.baseline, float):
        return _not(plan, "from how many plants is not stated")
    gone = [p for p in plants if p.company == plan.company and p.status in _GONE]
    shut = [p for p in gone if p.status != "to close"]
    closings = plan.baseline - target
    where = f": {', '.join(p.plant for p in gone)}" if gone else ""
    return Progress(
        plan=plan,
        verdict=_verdict(plan, len(shut) >= closings, on),
        text=f"{len(gone)} of {closings:g} closings on record, {len(shut)} of them "
        f"done{where}",
        target=closings,
        actual=float(len(gone)),
        source=gone[0].source if gone else None,
    )


def _verdict(plan: Plan, enough: bool, on: dt.date) -> State:
    if enough:
        return "reached"
    late = plan.deadline is not None and plan.deadline.last < on
    return "not reached" if late else "under way"


def _judging(plan: Plan, sales: Sequence[GroupSales], on: dt.date) -> GroupSales:
    """Return the newest year, or the one nearest to a deadline that has passed."""
    if plan.deadline is None or plan.deadline.last >= on:
        return max(sales, key=_freshness)
    end = plan.deadline.last

    def nearness(row: GroupSales) -> tuple[int, int]:
        return -abs((row.period.last - end).days), _freshness(row)[1]

    return max(sales, key=nearness)


def _freshness(row: GroupSales) -> tuple[dt.date, int]:
    return row.period.last, trust(row.source.confidence)


def _is_year(row: GroupSales) -> bool:
    return 364 <= (row.period.last - row.period.first).days <= 365


def _not(plan: Plan, why: str) -> Progress:
    return Progress(plan=plan, verdict="not comparable", text=why)


def _said(target: float | str | None) -> str:
    return "not stated" if target is None else repr(target)
