"""Checks of who makes what and whose profit each maker weighs."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.errors import DataError, ShapeError

OWN = 1e-8
"""How far a maker's weight on its own profit may be from 1: rounding."""


def check_makers(
    firms: Int[np.ndarray, " J"], kappa: Float[np.ndarray, "F F"]
) -> Int[np.ndarray, " J"]:
    """Return the makers as an array, or say why makers and weights do not fit.

    Raises
    ------
    ShapeError
        If `kappa` is not square or does not hold every maker.
    DataError
        If a weight is not finite, a maker does not weigh its own profit by 1, or a
        maker has a negative number.
    """
    firms = np.asarray(firms)
    count = int(firms.max(initial=-1)) + 1
    if kappa.ndim != 2 or kappa.shape[0] != kappa.shape[1] or kappa.shape[0] < count:
        raise ShapeError(f"profit weights of shape {kappa.shape} for {count} makers")
    if firms.size and firms.min() < 0:
        raise DataError("a maker has a negative number", hint="count from 0")
    if not np.isfinite(kappa).all():
        raise DataError("a profit weight is not a finite number")
    own = np.diagonal(kappa)
    if not (np.abs(own - 1) <= OWN).all():
        worst = int(np.argmax(np.abs(own - 1)))
        raise DataError(
            f"maker {worst} weighs its own profit by {own[worst]:g}",
            hint="divide each row of kappa by its diagonal",
        )
    return firms
