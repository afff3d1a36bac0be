r"""AIDS demand: revenue shares move with log prices, the total with their index.

With log price changes :math:`x_j = \ln(p_j / p^0_j)` from a base,

.. math:: w = w^0 + B x, \qquad \ln P = w^0 \cdot x + \tfrac12 x' B x, \qquad
          q_j = w_j \, E_0 P^{1+\epsilon} / p_j ,

with the market elasticity :math:`\epsilon` and the total :math:`E_0` spent at base
prices. B is symmetric, so that :math:`\partial \ln P / \partial x = w`. Where price
levels are not known, base prices of one make every price a relative change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand.linear import check_slopes
from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class AIDS:
    """Almost ideal demand for J products.

    Attributes
    ----------
    revenue
        Revenue shares at base prices, shape `(J,)`, summing to 1.
    slopes
        Change of revenue share j with log price k, symmetric, `(J, J)`.
    base
        Base prices, shape `(J,)`.
    market_elasticity
        Relative change of the total quantity for a 1 % rise of all prices, negative.
    spent
        Total spent at base prices.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If shares do not sum to 1, slopes are not symmetric or slope the wrong way, or a
        base price is not positive.

    References
    ----------
    Deaton & Muellbauer (1980), "An almost ideal demand system"; Epstein & Rubinfeld
    (2001), "Merger simulation: a simplified approach with new applications".

    Examples
    --------
    >>> demand = pcaids(
    ...     np.array([0.2, 0.3, 0.5]), known=(0, -3.0), market_elasticity=-1.0
    ... )
    >>> demand.slopes.round(3)
    array([[-0.4  ,  0.15 ,  0.25 ],
           [ 0.15 , -0.525,  0.375],
           [ 0.25 ,  0.375, -0.625]])
    """

    revenue: Float[np.ndarray, " J"]
    slopes: Float[np.ndarray, "J J"]
    base: Float[np.ndarray, " J"]
    market_elasticity: float
    spent: float = 1.0

    def __post_init__(self) -> None:
        check_slopes(self.revenue, self.slopes)
        if self.base.shape != self.revenue.shape:
            raise ShapeError(f"{len(self.base)} prices for {len(self.revenue)} shares")
        if not np.isclose(self.revenue.sum(), 1, rtol=0, atol=1e-6):
            raise DataError(f"revenue shares sum to {self.revenue.sum():g}, not to 1")
        scale = np.abs(self.slopes).max()
        if not np.allclose(self.slopes, self.slopes.T, rtol=0, atol=1e-8 * scale):
            raise DataError("AIDS slopes are not symmetric")
        if not (self.base > 0).all():
            raise DataError(f"a base price of {self.base.min():g}")

    def revenue_shares(
        self, prices: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, " J"]:
        """Return shares of all that is spent on the products, shape `(J,)`."""
        return self.revenue + self.slopes @ self._changes(prices)

    def log_index(self, prices: Float[np.ndarray, " J"]) -> Any:
        """Return the log of the cost of living, zero at base prices."""
        changes = self._changes(prices)
        return self.revenue @ changes + changes @ (self.slopes @ changes) / 2

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return quantities, in currency of `spent` over price, shape `(J,)`."""
        return self.revenue_shares(prices) * self._total(prices) / prices

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`; symmetric."""
        xp = prices.__array_namespace__()
        part = self.revenue_shares(prices)
        moved = (1 + self.market_elasticity) * part[:, None] * part[None, :]
        spending = self._total(prices) * (self.slopes + moved - xp.diag(part))
        return spending / (prices[:, None] * prices[None, :])

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus, :math:`-E_0 (P^{1+\epsilon} - 1)/(1+\epsilon)`.

        In the currency of `spent`; zero at base prices.
        """
        xp = prices.__array_namespace__()
        power = 1 + self.market_elasticity
        index = self.log_index(prices)
        flat = abs(power) < 1e-12
        steady = xp.expm1(power * index) / xp.where(flat, 1.0, power)
        return -self.spent * xp.where(flat, index, steady)

    def _changes(self, prices: Any) -> Any:
        return prices.__array_namespace__().log(prices / self.base)

    def _total(self, prices: Any) -> Any:
        xp = prices.__array_namespace__()
        power = 1 + self.market_elasticity
        return self.spent * xp.exp(power * self.log_index(prices))


def pcaids(
    revenue: Float[np.ndarray, " J"],
    *,
    known: tuple[int, float],
    market_elasticity: float,
    nearness: Float[np.ndarray, "J J"] | None = None,
    base: Float[np.ndarray, " J"] | None = None,
    spent: float = 1.0,
) -> AIDS:
    r"""Return AIDS demand calibrated by proportionality: two elasticities suffice.

    Off the diagonal :math:`b_{jk} = \beta\, \omega_{jk} w_j w_k`, rows sum to zero, and
    beta makes the own-price elasticity
    :math:`-1 + b_{jj}/w_j + w_j (1+\epsilon)` of the known product come out.

    Parameters
    ----------
    revenue
        Revenue shares, shape `(J,)`, summing to 1.
    known
        A product and its own-price elasticity.
    market_elasticity
        Negative, smaller in size than the known one.
    nearness
        :math:`\omega_{jk}`, symmetric, `(J, J)`: 1 within nests, below 1 between
        products of distant nests; None for 1 everywhere.
    base, spent
        As in `AIDS`; None gives base prices of one.

    Raises
    ------
    DataError
        If no positive beta gives the known elasticity.

    References
    ----------
    Epstein & Rubinfeld (2001) and (2004), "Merger simulation with brand-level margin
    data: extending PCAIDS with nests".
    """
    product, elasticity = known
    shape = proportional_slopes(revenue, nearness)
    own = elasticity + 1 - revenue[product] * (1 + market_elasticity)
    scale = own * revenue[product] / shape[product, product]
    if not scale > 0:
        raise DataError(
            f"an own-price elasticity of {elasticity:g} for product {product}, which "
            f"sells {revenue[product]:.1%}, with a market elasticity of "
            f"{market_elasticity:g}",
            hint="the product's must be the stronger of the two",
        )
    return AIDS(
        revenue=revenue,
        slopes=scale * shape,
        base=np.ones(len(revenue)) if base is None else base,
        market_elasticity=market_elasticity,
        spent=spent,
    )


def proportional_slopes(
    revenue: Float[np.ndarray, " J"], nearness: Float[np.ndarray, "J J"] | None = None
) -> Float[np.ndarray, "J J"]:
    """Return AIDS slopes in proportion to revenue and nearness, at a scale of one.

    Parameters
    ----------
    revenue, nearness
        As for `pcaids`.
    """
    near = np.ones((len(revenue), len(revenue))) if nearness is None else nearness
    cross = near * revenue[:, None] * revenue[None, :]
    np.fill_diagonal(cross, 0.0)
    return cross - np.diag(cross.sum(axis=1))
