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
            alpha=self.alpha, delta=self.delta, nesting=np.zeros(1), nests=nests
        )

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        return self._choose(prices)[0]

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        shares = self.shares(prices)
        xp = shares.__array_namespace__()
        return self.alpha * (shares[:, None] * shares[None, :] - xp.diag(shares))

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units, `(...)`.

        It is :math:`\ln(1 + \sum_j e^{\delta_j - \alpha p_j}) / \alpha`; only
        differences mean something.
        """
        return self._choose(prices)[1] / self.alpha

    def _choose(self, prices: Any) -> tuple[Any, Any]:
        """Return shares, `(..., J)`, and ln(1 + sum), `(...)`."""
        utility = self.delta - self.alpha * prices
        xp = utility.__array_namespace__()
        top = xp.maximum(utility.max(axis=-1, keepdims=True), 0.0)
        lifted = xp.exp(utility - top)
        total = xp.exp(-top) + lifted.sum(axis=-1, keepdims=True)
        return lifted / total, (top + xp.log(total))[..., 0]


def simplest(demand: Any) -> Any:
    """Return the plain logit for a nested one whose nests bind nothing; others as is.

    >>> simplest(Logit(alpha=0.2, delta=np.array([4.0, 5.0])).nested()).alpha
    0.2
    """
    if isinstance(demand, NestedLogit) and not np.any(demand.nesting):
        return Logit(alpha=demand.alpha, delta=demand.delta)
    return demand
