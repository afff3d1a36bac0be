"""Anderson mixing: what the steps of a search teach, as an orthonormal basis.

References
----------
Walker & Ni (2011), "Anderson acceleration for fixed-point iterations", SIAM Journal on
Numerical Analysis 49(4).
"""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float


class Past:
    """What earlier steps of a round taught, as an orthonormal basis of changes."""

    def __init__(self, count: int, most: int) -> None:
        # A row holds a change and, after it, the change and the move together.
        self._rows = np.empty((most, 2 * count))
        self._new = np.empty(2 * count)
        self._count, self._held = count, 0

    def corrected(self, step: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return a step less what the past says it would leave over."""
        if not self._held:
            return step
        rows, count = self._rows[: self._held], self._count
        return step - (rows[:, :count] @ step) @ rows[:, count:]

    def remember(self, move: np.ndarray, change: np.ndarray) -> None:
        """Add a move and the change it made in the step."""
        rows, new, count = self._rows[: self._held], self._new, self._count
        new[:count] = change
        np.add(move, change, out=new[count:])
        if self._held:
            new -= (rows[:, :count] @ change) @ rows
        length = math.sqrt(new[:count] @ new[:count])
        if length > 0:
            np.divide(new, length, out=self._rows[self._held])
            self._held += 1
