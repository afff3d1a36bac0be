r"""Mean utilities that explain observed shares, for any choice model.

Shares pin mean utilities one for one (Berry 1994). The logit and its nested kin with
whole nests have a formula (`keiretsu.demand.nested_logit_inversion`); overlapping nests
and tastes that differ do not, and Newton's method finds them here: with
:math:`x` added to utilities it solves :math:`\ln s(x) = \ln s`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats
from keiretsu.demand.changes import improve
from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.logit import Logit
from keiretsu.demand.mixed import MixedLogit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.two_level import TwoLevelLogit
from keiretsu.errors import DataError, NoConvergence, ShapeError
from keiretsu.labels import aligned

Choice = TypeVar(
    "Choice", Logit, NestedLogit, TwoLevelLogit, GeneralizedNestedLogit, MixedLogit
)

_EXACT, _MOST = 1e-14, 200
_FLOOR = 1e-300


def invert_shares(
    demand: Choice,
    shares: Float[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
) -> Choice:
    """Return the demand with mean utilities at which shares are these.

    Parameters
    ----------
    demand
        A choice model; all but its mean utilities is kept. In mixed logit the same is
        added to every type's value of a product.
    shares
        Shares of all potential buyers, shape `(J,)`, positive, summing below 1.
    prices
        Currency units, shape `(J,)`.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit, a share is not positive, or nobody is left outside.
    NoConvergence
        If no mean utilities are found.

    References
    ----------
    Berry (1994), "Estimating discrete-choice models of product differentiation"; Berry,
    Levinsohn & Pakes (1995), "Automobile prices in market equilibrium".

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.zeros(2))
    >>> found = invert_shares(demand, np.array([0.3, 0.2]), np.array([20.0, 25.0]))
    >>> found.shares(np.array([20.0, 25.0])).round(12)
    array([0.3, 0.2])
    """
    named, _ = aligned({"shares": shares, "prices": prices})
    shares = floats(named["shares"], "shares", shape=(None,))
    prices = floats(named["prices"], "prices", shape=shares.shape)
    plain = _in_utility(demand, prices)
    everyone = float(plain.weights.sum()) if isinstance(plain, MixedLogit) else 1.0
    _check(shares, everyone)
    wanted = np.log(shares)
    # Start from the logit, whatever the utilities were; where tastes differ, from what
    # shares would be if whoever likes a product had nothing else that is as good.
    added = wanted - np.log(everyone - shares.sum()) - _log_worth(plain)
    gap = wanted - np.log(np.maximum(plain.shares(-added), _FLOOR))
    for _ in range(_MOST):
        if np.max(np.abs(gap)) <= _EXACT * max(1.0, float(np.abs(wanted).max())):
            break
        step = _newton_step(plain, np.exp(wanted - gap), added, gap)
        added, gap, moved = _walk(plain, wanted, added, gap, step)
        if not moved:
            break
    worst = int(np.argmax(np.abs(gap)))
    if not np.abs(gap[worst]) <= 1e-9:
        raise NoConvergence(
            f"no mean utilities explain the share {shares[worst]:g} of product {worst}",
            hint="check shares and nesting parameters for extremes",
        )
    explained: Choice = improve(demand, added)
    return explained


def _in_utility(demand: Any, prices: Float[np.ndarray, " J"]) -> Any:
    """Return the demand whose prices are utility lost, ours being taken off already."""
    if isinstance(demand, MixedLogit):
        if prices.shape != demand.values.shape[:1]:
            raise ShapeError(f"{len(prices)} prices for {len(demand.values)} products")
        net = demand.values - prices[:, None] * demand.alpha
        return replace(demand, values=net, alpha=np.ones_like(demand.alpha))
    if prices.shape != demand.delta.shape:
        raise ShapeError(f"{len(prices)} prices for {len(demand.delta)} products")
    return replace(demand, delta=demand.delta - demand.alpha * prices, alpha=1.0)


def _log_worth(plain: Any) -> np.ndarray:
    """Return the log of what a product is worth to all: of rare buyers, to them."""
    if isinstance(plain, MixedLogit):
        top = plain.values.max(axis=1)
        worth = np.exp(plain.values - top[:, None]) @ plain.weights
        return np.asarray(top + np.log(worth / plain.weights.sum()))
    return np.asarray(plain.delta)


def _newton_step(
    plain: Any, sold: np.ndarray, added: np.ndarray, gap: np.ndarray
) -> np.ndarray:
    slopes = -plain.derivatives(-added) / sold[:, None]
    try:
        step = np.linalg.solve(slopes, gap)
    except np.linalg.LinAlgError:
        return gap
    return step if np.isfinite(step).all() else gap


def _walk(
    plain: Any,
    wanted: np.ndarray,
    added: np.ndarray,
    gap: np.ndarray,
    step: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return where the step leads, cut until it comes nearer, and whether it does."""
    factor = min(1.0, 10.0 / float(np.max(np.abs(step), initial=1e-300)))
    while factor > 1e-10:
        there = added + factor * step
        left = wanted - np.log(np.maximum(plain.shares(-there), _FLOOR))
        if np.max(np.abs(left)) < np.max(np.abs(gap)):
            return there, left, True
        factor /= 2
    return added, gap, False


def _check(shares: np.ndarray, everyone: float) -> None:
    if not (shares > 0).all():
        worst = int(np.argmin(shares))
        raise DataError(
            f"product {worst} has a share of {shares[worst]:g}",
            hint="drop products that nobody buys",
        )
    if not shares.sum() < everyone:
        raise DataError(
            f"shares sum to {shares.sum():g}: nobody is left who buys none",
            hint="divide by the number of potential buyers, not of cars sold",
        )
