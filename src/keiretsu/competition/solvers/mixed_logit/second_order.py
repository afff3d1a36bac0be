"""The second order of the conditions: whether a root is a maximum for every maker.

A maker is at a maximum if its own block of the conditions' Jacobian, made symmetric,
has positive eigenvalues only.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.linalg.lapack import get_lapack_funcs

CERTAIN = 1e-3
"""Curvature that is enough: it is not asked whether it is more."""


class SecondOrder(NamedTuple):
    """What turns gaps into misses, `(J,)`, and the least curvature of a maker."""

    residual_scale: Any
    curvature: float


def least_eigenvalue(block: Float[np.ndarray, "N N"]) -> float:
    """Return `CERTAIN` if no eigenvalue is below it, else the smallest.

    A Cholesky factor of the block less a small number shows that they all exceed it.
    """
    if not np.isfinite(block).all():
        return -np.inf
    shifted = block.copy()
    shifted.flat[:: len(block) + 1] -= CERTAIN
    (factor,) = get_lapack_funcs(("potrf",), (shifted,))
    if factor(shifted, overwrite_a=True)[1] == 0:
        return CERTAIN
    return float(np.linalg.eigvalsh(block)[0])
