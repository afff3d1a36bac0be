r"""Mixed logit demand: every buyer has tastes of her own (random coefficients).

Type i values product j at :math:`V_{ij} = v_{ij} - \alpha_i p_j` and chooses by the
logit; the market is the weighted sum over types.
Types are stored: they are drawn once, so that the same market always answers the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class MixedLogit:
    """Mixed logit demand for J products and I buyer types.

    Attributes
    ----------
    values
        Utility of each product to each type at a price of zero, shape `(J, I)`.
    alpha
        Utility that each type loses per currency unit, shape `(I,)`, positive.
    weights
        How many each type stands for, shape `(I,)`; used as they are, so weights that
        do not sum to 1 scale all shares.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a price coefficient is not positive or a weight is negative.

    References
    ----------
    Berry, Levinsohn & Pakes (1995), "Automobile prices in market equilibrium"; McFadden
    & Train (2000), "Mixed MNL models for discrete response".

    Examples
    --------
    One type is the plain logit.

    >>> demand = MixedLogit(
    ...     values=np.array([[4.0], [5.0]]), alpha=np.array([0.2]), weights=np.ones(1)
    ... )
    >>> demand.shares(np.array([20.0, 25.0])).round(3)
    array([0.333, 0.333])
    """

    values: Float[np.ndarray, "J I"]
    alpha: Float[np.ndarray, " I"]
    weights: Float[np.ndarray, " I"]

    def __post_init__(self) -> None:
        types = self.values.shape[-1:]
        if self.values.ndim != 2 or not types == self.alpha.shape == self.weights.shape:
            raise ShapeError(
                f"values {self.values.shape}, price coefficients {self.alpha.shape} "
                f"and weights {self.weights.shape} do not fit together"
            )
        if isinstance(self.alpha, np.ndarray) and not (self.alpha > 0).all():
            raise DataError(
                f"a price coefficient of {self.alpha.min():g}",
                hint="every type must lose utility when a price rises",
            )
        if isinstance(self.weights, np.ndarray) and not (self.weights >= 0).all():
            raise DataError(f"a weight of {self.weights.min():g}", hint="at least 0")

    def choices(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J I"]:
        """Return the probability that each type buys each product, shape `(J, I)`."""
        return self._choose(prices)[0]

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers, shape `(J,)`."""
        return self.choices(prices) @ self.weights

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        xp = prices.__array_namespace__()
        chosen = self.choices(prices)
        steep = self.weights * self.alpha
        return (chosen * steep) @ chosen.T - xp.diag(chosen @ steep)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\sum_i w_i \ln(1 + \sum_j e^{V_{ij}}) / \alpha_i`; only differences
        mean something.
        """
        return (self.weights / self.alpha) @ self._choose(prices)[1]

    def _choose(self, prices: Any) -> tuple[Any, Any]:
        """Return choice probabilities (J, I) and each type's log-sum (I,)."""
        xp = prices.__array_namespace__()
        utility = self.values - prices[:, None] * self.alpha
        top = xp.maximum(xp.max(utility, axis=0), 0.0)
        lifted = xp.exp(utility - top)
        total = xp.exp(-top) + lifted.sum(axis=0)
        return lifted / total, top + xp.log(total)
