"""A restructuring plan as steps: what a maker does alone, and where it breaks even.

A plan's yearly sums become steps as far as they say what they save: a fixed saving is
profit and break-even, a variable one a fall of marginal cost. How much of either comes
about is a range of its own. What a plan says in other words (plants, jobs, months) is
set beside the facts of the day and is no step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.costs import CostStructure
from keiretsu.deals.answers import Range
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.deals.known_costs import KnownCosts, known_costs
from keiretsu.deals.steps import SaveCost, SaveFixedCost, Step
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape
from keiretsu.landscape.analysis.progress import Progress
from keiretsu.landscape.records.events_and_plans import Plan

_FIXED, _VARIABLE = "fixed cost savings", "variable cost savings"


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """Cars a year at which nothing is earned or lost.

    Attributes
    ----------
    realised
        Part of the announced savings that comes about.
    volume
        Cars a year.
    """

    realised: float
    volume: float


@dataclass(frozen=True, kw_only=True)
class RestructuringPlan:
    """A plan of one maker on a day.

    Attributes
    ----------
    company, name
        Whose, and what it is called.
    targets
        Every target beside the fact that measures it, or why none does.
    fixed, variable
        Announced savings a year at their full size, currency; 0 where none is told.
    currency
        ISO code of both; empty where neither is told.
    share
        What the variable saving is of the maker's marginal cost if all of it comes;
        None where its sales or turnover are not on record.
    costs
        What is known of its costs; None where nothing is.
    left_out
        What the plan says and no step does, in sentences.
    """

    company: str
    name: str
    targets: tuple[Progress, ...]
    fixed: float
    variable: float
    currency: str
    share: float | None
    costs: KnownCosts | None
    left_out: tuple[str, ...]

    def steps(self, realised: float = 1.0) -> tuple[Step, ...]:
        """Return the steps if a part of the savings comes about."""
        found: list[Step] = []
        if self.fixed:
            amount = realised * self.fixed / 1e6
            found.append(
                SaveFixedCost(maker=self.company, amount=amount, currency=self.currency)
            )
        if self.share:
            found.append(SaveCost(makers=(self.company,), share=realised * self.share))
        return tuple(found)

    @property
    def months_sooner(self) -> Range | None:
        """By how much its cars come sooner, months; None where it says nothing of it.

        The goals are realised as far as its savings are.
        """
        goals = [
            plan.baseline - plan.target
            for plan in (one.plan for one in self.targets)
            if plan.unit == "months"
            and isinstance(plan.baseline, int | float)
            and isinstance(plan.target, int | float)
        ]
        if not goals:
            return None
        part = cost_parameters()["realised"]
        return Range(
            point=part.value * sum(goals) / len(goals),
            low=part.low * min(goals),
            high=part.high * max(goals),
        )

    @property
    def break_evens(self) -> tuple[BreakEven, ...]:
        """Where the maker breaks even if nothing, a part and all is realised.

        Empty where its costs are not known.
        """
        if self.costs is None:
            return ()
        known = cost_parameters()["realised"]
        return tuple(
            BreakEven(realised=part, volume=self._break_even(self.costs, part))
            for part in (0.0, known.low, known.value, known.high)
        )

    def _break_even(self, costs: KnownCosts, realised: float) -> float:
        # only what a car leaves matters: any price above it gives the same volume
        price = 2 * costs.contribution
        now = CostStructure(
            fixed=costs.fixed, price=price, variable=price - costs.contribution
        )
        return now.after(
            fixed_saving=realised * self.fixed,
            variable_saving=realised * self.variable,
            volume=costs.volume,
        ).break_even


def plan_of(
    company: str, landscape: Landscape, name: str | None = None
) -> RestructuringPlan:
    """Return a company's plan on a day: the one named, or its newest that saves.

    Parameters
    ----------
    company
        Identifier.
    landscape
        Facts of the day.
    name
        What the plan is called; None takes the newest that names a yearly saving, or
        the newest of all.

    Raises
    ------
    UnknownName
        If the company has no plan of this name.
    DataError
        If it has no plan on record by that day.
    """
    rows = [plan for plan in landscape.plans if plan.company == company]
    if not rows:
        raise DataError(
            f"no plan of {landscape.label(company)} is on record by {landscape.on}",
            hint="name another company, or a later day",
        )
    names = list(dict.fromkeys(plan.plan for plan in rows))
    if name is not None and name not in names:
        raise UnknownName(f"plan of {landscape.label(company)}", name, names)
    saving = [plan for plan in rows if _sum(plan, _FIXED) or _sum(plan, _VARIABLE)]
    newest = max(saving or rows, key=lambda plan: plan.announced.first)
    chosen = name or newest.plan
    return _read(company, landscape, chosen, [p for p in rows if p.plan == chosen])


def _read(
    company: str, landscape: Landscape, name: str, rows: Sequence[Plan]
) -> RestructuringPlan:
    fixed = next((s for plan in rows if (s := _sum(plan, _FIXED))), None)
    variable = next((s for plan in rows if (s := _sum(plan, _VARIABLE))), None)
    told = fixed or variable
    if fixed and variable and fixed[1] != variable[1]:
        raise DataError(
            f"{name} saves in {fixed[1]} and in {variable[1]}",
            hint="state both in one currency",
        )
    costs = known_costs().get(company)
    if costs is not None and told and costs.currency != told[1]:
        costs = None
    share = None
    left = []
    if variable:
        share = _share(company, landscape, variable, costs)
        if share is None:
            left.append(
                f"the variable saving of {name} is no step: sales and turnover of one "
                f"year of {landscape.label(company)} are not on record"
            )
    if costs is None:
        left.append(
            f"what {landscape.label(company)} has of fixed costs, and what a car "
            "leaves for them, is not known: no break-even"
        )
    words = [p.metric for p in rows if _sum(p, _FIXED) is _sum(p, _VARIABLE) is None]
    if words:
        left.append(f"no step, as it names no saving: {', '.join(words)}")
    return RestructuringPlan(
        company=company,
        name=name,
        targets=tuple(landscape.progress(plan) for plan in rows),
        fixed=fixed[0] if fixed else 0.0,
        variable=variable[0] if variable else 0.0,
        currency=told[1] if told else "",
        share=share,
        costs=costs,
        left_out=tuple(left),
    )


def _sum(plan: Plan, metric: str) -> tuple[float, str] | None:
    """Return a yearly sum in currency units and its currency, or None."""
    number = isinstance(plan.target, int | float)
    if plan.metric != metric or not number or not plan.unit.endswith(" bn"):
        return None
    assert isinstance(plan.target, int | float)
    return 1e9 * plan.target, plan.unit.removesuffix(" bn")


def _share(
    company: str,
    landscape: Landscape,
    variable: tuple[float, str],
    costs: KnownCosts | None,
) -> float | None:
    """Return a yearly saving over the year's variable costs.

    These are the turnover less what cars leave for fixed costs; the turnover itself
    where that is not known, which makes the share too small.
    """
    turnover = {
        row.period: row.amount
        for row in landscape.turnovers
        if row.company == company
        and row.area == ("world",)
        and row.currency == variable[1]
        and row.period.last <= landscape.on
    }
    if not turnover:
        return None
    for period, amount in turnover.items():
        if costs is not None and str(period) == costs.period:
            return variable[0] / (amount - costs.contribution * costs.volume)
    last = max(turnover, key=lambda period: period.last)
    return variable[0] / turnover[last]


def with_plan(
    plan: RestructuringPlan, on: dt.date, before: Sequence[Step] = ()
) -> tuple[Deal, ...]:
    """Return a plan after other steps, at the value and the ends of what is realised.

    Empty where nothing of the plan is a step and there is none before it.
    """
    known = cost_parameters()["realised"]
    parts = (known.value, known.low, known.high)
    found = [(*before, *plan.steps(part)) for part in parts]
    return tuple(Deal(steps=steps, on=on) for steps in found if steps)
