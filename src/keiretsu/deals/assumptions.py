"""What no sales table tells: how strongly buyers react, as ranges from the literature.

Every value is named, sourced and varied. A user's own estimates replace them by
`Assumptions(...)` or `dataclasses.replace`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

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
    return _assumptions(text, "assumptions.toml")


def read_assumptions(path: Path) -> Assumptions:
    """Return the ranges of a TOML file, written as the bundled ones are.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a range, or one is impossible.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} cannot be read: {error}", hint="name a TOML file in UTF-8"
        ) from None
    return _assumptions(text, str(path))


def _assumptions(text: str, place: str) -> Assumptions:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"{place}: no TOML: {error}", hint="correct it") from None
    names = [field.name for field in fields(Assumptions)]
    for name in (*names, *table):
        if name not in names or not isinstance(table.get(name), dict):
            raise DataError(
                f"{place}: {'no' if name in names else 'an unknown'} table [{name}]",
                hint=f"give a table each: {', '.join(names)}",
            )
    return Assumptions(**{name: _range(table[name], place, name) for name in names})


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
