r"""Constant-expenditure demand: buyers split a budget as others choose a product.

Where the logit asks who buys one car, this asks how a budget is divided: any demand of
the logit family serves. Shares of the budget follow log prices, and quantities are what
they buy,

.. math:: q_j = \frac{s_j(\ln p)}{p_j} .

Over the logit it is CES, over the nested logit nested CES; two levels and overlapping
nests come by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.two_level import TwoLevelLogit


@dataclass(frozen=True, kw_only=True)
class ConstantExpenditure:
    """A demand of the logit family for shares of a budget, in log prices.

    Attributes
    ----------
    demand
        Choice whose prices are our log prices; its `alpha` is the elasticity of
        substitution less one. Under `NoOutsideGood` all of the budget goes to the
        products.

    References
    ----------
    Verboven (1996), "The nested logit model and representative consumer theory";
    Bjornerstedt & Verboven (2014), "Merger simulation with nested logit demand", Stata
    Journal 14(3).

    Examples
    --------
    >>> demand = ConstantExpenditure(demand=Logit(alpha=1.0, delta=np.log([10.0, 20])))
    >>> demand.revenue_shares(np.array([10.0, 20.0])).round(3)
    array([0.333, 0.333])
    """

    demand: Logit | NestedLogit | TwoLevelLogit | GeneralizedNestedLogit | NoOutsideGood

    def revenue_shares(
        self, prices: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, " J"]:
        """Return the share of the budget that goes to each product, shape `(J,)`."""
        return self.demand.shares(_log(prices))

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a budget of one buys of each product, shape `(J,)`."""
        return self.revenue_shares(prices) / prices

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`; symmetric."""
        xp, logs = prices.__array_namespace__(), _log(prices)
        spending = self.demand.derivatives(logs) - xp.diag(self.demand.shares(logs))
        return spending / (prices[:, None] * prices[None, :])

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return minus the log of the price index, :math:`-\ln P`.

        It falls by quantity times a small price rise; for a budget of B a change d of
        it is worth :math:`B (e^{-d} - 1)` of compensation.
        """
        return self.demand.surplus(_log(prices))


def _log(prices: Any) -> Any:
    return prices.__array_namespace__().log(prices)
