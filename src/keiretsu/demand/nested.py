r"""Nested logit demand with one level: products of a nest are closer to each other.

With :math:`V_j = \delta_j - \alpha p_j`, nest sums
:math:`D_g = \sum_{k \in g} e^{V_k/(1-\sigma_g)}`,

.. math:: s_{j|g} = e^{V_j/(1-\sigma_g)} / D_g, \qquad
          s_g = D_g^{1-\sigma_g} / (1 + \sum_h D_h^{1-\sigma_h}).

Buying none is a nest of its own, worth zero. With every nesting parameter zero it is
the logit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.demand.form import Form
from keiretsu.demand.log_sums import log_sum_with_none, log_sums, sums_by_group
from keiretsu.demand.parameters import mean_utilities, nests_of, price_coefficient


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NestedLogit(Form):
    r"""Nested logit demand for J products in G nests.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.
    nesting
        Correlation of tastes within each nest, from 0 to below 1, shape `(G,)`, or one
        number for all nests; :math:`\sigma` in equations.
    nests
        Nest of each product, from 0 to G - 1, shape `(J,)`.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together, alpha is not positive, or a nesting parameter
        lies outside [0, 1).

    References
    ----------
    Cardell (1997); Berry (1994), "Estimating discrete-choice models of product
    differentiation".
    """

    alpha: float
    delta: Float[np.ndarray, " J"]
    nesting: Float[np.ndarray, " G"]
    nests: Int[np.ndarray, " J"]

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("delta", "nests")
        delta = mean_utilities(self.delta)
        nests, nesting = nests_of(self.nests, len(delta), self.nesting)
        object.__setattr__(self, "alpha", price_coefficient(self.alpha))
        object.__setattr__(self, "delta", delta)
        object.__setattr__(self, "nests", nests)
        object.__setattr__(self, "nesting", nesting)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.delta)

    def nested(self) -> NestedLogit:
        """Return itself: the form that the equilibrium solver reads."""
        return self

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        within, of_nest, _ = self.choose(prices)
        return within * of_nest[..., self.nests]

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of shares, shape `(..., J)`."""
        within, of_nest, _ = self.choose(prices)
        shares = within * of_nest[..., self.nests]
        weighed = weights * shares
        near = sums_by_group(weighed, self.nests, len(self.nesting))[..., self.nests]
        spread = self.nesting[self.nests]
        tied, free = spread / (1 - spread), 1 / (1 - spread)
        mean = weighed.sum(axis=-1, keepdims=True)
        return self.alpha * (shares * mean + tied * within * near - free * weighed)

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units, `(...)`.

        It is :math:`\ln(1 + \sum_g D_g^{1-\sigma_g}) / \alpha`; only differences mean
        something.
        """
        _, _, inclusive = self.choose(prices)
        return inclusive / self.alpha

    def choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return shares within nests, (..., J), of nests, (..., G), ln(1 + sum)."""
        at = self._at(prices)
        scaled = (self.delta - self.alpha * at) / (1 - self.nesting)[self.nests]
        log_sum = log_sums(scaled, self.nests, len(self.nesting))
        value = (1 - self.nesting) * log_sum
        inclusive = log_sum_with_none(value)
        return (
            np.exp(scaled - log_sum[..., self.nests]),
            np.exp(value - inclusive),
            inclusive[..., 0],
        )
