"""The ladder of a tie whose size nobody has stated: from talks to a merger.

Talks, supply and shared platforms without a stake give no maker a reason to price
otherwise; stakes of growing size do, and a merger most. Each rung is a deal of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.deals.steps import Merge
from keiretsu.landscape import Landscape

PERCENTS = (10.0, 20.0, 33.4)
"""Stakes on the ladder: a foot in the door, significant influence, a blocking third."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder.

    Attributes
    ----------
    label
        What would be agreed, in words.
    deal
        The deal, or None where no shares move.
    effects
        What it does; None where no shares move.
    note
        What must be said of it.
    """

    label: str
    deal: Deal | None
    effects: Effects | None
    note: str


def ladder(
    parties: Sequence[str],
    landscape: Landscape,
    run_one: Callable[[Deal], Effects],
) -> tuple[Rung, ...]:
    """Return the rungs for two parties or more, the merger last.

    Parameters
    ----------
    parties
        Identifiers of companies. On the rungs with a stake the one that sells most
        holds it in each of the others.
    landscape
        The landscape of the day.
    run_one
        Gives the effects of a deal.
    """
    holder, *held = by_size(parties, landscape)
    return (
        Rung(
            label="talks",
            deal=None,
            effects=None,
            note="nobody's prices change for talks",
        ),
        Rung(
            label="supply, or a shared platform, without a stake",
            deal=None,
            effects=None,
            note="no reason to price otherwise; what it saves is not in these figures",
        ),
        *(
            _rung(stakes_of(holder, held, percent / 100, landscape.on), run_one)
            for percent in PERCENTS
        ),
        _rung(merger_of(holder, held, landscape.on), run_one),
    )


def by_size(parties: Sequence[str], landscape: Landscape) -> list[str]:
    """Return parties by what they last sold in the world, the largest first."""
    latest: dict[str, float] = {}
    for sales in sorted(landscape.group_sales, key=lambda sales: sales.period.last):
        if sales.basis == "group sales" and sales.period.last <= landscape.on:
            latest[sales.group] = sales.units
    sold: dict[str, float] = {}
    for company, units in latest.items():
        head = landscape.group_of(company)
        sold[head] = max(sold.get(head, 0.0), units)
    groups = {
        party: landscape.group_of(party) if party in landscape.companies else party
        for party in parties
    }
    return sorted(parties, key=lambda party: -sold.get(groups[party], 0.0))


def merger_of(first: str, others: Sequence[str], on: dt.date) -> Deal:
    """Return the merger of a company with others, one after another."""
    return Deal(steps=tuple(Merge(first=first, second=one) for one in others), on=on)


def stakes_of(holder: str, held: Sequence[str], share: float, on: dt.date) -> Deal:
    """Return the deal after which a company has the same share of each of others."""
    deals = [Deal.stake(holder, one, share, on=on) for one in held]
    return Deal(steps=tuple(step for deal in deals for step in deal.steps), on=on)


def _rung(deal: Deal, run_one: Callable[[Deal], Effects]) -> Rung:
    effects = run_one(deal)
    return Rung(
        label=effects.deal.sentence, deal=effects.deal, effects=effects, note=""
    )
