r"""AIDS demand from revenue shares, margins and elasticities, with or without nests.

By proportionality cross slopes are :math:`\beta\, \omega_{gh}\, w_j w_k`, so that a
scale, the market elasticity and one nearness a pair of nests are all there is to find:
two known numbers suffice without nests. Prices may be missing: with base prices of one
every price is a relative change.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int
from scipy.special import expit

from keiretsu.arrays import floats, whole_numbers
from keiretsu.competition.calibration.evidence import Evidence
from keiretsu.competition.calibration.least_squares import Calibration, fit
from keiretsu.demand import AIDS, proportional_slopes
from keiretsu.errors import DataError


def calibrate_aids(
    revenue: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    nests: Int[np.ndarray, " J"] | None = None,
    spent: float = 1.0,
) -> Calibration[AIDS]:
    """Return the AIDS demand that explains revenue shares and evidence.

    Parameters
    ----------
    revenue
        Revenue shares of the products, shape `(J,)`, summing to 1.
    evidence
        Margins, own-price elasticities, the market elasticity: one for each parameter
        at least. Prices of one stand for unknown levels.
    nests
        Nest of each product, from 0 to G - 1: diversion between nests is below what
        proportionality says, by a factor a pair of nests; None for one nest.
    spent
        Total spent on the products today, for surplus in currency.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, shares do not sum to 1, or too little is known.

    References
    ----------
    Epstein & Rubinfeld (2001), "Merger simulation: a simplified approach with new
    applications"; (2004), "Merger simulation with brand-level margin data: extending
    PCAIDS with nests".

    Examples
    --------
    >>> evidence = Evidence(
    ...     prices=np.ones(3), firms=np.arange(3), kappa=np.eye(3),
    ...     own_elasticities=np.array([-3.0, np.nan, np.nan]), market_elasticity=-1.0,
    ... )
    >>> found = calibrate_aids(np.array([0.2, 0.3, 0.5]), evidence)
    >>> found.demand.slopes[0].round(6)
    array([-0.4 ,  0.15,  0.25])
    """
    revenue = floats(revenue, "revenue", shape=evidence.prices.shape)
    if not (revenue > 0).all():
        raise DataError(
            f"a revenue share of {revenue.min():g}", hint="drop products nobody buys"
        )
    if nests is None:
        nests = np.zeros(len(revenue), dtype=int)
    nests = whole_numbers(nests, "nests", shape=revenue.shape)
    count = int(nests.max()) + 1
    upper = np.triu_indices(count, 1)

    def build(at: np.ndarray) -> AIDS:
        near = np.ones((count, count))
        near[upper] = expit(at[2:])
        near.T[upper] = near[upper]
        return AIDS(
            revenue=revenue,
            slopes=float(np.exp(at[0]))
            * proportional_slopes(revenue, near[np.ix_(nests, nests)]),
            base=evidence.prices,
            market_elasticity=-float(np.exp(at[1])),
            spent=spent,
        )

    names = ["scale of the slopes", "market elasticity"]
    names += [
        f"nearness of nests {g} and {h}" for g, h in zip(*map(list, upper), strict=True)
    ]
    starts = [np.array([s, 0.0, *[1.0] * len(upper[0])]) for s in (0.5, 1.5)]
    return fit(build, starts, evidence, names=names)
