r"""Demand without a way out: every buyer buys one of the products.

Some data know no outside good: shares sum to one, and only relative prices matter.
Conditional on buying, choice is the wrapped demand's own:
:math:`s_j / \sum_k s_k`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand.form import Form
from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.two_level import TwoLevelLogit
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NoOutsideGood(Form):
    """A demand of the logit family among buyers who all buy.

    Attributes
    ----------
    demand
        Choice including not buying; its level of mean utilities plays no role.

    Examples
    --------
    >>> from keiretsu.demand import Logit
    >>> demand = NoOutsideGood(demand=Logit(alpha=0.2, delta=np.array([4.0, 5.0])))
    >>> demand.shares(np.array([20.0, 25.0])).round(3)
    array([0.5, 0.5])
    """

    demand: Logit | NestedLogit | TwoLevelLogit | GeneralizedNestedLogit

    def __post_init__(self) -> None:
        """Check the form."""
        known = Logit, NestedLogit, TwoLevelLogit, GeneralizedNestedLogit
        if not isinstance(self.demand, known):
            raise DataError(
                f"{type(self.demand).__name__} without an outside good",
                hint="take a logit, nested, two-level or generalized nested logit",
            )

    @property
    def size(self) -> int:
        """How many products there are."""
        return self.demand.size

    @property
    def alpha(self) -> float:
        """Utility lost per currency unit of price."""
        return self.demand.alpha

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all buyers, shape `(..., J)`; they sum to one."""
        shares = self._lifted(prices)[0]
        return shares / shares.sum(axis=-1, keepdims=True)

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of shares, shape `(..., J)`."""
        shares, lowered, _ = self._lifted(prices)
        total = shares.sum(axis=-1, keepdims=True)
        mean = (weights * shares).sum(axis=-1, keepdims=True) / total
        return self.demand.weighted_derivatives(lowered, weights - mean) / total

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        """Return surplus per buyer, currency units; only differences mean something."""
        shares, lowered, shift = self._lifted(prices)
        bought = np.log(shares.sum(axis=-1)) / self.demand.alpha
        return self.demand.surplus(lowered) + bought - shift[..., 0]

    def _lifted(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return shares when prices are lowered alike so that hardly anybody leaves.

        Only relative prices matter; at any level of them shares keep their digits. Also
        the lowered prices, and by how much.
        """
        at = self._at(prices)
        value = self.demand.delta / self.demand.alpha - at.real
        shift = -value.max(axis=-1, keepdims=True)
        lowered = at - shift
        return self.demand.shares(lowered), lowered, shift
