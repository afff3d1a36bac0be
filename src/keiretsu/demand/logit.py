r"""Logit demand: every buyer compares every product with buying none.

Buyer utility is :math:`\delta_j - \alpha p_j` plus a taste that follows the extreme
value distribution; not buying is worth zero. It knows arrays, no firm and no market.
Arrays may be numpy's or, inside a traced function, JAX's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand.nested import NestedLogit


@dataclass(frozen=True, kw_only=True)
class Logit:
    r"""Logit demand for J products.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.

    References
    ----------
    McFadden (1974); Werden & Froeb (1994), "The effects of mergers in differentiated
    products industries: logit demand and merger policy".

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> demand.shares(np.array([20.0, 25.0])).round(3)
    array([0.333, 0.333])
    """

    alpha: float
    delta: Float[np.ndarray, " J"]

    def nested(self) -> NestedLogit:
        """Return the same demand with all products in one nest that binds nothing."""
        nests = np.zeros(self.delta.shape[0], dtype=int)
        return NestedLogit(
            alpha=self.alpha, delta=self.delta, sigma=np.zeros(1), nests=nests
        )

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers, shape `(J,)`."""
        return self.nested().shares(prices)

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`."""
        return self.nested().derivatives(prices)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_j e^{\delta_j - \alpha p_j}) / \alpha`; only
        differences mean something.
        """
        return self.nested().surplus(prices)
