r"""Newton's method for a few dozen conditions, some unknowns bounded.

Each unknown lies between two bounds. Inside them its condition is zero; at the lower
bound it may be negative, at the upper positive: nobody produces where every further
unit loses money, nor beyond capacity. A step that makes things worse is halved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

STEP = 1e-30
"""Imaginary step of `complex_step`; nothing is subtracted, so none is too small."""

Linearised = tuple[np.ndarray, np.ndarray]


class Root(NamedTuple):
    """Where the search ended, and after how many steps."""

    at: Float[np.ndarray, " N"]
    steps: int


def find_root(
    linearise: Callable[[np.ndarray], Linearised],
    start: Float[np.ndarray, " N"],
    *,
    lower: float | Float[np.ndarray, " N"] = -np.inf,
    upper: float | Float[np.ndarray, " N"] = np.inf,
    tolerance: float = 1e-14,
    most: int = 200,
) -> Root:
    """Return the point at which the conditions hold, or where progress ended.

    Parameters
    ----------
    linearise
        Gives the conditions and their Jacobian, `(N,)` and `(N, N)`, at a point. The
        conditions are in the unknowns' units; where there are bounds they fall as their
        unknowns rise.
    start
        First guess, shape `(N,)`.
    lower, upper
        Bounds of the unknowns.
    tolerance
        Stop when what is missing is this share of the largest unknown.
    most
        Steps after which to give up. The caller judges the end point on its own terms.

    References
    ----------
    Kanzow (2004), "Inexact semismooth Newton methods for large-scale complementarity
    problems".
    """
    at = np.clip(start, lower, upper).astype(float)
    gap, slope = _bounded(linearise, at, lower, upper)
    for steps in range(most):
        if _size(gap) <= tolerance * max(np.max(np.abs(at)), 1e-300):
            return Root(at, steps)
        change = _solve(slope, -gap)
        factor, better = 1.0, False
        while factor > 1e-12 and not better:
            trial = at + factor * change
            there, steeper = _bounded(linearise, trial, lower, upper)
            better = _size(there) < _size(gap)
            factor /= 2
        if not better:
            return Root(at, steps)
        at, gap, slope = trial, there, steeper
    return Root(at, most)


def complex_step(
    conditions: Callable[[np.ndarray], np.ndarray], at: Float[np.ndarray, " N"]
) -> Float[np.ndarray, "M N"]:
    """Return the Jacobian of an analytic function, exact to rounding, `(M, N)`.

    References
    ----------
    Squire & Trapp (1998), "Using complex variables to estimate derivatives of real
    functions".
    """
    columns = []
    for unknown in range(len(at)):
        moved = at.astype(complex)
        moved[unknown] += 1j * STEP
        columns.append(conditions(moved).imag / STEP)
    return np.stack(columns, axis=1)


def _bounded(
    linearise: Callable[[np.ndarray], Linearised],
    at: Float[np.ndarray, " N"],
    lower: float | Float[np.ndarray, " N"],
    upper: float | Float[np.ndarray, " N"],
) -> Linearised:
    """Return what is missing, and its slope, with bounds taken into account."""
    with np.errstate(all="ignore"):
        wish, slope = linearise(at)
    room = at - np.asarray(lower), at - np.asarray(upper)
    gap = np.minimum(room[0], np.maximum(room[1], -wish))
    bound = gap != -wish
    rows = np.where(bound[:, None], np.eye(len(at)), -slope)
    return gap, rows


def _size(gap: Float[np.ndarray, " N"]) -> float:
    largest = float(np.max(np.abs(gap)))
    return largest if np.isfinite(largest) else np.inf


def _solve(slope: Float[np.ndarray, "N N"], gap: np.ndarray) -> np.ndarray:
    """Solve the linear system; where it has many answers, take the shortest."""
    try:
        found = np.linalg.solve(slope, gap)
    except np.linalg.LinAlgError:
        found = np.full_like(gap, np.nan)
    if np.isfinite(found).all():
        return found
    if not np.isfinite(slope).all():
        return np.zeros_like(gap)
    return np.asarray(np.linalg.lstsq(slope, gap, rcond=None)[0])
