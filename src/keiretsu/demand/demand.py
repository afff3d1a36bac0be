"""What every demand form answers: quantities, and their change with prices."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from jaxtyping import Float


class Demand(Protocol):
    """What every demand form answers."""

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what is sold of each product, shape `(J,)`.

        Per potential buyer in choice models, where it is the share; per unit of budget
        in CES; in the data's own unit in linear, log-linear and AIDS demand.
        """
        ...

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`."""
        ...
