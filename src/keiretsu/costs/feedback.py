r"""Volumes that lower costs that raise volumes: solved together, every answer told.

A cost that falls with volume and a volume that rises as cost falls meet where
:math:`c = C(Q(c))`. There may be several such points, and a small push may lead from
one to another; a search from one start would hide that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from keiretsu.arrays import floats
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

_MOST = 10_000
_CLOSE = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FixedPoint(Value):
    """Costs and volumes that agree.

    Attributes
    ----------
    costs, volumes
        Shape `(J,)`.
    starts
        How many of the starts led here.
    """

    costs: Float[np.ndarray, " J"]
    volumes: Float[np.ndarray, " J"]
    starts: int


def meet(
    volumes: Callable[[Float[np.ndarray, " J"]], Float[np.ndarray, " J"]],
    costs: Callable[[Float[np.ndarray, " J"]], Float[np.ndarray, " J"]],
    starts: Sequence[ArrayLike],
    *,
    pace: float = 0.5,
) -> tuple[FixedPoint, ...]:
    """Return the points where costs and volumes agree that the starts lead to.

    Parameters
    ----------
    volumes
        Volumes at given costs, `(J,)` to `(J,)`.
    costs
        Costs at given volumes.
    starts
        Costs to start from, low and high ones: a point that no start leads to is not
        found, and one that repels is never found.
    pace
        Part of the way to the answer that each step goes, above 0 and at most 1.

    Returns
    -------
    tuple
        Different points, the cheapest first.

    Raises
    ------
    NoConvergence
        If a start leads nowhere.

    Examples
    --------
    Volume 100 - c, cost 60 - q/2: on paper q = 80 at c = 20.

    >>> (point,) = meet(lambda c: 100 - c, lambda q: 60 - q / 2, [[5.0], [50.0]])
    >>> point.costs.round(6), point.volumes.round(6)
    (array([20.]), array([80.]))
    """
    if not len(starts):
        raise DataError("no costs to start from", hint="give at least one")
    if not 0 < pace <= 1:
        raise DataError(f"a pace of {pace:g}", hint="above 0 and at most 1")
    found: list[tuple[np.ndarray, int]] = []
    for number, start in enumerate(starts):
        end = _follow(volumes, costs, floats(start, "starts", shape=(None,)), pace)
        if end is None:
            raise NoConvergence(
                f"costs and volumes do not meet from start {number}",
                hint="take a smaller pace, or start nearer",
            )
        for place, (known, times) in enumerate(found):
            if np.allclose(known, end, rtol=1e-6, atol=1e-9):
                found[place] = (known, times + 1)
                break
        else:
            found.append((end, 1))
    found.sort(key=lambda one: float(one[0].sum()))
    return tuple(
        FixedPoint(costs=at, volumes=np.asarray(volumes(at), float), starts=times)
        for at, times in found
    )


def _follow(
    volumes: Callable[[np.ndarray], np.ndarray],
    costs: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    pace: float,
) -> np.ndarray | None:
    """Return where damped substitution leads, or None."""
    at = np.array(start)
    for _ in range(_MOST):
        step = np.asarray(costs(np.asarray(volumes(at), float)), float) - at
        if not np.isfinite(step).all():
            return None
        at = at + pace * step
        if np.abs(step).max() <= _CLOSE * (1 + np.abs(at).max()):
            return at
    return None
