"""What a deal does to who owns and decides: profit weights before and after.

Control knows no deals, so the steps are laid over the day's holdings here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.control import (
    Holdings,
    Reading,
    direct_holdings,
    merge,
    take_stake,
    weights_under,
)
from keiretsu.deals.deal import Deal, Merge, Step
from keiretsu.landscape import Landscape, decides_alone


def control_weights(
    landscape: Landscape,
    groups: Sequence[str],
    reading: Reading,
    deal: Deal | None = None,
    *,
    rest_holders: float = 1,
) -> Float[np.ndarray, "F F"]:
    """Return the profit weights among groups, today or after a deal, shape `(F, F)`.

    Groups that the deal merges weigh each other's profit fully and rivals alike.

    Parameters
    ----------
    landscape
        The day's landscape.
    groups
        Heads of the F groups, as `Landscape.group_of` gives them.
    reading
        How stakes are read as a say.
    deal
        The deal, or None for the weights of the day.
    rest_holders
        See `keiretsu.control.weights_under`.
    """
    parties = () if deal is None else deal.parties
    heads = [landscape.group_of(party) for party in parties]
    holdings = direct_holdings(landscape, [*groups, *heads])
    for step in () if deal is None else deal.steps:
        holdings = _apply(holdings, step, landscape)
    weights = weights_under(reading, holdings, rest_holders=rest_holders)
    nodes = [holdings.index[group] for group in groups]
    return weights[np.ix_(nodes, nodes)]


def merged_groups(landscape: Landscape, deal: Deal) -> dict[str, str]:
    """Return the new head of every group that loses its independence in the deal."""
    heads: dict[str, str] = {}
    for step in deal.steps:
        if _is_sole_control(step):
            first, second = (landscape.group_of(party) for party in step.parties)
            first = heads.get(first, first)
            second = heads.get(second, second)
            if first != second:
                heads = {g: first if h == second else h for g, h in heads.items()}
                heads[second] = first
    return heads


def _is_sole_control(step: Step) -> bool:
    if isinstance(step, Merge):
        return True
    return decides_alone(step.share if step.votes is None else step.votes)


def _apply(holdings: Holdings, step: Step, landscape: Landscape) -> Holdings:
    first, second = (landscape.group_of(party) for party in step.parties)
    if _is_sole_control(step):
        weight = _weight(landscape, first, second)
        return merge(holdings, first, second, weight=weight)
    assert not isinstance(step, Merge)
    votes = step.share if step.votes is None else step.votes
    return take_stake(holdings, first, second, step.share, votes)


def _weight(landscape: Landscape, first: str, second: str) -> float:
    """Return the first group's part of both groups' world sales; half if unknown."""
    units = [_world_sales(landscape, group) for group in (first, second)]
    if units[0] is None or units[1] is None:
        return 0.5
    return units[0] / (units[0] + units[1])


def _world_sales(landscape: Landscape, group: str) -> float | None:
    known = [
        sales
        for sales in landscape.group_sales
        if landscape.group_of(sales.group) == group
        and sales.basis == "group sales"
        and sales.period.last <= landscape.on
    ]
    return max(known, key=lambda sales: sales.period.last).units if known else None
