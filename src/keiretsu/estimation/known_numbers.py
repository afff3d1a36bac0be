"""What is known of a market's demand, as options or a file state it.

Margins, elasticities, diversion and second choices, of single products by their names
or as averages over what is sold. A file of evidence is TOML with the same words:

    form = "nested logit"
    market_elasticity = -1.0
    mean_own_elasticity = -4.5
    [margins]
    Corolla = 0.22
    [[second_choices]]
    from = "Corolla"
    to = "Civic"
    share = 0.31
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.files import read_text, toml
from keiretsu.spelling import among

Pair = tuple[str, str]
FORMS = ("logit", "nested logit", "mixed logit", "ces", "linear")
"""Demand forms that can be calibrated by name."""

_PAIRS = ("diversions", "second_choices")
_BY_PRODUCT = ("margins", "own_elasticities")
_LARGEST_FILE = 10_000_000
_LARGEST_NUMBER = 1e15


@dataclass(frozen=True, kw_only=True)
class KnownNumbers:
    """Known numbers of one market, products by name.

    Attributes
    ----------
    form
        One of `FORMS`.
    market_elasticity
        Change of all sales, in percent, for a 1 % rise of all prices; negative.
    mean_own_elasticity, mean_margin
        Averages over products, weighted by what is sold.
    nesting
        Correlation of tastes within a nest, from 0 to below 1; None calibrates it.
    own_elasticities, margins
        Of single products.
    diversions
        (from, to) -> share of the first one's lost sales that the second catches when
        its price rises.
    second_choices
        (from, to) -> share of the first one's buyers who would take the second if the
        first were gone.
    tastes
        Columns that tastes differ about under mixed logit; `constant` is the taste for
        buying at all. Without, each segment is one.
    market_size
        Potential buyers in the market's period, where the market does not say.
    types, seed
        Types of buyers under mixed logit, and the seed of their draws.
    """

    form: str = "nested logit"
    market_elasticity: float | None = None
    mean_own_elasticity: float | None = None
    mean_margin: float | None = None
    nesting: float | None = None
    own_elasticities: Mapping[str, float] = field(default_factory=dict)
    margins: Mapping[str, float] = field(default_factory=dict)
    diversions: Mapping[Pair, float] = field(default_factory=dict)
    second_choices: Mapping[Pair, float] = field(default_factory=dict)
    tastes: tuple[str, ...] = ()
    market_size: float | None = None
    types: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        form = among(self.form, FORMS)
        if form is None:
            raise DataError(
                f"demand form {self.form!r}", hint=f"use one of: {', '.join(FORMS)}"
            )
        object.__setattr__(self, "form", form)
        if not 2 <= self.types <= 20_000:
            raise DataError(f"{self.types} types of buyers", hint="give 2 to 20000")

    @classmethod
    def from_file(cls, path: Path) -> KnownNumbers:
        """Read a file of evidence.

        Raises
        ------
        DataError
            If there is no such file, it is no TOML, or a field is unknown or no number.
        """
        hint = "see docs/demand.md for the fields"
        data = toml(read_text(path, _LARGEST_FILE, hint), str(path), hint)
        known = {one.name for one in fields(cls)}
        for name in data.keys() - known:
            raise DataError(f"{path} has a field {name!r:.60}", hint=hint)
        return cls(**{name: _read(name, value, path) for name, value in data.items()})

    def with_changes(self, **changes: Any) -> KnownNumbers:
        """Return the numbers with those that are given in their place.

        None and empty values leave what is there; tables are added to.
        """
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        for name, value in changes.items():
            if value is None or (isinstance(value, Mapping | tuple) and not value):
                continue
            old = kept[name]
            kept[name] = {**old, **value} if isinstance(value, Mapping) else value
        return KnownNumbers(**kept)

    def to_dict(self) -> dict[str, Any]:
        """Return what is given, as a file of evidence has it."""
        plain: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in _PAIRS:
                value = [
                    {"from": first, "to": second, "share": share}
                    for (first, second), share in value.items()
                ]
            if value is not None and value != {} and value != [] and value != ():
                plain[one.name] = list(value) if isinstance(value, tuple) else value
        return plain


def _read(name: str, value: Any, path: Path) -> Any:
    place = f"{path}: {name}"
    if name == "form":
        return str(value)
    if name in ("types", "seed"):
        if isinstance(value, bool) or not isinstance(value, int):
            raise DataError(f"{place} is {value!r:.60}", hint="write a whole number")
        return value
    if name == "tastes":
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise DataError(f"{place} is no list of columns", hint='tastes = ["size"]')
        return tuple(value)
    if name in _BY_PRODUCT:
        if not isinstance(value, dict):
            raise DataError(
                f"{place} is no table", hint="write [margins] and a line each"
            )
        return {
            product: _number(one, f"{place}.{product}")
            for product, one in value.items()
        }
    if name in _PAIRS:
        return _pairs(value, place)
    return _number(value, place)


def _pairs(value: Any, place: str) -> dict[Pair, float]:
    found: dict[Pair, float] = {}
    rows = value if isinstance(value, list) else [None]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or set(row) != {"from", "to", "share"}:
            raise DataError(
                f"{place}, row {number}, lacks from, to or share",
                hint=f"write [[{place.rpartition(' ')[2]}]] with these three",
            )
        pair = (str(row["from"]), str(row["to"]))
        found[pair] = _number(row["share"], f"{place}, row {number}")
    return found


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(f"{place} is {value!r:.60}", hint="write a number")
    if abs(value) > _LARGEST_NUMBER:
        raise DataError(f"{place} is beyond any number known", hint="correct it")
    return float(value)
