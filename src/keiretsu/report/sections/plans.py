"""What the parties have said they will do, and how far facts show they have come."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.landscape.cars import GroupSales
from keiretsu.landscape.happenings import Plan
from keiretsu.landscape.landscape import Landscape
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import count

_WORLD_SALES = {"annual", "global", "group", "sales", "volume"}
_NO_UNIT = {"date", "sign"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """One target as it is shown.

    Attributes
    ----------
    plan
        The plan's row.
    goal
        From and to, with unit.
    state
        What is known of its progress, in words.
    fact
        The fact that says so, or None.
    """

    plan: Plan
    goal: str
    state: str
    fact: GroupSales | None


def plans(report: Report) -> Section | None:
    """Return the section, or None where no party has a plan that we know."""
    landscape = report.landscape
    if landscape is None:
        return None
    rows = [p for p in landscape.plans if p.company in report.deal.parties]
    if not rows:
        return None
    grouped: dict[tuple[str, str], list[Target]] = {}
    for plan in sorted(rows, key=lambda p: p.announced, reverse=True):
        target = _target(plan, landscape)
        grouped.setdefault((plan.company, plan.plan), []).append(target)
    return Section(
        name="plans",
        heading="Plans and targets of the parties",
        content={"groups": grouped},
    )


def _target(plan: Plan, landscape: Landscape) -> Target:
    fact = _sales(plan, landscape)
    if fact is not None:
        state = f"{count(fact.units)} cars in {fact.period} ({fact.basis})"
    elif plan.deadline is not None and plan.deadline.last < landscape.on:
        state = "deadline has passed; we hold no fact on the outcome"
    else:
        state = "no fact on progress held"
    return Target(plan=plan, goal=_goal(plan), state=state, fact=fact)


def _goal(plan: Plan) -> str:
    start = "" if plan.baseline is None else f"{_value(plan.baseline)} → "
    goal = "not stated" if plan.target is None else _value(plan.target)
    unit = "" if plan.unit in _NO_UNIT else plan.unit
    return f"{start}{goal} {unit}".strip()


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return count(value) if value >= 1000 else f"{value:g}"


def _sales(plan: Plan, landscape: Landscape) -> GroupSales | None:
    """Return the latest world volume known on the day, for targets on sales."""
    if not set(plan.metric.split()) <= _WORLD_SALES or "unit" not in plan.unit:
        return None
    known = [
        s
        for s in landscape.group_sales
        if s.group == plan.company and s.period.last <= landscape.on
    ]
    return max(known, key=lambda s: s.period.last, default=None)
