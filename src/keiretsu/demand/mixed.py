r"""Mixed logit demand: every buyer has tastes of her own (random coefficients).

Type i values product j at :math:`V_{ij} = v_{ij} - \alpha_i p_j` and chooses by the
logit, or by the nested logit where nests are given (RCNL); the market is the weighted
sum over types. Types are stored: they are drawn once (`keiretsu.demand.tastes`), so
that the same market always answers the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.demand.nested import WORTHLESS
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
    nesting
        Correlation of tastes within each nest, from 0 to below 1, shape `(G,)`; None
        for no nests.
    nests
        Nest of each product, from 0 to G - 1, shape `(J,)`; None for no nests.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a price coefficient is not positive, a weight is negative, or a nesting
        parameter lies outside [0, 1).

    References
    ----------
    Berry, Levinsohn & Pakes (1995), "Automobile prices in market equilibrium"; McFadden
    & Train (2000), "Mixed MNL models for discrete response"; Grigolon & Verboven
    (2014), "Nested logit or random coefficients logit?".

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
    nesting: Float[np.ndarray, " G"] | None = None
    nests: Int[np.ndarray, " J"] | None = None

    def __post_init__(self) -> None:
        _check_shapes(self)
        if isinstance(self.alpha, np.ndarray) and not (self.alpha > 0).all():
            raise DataError(
                f"a price coefficient of {self.alpha.min():g}",
                hint="every type must lose utility when a price rises",
            )
        if isinstance(self.weights, np.ndarray) and not (self.weights >= 0).all():
            raise DataError(f"a weight of {self.weights.min():g}", hint="at least 0")
        if isinstance(self.nesting, np.ndarray) and isinstance(self.nests, np.ndarray):
            _check_nests(self.nesting, self.nests)

    def choices(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J I"]:
        """Return the probability that each type buys each product, shape `(J, I)`."""
        return self.choose(prices)[1]

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers, shape `(J,)`."""
        return self.choices(prices) @ self.weights

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        xp = prices.__array_namespace__()
        within, chosen, _ = self.choose(prices)
        steep = self.weights * self.alpha
        rivals = (chosen * steep) @ chosen.T
        if self.nests is None or self.nesting is None:
            return rivals - xp.diag(chosen @ steep)
        spread = self.nesting[self.nests]
        same = self.nests[:, None] == self.nests[None, :]
        close = same * ((within * steep) @ chosen.T) * (spread / (1 - spread))[:, None]
        return rivals + close - xp.diag(chosen @ steep / (1 - spread))

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\sum_i w_i \ln(1 + \sum_g D_{ig}^{1-\sigma_g}) / \alpha_i`, which
        without nests is :math:`\sum_i w_i \ln(1 + \sum_j e^{V_{ij}}) / \alpha_i`; only
        differences mean something.
        """
        return (self.weights / self.alpha) @ self.choose(prices)[2]

    def choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return choice within the nest, choice (both `(J, I)`), and log-sums `(I,)`.

        Without nests all products are in one that binds nothing, and the first answer
        is None.
        """
        xp = prices.__array_namespace__()
        utility = self.values - prices[:, None] * self.alpha
        if self.nests is None or self.nesting is None:
            top = xp.maximum(xp.max(utility, axis=0), 0.0)
            lifted = xp.exp(utility - top)
            total = xp.exp(-top) + lifted.sum(axis=0)
            return None, lifted / total, top + xp.log(total)
        scaled = utility / (1 - self.nesting[self.nests])[:, None]
        log_sum = self._log_sums(scaled)
        value = (1 - self.nesting)[:, None] * log_sum
        peak = xp.maximum(xp.max(value, axis=0), 0.0)
        inclusive = peak + xp.log(xp.exp(-peak) + xp.exp(value - peak).sum(axis=0))
        within = xp.exp(scaled - log_sum[self.nests])
        return within, within * xp.exp(value - inclusive)[self.nests], inclusive

    def _log_sums(self, scaled: Any) -> Any:
        """Return the log of each nest's sum of exponentials for each type, (G, I)."""
        assert self.nesting is not None
        assert self.nests is not None
        xp, sums = scaled.__array_namespace__(), []
        for nest in range(self.nesting.shape[0]):
            inside = xp.where(self.nests[:, None] == nest, scaled, -xp.inf)
            top = xp.maximum(xp.max(inside, axis=0), WORTHLESS)
            total = xp.exp(inside - top).sum(axis=0)
            some = total > 0
            logs = top + xp.log(xp.where(some, total, 1.0))
            sums.append(xp.where(some, logs, WORTHLESS))
        return xp.stack(sums)


def _check_shapes(demand: MixedLogit) -> None:
    types = demand.values.shape[-1:]
    shapes = demand.alpha.shape, demand.weights.shape
    if demand.values.ndim != 2 or not types == shapes[0] == shapes[1]:
        raise ShapeError(
            f"values {demand.values.shape}, price coefficients {shapes[0]} "
            f"and weights {shapes[1]} do not fit together"
        )
    if (demand.nesting is None) != (demand.nests is None):
        raise ShapeError("nests come with their nesting parameters, or not at all")
    if demand.nests is not None and demand.nests.shape != demand.values.shape[:1]:
        raise ShapeError(
            f"nests of {demand.nests.shape[0]} products for values of "
            f"{demand.values.shape[0]}"
        )


def _check_nests(
    nesting: Float[np.ndarray, " G"], nests: Int[np.ndarray, " J"]
) -> None:
    wrong = ~((nesting >= 0) & (nesting < 1))
    if wrong.any():
        raise DataError(
            f"a nesting parameter of {nesting[wrong][0]:g}",
            hint="it lies from 0 (nests do not matter) to below 1",
        )
    if nests.size and not (nests.min() >= 0 and nests.max() < len(nesting)):
        raise DataError(
            f"nest {int(nests.max())} with {len(nesting)} nesting parameters",
            hint="number the nests from 0, one parameter each",
        )
