r"""The first-order conditions of price competition, with one unknown a maker and nest.

Under (nested) logit demand all products of maker f in nest g carry the same markup
:math:`m_{fg}`, whatever their costs, because

.. math:: m_{fg} = \frac{1-\sigma_g}{\alpha}
     + \sigma_g \sum_{k \in g} \kappa_{f f(k)} s_{k|g} m_k
     + (1-\sigma_g) \sum_k \kappa_{f f(k)} s_k m_k .

So a market of hundreds of products is a system of some dozens of unknowns, solved by
Newton's method with the exact Jacobian. A pair is a maker in a nest; `log_a` is the log
of :math:`\sum_{j} e^{(\delta_j - \alpha c_j)/(1-\sigma_g)}` over a pair's products.

Every array may have leading dimensions, one system each: deals on one market, or one
deal under many demands. The conditions take NumPy's or JAX's arrays of 64 bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

NOTHING = -1e30
"""Log of what a pair that sells nothing, or an empty nest, is worth."""

TOLERANCE = 1e-13
"""Gap at which the search ends, as a share of the largest markup."""

NUMBERS = 2**17
"""Numbers in the largest table of a batch: a megabyte, so that it stays near."""

_ROUNDING = 1e-11
"""Relative gap below which a step that does not help shows rounding, no failure."""


def chunks(count: int, numbers: int) -> Iterator[slice]:
    """Yield the parts of a batch whose every member needs a table of so many numbers.

    >>> list(chunks(5, NUMBERS // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    size = max(NUMBERS // numbers, 1)
    for low in range(0, count, size):
        yield slice(low, low + size)


class System(NamedTuple):
    """The P unknowns' coefficients, of one system or, with leading dimensions, many.

    Attributes
    ----------
    log_a
        Attractiveness of each pair at cost, shape `(..., P)`; `NOTHING` sells nothing.
    alpha
        Price coefficient, a number or shape `(..., 1)`.
    sigma
        Nesting parameter of each nest, shape `(..., G)`; None if nests bind nothing.
    nest
        Nest of each pair, shape `(P,)`; None if nests bind nothing.
    kappa
        Weight that the maker of pair p puts on the profit of pair q, `(..., P, P)`.
    """

    log_a: Any
    alpha: Any
    sigma: Any
    nest: Any
    kappa: Any


class Roots(NamedTuple):
    """Where Newton's method ended, for each of D systems.

    Attributes
    ----------
    markups
        Shape `(D, P)`, currency units.
    residual
        Largest violation of the conditions, currency units, `(D,)`.
    steps
        Newton steps taken, `(D,)`.
    """

    markups: Float[np.ndarray, "D P"]
    residual: Float[np.ndarray, " D"]
    steps: Int[np.ndarray, " D"]


class Choice(NamedTuple):
    """What buyers do at given markups: shares within nests, shares, log-sum."""

    within: Any
    shares: Any
    inclusive: Any


def choose(system: System, markups: Any) -> Choice:
    """Return shares of each pair within its nest and of all buyers, `(..., P)`.

    The log-sum has the leading dimensions only.
    """
    xp = markups.__array_namespace__()
    if system.nest is None:
        worth = system.log_a - system.alpha * markups
        inclusive = _log_sum_with_none(worth, xp)
        shares = xp.exp(worth - inclusive)
        return Choice(shares, shares, inclusive[..., 0])
    nest, sigma = system.nest, system.sigma
    scaled = system.log_a - system.alpha * markups / (1 - sigma[..., nest])
    member = nest[None, :] == xp.arange(sigma.shape[-1])[:, None]
    top = xp.max(xp.where(member, scaled[..., None, :], NOTHING), axis=-1)
    occupied = top.real > NOTHING / 2
    top = xp.where(occupied, top, 0.0)
    lifted = xp.exp(scaled - top[..., nest])
    total = xp.sum(xp.where(member, lifted[..., None, :], 0.0), axis=-1)
    log_sum = xp.where(occupied, top + xp.log(xp.where(occupied, total, 1.0)), NOTHING)
    value = (1 - sigma) * log_sum
    inclusive = _log_sum_with_none(value, xp)
    there = occupied[..., nest]
    within = xp.where(there, xp.exp(scaled - log_sum[..., nest]), 0.0)
    shares = within * xp.exp(value - inclusive)[..., nest]
    return Choice(within, shares, inclusive[..., 0])


def _log_sum_with_none(worth: Any, xp: Any) -> Any:
    """Return the log of one, for buying none, plus the sum of exponentials."""
    peak = xp.maximum(xp.max(worth, axis=-1, keepdims=True), 0.0)
    total = xp.exp(-peak) + xp.sum(xp.exp(worth - peak), axis=-1, keepdims=True)
    return peak + xp.log(total)


def markups_at(
    within: Any, shares: Any, alpha: Any, sigma: Any, kappa: Any, same: Any
) -> Any:
    """Return the markups that make observed shares optimal, `(..., P)`.

    Parameters
    ----------
    within, shares
        Shares of each pair within its nest and of all buyers, `(..., P)`.
    alpha
        Price coefficient, a number or `(..., 1)`.
    sigma
        Nesting parameter of each pair's nest, `(..., P)`; None if nests bind nothing.
    kappa
        Profit weights between pairs, `(..., P, P)`.
    same
        Whether two pairs share a nest, `(P, P)`; not read without nests.
    """
    xp = shares.__array_namespace__()
    direct = by_markups(within, shares, sigma, kappa, same)
    right = xp.ones_like(shares) / alpha
    right = right if sigma is None else right * (1 - sigma)
    return xp.linalg.solve(direct, right[..., None])[..., 0]


def by_markups(within: Any, shares: Any, sigma: Any, kappa: Any, same: Any) -> Any:
    """Return the derivative of the conditions by markups at given shares, (..., P, P).

    Parameters are those of `markups_at`.
    """
    xp = shares.__array_namespace__()
    if sigma is None:
        pull = kappa * shares[..., None, :]
    else:
        pull = (
            sigma[..., :, None] * kappa * same * within[..., None, :]
            + (1 - sigma)[..., :, None] * kappa * shares[..., None, :]
        )
    return xp.eye(shares.shape[-1]) - pull


def residual(system: System, markups: Any) -> Any:
    """Return what the conditions lack at given markups, `(..., P)`, currency units."""
    return linearise(system, markups)[0]


def jacobian(system: System, markups: Any) -> Any:
    """Return the derivative of `residual`, shape `(..., P, P)`."""
    return linearise(system, markups)[1]


def linearise(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the residual and its exact Jacobian, in O(P²) work."""
    if system.nest is None:
        return _linearise_flat(system, markups)
    xp = markups.__array_namespace__()
    alpha, nest, kappa = system.alpha, system.nest, system.kappa
    count = markups.shape[-1]
    sigma = system.sigma[..., nest]
    steep = alpha / (1 - sigma)
    within, shares, _ = choose(system, markups)
    same = nest[:, None] == nest[None, :]
    members = (nest[:, None] == xp.arange(system.sigma.shape[-1])) * 1.0
    by_nest = (kappa * (markups * within)[..., None, :]) @ members
    own_nest = by_nest[..., xp.arange(count), nest]
    everywhere = (kappa @ (markups * shares)[..., None])[..., 0]

    gap = markups - (1 - sigma) / alpha - sigma * own_nest - (1 - sigma) * everywhere
    inner = same * (
        kappa * (within * (1 - steep * markups))[..., None, :]
        + own_nest[..., None] * (steep * within)[..., None, :]
    )
    outer = (
        kappa * (shares * (1 - steep * markups))[..., None, :]
        + by_nest[..., nest] * ((steep - alpha) * shares)[..., None, :]
        + everywhere[..., None] * (alpha * shares)[..., None, :]
    )
    slope = xp.eye(count) - sigma[..., None] * inner - (1 - sigma)[..., None] * outer
    return gap, slope


def _linearise_flat(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the same where nests bind nothing."""
    xp = markups.__array_namespace__()
    alpha, kappa, shares = system.alpha, system.kappa, choose(system, markups).shares
    earned = (kappa @ (markups * shares)[..., None])[..., 0]
    gap = markups - 1 / alpha - earned
    pull = (
        kappa * (shares * (1 - alpha * markups))[..., None, :]
        + earned[..., None] * (alpha * shares)[..., None, :]
    )
    return gap, xp.eye(markups.shape[-1]) - pull


def solve(system: System, start: Float[np.ndarray, "D P"], *, most: int = 100) -> Roots:
    """Find the markups of D systems by Newton's method, all in step.

    A step that makes a system's gap larger is halved. Systems that are done leave.

    Parameters
    ----------
    system
        D systems: every array but `nest` has one leading dimension, D or 1.
    start
        First guesses; markups before the deal serve well.
    most
        Steps after which to give up; the residual then tells.
    """
    with np.errstate(all="ignore"):
        at, steps = start, np.zeros(len(start), dtype=int)
        gap, slopes = linearise(system, at)
        size = _size(gap)
        going = _larger(size, at, TOLERANCE)
        at, gap, slopes = np.array(at), np.array(gap), np.array(slopes)
        while going.any():
            rows = np.flatnonzero(going)
            some = _rows(system, rows, len(at))
            found = _step(some, at[rows], gap[rows], slopes[rows], size[rows])
            at[rows], gap[rows], slopes[rows], size[rows], better = found
            steps[rows] += 1
            going[rows] = better & _larger(size[rows], at[rows], TOLERANCE)
            going &= steps < most
    return Roots(at, size, steps)


def _step(
    system: System,
    at: Float[np.ndarray, "R P"],
    gap: Float[np.ndarray, "R P"],
    slopes: Float[np.ndarray, "R P P"],
    size: Float[np.ndarray, " R"],
) -> tuple[np.ndarray, ...]:
    """Return points, gaps, slopes and sizes one step on, and whether it helped."""
    change = _newton(slopes, gap)
    found = at.copy(), gap.copy(), slopes.copy(), size.copy()
    factor, waiting = 1.0, np.arange(len(at))
    while len(waiting) and factor > 1e-14:
        trial = at[waiting] + factor * change[waiting]
        lacking, slope = linearise(_rows(system, waiting, len(at)), trial)
        smaller = _size(lacking)
        good = smaller < size[waiting]
        kept = waiting[good]
        for old, new in zip(found, (trial, lacking, slope, smaller), strict=True):
            old[kept] = new[good]
        # Close to the root only rounding stands in the way: halving would not help.
        left = waiting[~good]
        waiting = left[_larger(size[left], at[left], _ROUNDING)]
        factor /= 2
    return *found, found[3] < size


def _newton(
    slopes: Float[np.ndarray, "R P P"], gap: Float[np.ndarray, "R P"]
) -> Float[np.ndarray, "R P"]:
    """Return Newton's steps; none where the slope is singular."""
    try:
        change = np.linalg.solve(slopes, -gap[..., None])[..., 0]
    except np.linalg.LinAlgError:
        tiny = 1e-12 * np.eye(gap.shape[1])
        change = np.linalg.solve(slopes + tiny, -gap[..., None])[..., 0]
    return np.where(np.isfinite(change), change, 0.0)


def _size(gap: Float[np.ndarray, "R P"]) -> Float[np.ndarray, " R"]:
    largest = np.abs(gap).max(axis=1)
    return np.where(np.isfinite(largest), largest, np.inf)


def _larger(size: np.ndarray, at: np.ndarray, share: float) -> np.ndarray:
    """Say where the gap exceeds a share of the largest markup."""
    return ~(size <= share * np.abs(at).max(axis=1))


def _rows(system: System, rows: Int[np.ndarray, " R"], count: int) -> System:
    """Return some of the systems; arrays that all share stay as they are."""
    if len(rows) == count:
        return system

    def some(values: Any) -> Any:
        return values if values is None or len(values) == 1 else values[rows]

    log_a, alpha, sigma, nest, kappa = system
    return System(some(log_a), some(alpha), some(sigma), nest, some(kappa))
