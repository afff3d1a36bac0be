r"""Linear and log-linear demand from quantities, prices, margins and diversion.

Diversion ratios tie a product's cross slopes to its own,
:math:`\partial q_k/\partial p_j = -D_{jk}\, \partial q_j/\partial p_j`, so one number a
product is left: its own slope, for which its margin is enough. Symmetric slopes are
nearer to a buyer's choice and have fewer parameters than most cases have numbers; they
are fitted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats
from keiretsu.competition.calibration.evidence import Evidence
from keiretsu.competition.calibration.least_squares import Calibration, fit
from keiretsu.demand import Linear, LogLinear
from keiretsu.errors import DataError

Form = TypeVar("Form", Linear, LogLinear)


def calibrate_linear(
    quantities: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    symmetric: bool = False,
) -> Calibration[Linear]:
    """Return the linear demand that explains quantities, prices and evidence.

    Parameters
    ----------
    quantities
        What is sold, in any unit, shape `(J,)`, positive.
    evidence
        A margin or own-price elasticity for each product. Diversion ratios may miss:
        lost sales then go to the other products in proportion to their quantities.
    symmetric
        Whether cross slopes must be equal; diversion ratios are then fitted, not met.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a quantity is not positive, or too little is known.

    References
    ----------
    Werden (1997), "Simulating the effects of differentiated products mergers".

    Examples
    --------
    >>> evidence = Evidence(
    ...     prices=np.array([10.0, 10.0]), firms=np.arange(2), kappa=np.eye(2),
    ...     margins=np.array([0.5, 0.4]), diversions=np.array([[-1, 0.5], [0.2, -1]]),
    ... )
    >>> calibrate_linear(np.array([100.0, 80.0]), evidence).demand.slopes.round(6)
    array([[-20.,   4.],
           [ 10., -20.]])
    """
    quantities = _quantities(quantities, evidence)
    evidence = _with_diversions(quantities, evidence)

    def level(slopes: np.ndarray) -> Linear:
        return Linear(intercepts=quantities - slopes @ evidence.prices, slopes=slopes)

    if not symmetric:
        return _by_own_slopes(quantities, evidence, level)
    return _symmetric(quantities, evidence, level)


def calibrate_loglinear(
    quantities: Float[np.ndarray, " J"], evidence: Evidence
) -> Calibration[LogLinear]:
    """Return the log-linear demand that explains quantities, prices and evidence.

    Parameters
    ----------
    quantities, evidence
        As for `calibrate_linear`.

    Raises
    ------
    ShapeError, DataError
        As for `calibrate_linear`.
    """
    quantities = _quantities(quantities, evidence)
    evidence = _with_diversions(quantities, evidence)

    def level(slopes: np.ndarray) -> LogLinear:
        steep = slopes * evidence.prices[None, :] / quantities[:, None]
        start = np.log(quantities) - steep @ np.log(evidence.prices)
        return LogLinear(intercepts=start, slopes=steep)

    return _by_own_slopes(quantities, evidence, level)


def _by_own_slopes(
    quantities: Float[np.ndarray, " J"],
    evidence: Evidence,
    level: Callable[[np.ndarray], Form],
) -> Calibration[Form]:
    """Fit one own slope a product; diversion ratios give the cross slopes."""
    towards = -_caught(evidence).T

    def build(at: np.ndarray) -> Form:
        own = -np.exp(at)
        return level(np.where(np.eye(len(own), dtype=bool), own, towards * own))

    names = [f"own slope of product {n}" for n in range(len(quantities))]
    return fit(build, [_steepness(quantities, evidence)], evidence, names=names)


def _symmetric(
    quantities: Float[np.ndarray, " J"],
    evidence: Evidence,
    level: Callable[[np.ndarray], Linear],
) -> Calibration[Linear]:
    """Fit symmetric slopes: cross slopes in units of the own slopes' geometric mean."""
    count = len(quantities)
    upper = np.triu_indices(count, 1)

    def build(at: np.ndarray) -> Linear:
        own = np.exp(at[:count])
        cross = np.zeros((count, count))
        cross[upper] = at[count:] * np.sqrt(own[upper[0]] * own[upper[1]])
        return level(cross + cross.T - np.diag(own))

    caught = _caught(evidence)
    start = np.concatenate(
        [_steepness(quantities, evidence), np.sqrt(caught * caught.T)[upper]]
    )
    names = [f"own slope of product {n}" for n in range(count)]
    names += [
        f"cross slope of {j} and {k}" for j, k in zip(*map(list, upper), strict=True)
    ]
    return fit(build, [start], evidence, names=names)


def _steepness(
    quantities: Float[np.ndarray, " J"], evidence: Evidence
) -> Float[np.ndarray, " J"]:
    """Return logs of own slopes at which makers of one product take known margins."""
    margins = evidence.margins
    known = np.full(len(quantities), np.nan) if margins is None else margins
    usual = np.nanmean(known) if np.isfinite(known).any() else 0.3
    markups = np.where(np.isfinite(known), known, usual) * evidence.prices
    return np.log(quantities / markups)


def _caught(evidence: Evidence) -> Float[np.ndarray, "J J"]:
    """Return diversion ratios with a diagonal of zeros."""
    assert evidence.diversions is not None
    return np.where(np.eye(len(evidence.prices), dtype=bool), 0, evidence.diversions)


def _quantities(quantities: Any, evidence: Evidence) -> Float[np.ndarray, " J"]:
    """Return quantities, each above nothing."""
    return floats(
        quantities,
        "quantities",
        shape=evidence.prices.shape,
        above=0,
        hint="drop products nobody buys",
    )


def _with_diversions(
    quantities: Float[np.ndarray, " J"], evidence: Evidence
) -> Evidence:
    """Return the evidence with diversion in proportion to quantities if none is known.

    Raises
    ------
    DataError
        If some diversion ratios are missing.
    """
    if evidence.diversions is None:
        others = quantities.sum() - quantities
        caught = quantities[None, :] / others[:, None]
        return replace(evidence, diversions=caught)
    off = ~np.eye(len(quantities), dtype=bool)
    unknown = np.argwhere(~np.isfinite(evidence.diversions) & off)
    if len(unknown):
        raise DataError(
            f"the diversion ratio from product {unknown[0][0]} to {unknown[0][1]} "
            "is not known",
            hint="give all of them, or none for diversion by quantities",
        )
    return evidence
