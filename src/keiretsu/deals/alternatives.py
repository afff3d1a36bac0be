"""What two companies could do instead: a stake, a platform, a battery order, nothing.

Each alternative is a deal, or several where a parameter is known by its range only: the
first at its value, the others at its ends. Savings are small because they are counted
as the authorities would: on the supplier's own learning, on what is really shared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keiretsu.control import Ownership
from keiretsu.costs import learned
from keiretsu.deals.answers import Range
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.deals.ladder import by_size, merger_of, stakes_of
from keiretsu.deals.plans import RestructuringPlan, plan_of, with_plan
from keiretsu.deals.steps import BuyTogether, SharePlatform, Step
from keiretsu.landscape import Landscape
from keiretsu.units import joined, percent
from keiretsu.words import drive

_AS_TODAY = Range(point=0.0)
STAKE = 0.2
"""The stake among the alternatives."""
ELECTRIFIED = ("BEV", "PHEV", "HEV")


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One thing that could be done.

    Attributes
    ----------
    label
        In few words.
    deals
        The deal at the parameters' values, then at their ends; empty where nothing is
        done.
    note
        What must be said of it, sources included.
    by_powertrain
        Whether it hits cars by what drives them: a market must say that.
    sooner
        Months by which new cars come sooner; None where nobody can tell.
    """

    label: str
    deals: tuple[Deal, ...]
    note: str = ""
    by_powertrain: bool = False
    sooner: Range | None = None


def alternatives(
    parties: Sequence[str], landscape: Landscape
) -> tuple[Alternative, ...]:
    """Return what two companies or more could do, the merger first, nothing last.

    A plan of one of them that names a saving of fixed costs stands there alone.

    Parameters
    ----------
    parties
        Identifiers of companies.
    landscape
        The landscape of the day.
    """
    holder, *held = by_size(parties, landscape)
    on, both, known = landscape.on, (holder, *held), cost_parameters()
    stakes = stakes_of(holder, held, STAKE, on)
    platforms = [_platform(both, share) for share in _ends("platform_saving")]
    return (
        Alternative(
            label="merger",
            deals=(merger_of(holder, held, on),),
            note=_merged_already(holder, held, landscape),
        ),
        Alternative(
            label=f"{100 * STAKE:.0f} % stake",
            deals=(stakes,),
            note=", ".join(
                step.sentence(landscape.label) + _as_of_today(holder, one, landscape)
                for step, one in zip(stakes.steps, held, strict=True)
            ),
        ),
        Alternative(
            label="platform only",
            deals=_each(platforms, on),
            note=f"their {joined(map(drive, ELECTRIFIED))} cars on one platform, "
            f"without a stake: {known['platform_saving'].source.title}; {sooner()}",
            by_powertrain=True,
            sooner=months_sooner(),
        ),
        Alternative(
            label="batteries only",
            deals=_each(_cells(both), on),
            note="cells of their electric cars ordered together, without a stake, as "
            f"far as the supplier learns: {known['cell_learning'].source.title}",
            by_powertrain=True,
            sooner=_AS_TODAY,
        ),
        *_plans(both, landscape),
        Alternative(label="nothing", deals=(), sooner=_AS_TODAY),
    )


def _merged_already(holder: str, held: Sequence[str], landscape: Landscape) -> str:
    """Say of whom a merger with the holder changes nothing: they are one group."""
    today = Ownership.of_day(landscape, (holder, *held))
    ours = [one for one in held if today.head(one) == today.head(holder)]
    if not ours:
        return ""
    names = joined(map(landscape.label, (holder, *ours)))
    return f"{names} are one group today: no price changes by it"


def _as_of_today(holder: str, held: str, landscape: Landscape) -> str:
    """Say what the stake is beside the one that the holder has today, if any."""
    today = Ownership.of_day(landscape, (holder, held))
    if today.is_held(holder, held, STAKE):
        return ", as it does today: nothing changes"
    has, _ = today.part(holder, held)
    if not has:
        return ""
    less = ": it would sell" if has > STAKE else ""
    return f", of which it has {percent(has, 2)} today{less}"


def _plans(makers: Sequence[str], landscape: Landscape) -> Iterator[Alternative]:
    """Yield each maker's newest plan that says what it saves."""
    for maker in makers:
        if any(plan.company == maker for plan in landscape.plans):
            plan = plan_of(maker, landscape)
            if plan.steps():
                yield plan_alone(plan, landscape)


def plan_alone(plan: RestructuringPlan, landscape: Landscape) -> Alternative:
    """Return a plan as the one thing that is done."""
    part = cost_parameters()["realised"]
    first = plan.targets[0].plan.source
    return Alternative(
        label=f"{plan.name} alone",
        deals=with_plan(plan, landscape.on),
        sooner=plan.months_sooner,
        note=f"{plan.name} ({first.title}); of its savings {100 * part.value:.0f} % "
        f"({100 * part.low:.0f} to {100 * part.high:.0f} %) are taken to come about "
        f"({part.source.title}): variable ones move prices, fixed ones none",
    )


def plan_options(
    plan: RestructuringPlan, partner: str | None, landscape: Landscape
) -> tuple[Alternative, ...]:
    """Return the plan alone, the merger with a partner alone, and both.

    Parameters
    ----------
    plan
        The plan.
    partner
        Identifier of the partner; None where there is none.
    """
    alone = (plan_alone(plan, landscape),) if plan.steps() else ()
    if partner is None:
        return alone
    holder, held = by_size((plan.company, partner), landscape)
    merger = merger_of(holder, [held], landscape.on)
    name = landscape.label(partner)
    both = Alternative(
        label=f"{plan.name} and {name}",
        deals=with_plan(plan, landscape.on, merger.steps),
        sooner=plan.months_sooner,
        note="the plan as it is and the merger, nothing saved by the two together",
    )
    return (
        *alone,
        Alternative(label=f"merger with {name} alone", deals=(merger,)),
        *((both,) if alone else ()),
    )


def sooner() -> str:
    """Say how much sooner a car comes on a platform that is there, and how surely."""
    months, lost = months_sooner(), cost_parameters()["cancelled"]
    return (
        f"a car on a platform that is there comes {months.point:.0f} months sooner "
        f"({months.low:.0f} to {months.high:.0f}) than on a new one, if it comes: "
        f"{100 * lost.low:.0f} to {100 * lost.high:.0f} % of electric programmes are "
        "cancelled"
    )


def months_sooner() -> Range:
    """Return by how much a car comes sooner on a platform that is there, months."""
    known = cost_parameters()
    new, derived = known["new_platform_months"], known["derivative_months"]
    return Range(
        point=new.value - derived.value,
        low=max(new.low - derived.high, 0.0),
        high=new.high - derived.low,
    )


def _ends(name: str) -> tuple[float, float, float]:
    held = cost_parameters()[name]
    return held.value, held.low, held.high


def _each(steps: Sequence[Step], on: dt.date) -> tuple[Deal, ...]:
    return tuple(Deal(steps=(step,), on=on) for step in steps)


def _platform(makers: tuple[str, ...], share: float) -> Step:
    return SharePlatform(makers=makers, share=share, part=1, powertrains=ELECTRIFIED)


def _cells(makers: tuple[str, ...]) -> list[Step]:
    """Return joint orders at the values, at the least saving and at the most."""
    rates, parts = _ends("cell_learning"), _ends("cell_part")
    output, added = _ends("cell_output"), _ends("cells_added")
    scale = zip(
        rates,
        parts,
        (output[0], output[2], output[1]),
        added,
        strict=True,
    )
    return [
        BuyTogether(
            makers=makers,
            component="cells",
            mechanism="learning",
            share=1 - float(learned(before, before + more, rate=rate)),
            part=part,
            powertrains=("BEV",),
        )
        for rate, part, before, more in scale
    ]
