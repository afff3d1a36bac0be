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
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, number, refuse_large_table, whole_numbers
from keiretsu.demand.form import Form
from keiretsu.demand.linear import checked_slopes
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AIDS(Form):
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

    positive_prices: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("revenue", "slopes", "base")
        revenue, slopes = checked_slopes(self.revenue, self.slopes, "revenue")
        base = floats(self.base, "base", shape=revenue.shape, above=0)
        if not np.isclose(revenue.sum(), 1, rtol=0, atol=1e-6):
            raise DataError(
                f"revenue shares sum to {revenue.sum():g}, not to 1",
                hint="divide them by their sum",
            )
        scale = np.abs(slopes).max()
        if not np.allclose(slopes, slopes.T, rtol=0, atol=1e-8 * scale):
            raise DataError("AIDS slopes are not symmetric")
        market = number(
            self.market_elasticity,
            "market_elasticity",
            below=0,
            hint="it is negative: dearer products sell less",
        )
        object.__setattr__(self, "revenue", revenue)
        object.__setattr__(self, "slopes", slopes)
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "market_elasticity", market)
        object.__setattr__(self, "spent", number(self.spent, "spent", above=0))

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.revenue)

    def revenue_shares(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return shares of all that is spent on the products, shape `(..., J)`."""
        return self.revenue + self._changes(self._at(prices)) @ self.slopes

    def log_index(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        """Return the log of the cost of living, zero at base prices, `(...)`."""
        changes = self._changes(self._at(prices))
        bent = (changes * (changes @ self.slopes)).sum(axis=-1) / 2
        return changes @ self.revenue + bent

    def quantities(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return quantities, in currency of `spent` over price, shape `(..., J)`."""
        at = self._at(prices)
        return self.revenue_shares(at) * self._total(at) / at

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        at = self._at(prices)
        part, over = self.revenue_shares(at), weights / at
        mean = (over * part).sum(axis=-1, keepdims=True)
        moved = (1 + self.market_elasticity) * part * mean
        return self._total(at) * (over @ self.slopes + moved - over * part) / at

    def surplus(self, prices: Float[np.ndarray, "*D J"]) -> Any:
        r"""Return buyers' surplus, :math:`-E_0 (P^{1+\epsilon} - 1)/(1+\epsilon)`.

        In the currency of `spent`; zero at base prices.
        """
        power = 1 + self.market_elasticity
        index = self.log_index(prices)
        if abs(power) < 1e-12:
            return -self.spent * index
        return -self.spent * np.expm1(power * index) / power

    def _changes(self, prices: Any) -> Any:
        return np.log(prices / self.base)

    def _total(self, prices: Any) -> Any:
        power = 1 + self.market_elasticity
        return (self.spent * np.exp(power * self.log_index(prices)))[..., None]


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
    revenue = floats(revenue, "revenue", shape=(None,), above=0)
    product = int(whole_numbers(known[0], "known product", below=len(revenue)))
    elasticity = number(known[1], "own-price elasticity", below=0)
    market_elasticity = number(market_elasticity, "market_elasticity", below=0)
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
    revenue = floats(revenue, "revenue", shape=(None,))
    refuse_large_table(len(revenue))
    both = (len(revenue), len(revenue))
    near = (
        np.ones(both) if nearness is None else floats(nearness, "nearness", shape=both)
    )
    cross = near * revenue[:, None] * revenue[None, :]
    np.fill_diagonal(cross, 0.0)
    return cross - np.diag(cross.sum(axis=1))
