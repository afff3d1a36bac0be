"""Steps that change what is sold: a car comes, goes, or becomes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from jaxtyping import Bool

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields, see_currency
from keiretsu.deals.steps.step import (
    FixedSaving,
    Label,
    NewProduct,
    Part,
    Step,
    products_of,
)
from keiretsu.demand import worth_of
from keiretsu.errors import DataError
from keiretsu.market import Market, rows_of_models
from keiretsu.units import joined, percent

_WHOLE = 1.0
"""Largest change of worth or cost of a car, as a share of its price or cost."""


@dataclass(frozen=True, kw_only=True)
class _OfMaker(Step):
    """A step of one maker."""

    maker: str

    @property
    def parties(self) -> tuple[str, ...]:
        """The maker."""
        return (self.maker,)

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of an identified maker."""
        return replace(self, maker=names.get(self.maker, self.maker))


@dataclass(frozen=True, kw_only=True)
class _OfModels(_OfMaker):
    """A step of some of a maker's models."""

    models: tuple[str, ...]

    @property
    def models_named(self) -> tuple[str, ...]:
        """The models."""
        return self.models

    @property
    def cars(self) -> tuple[Part, ...]:
        """The models: the maker must have them."""
        return tuple(Part("model", model, (self.maker,)) for model in self.models)


@dataclass(frozen=True, kw_only=True)
class Launch(_OfMaker):
    """A maker brings a car that is like one on sale, better or worse, dearer or not.

    Attributes
    ----------
    maker
        Who sells it.
    model
        What it is called.
    like
        A model on sale that it resembles: its buyers, its segment, its costs.
    worth
        What buyers would pay more for it, as a share of that model's price.
    cost
        How much more it costs, as a share of that model's marginal cost.
    fixed, currency
        What it costs whatever it sells, millions a year, and their ISO code; None where
        nobody says.
    """

    model: str
    like: str
    worth: float = 0.0
    cost: float = 0.0
    fixed: float | None = None
    currency: str | None = None
    kind = "launch"

    def __post_init__(self) -> None:
        _changes(self.model, self.worth, self.cost)
        if (self.fixed is None) != (self.currency is None):
            raise DataError(
                f"the launch of {self.model!r}: fixed costs without a currency, or a "
                "currency without them",
                hint="give fixed_millions and currency, or neither",
            )
        if self.currency is not None:
            see_currency(self.currency)
        if self.fixed is not None and self.fixed < 0:
            raise DataError(
                f"the launch of {self.model!r} costs {self.fixed:g} million",
                hint="a launch costs something: 0 or more",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take maker, model, like and perhaps worth, cost and fixed costs."""
        return cls(
            maker=fields.name("maker"),
            model=fields.name("model"),
            like=fields.name("like"),
            worth=fields.optional_percent("worth_percent") or 0.0,
            cost=fields.optional_percent("cost_percent") or 0.0,
            fixed=fields.optional_number("fixed_millions"),
            currency=fields.optional_currency(),
        )

    @property
    def models_named(self) -> tuple[str, ...]:
        """The model that it is like."""
        return (self.like,)

    def sentence(self, label: Label) -> str:
        """Return `Nissan launches Leaf III, which is like Leaf`."""
        told = f"{label(self.maker)} launches {self.model}, which is like {self.like}"
        if self.worth:
            told += f", worth {_more(self.worth)} to buyers"
        if self.cost:
            told += f", at {_more(self.cost)} cost"
        return told

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, changes in percent."""
        told: dict[str, Any] = {
            "kind": self.kind,
            "maker": self.maker,
            "model": self.model,
            "like": self.like,
            **_plain(self.worth, self.cost),
        }
        if self.fixed is not None:
            told |= {"fixed_millions": self.fixed, "currency": self.currency}
        return told

    @property
    def fixed_savings(self) -> tuple[FixedSaving, ...]:
        """What it costs whatever it sells, a saving below 0."""
        if self.fixed is None or self.currency is None:
            return ()
        return (FixedSaving(self.maker, -1e6 * self.fixed, self.currency),)

    def launched(self, market: Market) -> tuple[NewProduct, ...]:
        """Return the car, where the one that it is like is sold.

        Of several versions the one that sells most is taken.
        """
        rows = rows_of_models(market, (self.like,))
        if not rows.any():
            return ()
        like = int(np.argmax(np.where(rows, market.quantities, -1.0)))
        return (NewProduct(self.model, self.maker, like),)

    def offer(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario with the car after all others."""
        for _, _, like in self.launched(market):
            own = products_of(market, ownership, (self.maker,))
            exact = own & (np.array(market.firms) == self.maker)
            rows = np.flatnonzero(exact if exact.any() else own)
            added = self.worth * float(market.price_levels[like])
            scenario = scenario.adding_like(
                like,
                worth=added,
                cost=(1 + self.cost) * float(scenario.costs[like]),
                firm=int(scenario.firms[rows[0]]) if rows.size else None,
            )
        return scenario


@dataclass(frozen=True, kw_only=True)
class Withdraw(_OfModels):
    """A maker stops selling models.

    Attributes
    ----------
    maker
        Whose they are.
    models
        Their names.
    """

    kind = "withdraw"

    def __post_init__(self) -> None:
        if not self.models:
            raise DataError(f"{self.maker!r} withdraws nothing", hint="name models")

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take maker and models."""
        return cls(maker=fields.name("maker"), models=fields.names("models"))

    def sentence(self, label: Label) -> str:
        """Return `Nissan withdraws the Versa`."""
        return f"{label(self.maker)} withdraws {joined(self.models)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"kind": self.kind, "maker": self.maker, "models": list(self.models)}

    def withdrawn(self, market: Market) -> Bool[np.ndarray, " J"]:
        """Return the models' products."""
        return rows_of_models(market, self.models)


@dataclass(frozen=True, kw_only=True)
class Reposition(_OfModels):
    """Models become better or worse to buyers, and dearer or cheaper to build.

    Attributes
    ----------
    maker, models
        Whose, and which.
    worth
        What buyers would pay more, as a share of each car's price today.
    cost
        How much more each costs, as a share of its marginal cost.
    """

    worth: float = 0.0
    cost: float = 0.0
    kind = "reposition"

    def __post_init__(self) -> None:
        if not self.models:
            raise DataError(f"{self.maker!r} repositions nothing", hint="name models")
        _changes(self.models[0], self.worth, self.cost)
        if not self.worth and not self.cost:
            raise DataError(
                f"{self.models[0]!r} stays what it is",
                hint="give worth_percent, cost_percent or both",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take maker, models, worth_percent and cost_percent."""
        return cls(
            maker=fields.name("maker"),
            models=fields.names("models"),
            worth=fields.optional_percent("worth_percent") or 0.0,
            cost=fields.optional_percent("cost_percent") or 0.0,
        )

    def sentence(self, label: Label) -> str:
        """Return `Nissan changes the Leaf: worth 5 % more to buyers`."""
        told = []
        if self.worth:
            told.append(f"worth {_more(self.worth)} to buyers")
        if self.cost:
            told.append(f"at {_more(self.cost)} cost")
        cars = joined(self.models)
        return f"{label(self.maker)} changes {cars}: {', '.join(told)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, changes in percent."""
        return {
            "kind": self.kind,
            "maker": self.maker,
            "models": list(self.models),
            **_plain(self.worth, self.cost),
        }

    @property
    def changes_worth(self) -> bool:
        """Whether buyers would pay another price."""
        return bool(self.worth)

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario when buyers see them so, and they cost that."""
        hit = rows_of_models(market, self.models)
        if not hit.any():
            return scenario
        costs = np.where(hit, (1 + self.cost) * scenario.costs, scenario.costs)
        scenario = scenario.with_costs(costs)
        if not self.worth:
            return scenario
        money = np.where(hit, self.worth * market.price_levels, 0.0)
        return scenario.with_improved(worth_of(scenario.demand, money))


def _changes(model: str, worth: float, cost: float) -> None:
    for what, share in (("worth", worth), ("cost", cost)):
        if not -_WHOLE < share <= _WHOLE:
            raise DataError(
                f"{model!r}: {what} changes by {100 * share:g} %",
                hint="above -100 and at most 100 percent",
            )


def _more(share: float) -> str:
    return f"{percent(abs(share), 2)} {'more' if share > 0 else 'less'}"


def _plain(worth: float, cost: float) -> dict[str, float]:
    told = {"worth_percent": worth, "cost_percent": cost}
    return {name: round(100 * share, 10) for name, share in told.items() if share}
