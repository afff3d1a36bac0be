r"""CES demand: buyers split a budget; revenue shares follow relative prices.

The share of the budget that goes to product j is

.. math:: r_j = \frac{v_j p_j^{1-\gamma}}{1 + \sum_k v_k p_k^{1-\gamma}}, \qquad
          q_j = r_j / p_j ,

which is the logit in log prices with :math:`\alpha = \gamma - 1` and
:math:`\delta_j = \ln v_j`; nests make it the nested logit in log prices, with an
elasticity of substitution of :math:`1 + (\gamma - 1)/(1 - \sigma_g)` within nest g.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.spending import ConstantExpenditure
from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class NestedCES:
    """CES demand for J products in G nests.

    Attributes
    ----------
    gamma
        Elasticity of substitution between nests, above 1.
    values
        What each product is worth next to the outside good at a price of one, positive,
        shape `(J,)`.
    nesting
        Closeness within each nest, from 0 to below 1, shape `(G,)`.
    nests
        Nest of each product, from 0 to G - 1, shape `(J,)`.
    outside
        Whether part of the budget may go elsewhere; if not, only relative values count.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If gamma is not above 1, a value is not positive, or a nesting parameter lies
        outside [0, 1).

    References
    ----------
    Verboven (1996), "The nested logit model and representative consumer theory";
    Anderson, de Palma & Thisse (1988), "The CES and the logit: two related models of
    heterogeneity".
    """

    gamma: float
    values: Float[np.ndarray, " J"]
    nesting: Float[np.ndarray, " G"]
    nests: Int[np.ndarray, " J"]
    outside: bool = True

    def __post_init__(self) -> None:
        _check(self)

    def revenue_shares(
        self, prices: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, " J"]:
        """Return the share of the budget that goes to each product, shape `(J,)`."""
        return self._spending(prices).revenue_shares(prices)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a budget of one buys of each product, shape `(J,)`."""
        return self._spending(prices).quantities(prices)

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`; symmetric."""
        return self._spending(prices).derivatives(prices)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return minus the log of the price index, :math:`-\ln P`.

        It falls by quantity times a small price rise; for a budget of B a change d of
        it is worth :math:`B (e^{-d} - 1)` of compensation.
        """
        return self._spending(prices).surplus(prices)

    def _spending(self, prices: Any) -> ConstantExpenditure:
        """Return the same demand, by the choice whose prices are our log prices."""
        inner = NestedLogit(
            alpha=self.gamma - 1,
            delta=prices.__array_namespace__().log(self.values),
            nesting=self.nesting,
            nests=self.nests,
        )
        return ConstantExpenditure(
            demand=inner if self.outside else NoOutsideGood(demand=inner)
        )


@dataclass(frozen=True, kw_only=True)
class CES:
    """CES demand for J products.

    Attributes
    ----------
    gamma, values, outside
        As in `NestedCES`.

    Raises
    ------
    DataError
        If gamma is not above 1 or a value is not positive.

    Examples
    --------
    >>> demand = CES(gamma=2.0, values=np.array([10.0, 20.0]))
    >>> demand.revenue_shares(np.array([10.0, 20.0])).round(3)
    array([0.333, 0.333])
    """

    gamma: float
    values: Float[np.ndarray, " J"]
    outside: bool = True

    def __post_init__(self) -> None:
        if isinstance(self.values, np.ndarray):
            self.nested()

    def nested(self) -> NestedCES:
        """Return the same demand with all products in one nest that binds nothing."""
        nests = np.zeros(self.values.shape[0], dtype=int)
        return NestedCES(
            gamma=self.gamma,
            values=self.values,
            nesting=np.zeros(1),
            nests=nests,
            outside=self.outside,
        )

    def revenue_shares(
        self, prices: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, " J"]:
        """Return the share of the budget that goes to each product, shape `(J,)`."""
        return self.nested().revenue_shares(prices)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a budget of one buys of each product, shape `(J,)`."""
        return self.nested().quantities(prices)

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`; symmetric."""
        return self.nested().derivatives(prices)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        """Return minus the log of the price index; see `NestedCES.surplus`."""
        return self.nested().surplus(prices)


def _check(demand: NestedCES) -> None:
    if not isinstance(demand.values, np.ndarray):
        return
    if demand.values.shape != demand.nests.shape:
        raise ShapeError(
            f"{demand.values.shape[0]} values for {demand.nests.shape[0]} products"
        )
    if not demand.gamma > 1:
        raise DataError(
            f"an elasticity of substitution of {demand.gamma:g}",
            hint="it must be above 1: dearer products must lose revenue",
        )
    if not (np.isfinite(demand.values).all() and (demand.values > 0).all()):
        raise DataError("a value is not positive", hint="drop products nobody buys")
    if not ((demand.nesting >= 0) & (demand.nesting < 1)).all():
        raise DataError(
            f"a nesting parameter in {demand.nesting}",
            hint="it lies from 0 (nests do not matter) to below 1",
        )
