"""Fewer shapes, fewer compilations: systems are filled up to a few standard sizes.

A compiled program serves one shape. Filling a system of 23 unknowns to 24 with pairs
that sell nothing changes no answer and lets markets of many sizes share a program.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
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


def fill(values: Float[np.ndarray, " n"], size: int, filling: float) -> jax.Array:
    """Return a vector lengthened to `size`."""
    return jnp.asarray(np.concatenate([values, np.full(size - len(values), filling)]))


def fill_square(values: Float[np.ndarray, "n n"], size: int) -> jax.Array:
    """Return a square table enlarged to `size`, ones on the new diagonal."""
    filled = np.eye(size)
    filled[: len(values), : len(values)] = values
    return jnp.asarray(filled)


def filled_nests(pairs: Pairs, size: int) -> jax.Array:
    """Return nests lengthened to `size`; pairs that sell nothing sit in nest 0."""
    added = np.zeros(size - len(pairs.nest), dtype=int)
    return jnp.asarray(np.concatenate([pairs.nest, added]))


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
        alpha=jnp.asarray(float(alpha)),
        sigma=fill(sigma, standard_size(len(sigma)), 0.0),
        nest=filled_nests(pairs, size),
        kappa=fill_square(pairs.weights(kappa), size),
    )
