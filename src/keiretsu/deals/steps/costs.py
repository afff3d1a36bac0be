"""Steps that change what a car costs its maker: a saving, a tariff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step, products_of
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent


@dataclass(frozen=True, kw_only=True)
class _CostStep(Step):
    """A step that moves the costs of some makers' products, or of single ones."""

    makers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The makers whose costs move."""
        return self.makers

    @property
    def by_name(self) -> tuple[str, ...]:
        """The makers: of a brand its cars alone."""
        return self.makers

    @property
    def models_named(self) -> tuple[str, ...]:
        """Single products: somebody must know them."""
        return self.products

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified makers."""
        known = dict.fromkeys(names.get(m, m) for m in self.makers)
        return replace(self, makers=tuple(known))


@dataclass(frozen=True, kw_only=True)
class SaveCost(_CostStep):
    """Marginal costs of some makers fall by a share.

    Attributes
    ----------
    makers
        Companies whose products cost less.
    share
        Saved part of marginal cost, below 1; negative where costs rise.
    products
        Names of single products, beside those of the makers.
    """

    share: float
    kind = "save_cost"

    def __post_init__(self) -> None:
        _somebody(self.makers, self.products, "a saving")
        if not -10 <= self.share < 1:
            raise DataError(
                f"a saving of {100 * self.share:g} % of cost",
                hint="a saving is below 100 percent; a negative one is a dearer cost",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `percent`, and `makers` or `products`."""
        return cls(
            makers=fields.optional_names("makers"),
            products=fields.optional_names("products"),
            share=fields.percent("percent"),
        )

    def scaled(self, part: float) -> Self:
        """Return a part of the saving; a dearer cost is there at once."""
        return replace(self, share=part * self.share) if self.share > 0 else self

    def sentence(self, label: Label) -> str:
        """Return `the marginal costs of Toyota fall by 5 %`."""
        moved = "fall" if self.share >= 0 else "rise"
        who = _listed(self.makers, self.products, label)
        return f"the marginal costs of {who} {moved} by {percent(abs(self.share), 2)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the saving in percent."""
        return _plain(self.kind, self.makers, self.products, self.share)

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario at the lower costs."""
        saved = products_of(market, ownership, self.makers, self.products)
        costs = np.where(saved, (1 - self.share) * scenario.costs, scenario.costs)
        return replace(scenario, costs=costs)


@dataclass(frozen=True, kw_only=True)
class Tariff(_CostStep):
    """The state takes a share of the cost of some makers' products at the border.

    Attributes
    ----------
    makers, products
        Whose products, and which single ones.
    rate
        Tariff as a share of marginal cost, beside those of today.
    """

    rate: float
    kind = "tariff"

    def __post_init__(self) -> None:
        _somebody(self.makers, self.products, "a tariff")
        if not -1 < self.rate <= 10:
            raise DataError(
                f"a tariff of {100 * self.rate:g} % of cost",
                hint="a tariff is above -100 and at most 1000 percent",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `percent`, and `makers` or `products`."""
        return cls(
            makers=fields.optional_names("makers"),
            products=fields.optional_names("products"),
            rate=fields.percent("percent"),
        )

    def sentence(self, label: Label) -> str:
        """Return `a tariff of 25 % of cost is put on Toyota`."""
        who = _listed(self.makers, self.products, label)
        rate = percent(abs(self.rate), 2)
        return f"a tariff of {rate} of cost is {put_or_taken(self.rate)} {who}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the rate in percent."""
        return _plain(self.kind, self.makers, self.products, self.rate)

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario under the tariff, on top of today's taxes."""
        taxes = scenario.taxes
        hit = products_of(market, ownership, self.makers, self.products)
        return scenario.with_taxes(
            replace(taxes, tariff=taxes.tariff + np.where(hit, self.rate, 0.0))
        )


def _somebody(makers: tuple[str, ...], products: tuple[str, ...], what: str) -> None:
    if not makers and not products:
        raise DataError(f"{what} of nobody", hint="name makers or products")


def _listed(makers: tuple[str, ...], products: tuple[str, ...], label: Label) -> str:
    return joined([*map(label, makers), *products])


def _plain(
    kind: str, makers: tuple[str, ...], products: tuple[str, ...], share: float
) -> dict[str, Any]:
    given = {"makers": list(makers), "products": list(products)}
    return {
        "kind": kind,
        **{field: names for field, names in given.items() if names},
        "percent": round(100 * share, 10),
    }


def put_or_taken(size: float) -> str:
    """Return what is done with a levy of a size: one below zero is taken off."""
    return "taken off" if size < 0 else "put on"
