r"""Generalized nested logit demand: a product may belong to several nests in part.

A crossover is part estate car, part off-roader. With allocations :math:`a_{jg}` that
sum to one over nests and :math:`V_j = \delta_j - \alpha p_j`,

.. math:: s_{j|g} = \frac{(a_{jg} e^{V_j})^{1/(1-\sigma_g)}}{D_g}, \qquad
          s_g = \frac{D_g^{1-\sigma_g}}{1 + \sum_h D_h^{1-\sigma_h}}, \qquad
          s_j = \sum_g s_{j|g} s_g .

Whole allocations are the nested logit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats
from keiretsu.demand.form import Form
from keiretsu.demand.log_sums import WORTHLESS, log_sum, log_sum_with_none
from keiretsu.demand.parameters import (
    mean_utilities,
    nesting_parameters,
    price_coefficient,
)
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GeneralizedNestedLogit(Form):
    """Generalized nested logit demand for J products in G overlapping nests.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.
    nesting
        Correlation of tastes within each nest, from 0 to below 1, shape `(G,)`.
    allocation
        Part of each product that belongs to each nest, shape `(J, G)`; rows sum to 1.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If an allocation is negative, a row does not sum to 1, or a nesting parameter
        lies outside [0, 1).

    References
    ----------
    Wen & Koppelman (2001), "The generalized nested logit model", Transportation
    Research B 35.

    Examples
    --------
    >>> demand = GeneralizedNestedLogit(
    ...     alpha=0.2, delta=np.array([4.0, 5.0]), nesting=np.array([0.5, 0.5]),
    ...     allocation=np.array([[1.0, 0.0], [0.5, 0.5]]),
    ... )
    >>> demand.shares(np.array([20.0, 25.0])).round(3)
    array([0.342, 0.276])
    """

    alpha: float
    delta: Float[np.ndarray, " J"]
    nesting: Float[np.ndarray, " G"]
    allocation: Float[np.ndarray, "J G"]

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("delta", "allocation")
        object.__setattr__(self, "alpha", price_coefficient(self.alpha))
        object.__setattr__(self, "delta", mean_utilities(self.delta))
        parts = floats(
            self.allocation,
            "allocation",
            shape=(len(self.delta), None),
            least=0,
            hint="parts of a product that belong to each nest, from 0 to 1",
        )
        wrong = np.flatnonzero(~np.isclose(parts.sum(axis=1), 1))
        if wrong.size:
            raise DataError(
                f"allocations of product {wrong[0]} sum to {parts[wrong[0]].sum():g}",
                hint="divide each row by its sum",
            )
        object.__setattr__(self, "allocation", parts)
        nesting = nesting_parameters(self.nesting, parts.shape[1])
        object.__setattr__(self, "nesting", nesting)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.delta)

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        within, of_nest, _ = self._choose(self._at(prices))
        return (within * of_nest[..., None, :]).sum(axis=-1)

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of shares, shape `(..., J)`."""
        within, of_nest, _ = self._choose(self._at(prices))
        free = 1 / (1 - self.nesting)
        part = within * of_nest[..., None, :]
        shares = part.sum(axis=-1)
        near = (weights[..., None] * part).sum(axis=-2, keepdims=True) * (free - 1)
        everywhere = (weights * shares).sum(axis=-1, keepdims=True)
        own = (part * free).sum(axis=-1)
        taken = shares * everywhere + (within * near).sum(axis=-1)
        return self.alpha * (taken - weights * own)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_g D_g^{1-\sigma_g}) / \alpha`; only differences mean
        something.
        """
        return self._choose(self._at(prices))[2] / self.alpha

    def _choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return shares within nests (..., J, G), of nests (..., G), the log-sum."""
        utility = (self.delta - self.alpha * prices)[..., None]
        there = self.allocation > 0
        log_part = np.log(np.where(there, self.allocation, 1.0))
        scaled = (utility + log_part) / (1 - self.nesting)
        scaled = np.where(there, scaled, WORTHLESS)
        total = log_sum(np.swapaxes(scaled, -1, -2))
        value = (1 - self.nesting) * total
        inclusive = log_sum_with_none(value)
        within = np.exp(np.where(there, scaled - total[..., None, :], WORTHLESS))
        return within, np.exp(value - inclusive), inclusive[..., 0]
