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

WORTHLESS = -1e30
"""Log-sum of an empty nest: nobody chooses it, and its derivatives are zero."""


@dataclass(frozen=True, kw_only=True)
class NestedLogit:
    """Nested logit demand for J products in G nests.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.
    nesting
        Correlation of tastes within each nest, from 0 to below 1, shape `(G,)`.
    nests
        Nest of each product, from 0 to G - 1, shape `(J,)`.

    References
    ----------
    Cardell (1997); Berry (1994), "Estimating discrete-choice models of product
    differentiation".
    """

    alpha: float
    delta: Float[np.ndarray, " J"]
    nesting: Float[np.ndarray, " G"]
    nests: Int[np.ndarray, " J"]

    def nested(self) -> NestedLogit:
        """Return itself: the form that the equilibrium solver reads."""
        return self

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        within, of_nest, _ = self.choose(prices)
        return within * of_nest[..., self.nests]

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of share j with price k, shape `(J, J)`; symmetric."""
        xp = prices.__array_namespace__()
        within, of_nest, _ = self.choose(prices)
        shares = within * of_nest[self.nests]
        nesting = self.nesting[self.nests]
        same = self.nests[:, None] == self.nests[None, :]
        rivals = shares[:, None] * (
            shares[None, :] + same * (nesting / (1 - nesting) * within)[None, :]
        )
        return self.alpha * (rivals - xp.diag(shares / (1 - nesting)))

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_g D_g^{1-\sigma_g}) / \alpha`; only differences mean
        something.
        """
        _, _, inclusive = self.choose(prices)
        return inclusive / self.alpha

    def choose(self, prices: Any) -> tuple[Any, Any, Any]:
        """Return shares within nests, (..., J), of nests, (..., G), ln(1 + sum)."""
        xp = prices.__array_namespace__()
        scaled = (self.delta - self.alpha * prices) / (1 - self.nesting)[self.nests]
        member = self.nests[None, :] == xp.arange(self.nesting.shape[0])[:, None]
        per_nest = xp.where(member, scaled[..., None, :], -xp.inf)
        top = xp.max(per_nest, axis=-1)
        occupied = xp.isfinite(top)
        top = xp.where(occupied, top, 0.0)
        total = xp.sum(xp.exp(per_nest - top[..., None]), axis=-1)
        log_sum = xp.where(
            occupied, top + xp.log(xp.where(occupied, total, 1.0)), WORTHLESS
        )
        value = (1 - self.nesting) * log_sum
        peak = xp.maximum(xp.max(value, axis=-1, keepdims=True), 0.0)
        rest = xp.sum(xp.exp(value - peak), axis=-1, keepdims=True)
        inclusive = peak + xp.log(xp.exp(-peak) + rest)
        return (
            xp.exp(scaled - log_sum[..., self.nests]),
            xp.exp(value - inclusive),
            inclusive[..., 0],
        )
