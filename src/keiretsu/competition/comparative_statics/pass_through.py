r"""How costs reach prices: the derivative of equilibrium prices, without solving again.

At a solution the implicit function theorem gives it from one linear system. With
markups m of maker-nest pairs solving :math:`R(m, a) = 0`, where a is the log of what
each pair is worth at cost,

.. math:: dm/dc = -(\partial R/\partial m)^{-1}\,(\partial R/\partial a)\, da/dc ,

and prices are costs plus markups. Other forms go product by product.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.inputs import market_arrays
from keiretsu.competition.solvers.any_demand.jacobian import cost_responses
from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    by_markups,
    choices_at,
    markup_jacobian,
)
from keiretsu.competition.solvers.nested_logit.prices import system_of
from keiretsu.demand import Demand, Logit, NestedLogit, simplest


def pass_through(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, "J J"]:
    """Return the change of price j per unit of cost k, at an equilibrium, `(J, J)`.

    Every maker responds: this is the pass-through of a cost change to the new
    equilibrium, not that of one maker holding its rivals' prices fixed.

    Parameters
    ----------
    demand, firms, kappa
        As for `solve_prices`: any form.
    prices, costs
        An equilibrium, shape `(J,)`.

    References
    ----------
    Weyl & Fabinger (2013), "Pass-through as an economic tool"; Jaffe & Weyl (2013),
    "The first-order approach to merger analysis".
    """
    demand, at = market_arrays(
        demand, firms=firms, kappa=kappa, prices=prices, costs=costs
    )
    demand, firms, kappa = simplest(demand), at.firms, at.kappa
    prices, costs = at.prices, at.costs
    if not isinstance(demand, Logit | NestedLogit):
        return cost_responses(demand, prices, costs, firms=firms, kappa=kappa)
    pairs = firm_nests_under(demand, firms)
    system = system_of(demand, costs, pairs, kappa[None])
    markups = pairs.mean(prices - costs)[None]
    within, shares, _ = choices_at(system, markups)
    slope = markup_jacobian(system, markups)[0]
    spread = None
    if isinstance(demand, NestedLogit):
        spread = demand.nesting[pairs.nest]
    # Markups enter the conditions as themselves and, times -steep, through worth.
    direct = by_markups(within[0], shares[0], spread, system.kappa[0], pairs.same_nest)
    steep = np.full(len(pairs.firm), float(demand.alpha))
    steep = steep if spread is None else steep / (1 - spread)
    response = -np.linalg.solve(slope, (direct - slope) / steep)
    sold = demand.shares(prices)
    part = sold / pairs.total(sold)[pairs.of_product]
    moved = response[np.ix_(pairs.of_product, pairs.of_product)]
    return np.eye(len(prices)) - moved * (steep[pairs.of_product] * part)[None, :]
