"""Prices under mixed logit demand: from a user's arrays to the search and its proof.

Deals on one market share one look at today's prices and one factored Jacobian. Memory
is the market's product-by-type tables, a few at a time, and the answers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition.equilibrium import Equilibrium, price_scale
from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.solvers.mixed_logit.conditions import Conditions
from keiretsu.competition.solvers.mixed_logit.market import Market
from keiretsu.competition.solvers.mixed_logit.nested_conditions import NestedConditions
from keiretsu.competition.solvers.mixed_logit.search import (
    NEAR,
    PASSES,
    Iterate,
    Search,
)
from keiretsu.competition.solvers.mixed_logit.second_order import CERTAIN
from keiretsu.competition.solvers.threads import one_thread
from keiretsu.demand import MixedLogit

LEAVES = (NEAR, 1e-2, 1e-4)
"""Relative gaps that plain passes go to when a root that is no maximum is left."""

LEAPS = [sign * size for size in (0.03, 0.1, 0.2, 0.4, 0.8) for sign in (1, -1)]
"""Moves tried, as shares of the largest markup."""

_LITTLE = 1e-300

SLOW, SLOW_PASSES = (1e-3, 1e-6), 3000
"""Relative gaps that plain passes go to, at most so many, where quick steps found none.

They move away from prices that meet the conditions at a minimum or saddle, where steps
by the Jacobian may end.
"""


def mixed_logit_markups(
    demand: MixedLogit,
    prices: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    r"""Return the markups at which observed prices are optimal, `(J,)`.

    The conditions are linear in markups:
    :math:`(\kappa \circ \partial s / \partial p)' m = -s`.
    """
    slopes = demand.derivatives(prices)
    weights = pairs.weights(kappa)[np.ix_(pairs.of_product, pairs.of_product)]
    return -np.linalg.solve(weights * slopes.T, demand.shares(prices))


def solve_mixed_logit(
    demand: MixedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> list[Equilibrium]:
    """Return the prices after each of D deals, which share one anchor."""
    with np.errstate(all="ignore"), one_thread():
        form: Any = Conditions if demand.nests is None else NestedConditions
        search = Search(form(demand, costs, pairs))
        weights = pairs.weights(kappas)
        first = _alone(search.market) if start is None else start
        deals = list(weights)
        alone = len(deals) == 1
        centre = deals[0] if alone else weights.mean(axis=0)
        anchor, _ = search.anchored(
            centre, first, NEAR, PASSES, brief=True, close=alone
        )
        found = []
        for kappa in deals:
            one = verified(search, kappa, search.seek(kappa, anchor, brief=True))
            found.append(one if one.converged else _again(search, kappa, first, one))
    return found


def _again(
    search: Search,
    kappa: Float[np.ndarray, "P P"],
    first: Float[np.ndarray, " J"],
    one: Equilibrium,
) -> Equilibrium:
    """Return what is found from elsewhere, where quick steps found no equilibrium.

    Plain passes come first: of several equilibria they lead to the one that makers
    would drift to from where they are.
    """
    for target in SLOW:
        own, _ = search.anchored(kappa, first, target, SLOW_PASSES)
        one = verified(search, kappa, search.seek(kappa, own))
        if one.converged:
            return one
    for target in LEAVES:
        if not (-np.inf < one.curvature < 0 and np.isfinite(one.residual)):
            break
        other = escape(search.market, kappa, one.prices)
        own, _ = search.anchored(kappa, other, target, PASSES)
        one = verified(search, kappa, search.seek(kappa, own))
        if one.converged:
            break
    return one


def escape(
    market: Market, kappa: Float[np.ndarray, "P P"], prices: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return prices at which one maker gains, from a root where it is at no maximum.

    It moves along the direction in which its objective bends up most, as far as it
    gains most.
    """
    market.fix(prices)
    table = market.choices(prices)
    found = market.best_markups(table, kappa)
    pair, scale = market.pairs.of_product, np.sqrt(np.maximum(found.steep, _LITTLE))
    even = market.jacobian(table, kappa, found) * scale[:, None] / scale
    firm, way, least, maker = market.pairs.firm[pair], np.zeros(len(prices)), np.inf, 0
    for one in np.unique(firm):
        own = np.flatnonzero(firm == one)
        block = even[np.ix_(own, own)]
        values, vectors = np.linalg.eigh((block + block.T) / 2)
        if values[0] < least:
            least, maker, way = values[0], pair[own[0]], np.zeros(len(prices))
            way[own] = vectors[:, 0] / scale[own]
    way *= np.abs(prices - market.costs).max() / np.abs(way).max()
    tried = [prices + step * way for step in LEAPS]
    gains = [market.worth(market.choices(there), kappa[maker]) for there in tried]
    return tried[int(np.argmax(np.nan_to_num(gains, nan=-np.inf)))]


def _alone(market: Market) -> Float[np.ndarray, " J"]:
    """Return cost plus what the conditions ask for at cost, rivals aside."""
    market.fix(market.costs)
    nobody = np.zeros((len(market.pairs.firm),) * 2)
    return market.costs + market.best_markups(market.choices(market.costs), nobody).zeta


def verified(
    search: Search, kappa: Float[np.ndarray, "P P"], iterate: Iterate
) -> Equilibrium:
    """Return prices as an equilibrium with both orders of the conditions checked.

    A maker is at a maximum if its own block of the conditions' Jacobian has positive
    eigenvalues: it is similar to minus its Hessian, scaled. Numbers of 32 bits show it
    unless they are close to zero.
    """
    market = search.market
    if iterate.seen is None:
        market.fix(iterate.prices)
        table = market.choices(iterate.prices)
        found = market.best_markups(table, kappa)
    else:
        table, found = iterate.seen
    brief, short = market.rounded(table), market.rounded(found)
    residual_scale, bend = market.brief.second_order(brief, kappa, short)
    if not bend >= CERTAIN:
        residual_scale, bend = market.second_order(table, kappa, found)
    miss = np.abs((table.markups - found.zeta) * residual_scale)
    # Of a product that nobody buys no condition can be told.
    missed = np.where((found.steep > 0) & np.isfinite(miss), miss, np.inf)
    worst = int(missed.argmax())
    return Equilibrium(
        prices=iterate.prices,
        markups=table.markups,
        shares=market.shares(table),
        residual=float(missed[worst]),
        worst=worst,
        curvature=bend,
        steps=iterate.steps,
        scale=price_scale(market.demand, market.costs),
    )
