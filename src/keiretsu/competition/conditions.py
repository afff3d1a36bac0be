r"""The first-order conditions of price competition, product by product, at any prices.

The logit, nested and mixed logit answer without a table of products by products: what
the maker of j earns from a type of buyer, its weighted rivals included, is the same for
all its products in a nest. It owes nothing to the solvers, which it judges.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from keiretsu.competition.pairs import Pairs
from keiretsu.demand import MixedLogit, NestedLogit


def violations(
    demand: NestedLogit | MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    r"""Return what each condition lacks, divided by the product's own slope, `(J,)`.

    With :math:`a = 1/(1-\sigma)`, :math:`b = \sigma/(1-\sigma)` and sums over types,

    .. math:: s_j + \sum_k \kappa m_k \frac{\partial s_k}{\partial p_j} = \sum_i w_i
        [s_{ji} + \alpha_i (s_{ji} K_{ji} + b s_{ji|g} K^g_{ji} - a s_{ji} m_j)] .
    """
    if isinstance(demand, NestedLogit):
        return _of_one_type(demand, prices, costs, pairs, kappa)
    return _of_types(demand, prices, costs, pairs, kappa)


def _of_one_type(
    demand: NestedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    within, of_nest, _ = demand.choose(prices)
    shares, markups = within * of_nest[demand.nests], prices - costs
    earned_at, weights = pairs.total(shares * markups), pairs.weights(kappa)
    earned = (weights @ earned_at)[pairs.of_product]
    near = ((weights * pairs.same_nest) @ earned_at)[pairs.of_product]
    spread = demand.sigma[demand.nests]
    free, tied = 1 / (1 - spread), spread / (1 - spread)
    gain = shares * (1 / demand.alpha + earned - free * markups) + tied * within * near
    return _ratio(gain, shares * (shares + tied * within - free))


def _of_types(
    demand: MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
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
    return _ratio(gain - lost * markups, slope - lost)


def _ratio(
    lacking: Float[np.ndarray, " J"], slope: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return lacking / slope, infinite where a product sells too little to tell."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = lacking / slope
    return np.where(np.isfinite(ratio), ratio, np.inf)
