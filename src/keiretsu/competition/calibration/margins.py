"""The price coefficient that explains margins.

At a price coefficient of one, today's profit weights and shares give every product a
markup; the true markups are these divided by alpha. So one known margin pins alpha, and
several pin it by least squares.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.firm_nests import firm_nests_of
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.nested_logit.prices import markups_from_shares
from keiretsu.demand.parameters import nests_of
from keiretsu.errors import DataError


def alpha_from_margins(
    shares: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    margins: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    nesting: Float[np.ndarray, " G"],
    nests: Int[np.ndarray, " J"],
) -> float:
    """Return the alpha at which model margins are nearest to the known ones.

    Parameters
    ----------
    shares, prices
        Of all potential buyers, and currency units, shape `(J,)`.
    margins
        (price - cost) / price, shape `(J,)`; NaN where it is not known.
    firms, kappa, nesting, nests
        Makers, profit weights, nesting parameters and nests, as for `recover_costs`.

    Raises
    ------
    ShapeError
        If `margins` does not fit.
    DataError
        If no margin is known, or one is not between 0 and 1.
    """
    shares = floats(shares, "shares", shape=(None,), above=0)
    margins = floats(margins, "margins", shape=shares.shape, missing=True)
    known = np.isfinite(margins)
    if not known.any():
        raise DataError(
            "no margin is known", hint="give at least one, or an elasticity"
        )
    wrong = known & ~((margins > 0) & (margins < 1))
    if wrong.any():
        worst = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"product {worst} has a margin of {margins[worst]:g}",
            hint="a margin is a fraction of price, between 0 and 1",
        )
    unit = unit_margins(
        shares, prices, firms=firms, kappa=kappa, nesting=nesting, nests=nests
    )[known]
    return float(unit @ unit / (unit @ margins[known]))


def unit_margins(
    shares: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    nesting: Float[np.ndarray, " G"],
    nests: Int[np.ndarray, " J"],
) -> Float[np.ndarray, " J"]:
    """Return the margins that shares imply at an alpha of one, `(J,)`."""
    shares = floats(shares, "shares", shape=(None,), above=0)
    prices = floats(prices, "prices", shape=shares.shape, above=0)
    if not shares.sum() < 1:
        raise DataError(
            f"shares sum to {shares.sum():g}: nobody is left who buys none",
            hint="divide by the number of potential buyers, not of cars sold",
        )
    firms, kappa = check_makers(firms, kappa)
    nests, nesting = nests_of(nests, len(shares), nesting)
    pairs = firm_nests_of(firms, nests)
    markups = markups_from_shares(
        pairs, shares, alpha=1.0, nesting=nesting, kappa=kappa
    )
    return markups[pairs.of_product] / prices
