"""The second order of the conditions: whether a root is a maximum for every maker.

A maker is at a maximum if its own block of the conditions' Jacobian, made symmetric,
has positive eigenvalues only.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.linalg.lapack import dpotrf, spotrf

from keiretsu.extremes import largest_size

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
    if not math.isfinite(largest_size(block)):
        return -np.inf
    shifted = block.copy()
    own = shifted.reshape(-1)[:: len(block) + 1]
    own -= CERTAIN
    factor = spotrf if block.dtype == np.float32 else dpotrf
    if factor(shifted, overwrite_a=True)[1] == 0:
        return CERTAIN
    return float(np.linalg.eigvalsh(block)[0])
