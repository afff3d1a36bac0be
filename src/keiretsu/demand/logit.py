r"""Logit demand: every buyer compares every product with buying none.

Buyer utility is :math:`\delta_j - \alpha p_j` plus a taste that follows the extreme
value distribution; not buying is worth zero. It knows arrays, no firm and no market.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand.form import Form
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.parameters import mean_utilities, price_coefficient
from keiretsu.extremes import largest


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Logit(Form):
    r"""Logit demand for J products.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.

    Raises
    ------
    ShapeError, DataError
        If alpha is not one positive number or a mean utility is not finite.

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

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("delta")
        object.__setattr__(self, "alpha", price_coefficient(self.alpha))
        object.__setattr__(self, "delta", mean_utilities(self.delta))

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.delta)

    def nested(self) -> NestedLogit:
        """Return the same demand with all products in one nest that binds nothing."""
        nests = np.zeros(self.delta.shape[0], dtype=int)
        return NestedLogit(
            alpha=self.alpha, delta=self.delta, nesting=np.zeros(1), nests=nests
        )

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        _, lifted, total = self._lifted(self._at(prices))
        return lifted / total

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of shares, shape `(..., J)`."""
        shares = self.shares(prices)
        mean = (weights * shares).sum(axis=-1, keepdims=True)
        return self.alpha * shares * (mean - weights)

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units, `(...)`.

        It is :math:`\ln(1 + \sum_j e^{\delta_j - \alpha p_j}) / \alpha`; only
        differences mean something.
        """
        top, _, total = self._lifted(self._at(prices))
        value = top + np.log(total)
        return (value if np.ndim(value) == 0 else value[..., 0]) / self.alpha

    def _lifted(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return the top utility, exponentials above it and their sum.

        The first and last are numbers for one vector of prices, else `(..., 1)`.
        """
        many, utility = prices.ndim > 1, prices * -self.alpha
        utility += self.delta
        if many:
            top = np.maximum(utility.real.max(axis=-1, keepdims=True), 0.0)
        else:
            top = max(largest(utility.real), 0.0)
        utility -= top
        lifted = np.exp(utility, out=utility)
        return top, lifted, np.exp(-top) + lifted.sum(axis=-1, keepdims=many)


def simplest(demand: Any) -> Any:
    """Return the plain logit for a nested one whose nests bind nothing; others as is.

    >>> simplest(Logit(alpha=0.2, delta=np.array([4.0, 5.0])).nested()).alpha
    0.2
    """
    if isinstance(demand, NestedLogit) and not np.any(demand.nesting):
        return Logit(alpha=demand.alpha, delta=demand.delta)
    return demand
