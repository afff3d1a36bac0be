"""Fewer shapes, fewer compilations: systems are filled up to a few standard sizes.

A compiled program serves one shape. Filling a system of 23 unknowns to 24 with pairs
that sell nothing changes no answer and lets markets of many sizes share a program. All
arrays are NumPy's: compiled programs take them faster than an eager conversion would.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition.pairs import Pairs
from keiretsu.competition.reduced import NOTHING, System

_SIZES = sorted(
    base * 2**power for base, powers in ((8, 12), (12, 11)) for power in range(powers)
)


def standard_size(count: int) -> int:
    """Return the smallest standard size that holds `count`.

    >>> [standard_size(n) for n in (3, 9, 13, 25)]
    [8, 12, 16, 32]
    """
    return next((size for size in _SIZES if size >= count), count)


def fine_size(count: int) -> int:
    """Return the next multiple of 8 that holds `count`: for wide tables of products.

    >>> [fine_size(n) for n in (3, 131, 200)]
    [8, 136, 200]
    """
    return max(-(-count // 8) * 8, 8)


def fill(values: Float[np.ndarray, " n"], size: int, filling: float) -> Any:
    """Return a vector lengthened to `size`."""
    filled = np.full(size, filling)
    filled[: len(values)] = values
    return filled


def fill_square(values: Float[np.ndarray, "n n"], size: int) -> Any:
    """Return a square table enlarged to `size`, ones on the new diagonal."""
    filled = np.eye(size)
    filled[: len(values), : len(values)] = values
    return filled


def filled_nests(pairs: Pairs, size: int) -> Any:
    """Return nests lengthened to `size`; pairs that sell nothing sit in nest 0."""
    filled = np.zeros(size, dtype=np.int64)
    filled[: len(pairs.nest)] = pairs.nest
    return filled


def plain(value: float) -> Any:
    """Return a number as a compiled program wants it: 64 bits, not a Python scalar."""
    return np.float64(value)


def filled_system(
    pairs: Pairs,
    log_a: Float[np.ndarray, " P"],
    *,
    alpha: float,
    sigma: Float[np.ndarray, " G"],
    kappa: Float[np.ndarray, "F F"],
) -> System:
    """Return the system of a market, filled to a standard size."""
    size = standard_size(len(pairs.firm))
    return System(
        log_a=fill(log_a, size, NOTHING),
        alpha=plain(alpha),
        sigma=fill(sigma, standard_size(len(sigma)), 0.0) if sigma.any() else None,
        nest=filled_nests(pairs, size) if sigma.any() else None,
        kappa=fill_square(pairs.weights(kappa), size),
    )
