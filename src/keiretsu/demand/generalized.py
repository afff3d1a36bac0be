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

from keiretsu.demand.log_sums import log_sum
from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class GeneralizedNestedLogit:
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
        _check(self)

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers, shape `(J,)`."""
        within, of_nest, _ = self._choose(prices)
        return within @ of_nest

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        xp = prices.__array_namespace__()
        within, of_nest, _ = self._choose(prices)
        shares, free = within @ of_nest, 1 / (1 - self.nesting)
        near = (within * (of_nest * (free - 1))) @ within.T
        own = within @ (of_nest * free)
        return self.alpha * (shares[:, None] * shares[None, :] + near - xp.diag(own))

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_g D_g^{1-\sigma_g}) / \alpha`; only differences mean
        something.
        """
        return self._choose(prices)[2] / self.alpha

    def _choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return shares within nests (J, G), shares of nests (G,), and the log-sum."""
        xp = prices.__array_namespace__()
        utility = (self.delta - self.alpha * prices)[:, None]
        there = self.allocation > 0
        log_part = xp.log(xp.where(there, self.allocation, 1.0))
        scaled = xp.where(there, (utility + log_part) / (1 - self.nesting), -xp.inf)
        total = log_sum(scaled.T)
        value = (1 - self.nesting) * total
        peak = xp.maximum(xp.max(value), 0.0)
        inclusive = peak + xp.log(xp.exp(-peak) + xp.sum(xp.exp(value - peak)))
        within = xp.where(there, xp.exp(xp.where(there, scaled - total, 0.0)), 0.0)
        return within, xp.exp(value - inclusive), inclusive


def _check(demand: GeneralizedNestedLogit) -> None:
    parts, nesting = demand.allocation, demand.nesting
    if parts.shape != (*demand.delta.shape, *nesting.shape):
        raise ShapeError(
            f"allocations {parts.shape} for {demand.delta.shape[0]} products "
            f"and {nesting.shape[0]} nests"
        )
    if not (np.isfinite(parts).all() and (parts >= 0).all()):
        raise DataError("an allocation is negative or not a finite number")
    wrong = np.flatnonzero(~np.isclose(parts.sum(axis=1), 1))
    if wrong.size:
        raise DataError(
            f"allocations of product {wrong[0]} sum to {parts[wrong[0]].sum():g}",
            hint="divide each row by its sum",
        )
    if not ((nesting >= 0) & (nesting < 1)).all():
        raise DataError(
            f"a nesting parameter of {nesting[~((nesting >= 0) & (nesting < 1))][0]:g}",
            hint="it lies from 0 (nests do not matter) to below 1",
        )
