"""What no sales table tells: how strongly buyers react, as ranges from the literature.

Every value is named, sourced and varied. A user's own estimates replace them by
`Assumptions(...)` or `dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError
from keiretsu.files import read_text, toml
from keiretsu.sources import Source

_LARGEST_FILE = 100_000


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

    def draw(self, rng: np.random.Generator, count: int) -> Float[np.ndarray, " N"]:
        """Return draws from the triangle over the range, shape `(count,)`."""
        if self.low == self.high:
            return np.full(count, self.value)
        return rng.triangular(self.low, self.value, self.high, size=count)


PriceFrom = Literal["either", "own elasticity", "margin"]
RANGES = ("own_elasticity", "market_elasticity", "nesting", "margin")
"""The tables of a file of assumptions, each a range."""


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
    """

    own_elasticity: Range
    market_elasticity: Range
    nesting: Range
    margin: Range
    price_from: PriceFrom = "either"

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


@cache
def default_assumptions() -> Assumptions:
    """Return the bundled ranges, with their references."""
    text = (files("keiretsu.deals") / "data" / "assumptions.toml").read_text("utf-8")
    return _assumptions(text, "assumptions.toml")


def _known(value: float, what: str) -> Range:
    source = Source(title=f"the {what} that was given", confidence="assumed")
    return Range(value=value, low=value, high=value, source=source)


def read_assumptions(path: Path) -> Assumptions:
    """Return the ranges of a TOML file, written as the bundled ones are.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a range, or one is impossible.
    """
    text = read_text(path, _LARGEST_FILE, "name a TOML file in UTF-8")
    return _assumptions(text, str(path))


def _assumptions(text: str, place: str) -> Assumptions:
    table = toml(text, place, "correct it")
    for name in (*RANGES, *table):
        if name not in RANGES or not isinstance(table.get(name), dict):
            raise DataError(
                f"{place}: {'no' if name in RANGES else 'an unknown'} table [{name}]",
                hint=f"give a table each: {', '.join(RANGES)}",
            )
    own, market, nesting, margin = (_range(table[name], place, name) for name in RANGES)
    return Assumptions(
        own_elasticity=own, market_elasticity=market, nesting=nesting, margin=margin
    )


def _range(row: dict[str, Any], place: str, name: str) -> Range:
    numbers: dict[str, float] = {}
    for key in ("value", "low", "high"):
        number = row.get(key)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise DataError(
                f"{place}, [{name}] {key}: {number!r} is no number",
                hint="give value, low and high",
            )
        numbers[key] = float(number)
    title, confidence = row.get("title", ""), row.get("confidence", "assumed")
    source = Source(title=str(title) or place, confidence=confidence)
    return Range(**numbers, source=source)
