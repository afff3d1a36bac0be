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
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from keiretsu.demand.form import Form
from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.two_level import TwoLevelLogit
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ConstantExpenditure(Form):
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

    positive_prices: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the form."""
        known = Logit, NestedLogit, TwoLevelLogit, GeneralizedNestedLogit, NoOutsideGood
        if not isinstance(self.demand, known):
            raise DataError(
                f"a budget split by {type(self.demand).__name__}",
                hint="take a demand of the logit family",
            )

    @property
    def size(self) -> int:
        """How many products there are."""
        return self.demand.size

    def revenue_shares(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return the share of the budget that goes to each product, `(..., J)`."""
        return self.demand.shares(np.log(self._at(prices)))

    def quantities(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return what a budget of one buys of each product, shape `(..., J)`."""
        at = self._at(prices)
        return self.demand.shares(np.log(at)) / at

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        at = self._at(prices)
        logs, over = np.log(at), weights / at
        spending = self.demand.weighted_derivatives(logs, over)
        return (spending - over * self.demand.shares(logs)) / at

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return minus the log of the price index, :math:`-\ln P`.

        It falls by quantity times a small price rise; for a budget of B a change d of
        it is worth :math:`B (e^{-d} - 1)` of compensation.
        """
        return self.demand.surplus(np.log(self._at(prices)))
