r"""Identification: which parameters what is known leaves open.

A parameter is open if some change of the parameters that moves it moves nothing that is
known. That is a question of rank, and rank is the same at almost all parameters: it is
decided at several fixed points away from the end of any search, from the relative
change of each known number with each parameter, by differences of the fourth order.
An effect is then exact to eleven digits or so, and one below `NOTHING` is none, in any
unit and on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.competition.calibration.evidence import FitRow
from keiretsu.errors import DataError, NoConvergence

NOTHING = 1e-7
"""Relative effect below which a parameter, or mix of parameters, changes nothing."""

_STEP = 2e-3
_POINTS = 3
_TIED = 0.9
"""Components of an open direction that are equal but for rounding, or nearly so."""

Compared = Callable[[Float[np.ndarray, " N"]], Sequence[FitRow]]
"""From parameters to the known numbers beside the fitted ones."""


def refuse_open_parameters(
    compared: Compared, start: Float[np.ndarray, " N"], names: Sequence[str]
) -> None:
    """Raise if what is known leaves a parameter, or a mix of parameters, open.

    Parameters
    ----------
    compared
        The known numbers beside those fitted, in the same order at all parameters.
    start
        Parameters near which to look, shape `(N,)`, as logs or log odds.
    names
        What each parameter is called.

    Raises
    ------
    DataError
        It names the parameters that would have to be known to pin all others, and those
        that move with them.
    """
    tables = [_effects(compared, point) for point in _generic_points(start)]
    told = [table for table in tables if table is not None]
    if not told:
        return
    ranks = [_rank(table) for table in told]
    effects = told[int(np.argmax(ranks))]
    missing = _missing(effects)
    if not missing:
        return
    moved = [
        n
        for n in range(len(names))
        if n not in missing and _rank(np.delete(effects, n, axis=1)) == max(ranks)
    ]
    also = f" (and with it {', '.join(names[n] for n in moved)})" if moved else ""
    raise DataError(
        f"what is known leaves open: {', '.join(names[n] for n in missing)}{also}",
        hint="add a margin, elasticity or diversion ratio that depends on it",
    )


def _generic_points(start: Float[np.ndarray, " N"]) -> list[np.ndarray]:
    """Return fixed points around the start that no symmetry singles out."""
    number = np.arange(1.0, len(start) + 1)
    return [start + 0.3 * np.sin(number * (k + np.sqrt(2))) for k in range(_POINTS)]


def _effects(
    compared: Compared, point: Float[np.ndarray, " N"]
) -> Float[np.ndarray, "M N"] | None:
    """Return relative changes of the known numbers by each parameter, or None."""

    def fitted(at: np.ndarray) -> np.ndarray:
        return np.array([row.fitted for row in compared(at)])

    columns = []
    try:
        with np.errstate(all="ignore"):
            rows = compared(point)
            for step in _STEP * np.eye(len(point)):
                near = fitted(point + step) - fitted(point - step)
                far = fitted(point + 2 * step) - fitted(point - 2 * step)
                columns.append((8 * near - far) / (12 * _STEP))
    except (DataError, NoConvergence, np.linalg.LinAlgError):
        return None
    sizes: dict[str, float] = {}
    for row in rows:
        sizes[row.what] = max(sizes.get(row.what, 0.0), abs(row.fitted))
    scale = np.array([sizes[row.what] for row in rows])
    with np.errstate(all="ignore"):
        table = np.stack(columns, axis=1) / scale[:, None]
    return table if np.isfinite(table).all() else None


def _rank(effects: Float[np.ndarray, "M N"]) -> int:
    size = np.linalg.norm(effects, axis=0)
    telling = effects[:, size > NOTHING] / size[size > NOTHING]
    if not telling.size:
        return 0
    values = np.linalg.svd(telling, compute_uv=False)
    return int((values > NOTHING * values[0]).sum())


def _missing(effects: Float[np.ndarray, "M N"]) -> list[int]:
    """Return parameters that pin all others once they are known.

    Of the open directions the parameter that moves most is named; of several that move
    alike the first.
    """
    left, missing = list(range(effects.shape[1])), []
    while left and _rank(effects[:, left]) < len(left):
        moves = _openness(effects[:, left])
        first = int(np.flatnonzero(moves >= _TIED * moves.max())[0])
        missing.append(left.pop(first))
    return sorted(missing)


def _openness(effects: Float[np.ndarray, "M N"]) -> Float[np.ndarray, " N"]:
    """Return how far each parameter takes part in the open directions, from 0 to 1.

    It is the length of the parameter's axis in their space, which no choice of a basis
    changes.
    """
    size = np.linalg.norm(effects, axis=0)
    if (size <= NOTHING).any():
        return (size <= NOTHING).astype(float)
    rank = _rank(effects)
    directions = np.linalg.svd(effects / size)[2][rank:].T / size[:, None]
    return np.linalg.norm(np.linalg.qr(directions)[0], axis=1)
