r"""The first-order conditions of price competition, product by product, at any prices.

The logit, nested and mixed logit answer without a table of products by products: what
the maker of j earns from a type of buyer, its weighted rivals included, is the same for
all its products in a nest. It owes nothing to the solvers, which it judges.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.firm_nests import FirmNests, firm_nests_under
from keiretsu.competition.inputs import market_arrays
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit
from keiretsu.extremes import largest_size


class FirstOrderTerms(NamedTuple):
    """What each condition lacks, and what it was made of.

    Attributes
    ----------
    residuals
        What is lacking over the product's own slope, currency units, `(..., J)`.
    shares
        Of all potential buyers, `(..., J)`.
    earned
        What a pair's rivals earn it from a buyer, itself included, `(..., P)`; under
        mixed logit one column for each type, `(P, I)`.
    """

    residuals: Float[np.ndarray, "*D J"]
    shares: Float[np.ndarray, "*D J"]
    earned: Float[np.ndarray, "*D P"]


def first_order_terms(
    demand: Logit | NestedLogit,
    prices: Float[np.ndarray, "*D J"],
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    weights: Float[np.ndarray, "*D P P"],
) -> FirstOrderTerms:
    r"""Return how far prices miss each condition, currency units, and shares.

    With :math:`a = 1/(1-\sigma)` and :math:`b = \sigma/(1-\sigma)` the condition of
    product j, over :math:`\alpha s_j`, is

    .. math:: \frac{1}{\alpha} + K_j + \frac{b}{s_g} K^g_j - a m_j , \qquad
              K = \sum_k \kappa s_k m_k ,

    where :math:`K^g` counts the products of the nest only, and its slope is
    :math:`s_j + b s_{j|g} - a`. The miss is infinite where a product sells nothing.

    Parameters
    ----------
    demand, costs, pairs
        The market.
    prices
        Shape `(J,)`, or `(D, J)` for as many deals.
    weights
        Profit weights between pairs, shape `(P, P)` or `(D, P, P)`.
    """
    markups = prices - costs
    if isinstance(demand, Logit):
        shares, spread = demand.shares(prices), None
    else:
        within, of_nest, _ = demand.choose(prices)
        around = of_nest[..., demand.nests]
        shares, spread = within * around, demand.nesting[demand.nests]
    at = pairs.total(shares * markups)
    by_pair = _weighed(weights, at)
    gain = (by_pair + 1 / demand.alpha).take(pairs.of_product, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if spread is None:
            gain -= markups
            slope = shares - 1
        else:
            free, tied = 1 / (1 - spread), spread / (1 - spread)
            near = _weighed(weights * pairs.same_nest, at)
            near = near.take(pairs.of_product, axis=-1) / around
            gain += tied * near - free * markups
            slope = shares + tied * within - free
        residual = np.divide(gain, slope, out=gain)
    return FirstOrderTerms(_told(residual, shares), shares, by_pair)


def _weighed(
    weights: Float[np.ndarray, "*D P P"], earned: Float[np.ndarray, "*D P"]
) -> Any:
    """Return what pairs earn, weighed by each pair's maker, `(..., P)`."""
    if earned.ndim == 1:
        return weights @ earned
    return (weights @ earned[..., None])[..., 0]


def _told(
    residual: Float[np.ndarray, "*D J"], shares: Float[np.ndarray, "*D J"]
) -> Float[np.ndarray, "*D J"]:
    """Return residuals, infinite where a product sells nothing or none can be told."""
    sells = shares.item(shares.argmin()) > 0
    if sells and math.isfinite(largest_size(residual)):
        return residual
    return np.where(np.isfinite(residual) & (shares > 0), residual, np.inf)


def first_order_terms_mixed(
    demand: MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    weights: Float[np.ndarray, "P P"],
) -> FirstOrderTerms:
    r"""Return the same under mixed logit demand, for one deal.

    .. math:: s_j + \sum_k \kappa m_k \frac{\partial s_k}{\partial p_j} = \sum_i w_i
        [s_{ji} + \alpha_i (s_{ji} K_{ji} + b s_{ji|g} K^g_{ji} - a s_{ji} m_j)] .
    """
    within, chosen, _ = demand.choose(prices)
    markups = prices - costs
    steep, shares = demand.weights * demand.alpha, chosen @ demand.weights
    earned_at = (pairs.members * markups) @ chosen
    earned = weights @ earned_at
    gain = shares + (chosen * (earned * steep)[pairs.of_product]).sum(axis=1)
    slope = chosen**2 @ steep
    free = np.ones(len(prices))
    if demand.nests is not None and demand.nesting is not None:
        spread = demand.nesting[demand.nests]
        free, tied = 1 / (1 - spread), spread / (1 - spread)
        near = ((weights * pairs.same_nest) @ earned_at) * steep
        gain += tied * (within * near[pairs.of_product]).sum(axis=1)
        slope += tied * ((within * chosen) @ steep)
    lost = free * (chosen @ steep)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = (gain - lost * markups) / (slope - lost)
    return FirstOrderTerms(
        np.where(np.isfinite(residual), residual, np.inf), shares, earned
    )


def first_order_residual(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    """Return how far the prices miss the first-order conditions, currency per unit.

    The largest of `first_order_residuals` over the products.
    """
    residuals = first_order_residuals(demand, prices, costs, firms=firms, kappa=kappa)
    return float(np.max(np.abs(residuals)))


def first_order_residuals(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return how far each price misses its first-order condition, `(J,)`.

    Each condition is divided by the product's own slope, so that it reads as the price
    change that would mend it, currency units: a positive one says that the price is too
    high for its maker. Infinite where a product sells too little to tell.
    """
    demand, at = market_arrays(
        demand, firms=firms, kappa=kappa, prices=prices, costs=costs
    )
    prices, costs = at.prices, at.costs
    if isinstance(demand, MixedLogit | Logit | NestedLogit):
        pairs = firm_nests_under(demand, at.firms)
        terms: Any = first_order_terms
        if isinstance(demand, MixedLogit):
            terms = first_order_terms_mixed
        found = terms(demand, prices, costs, pairs, pairs.weights(at.kappa)).residuals
        return np.asarray(found)
    slopes = demand.derivatives(prices)
    excess = demand.quantities(prices) + (at.weights * slopes.T) @ (prices - costs)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = excess / np.diagonal(slopes)
    return np.where(np.isfinite(residuals), residuals, np.inf)
