r"""A car market's mixed logit from the spread of buyers' tastes and incomes.

Buyers differ in how they like vans, trucks, electric cars, power and so on, each taste
normal, and in income, log-normal. A dearer car hurts a rich buyer less:
:math:`\alpha_i = \alpha (y_i / \tilde y)^{-\lambda}` with median income
:math:`\tilde y`. Mean utilities are those at which the market sells what it sells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from jaxtyping import Float

from keiretsu.demand import MixedLogit, invert_shares, normal_nodes
from keiretsu.errors import DataError
from keiretsu.market import Market

INCOME_SPREAD = 0.84
"""Standard deviation of the log of household income, United States 2022 (Census)."""

KINDS = ("van", "truck", "suv", "electric", "luxury", "european", "american")
"""Tastes for a kind of car: utility where the characteristic is 1."""
MEASURES = {
    "log power": "power_kw",
    "log fuel economy": "mpg",
    "log size": "footprint_m2",
}
"""Tastes for a standard deviation of the log of a number, and its characteristic."""
TASTES = ("constant", *KINDS, *MEASURES)
"""Everything that tastes differ about; `constant` is buying a new car at all."""
_FUELLED = ("ICE", "MHEV", "HEV")


@dataclass(frozen=True, kw_only=True)
class BuyerTastes:
    """How much tastes and price sensitivity differ among buyers.

    Attributes
    ----------
    alpha
        Utility lost per currency unit by a buyer of median income.
    income_exponent
        Fall of the log of alpha per log of income; 0 makes all alike.
    spreads
        Standard deviation of each of `TASTES`.
    market_size
        Potential buyers in the market's period.
    types, seed
        Types of buyers, a power of two (scrambled Sobol points), and their seed.
    """

    alpha: float
    income_exponent: float
    spreads: Mapping[str, float]
    market_size: float
    types: int
    seed: int

    def demand(self, market: Market) -> MixedLogit:
        """Return the demand under which the market sells what it sells.

        Raises
        ------
        DataError
            If the market lacks prices or a characteristic, or sells more than there
            are potential buyers.
        """
        if market.prices is None:
            raise DataError(f"market {market.name!r} has no prices")
        shares = market.quantities / self.market_size
        return invert_shares(self.form(market), shares, market.prices)

    def form(
        self, market: Market, worth: Float[np.ndarray, " J"] | float = 0.0
    ) -> MixedLogit:
        """Return the demand in which products are worth so much on average, `(J,)`."""
        nodes = self._nodes()
        root = np.array([self.spreads[name] for name in TASTES])
        values = taste_columns(market) @ (nodes[:, 1:] * root).T
        values += np.reshape(worth, (-1, 1))
        return MixedLogit(
            values=values,
            alpha=self.alpha * np.exp(-self.income_exponent * self.incomes()),
            weights=np.full(self.types, 1 / self.types),
        )

    def incomes(self) -> Float[np.ndarray, " I"]:
        """Return the log of each type's income over the median."""
        return INCOME_SPREAD * self._nodes()[:, 0]

    def _nodes(self) -> Float[np.ndarray, "I K1"]:
        return _sobol(self.types, self.seed)


BUNDLED_BUYERS = (512, 1)
"""Types and seed of the bundled tastes: their buyers stand in a file beside them."""


@lru_cache(maxsize=4)
def _sobol(types: int, seed: int) -> Float[np.ndarray, "I K1"]:
    return bundled_buyers() if (types, seed) == BUNDLED_BUYERS else buyers(types, seed)


def buyers(types: int, seed: int) -> Float[np.ndarray, "I K1"]:
    """Return types of buyers as standard normals, one for income and each taste."""
    return normal_nodes(types, len(TASTES) + 1, seed=seed, kind="sobol")


def bundled_buyers() -> Float[np.ndarray, "I K1"]:
    """Return the buyers for whom the bundled tastes were fitted.

    They are part of what was fitted: another release of SciPy may scramble its points
    in another way. It also takes longer to load than they do.
    """
    text = (files("keiretsu.market") / "demand" / "buyers.csv").read_text("utf-8")
    table = [line.split(",") for line in text.split()]
    return np.array(table, dtype=float)


def comparable(market: Market, taste: str) -> Float[np.ndarray, " J"]:
    """Return 1 for products that a taste compares: economy, of cars on fuel alone."""
    if taste != "log fuel economy":
        return np.ones(len(market.products))
    return np.array([float(p in _FUELLED) for p in market.powertrains])


def taste_columns(market: Market) -> Float[np.ndarray, "J K"]:
    """Return what each of `TASTES` is about, shape `(J, K)`.

    Raises
    ------
    DataError
        If the market does not know a characteristic.
    """
    known = market.characteristics
    for name in (*KINDS, *MEASURES.values()):
        if name not in known:
            raise DataError(
                f"market {market.name!r} has no characteristic {name!r}",
                hint="these tastes are those of the American markets",
            )
    columns = [np.ones(len(market.products)), *(known[name] for name in KINDS)]
    for name, source in MEASURES.items():
        among = comparable(market, name)
        weights = market.quantities * among
        values = np.log(known[source])
        centred = (values - np.average(values, weights=weights)) * among
        columns.append(centred / np.sqrt(np.average(centred**2, weights=weights)))
    return np.column_stack(columns)
