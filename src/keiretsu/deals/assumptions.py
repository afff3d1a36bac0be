"""What no sales table tells: how strongly buyers react, as ranges from the literature.

Every value is named, sourced and varied. A user's own estimates replace them by
`Assumptions(...)` or `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from keiretsu.errors import DataError
from keiretsu.sources import Source


@dataclass(frozen=True, kw_only=True)
class Range:
    """A value, how far it may be off, and who says so.

    Attributes
    ----------
    value, low, high
        With low <= value <= high.
    source
        Where they come from.
    """

    value: float
    low: float
    high: float
    source: Source

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise DataError(
                f"a value of {self.value:g} outside its range {self.low:g} to "
                f"{self.high:g} ({self.source.title})"
            )

    def __repr__(self) -> str:
        return f"{self.value:g} ({self.low:g} to {self.high:g})"

    @property
    def triangle(self) -> tuple[float, float, float]:
        """Low end, value and high end: the density that is drawn from."""
        return self.low, self.value, self.high


PriceFrom = Literal["either", "own elasticity", "margin"]
RANGES = ("own_elasticity", "market_elasticity", "nesting", "margin")
"""The tables of a file of assumptions, each a range."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One other way in which buyers might react, run beside the values.

    Attributes
    ----------
    name
        What is other, in words.
    counts
        Whether its answer is part of the range; if not, the source says why.
    own_elasticity, market_elasticity, nesting
        Its values.
    source
        Where they come from.
    """

    name: str
    counts: bool
    own_elasticity: float
    market_elasticity: float
    nesting: float
    source: Source


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """The demand parameters that calibration takes from the literature.

    Attributes
    ----------
    own_elasticity
        Sales-weighted mean own-price elasticity of a product, negative.
    market_elasticity
        Change of all sales, in percent, for a 1 % rise of all prices, negative.
    nesting
        Correlation of tastes within a nest, from 0 to below 1.
    margin
        Sales-weighted mean of (price - marginal cost) / price.
    price_from
        What sets the price coefficient: `own elasticity`, `margin`, or `either`, which
        takes the elasticity for the point and each for half of the draws.
    variants
        Other ways in which buyers might react.
    places
        Assumptions of a country, by its code, where they are other than these.
    as_read
        The ranges as a file has them: one that is replaced by another of the user's
        own holds in every country; None where they come from no file.
    """

    own_elasticity: Range
    market_elasticity: Range
    nesting: Range
    margin: Range
    price_from: PriceFrom = "either"
    variants: tuple[Variant, ...] = ()
    places: Mapping[str, Assumptions] = field(default_factory=dict)
    as_read: Assumptions | None = None

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {getattr(self, name)!r}" for name in RANGES)
        return f"<Assumptions: {told}; price from {self.price_from}>"

    @property
    def own(self) -> dict[str, Any]:
        """What the user put in the place of what a file says, by name."""
        names, read = (*RANGES, "price_from"), self.as_read
        pairs = ((name, getattr(self, name)) for name in names)
        return {n: v for n, v in pairs if read is None or v != getattr(read, n)}

    def of(self, country: str) -> Assumptions:
        """Return the assumptions that hold in a country: the user's, its own, these."""
        there = self.places.get(country)
        if there is None:
            return self
        return replace(there, variants=(), **self.own) if self.own else there

    def varied(self, variant: Variant) -> Assumptions:
        """Return the assumptions of a variant, as points without a range."""

        def point(value: float) -> Range:
            return Range(value=value, low=value, high=value, source=variant.source)

        return Assumptions(
            own_elasticity=point(variant.own_elasticity),
            market_elasticity=point(variant.market_elasticity),
            nesting=point(variant.nesting),
            margin=self.margin,
            price_from="own elasticity",
        )

    def with_elasticity(self, value: float) -> Assumptions:
        """Return the assumptions with a known own-price elasticity.

        Raises
        ------
        DataError
            If it is not negative.
        """
        if not value < 0:
            raise DataError(
                f"an own-price elasticity of {value:g}",
                hint="it must be negative: dearer products sell less",
            )
        known = _known(value, "own-price elasticity")
        return replace(self, own_elasticity=known, price_from="own elasticity")

    def with_margin(self, value: float) -> Assumptions:
        """Return the assumptions with a known mean margin, a fraction of price.

        Raises
        ------
        DataError
            If it is not between 0 and 1.
        """
        if not 0 < value < 1:
            raise DataError(
                f"a margin of {value:g}",
                hint="a margin is a fraction of price, between 0 and 1",
            )
        return replace(self, margin=_known(value, "margin"), price_from="margin")


def _known(value: float, what: str) -> Range:
    source = Source(title=f"the {what} that was given", confidence="assumed")
    return Range(value=value, low=value, high=value, source=source)
