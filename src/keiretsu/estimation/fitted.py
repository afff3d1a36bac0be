"""Fitted demands of some markets, and the file that keeps them.

A file holds every number of every demand as it was found, so that a deal run on it
gives the same digits, with what was known, what came out, and how it was made.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from keiretsu.demand import (
    CES,
    Demand,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    LogLinear,
    MixedLogit,
    NestedCES,
    NestedLogit,
    TwoLevelLogit,
)
from keiretsu.errors import DataError, UnknownName
from keiretsu.files import read_text, toml, write_whole
from keiretsu.market import Market

FORMS: Mapping[str, type[Any]] = MappingProxyType(
    {
        form.__name__: form
        for form in (
            *(Logit, NestedLogit, TwoLevelLogit, GeneralizedNestedLogit, MixedLogit),
            *(CES, NestedCES, Linear, LogLinear),
        )
    }
)
"""Demand forms that a file can hold, by the name of their class."""

_LARGEST_FILE = 20_000_000


@dataclass(frozen=True, kw_only=True)
class FittedDemand:
    """The demand of one market, as fitted.

    Attributes
    ----------
    products
        Names of the J products, in the order of the demand.
    demand
        The demand.
    fit
        Rows of what was known beside what came out: `what`, `product`, `towards`,
        `given`, `fitted`; empty where nothing was left to compare.
    """

    products: tuple[str, ...]
    demand: Demand
    fit: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FittedDemands:
    """Fitted demands by market name.

    Attributes
    ----------
    title
        What they are: `nested logit calibrated to margins`.
    markets
        Market name -> demand.
    made
        How they were made: the command, version and inputs.
    """

    title: str
    markets: Mapping[str, FittedDemand]
    made: Mapping[str, Any] = field(default_factory=dict)

    def for_market(self, market: Market) -> Demand:
        """Return the demand of a market.

        Raises
        ------
        UnknownName
            If no demand was fitted for a market of this name.
        DataError
            If its products are others, or in another order.
        """
        if market.name not in self.markets:
            raise UnknownName("fitted demand for market", market.name, self.markets)
        found = self.markets[market.name]
        if found.products != market.products:
            missing = [p for p in market.products if p not in found.products]
            what = (
                f"does not know {missing[0]!r}"
                if missing
                else "has them in another order"
            )
            raise DataError(
                f"the demand fitted for market {market.name!r} {what}",
                hint="fit it to this table",
            )
        return found.demand

    def to_toml(self) -> str:
        """Return the text of a demand file."""
        lines = [f"title = {_value(self.title)}", "", "[made]"]
        lines += [
            f"{_value(key)} = {_value(value)}" for key, value in self.made.items()
        ]
        for name, fitted in self.markets.items():
            table = f"markets.{_value(name)}"
            lines += [
                "",
                f"[{table}]",
                f"form = {_value(type(fitted.demand).__name__)}",
            ]
            lines.append(f"products = {_value(list(fitted.products))}")
            lines += [
                f"{key} = {_value(value)}"
                for key, value in _parameters(fitted.demand).items()
                if value is not None
            ]
            for row in fitted.fit:
                known = {key: value for key, value in row.items() if value is not None}
                lines += ["", f"[[{table}.fit]]"]
                lines += [f"{key} = {_value(value)}" for key, value in known.items()]
        return "\n".join(lines) + "\n"

    def write(self, path: Path) -> None:
        """Write a demand file; an existing one is replaced.

        Raises
        ------
        DataError
            If the file cannot be written there.
        """
        write_whole(path, self.to_toml(), "demand file")

    @classmethod
    def from_file(cls, path: Path) -> FittedDemands:
        """Read a demand file.

        Raises
        ------
        DataError
            If there is no such file, or it is no demand file.
        """
        hint = "make one with: keiretsu demand calibrate"
        data = toml(read_text(path, _LARGEST_FILE, hint), str(path), hint)
        markets = data.get("markets")
        if not isinstance(markets, dict) or not markets:
            raise DataError(f"{path} holds no market", hint=hint)
        return cls(
            title=str(data.get("title", path.name)),
            markets={
                name: _fitted(table, f"market {name!r} of {path}")
                for name, table in markets.items()
            },
            made=dict(data.get("made", {})),
        )

    def __repr__(self) -> str:
        return f"<FittedDemands: {self.title}; {len(self.markets)} markets>"


def _parameters(demand: Demand) -> dict[str, Any]:
    """Return every number that a demand form was made from.

    Raises
    ------
    DataError
        If a file cannot hold the form.
    """
    if type(demand).__name__ not in FORMS or not dataclasses.is_dataclass(demand):
        raise DataError(
            f"a demand file cannot hold a {type(demand).__name__}",
            hint=f"it can hold {', '.join(FORMS)}",
        )
    return {
        one.name: getattr(demand, one.name)
        for one in dataclasses.fields(demand)
        if one.init
    }


def _fitted(table: Any, place: str) -> FittedDemand:
    if not isinstance(table, dict):
        raise DataError(f"{place} is no table of fields")
    given = dict(table)
    form, products = given.pop("form", None), given.pop("products", None)
    fit = given.pop("fit", [])
    if not isinstance(form, str) or form not in FORMS:
        raise DataError(
            f"{place} has the form {form!r:.60}", hint=f"use one of {', '.join(FORMS)}"
        )
    if not isinstance(products, list) or not all(isinstance(p, str) for p in products):
        raise DataError(f"{place} names no products", hint="products = [...]")
    known = {one.name: one for one in dataclasses.fields(FORMS[form]) if one.init}
    for wrong in given.keys() - known.keys():
        raise DataError(
            f"{place}: {form} has no {wrong!r}", hint=f"it has {', '.join(known)}"
        )
    try:
        demand = FORMS[form](**{k: _array(v, k, place) for k, v in given.items()})
    except TypeError as error:
        raise DataError(f"{place}: {error}") from None
    return FittedDemand(products=tuple(products), demand=demand, fit=tuple(fit))


def _array(value: Any, name: str, place: str) -> Any:
    if not isinstance(value, list):
        return value
    try:
        array = np.array(value)
        whole = array.dtype.kind in "iu"
        return array if whole else array.astype(float)
    except (ValueError, TypeError):
        raise DataError(f"{place}: {name} is no table of numbers") from None


def _value(value: Any) -> str:
    """Write a value in TOML: floats with every digit, strings as JSON has them."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        inner = (f"{_value(key)} = {_value(one)}" for key, one in value.items())
        return "{ " + ", ".join(inner) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)
