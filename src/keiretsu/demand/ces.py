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
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number
from keiretsu.demand.form import Form
from keiretsu.demand.logit import Logit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.parameters import nests_of
from keiretsu.demand.spending import ConstantExpenditure
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NestedCES(Form):
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

    positive_prices: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("values", "nests")
        gamma, values = _gamma(self.gamma), _values(self.values)
        nests, nesting = nests_of(self.nests, len(values), self.nesting)
        object.__setattr__(self, "gamma", gamma)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "nests", nests)
        object.__setattr__(self, "nesting", nesting)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.values)

    def revenue_shares(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return the share of the budget that goes to each product, shape `(J,)`."""
        return self._spending.revenue_shares(prices)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a budget of one buys of each product, shape `(J,)`."""
        return self._spending.quantities(prices)

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        return self._spending.weighted_derivatives(prices, weights)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return minus the log of the price index, :math:`-\ln P`.

        It falls by quantity times a small price rise; for a budget of B a change d of
        it is worth :math:`B (e^{-d} - 1)` of compensation.
        """
        return self._spending.surplus(prices)

    @cached_property
    def _spending(self) -> ConstantExpenditure:
        """The same demand, by the choice whose prices are our log prices."""
        inner = NestedLogit(
            alpha=self.gamma - 1,
            delta=np.log(self.values),
            nesting=self.nesting,
            nests=self.nests,
        )
        return ConstantExpenditure(
            demand=inner if self.outside else NoOutsideGood(demand=inner)
        )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CES(Form):
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

    positive_prices: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("values")
        object.__setattr__(self, "gamma", _gamma(self.gamma))
        object.__setattr__(self, "values", _values(self.values))

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.values)

    @cached_property
    def _spending(self) -> ConstantExpenditure:
        """The same demand, by the choice whose prices are our log prices."""
        inner = Logit(alpha=self.gamma - 1, delta=np.log(self.values))
        return ConstantExpenditure(
            demand=inner if self.outside else NoOutsideGood(demand=inner)
        )

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
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return the share of the budget that goes to each product, shape `(J,)`."""
        return self._spending.revenue_shares(prices)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a budget of one buys of each product, shape `(J,)`."""
        return self._spending.quantities(prices)

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        return self._spending.weighted_derivatives(prices, weights)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        """Return minus the log of the price index; see `NestedCES.surplus`."""
        return self._spending.surplus(prices)


def _gamma(gamma: Any) -> float:
    """Return the elasticity of substitution, one number above 1."""
    hint = "it must be above 1: dearer products must lose revenue"
    try:
        return number(gamma, "gamma", above=1)
    except DataError:
        raise DataError(
            f"an elasticity of substitution of {gamma}", hint=hint
        ) from None


def _values(values: Any) -> Float[np.ndarray, " J"]:
    """Return what products are worth, positive."""
    return floats(
        values, "values", shape=(None,), above=0, hint="drop products nobody buys"
    )
