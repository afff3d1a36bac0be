"""A market as it is seen today: what is sold at what price, and who decides.

Markets without usable prices are indexed, every price 100 today; then only relative
changes mean something, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.deals.reorganisation import Makers
from keiretsu.errors import DataError
from keiretsu.market import Market

MOST_PRODUCTS = 4000
"""Products of one market; tables of products by products must fit into memory."""


@dataclass(frozen=True, kw_only=True)
class Observed:
    """One market under one reading of control, before a deal.

    Attributes
    ----------
    market
        The J products.
    makers
        The F units that decide.
    kappa
        Profit weights today, shape `(F, F)`.
    """

    market: Market
    makers: Makers
    kappa: Float[np.ndarray, "F F"]

    def __post_init__(self) -> None:
        count = len(self.market.products)
        if count > MOST_PRODUCTS:
            raise DataError(
                f"market {self.market.name!r} has {count} products",
                hint=f"at most {MOST_PRODUCTS}: add up those of one model",
            )

    @property
    def firms(self) -> Int[np.ndarray, " J"]:
        """Unit of each product, shape `(J,)`."""
        return self.makers.firms

    @property
    def prices(self) -> Float[np.ndarray, " J"]:
        """Currency units, or all `INDEX`, shape `(J,)`."""
        return self.market.price_levels

    @property
    def inside(self) -> Float[np.ndarray, " J"]:
        """Shares of what is sold, shape `(J,)`."""
        return self.market.inside_shares

    @property
    def nests(self) -> Int[np.ndarray, " J"]:
        """Nest of each product, from 0 on, shape `(J,)`; one for those not classed."""
        names = [nest or "not classed" for nest in self.market.nests]
        numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
        return np.array([numbers[name] for name in names])
