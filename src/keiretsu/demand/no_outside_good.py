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

from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.two_level import TwoLevelLogit


@dataclass(frozen=True, kw_only=True)
class NoOutsideGood:
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

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all buyers, shape `(J,)`; they sum to one."""
        shares = self.demand.shares(prices)
        return shares / shares.sum()

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, `(J, J)`; columns sum to zero."""
        shares, slopes = self.demand.shares(prices), self.demand.derivatives(prices)
        total = shares.sum()
        within = shares / total
        return (slopes - within[:, None] * slopes.sum(axis=0)[None, :]) / total

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        """Return surplus per buyer, currency units; only differences mean something."""
        xp = prices.__array_namespace__()
        bought = xp.log(self.demand.shares(prices).sum())
        return self.demand.surplus(prices) + bought / self.demand.alpha
