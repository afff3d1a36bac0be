r"""Logit and CES demand, plain or nested, from shares and whatever else is known.

Shares and prices pin mean utilities for any price coefficient and nesting (Berry 1994);
margins, elasticities and diversion ratios pin those. Where the outside share is not
known either, it is one more parameter. CES is the logit in log prices.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from jaxtyping import Float, Int
from scipy.special import expit

from keiretsu.arrays import floats, whole_numbers
from keiretsu.competition.calibration.evidence import Evidence
from keiretsu.competition.calibration.least_squares import Calibration, fit
from keiretsu.demand import NestedCES, NestedLogit, NoOutsideGood, invert_nested_logit
from keiretsu.demand.parameters import nests_of
from keiretsu.errors import DataError

Outside = Literal["given", "unknown", "none"]
"""What is known of those who buy none: their share, not even that, or there are none.
"""

_HALF = 0.5
"""Outside share at which mean utilities of a market without one are written down."""


def calibrate_logit(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    nests: Int[np.ndarray, " J"] | None = None,
    nesting: Float[np.ndarray, " G"] | float | None = None,
    outside: Literal["given", "unknown"] = "given",
) -> Calibration[NestedLogit]:
    """Return the logit, or nested logit, that explains shares, prices and evidence.

    Parameters
    ----------
    shares
        Shape `(J,)`: of all potential buyers if `outside` is `given`, else of the
        products sold, summing to 1.
    evidence
        What else is known; one number for each parameter at least.
    nests
        Nest of each product, from 0 to G - 1; None for the plain logit.
    nesting
        Nesting parameters if known, `(G,)` or one for all; None calibrates one for all.
    outside
        `given`: the shares tell it; `unknown`: it is calibrated too.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.

    Examples
    --------
    >>> evidence = Evidence(
    ...     prices=np.array([20.0, 25.0]), firms=np.arange(2), kappa=np.eye(2),
    ...     margins=np.array([0.5, np.nan]),
    ... )
    >>> found = calibrate_logit(np.array([0.3, 0.2]), evidence)
    >>> round(found.demand.alpha, 6)
    0.142857
    """
    family = _Family(shares, evidence.prices, nests, nesting, outside)

    def build(at: np.ndarray) -> NestedLogit:
        return family.at(at, evidence.prices)

    scale = np.log(3.0 / evidence.prices.mean())
    return fit(build, family.starts(scale), evidence, names=family.names("alpha"))


def calibrate_no_outside_good(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    nests: Int[np.ndarray, " J"] | None = None,
    nesting: Float[np.ndarray, " G"] | float | None = None,
) -> Calibration[NoOutsideGood]:
    """Return the logit, or nested logit, of buyers who all buy.

    Parameters
    ----------
    shares
        Of the products sold, shape `(J,)`, summing to 1.
    evidence, nests, nesting
        As for `calibrate_logit`.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.
    """
    family = _Family(shares, evidence.prices, nests, nesting, "none")

    def build(at: np.ndarray) -> NoOutsideGood:
        return NoOutsideGood(demand=family.at(at, evidence.prices))

    scale = np.log(3.0 / evidence.prices.mean())
    return fit(build, family.starts(scale), evidence, names=family.names("alpha"))


def calibrate_ces(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    nests: Int[np.ndarray, " J"] | None = None,
    nesting: Float[np.ndarray, " G"] | float | None = None,
    outside: Outside = "given",
) -> Calibration[NestedCES]:
    """Return the CES, or nested CES, that explains revenue shares and evidence.

    Parameters
    ----------
    shares
        Revenue shares, shape `(J,)`: of the budget if `outside` is `given`, else of
        what is spent on the products, summing to 1.
    evidence, nests, nesting
        As for `calibrate_logit`.
    outside
        As for `calibrate_logit`, or `none`: all of the budget goes to the products.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.
    """
    family = _Family(shares, evidence.prices, nests, nesting, outside)

    def build(at: np.ndarray) -> NestedCES:
        inner = family.at(at, np.log(evidence.prices))
        return NestedCES(
            gamma=1 + float(inner.alpha),
            values=np.exp(inner.delta),
            nesting=inner.nesting,
            nests=inner.nests,
            outside=outside != "none",
        )

    return fit(build, family.starts(np.log(2.0)), evidence, names=family.names("gamma"))


class _Family:
    """The nested logits that give the shares, by alpha, nesting and outside share."""

    def __init__(
        self,
        shares: Float[np.ndarray, " J"],
        prices: Float[np.ndarray, " J"],
        nests: Int[np.ndarray, " J"] | None,
        nesting: Float[np.ndarray, " G"] | float | None,
        outside: Outside,
    ) -> None:
        shares = floats(shares, "shares", shape=prices.shape, above=0)
        total = float(shares.sum())
        if outside != "given" and not np.isclose(total, 1, rtol=0, atol=1e-6):
            raise DataError(
                f"shares of the products sold sum to {total:g}, not to 1",
                hint='divide by their sum, or say outside="given"',
            )
        self.shares, self.outside = shares, outside
        self.nests = np.zeros(len(shares), dtype=int)
        if nests is not None:
            self.nests = whole_numbers(nests, "nests", shape=shares.shape)
        flat: Any = 0.0 if nests is None else None
        self.nesting = flat
        if nesting is not None:
            self.nesting = nests_of(self.nests, len(shares), nesting)[1]

    def names(self, steepness: str) -> list[str]:
        """Return what the parameters are called."""
        free = [] if self.nesting is not None else ["nesting"]
        return [steepness, *free, *(["outside"] if self.outside == "unknown" else [])]

    def starts(self, log_alpha: float) -> list[np.ndarray]:
        """Return parameters to start from: flat and steep, with near and far nests."""
        free = len(self.names("")) - 1
        return [
            np.array([log_alpha + steeper, *[level] * free])
            for steeper in (0.0, 1.5)
            for level in ((0.0,) if free == 0 else (-1.0, 1.0))
        ]

    def at(self, at: np.ndarray, prices: Float[np.ndarray, " J"]) -> NestedLogit:
        """Return the nested logit of these parameters that gives the shares."""
        rest = list(at[1:])
        nesting = float(expit(rest.pop(0))) if self.nesting is None else self.nesting
        shares = self.shares
        if self.outside == "unknown":
            shares = shares * expit(-rest.pop(0))
        elif self.outside == "none":
            shares = shares * _HALF
        return invert_nested_logit(
            shares,
            prices,
            alpha=float(np.exp(at[0])),
            nesting=nesting,
            nests=self.nests,
        )
