"""What no sales table tells: how strongly buyers react, as ranges from the literature.

Every value is named, sourced and varied. A user's own estimates replace them by
`Assumptions(...)` or `dataclasses.replace`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
from jaxtyping import Float

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

    def draw(self, rng: np.random.Generator, count: int) -> Float[np.ndarray, " N"]:
        """Return draws from the triangle over the range, shape `(count,)`."""
        if self.low == self.high:
            return np.full(count, self.value)
        return rng.triangular(self.low, self.value, self.high, size=count)


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
    """

    own_elasticity: Range
    market_elasticity: Range
    nesting: Range
    margin: Range


@cache
def default_assumptions() -> Assumptions:
    """Return the bundled ranges, with their references."""
    text = (files("keiretsu.deals") / "data" / "assumptions.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Assumptions(**{f.name: _range(table[f.name]) for f in fields(Assumptions)})


def _range(row: dict[str, object]) -> Range:
    numbers = {key: float(str(row[key])) for key in ("value", "low", "high")}
    source = Source(title=str(row["title"]), confidence=row["confidence"])  # type: ignore[arg-type]
    return Range(**numbers, source=source)
