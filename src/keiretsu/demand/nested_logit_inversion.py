r"""The demand that explains today: mean utilities from shares and prices.

With the price coefficient and nesting known, shares and prices pin the mean utilities
exactly (Berry 1994). The price coefficient itself comes from an elasticity here, or
from margins in `keiretsu.competition`, which knows the makers' conditions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.parameters import nests_of, price_coefficient
from keiretsu.errors import DataError
from keiretsu.labels import aligned


def invert_nested_logit(
    shares: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    *,
    alpha: float,
    nesting: Float[np.ndarray, " G"] | float = 0.0,
    nests: Int[np.ndarray, " J"] | None = None,
) -> NestedLogit:
    r"""Return the demand whose shares at these prices are these.

    :math:`\delta_j = \ln(s_j/s_0) - \sigma_g \ln s_{j|g} + \alpha p_j`.

    Parameters
    ----------
    shares
        Shares of all potential buyers, shape `(J,)`, positive, summing below 1.
    prices
        Currency units, shape `(J,)`.
    alpha
        Utility lost per currency unit, positive.
    nesting
        Nesting parameters, shape `(G,)` or one for all nests, from 0 to below 1.
    nests
        Nest of each product, from 0 to G - 1, shape `(J,)`; None puts all in one.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a share is not positive, nobody is left outside, alpha is not positive, or a
        nesting lies outside [0, 1).
    """
    given = {"shares": shares, "prices": prices}
    named, _ = aligned(given if nests is None else given | {"nests": nests})
    shares = _positive_shares(named["shares"])
    prices = floats(named["prices"], "prices", shape=shares.shape)
    alpha = price_coefficient(alpha)
    if nests is None:
        named["nests"] = np.zeros(len(shares), dtype=int)
    nests, nesting = nests_of(named["nests"], len(shares), nesting)
    count = len(nesting)
    if not shares.sum() < 1:
        raise DataError(
            f"shares sum to {shares.sum():g}: nobody is left who buys none",
            hint="divide by the number of potential buyers, not of cars sold",
        )
    outside = 1 - shares.sum()
    nest_shares = np.bincount(nests, weights=shares, minlength=count)
    within = shares / nest_shares[nests]
    delta = np.log(shares / outside) - nesting[nests] * np.log(within) + alpha * prices
    return NestedLogit(alpha=alpha, delta=delta, nesting=nesting, nests=nests)


def alpha_from_elasticity(
    shares: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    *,
    elasticity: float,
    nesting: Float[np.ndarray, " G"],
    nests: Int[np.ndarray, " J"],
) -> float:
    """Return the alpha at which own-price elasticities average to `elasticity`.

    The average is weighted by shares. Own-price elasticities are proportional to alpha,
    so the answer is exact.

    Raises
    ------
    DataError
        If `elasticity` is not negative, or buyers have nothing else to turn to.
    """
    shares, prices, nesting, nests = _nested_market(shares, prices, nesting, nests)
    if not elasticity < 0:
        raise DataError(
            f"an own-price elasticity of {elasticity:g}",
            hint="it must be negative: dearer cars sell less",
        )
    within = shares / np.bincount(nests, weights=shares)[nests]
    spread = nesting[nests]
    # own elasticity = -alpha p (1/(1 - nesting) - nesting/(1 - nesting) s_within - s)
    steepness = (1 - spread * within) / (1 - spread) - shares
    steepest = float(np.average(prices * steepness, weights=shares))
    if not steepest > 1e-9 * np.average(prices, weights=shares):
        raise DataError(
            "buyers have nothing to turn to: one product has all of the market, and "
            "its price moves no sales",
            hint="add the products that rivals sell, or the market's size",
        )
    return -elasticity / steepest


def outside_from_market_elasticity(
    inside: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    *,
    own_elasticity: float,
    market_elasticity: float,
    nesting: Float[np.ndarray, " G"],
    nests: Int[np.ndarray, " J"],
) -> float:
    r"""Return the outside share at which both elasticities hold at once.

    A 1 % rise of all prices loses :math:`\alpha \bar p s_0` percent of sales, with the
    sales-weighted mean price :math:`\bar p`; alpha in turn follows from the own-price
    elasticity given the outside share. Both are solved together: with
    :math:`w_j` the inside shares the own elasticity is affine in :math:`1 - s_0`.

    Parameters
    ----------
    inside
        Shares of the cars sold, shape `(J,)`, summing to 1.
    own_elasticity, market_elasticity
        Both negative; the market's must be the smaller in size.

    Raises
    ------
    DataError
        If no outside share between 0 and 1 gives both.
    """
    inside, prices, nesting, nests = _nested_market(inside, prices, nesting, nests)
    for name, value in (
        ("own_elasticity", own_elasticity),
        ("market_elasticity", market_elasticity),
    ):
        number(value, name, below=0, hint="it is negative: dearer products sell less")
    count = len(nesting)
    within = inside / np.bincount(nests, weights=inside, minlength=count)[nests]
    spread = nesting[nests]
    price = np.average(prices, weights=inside)
    # mean own elasticity = -alpha (steep - (1 - s0) * flat)
    steep = np.average(prices * (1 - spread * within) / (1 - spread), weights=inside)
    flat = np.average(prices * inside, weights=inside)
    ratio = market_elasticity / own_elasticity
    outside = ratio * (steep - flat) / (price - ratio * flat)
    if not 0 < outside < 1:
        raise DataError(
            f"no outside share gives a market elasticity of {market_elasticity:g} "
            f"with own-price elasticities of {own_elasticity:g}",
            hint="take a market elasticity nearer to zero or a stronger own elasticity",
        )
    return float(outside)


def _positive_shares(shares: Any) -> Float[np.ndarray, " J"]:
    """Return shares, each above nothing."""
    found = floats(shares, "shares", shape=(None,))
    if not (found > 0).all():
        worst = int(np.argmin(found))
        raise DataError(
            f"product {worst} has a share of {found[worst]:g}",
            hint="drop products that nobody buys",
        )
    return found


def _nested_market(
    shares: Any, prices: Any, nesting: Any, nests: Any
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return shares, prices, nesting parameters and nests that fit together."""
    named, _ = aligned({"shares": shares, "prices": prices, "nests": nests})
    found = _positive_shares(named["shares"])
    at = floats(named["prices"], "prices", shape=found.shape)
    groups, parameters = nests_of(named["nests"], len(found), nesting)
    return found, at, parameters, groups
