"""Quasi-random draws over triangles: few points that fill their box evenly.

Scrambled Sobol points under a fixed seed, so that every market, reading and deal is
drawn at the same points and two answers differ by what differs between them.

References
----------
Owen (1998), "Scrambling Sobol' and Niederreiter-Xing points".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import whole_numbers
from keiretsu.errors import DataError

Triangle = tuple[float, float, float]
"""Low end, most likely value and high end."""


def triangle_points(
    triangles: Sequence[Triangle], count: int, *, seed: int
) -> Float[np.ndarray, "N K"]:
    """Return points over a box of independent triangular densities, shape `(N, K)`.

    Parameters
    ----------
    triangles
        Low end, most likely value and high end of each dimension.
    count
        Number of points; a power of two fills the box most evenly.
    seed
        Of the scrambling.

    Raises
    ------
    DataError
        If the ends of a triangle are out of order, or the seed is below 0.

    Examples
    --------
    >>> points = triangle_points([(0.0, 1.0, 2.0), (5.0, 5.0, 5.0)], 4, seed=0)
    >>> points.shape, bool(abs(points[:, 0].mean() - 1) < 0.1), set(points[:, 1])
    ((4, 2), True, {np.float64(5.0)})
    """
    low, mode, high = np.array(triangles, dtype=float).reshape(-1, 3).T
    if not ((low <= mode) & (mode <= high)).all():
        raise DataError("a triangle whose ends are out of order")
    start = int(whole_numbers(seed, "the seed"))
    if start == KEPT_SEED and len(low) == KEPT_DIMENSIONS and count <= KEPT:
        points = kept_points()
    else:
        points = scrambled_points(len(low), count, start)
    return quantiles(points[:count], low, mode, high)


KEPT, KEPT_DIMENSIONS, KEPT_SEED = 32, 4, 0
"""The points that a report draws at; they stand in a file, because `scipy.stats` takes
longer to load than they take to use."""


@cache
def kept_points() -> Float[np.ndarray, "N K"]:
    """Return the points of the file, made by `scrambled_points`."""
    text = (files("keiretsu.estimation") / "data" / "sobol.csv").read_text("utf-8")
    return np.array([line.split(",") for line in text.split()], dtype=float)


def scrambled_points(
    dimensions: int, count: int, seed: int
) -> Float[np.ndarray, "N K"]:
    """Return at least `count` scrambled Sobol points of the unit box."""
    from scipy.stats import qmc  # takes long to load

    power = max(count - 1, 0).bit_length()
    found: Float[np.ndarray, "N K"] = qmc.Sobol(dimensions, seed=seed).random_base2(
        power
    )
    return found


def quantiles(
    points: Float[np.ndarray, "N K"],
    low: Float[np.ndarray, " K"],
    mode: Float[np.ndarray, " K"],
    high: Float[np.ndarray, " K"],
) -> Float[np.ndarray, "N K"]:
    """Return the quantiles of triangular densities at points of the unit box."""
    width = high - low
    rise = np.divide(mode - low, width, out=np.zeros_like(width), where=width > 0)
    left = low + np.sqrt(points * rise) * width
    right = high - np.sqrt((1 - points) * (1 - rise)) * width
    return np.where(points < rise, left, right)
