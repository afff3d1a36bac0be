r"""Mixed logit demand: every buyer has tastes of her own (random coefficients).

Type i values product j at :math:`V_{ij} = v_{ij} - \alpha_i p_j` and chooses by the
logit, or by the nested logit where nests are given (RCNL); the market is the weighted
sum over types. Types are stored: they are drawn once (`keiretsu.demand.tastes`), so
that the same market always answers the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.demand.form import Form
from keiretsu.demand.log_sums import WORTHLESS
from keiretsu.demand.parameters import nests_of, price_coefficients
from keiretsu.errors import ShapeError

REMEMBERED = 1000
"""Products up to which slopes at the last prices are kept (8 MB)."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MixedLogit(Form):
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
        """Check the parameters."""
        self._align("values", "nests")
        values = floats(self.values, "values", shape=(None, None))
        types = values.shape[1]
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "alpha", price_coefficients(self.alpha, types))
        weights = floats(self.weights, "weights", shape=(types,), least=0)
        object.__setattr__(self, "weights", weights)
        if (self.nesting is None) != (self.nests is None):
            raise ShapeError("nests come with their nesting parameters, or not at all")
        if self.nests is not None:
            nests, nesting = nests_of(self.nests, len(values), self.nesting)
            object.__setattr__(self, "nests", nests)
            object.__setattr__(self, "nesting", nesting)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.values)

    def choices(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J I"]:
        """Return the probability that each type buys each product, shape `(J, I)`."""
        return self.choose(prices)[1]

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        return self.choices(prices) @ self.weights

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of shares, shape `(..., J)`."""
        within, chosen, _ = self.choose(prices)
        steep = self.weights * self.alpha
        weighed = weights[..., None, :] @ chosen
        taken = (chosen * (weighed * steep)).sum(axis=-1)
        lost = weights * (chosen @ steep)
        if self.nests is None or self.nesting is None:
            return taken - lost
        spread = self.nesting[self.nests]
        for nest, parameter in enumerate(self.nesting):
            own = np.flatnonzero(self.nests == nest)
            near = weights[..., None, own] @ chosen[..., own, :]
            close = (within[..., own, :] * (near * steep)).sum(axis=-1)
            taken[..., own] += parameter / (1 - parameter) * close
        return taken - lost / (1 - spread)

    def second_derivatives(
        self,
        prices: Float[np.ndarray, " J"],
        weights: Float[np.ndarray, "K J"],
        products: Int[np.ndarray, " K"],
    ) -> Float[np.ndarray, "K J"]:
        r"""Return weighted second derivatives of shares; closed where nests are none.

        With :math:`A_{ji} = \sum_k u_{jk} s_{ki}` the entry jl is

        .. math:: \sum_i w_i \alpha_i^2 s_{ji} \bigl( s_{li} (2 A_{ji} - u_{jl}
                  - u_{jj}) - 1_{jl} (A_{ji} - u_{jj}) \bigr) .
        """
        if self.nests is not None:
            return super().second_derivatives(prices, weights, products)
        chosen = self.choose(prices)[1]
        steep = chosen[products] * (self.weights * self.alpha**2)
        weighed = weights @ chosen
        diagonal = np.arange(len(products)), products
        own = weights[diagonal][:, None]
        table = 2 * (steep * weighed) @ chosen.T - (weights + own) * (steep @ chosen.T)
        table[diagonal] -= (steep * (weighed - own)).sum(axis=1)
        return table

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        refuse_large_table(self.size)
        at = self._at(prices)
        if self.size > REMEMBERED or at.dtype != float:
            return self._slopes(at)
        key = at.tobytes()
        if key not in self._last:
            self._last.clear()
            self._last[key] = self._slopes(at)
        return self._last[key].copy()

    @cached_property
    def _last(self) -> dict[bytes, Float[np.ndarray, "J J"]]:
        """Slopes at the prices that were asked for last: a report asks six times."""
        return {}

    def _slopes(self, prices: Any) -> Any:
        within, chosen, _ = self.choose(prices)
        steep = self.weights * self.alpha
        rivals = (chosen * steep) @ chosen.T
        if self.nests is None or self.nesting is None:
            return rivals - np.diag(chosen @ steep)
        spread = self.nesting[self.nests]
        same = self.nests[:, None] == self.nests[None, :]
        close = same * ((within * steep) @ chosen.T) * (spread / (1 - spread))[:, None]
        return rivals + close - np.diag(chosen @ steep / (1 - spread))

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units, `(...)`.

        It is :math:`\sum_i w_i \ln(1 + \sum_g D_{ig}^{1-\sigma_g}) / \alpha_i`, which
        without nests is :math:`\sum_i w_i \ln(1 + \sum_j e^{V_{ij}}) / \alpha_i`; only
        differences mean something.
        """
        return self.choose(prices)[2] @ (self.weights / self.alpha)

    def choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return choice within the nest and choice, (..., J, I), log-sums, (..., I).

        Without nests all products are in one that binds nothing, and the first answer
        is None.
        """
        utility = self._at(prices)[..., None] * self.alpha
        np.subtract(self.values, utility, out=utility)
        if self.nests is None or self.nesting is None:
            top = np.maximum(utility.real.max(axis=-2, keepdims=True), 0.0)
            utility -= top
            lifted = np.exp(utility, out=utility)
            total = np.exp(-top) + lifted.sum(axis=-2, keepdims=True)
            lifted /= total
            return None, lifted, (top + np.log(total))[..., 0, :]
        scaled = utility / (1 - self.nesting[self.nests])[:, None]
        log_sum = self._log_sums(scaled)
        value = (1 - self.nesting)[:, None] * log_sum
        peak = np.maximum(value.real.max(axis=-2, keepdims=True), 0.0)
        rest = np.exp(value - peak).sum(axis=-2, keepdims=True)
        inclusive = peak + np.log(np.exp(-peak) + rest)
        within = np.exp(scaled - log_sum[..., self.nests, :])
        chosen = within * np.exp(value - inclusive)[..., self.nests, :]
        return within, chosen, inclusive[..., 0, :]

    def _log_sums(self, scaled: Any) -> Any:
        """Return the log of each nest's sum of exponentials by type, (..., G, I)."""
        assert self.nesting is not None
        shape = (*scaled.shape[:-2], len(self.nesting), scaled.shape[-1])
        sums = np.full(shape, WORTHLESS, dtype=scaled.dtype)
        for nest in range(len(self.nesting)):
            inside = scaled[..., self.nests == nest, :]
            if inside.shape[-2]:
                top = inside.real.max(axis=-2, keepdims=True)
                total = np.exp(inside - top).sum(axis=-2)
                sums[..., nest, :] = top[..., 0, :] + np.log(total)
        return sums
