"""A market: what is sold there, at what price, by whom.

One `Market` is one place and period. It is checked on entry (`keiretsu.market.checks`)
and never changed. Prices may be missing: then only relative effects can be computed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.arrays import floats, marks
from keiretsu.characters import LONGEST_NAME, see_text
from keiretsu.errors import ShapeError, UnknownName
from keiretsu.plain import to_json
from keiretsu.sources import Source
from keiretsu.values import Value
from keiretsu.words import CARS, Words

INDEX = 100.0
"""Every price in a market without usable prices."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Market(Value):
    """The J products of one place and period.

    Attributes
    ----------
    name, title
        Identifier (`us-2022`) and words ("United States, model year 2022").
    jurisdiction
        Two-letter code of the authority's territory (`US`, `JP`, `EU`, `UK`, ...).
    period
        As stated: `MY2022`, `CY2024`.
    products, firms, brands
        Length J: product, maker identifier, brand.
    quantities
        Units in the period, shape `(J,)`.
    prices
        Currency units per unit, shape `(J,)`, or None.
    currency
        ISO code, or None without prices.
    outside_share
        Share of potential buyers who buy none of the products, strictly between 0 and
        1, or None where the data do not say: then calibration finds it.
    nests, powertrains
        Length J: segment used for nesting, and powertrain; None where not known.
    characteristics
        Name -> a number of each product that tastes may differ about (power, whether it
        is a truck), shape `(J,)`, NaN where not known.
    competing
        False for a row that stands for "all other makers" together, shape `(J,)`.
    coverage
        Share of the place's sales that named makers have, or None if it is not stated.
    notes
        What a reader must know of the data.
    sources
        Where it comes from.
    words
        The industry's nouns: what is sold, and how it is counted.
    """

    name: str
    title: str
    jurisdiction: str
    period: str
    products: tuple[str, ...]
    firms: tuple[str, ...]
    brands: tuple[str, ...]
    quantities: Float[np.ndarray, " J"]
    prices: Float[np.ndarray, " J"] | None
    currency: str | None
    outside_share: float | None
    nests: tuple[str | None, ...]
    powertrains: tuple[str | None, ...]
    competing: Bool[np.ndarray, " J"]
    coverage: float | None
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    words: Words = CARS
    characteristics: Mapping[str, Float[np.ndarray, " J"]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take arrays in at the door, and see that a page can hold every name.

        Raises
        ------
        DataError, ShapeError
            If a name holds a character that XML forbids, a column is not of one value a
            product, or a value is no number.
        """
        count = len(self.products)
        for name in ("firms", "brands", "nests", "powertrains"):
            if len(getattr(self, name)) != count:
                raise ShapeError(
                    f"{len(getattr(self, name))} {name} for {count} products"
                )
        for name in ("name", "title", "products", "firms", "brands", "nests"):
            held = getattr(self, name)
            for text in (held,) if isinstance(held, str) else dict.fromkeys(held):
                see_text(text or "", f"market {self.name[:40]!r}, {name}", LONGEST_NAME)
        taken = {
            "quantities": floats(self.quantities, "quantities", shape=(count,)),
            "competing": marks(self.competing, "competing", count=count),
            "characteristics": MappingProxyType(
                {
                    name: floats(values, name, shape=(count,), missing=True)
                    for name, values in self.characteristics.items()
                }
            ),
        }
        if self.prices is not None:
            prices = floats(self.prices, "prices", shape=(count,), missing=True)
            taken["prices"] = prices
        for name, values in taken.items():
            object.__setattr__(self, name, values)

    @property
    def per_buyer(self) -> bool:
        """Whether quantities count one potential buyer: the table gives shares only."""
        return self.outside_share is not None and float(self.quantities.sum()) < 1

    @property
    def price_levels(self) -> Float[np.ndarray, " J"]:
        """Currency units, or all `INDEX` without prices, shape `(J,)`."""
        if self.prices is None:
            return np.full(len(self.products), INDEX)
        return self.prices

    @cached_property
    def inside_shares(self) -> Float[np.ndarray, " J"]:
        """Shares of the units sold, shape `(J,)`; they sum to 1."""
        return self.quantities / self.quantities.sum()

    def about(self) -> dict[str, Any]:
        """Return what is said of the market as a whole, as plain data."""
        kept = (
            *("name", "title", "jurisdiction", "period", "currency", "outside_share"),
            *("coverage", "notes", "sources"),
        )
        return {key: to_json(getattr(self, key)) for key in kept}

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a product."""
        prices = [None] * len(self.products) if self.prices is None else self.prices
        columns = {
            "product": self.products,
            "brand": self.brands,
            "maker": self.firms,
            "nest": self.nests,
            "powertrain": self.powertrains,
            "quantity": self.quantities,
            "share": self.inside_shares,
            "price": prices,
        }
        return [
            dict(zip(columns, to_json(row), strict=True)) | {"currency": self.currency}
            for row in zip(*columns.values(), strict=True)
        ]

    def nested_by(self, column: str) -> Market:
        """Return the market with nests from another column.

        Parameters
        ----------
        column
            `powertrains`, `brands`, `firms`, `nests` (as they are), or `none` for one
            nest of all products.

        Raises
        ------
        UnknownName
            If there is no such column of classes.
        """
        classes: dict[str, tuple[str | None, ...]] = {
            "nests": self.nests,
            "powertrains": self.powertrains,
            "brands": self.brands,
            "firms": self.firms,
            "none": (None,) * len(self.products),
        }
        if column not in classes:
            raise UnknownName("column of classes", column, classes)
        return self.replace(nests=classes[column])

    def replace(self, **changes: Any) -> Market:
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    def __repr__(self) -> str:
        priced = (
            f"prices in {self.currency}" if self.prices is not None else "no prices"
        )
        return (
            f"<Market {self.name}: {self.title}, {len(self.products)} products of "
            f"{len(set(self.firms))} makers, {priced}>"
        )
