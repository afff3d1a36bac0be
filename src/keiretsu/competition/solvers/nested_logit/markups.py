"""Newton's method for the markups of many nested logit systems at once, in step.

The conditions and their Jacobian are those of `markup_conditions`; systems that are
done leave the batch, and a step that makes a system worse is halved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    System,
    excess_and_jacobian,
)
from keiretsu.competition.solvers.threads import in_one_thread

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


@in_one_thread
def solve_markups(
    system: System, start: Float[np.ndarray, "D P"], *, most: int = 100
) -> Roots:
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
        gap, slopes = excess_and_jacobian(system, at)
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
        lacking, slope = excess_and_jacobian(_rows(system, waiting, len(at)), trial)
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
    for tiny in (0.0, 1e-12):
        try:
            moved = slopes + tiny * np.eye(gap.shape[1]) if tiny else slopes
            change = np.linalg.solve(moved, -gap[..., None])[..., 0]
        except np.linalg.LinAlgError:
            continue
        return np.where(np.isfinite(change), change, 0.0)
    return np.zeros_like(gap)


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

    log_a, alpha, nesting, nest, kappa = system
    return System(some(log_a), some(alpha), some(nesting), nest, some(kappa))
