r"""The first-order conditions of price competition, product by product, at any prices.

The logit, nested and mixed logit answer without a table of products by products: what
the maker of j earns from a type of buyer, its weighted rivals included, is the same for
all its products in a nest. It owes nothing to the solvers, which it judges.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.competition.pairs import Pairs
from keiretsu.demand import MixedLogit, NestedLogit


class Verdict(NamedTuple):
    """What each condition lacks over the product's own slope, and shares, both (J,)."""

    misses: Any
    shares: Any


def judge(
    demand: NestedLogit | MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> Verdict:
    r"""Return how far prices miss each condition, currency units, and shares.

    With :math:`a = 1/(1-\sigma)`, :math:`b = \sigma/(1-\sigma)` and sums over types,

    .. math:: s_j + \sum_k \kappa m_k \frac{\partial s_k}{\partial p_j} = \sum_i w_i
        [s_{ji} + \alpha_i (s_{ji} K_{ji} + b s_{ji|g} K^g_{ji} - a s_{ji} m_j)] .

    The miss is infinite where a product sells too little to tell.
    """
    if isinstance(demand, MixedLogit):
        gain, slope, shares = _of_types(demand, prices, costs, pairs, kappa)
    else:
        gain, slope, shares = of_one_type(
            demand,
            prices,
            costs,
            pair=pairs.of_product,
            total=pairs.total,
            weights=pairs.weights(kappa),
            same=pairs.same_nest,
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = gain / slope
    return Verdict(np.where(np.isfinite(ratio), ratio, np.inf), shares)


def of_one_type(
    demand: NestedLogit,
    prices: Any,
    costs: Any,
    *,
    pair: Any,
    total: Callable[[Any], Any],
    weights: Any,
    same: Any,
) -> tuple[Any, Any, Any]:
    """Return what each condition lacks, its slope, and shares, each `(J,)`.

    Arrays may be NumPy's or traced; `total` sums over the products of each pair, and
    the two answers share a factor.
    """
    within, of_nest, _ = demand.choose(prices)
    shares, markups = within * of_nest[demand.nests], prices - costs
    earned_at = total(shares * markups)
    earned, near = (weights @ earned_at)[pair], ((weights * same) @ earned_at)[pair]
    spread = demand.sigma[demand.nests]
    free, tied = 1 / (1 - spread), spread / (1 - spread)
    gain = shares * (1 / demand.alpha + earned - free * markups) + tied * within * near
    return gain, shares * (shares + tied * within - free), shares


def _of_types(
    demand: MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    within, chosen, _ = demand.choose(prices)
    markups, weights = prices - costs, pairs.weights(kappa)
    steep, shares = demand.weights * demand.alpha, chosen @ demand.weights
    earned_at = (pairs.members * markups) @ chosen
    earned = (weights @ earned_at) * steep
    gain = shares + (chosen * earned[pairs.of_product]).sum(axis=1)
    slope = chosen**2 @ steep
    free = np.ones(len(prices))
    if demand.nests is not None and demand.sigma is not None:
        spread = demand.sigma[demand.nests]
        free, tied = 1 / (1 - spread), spread / (1 - spread)
        near = ((weights * pairs.same_nest) @ earned_at) * steep
        gain += tied * (within * near[pairs.of_product]).sum(axis=1)
        slope += tied * ((within * chosen) @ steep)
    lost = free * (chosen @ steep)
    return gain - lost * markups, slope - lost, shares
