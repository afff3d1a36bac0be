"""What a deal does in one market, under one reading of control."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.control import Reading
from keiretsu.deals.endings import Launched
from keiretsu.deals.indices import Index
from keiretsu.deals.measures import Draws, Pressure, Solution
from keiretsu.deals.plausible import Reactions, outside_bounds
from keiretsu.market import Market
from keiretsu.plain import to_json
from keiretsu.units import percent
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What another model, or another year of the place, makes of the same deal.

    Attributes
    ----------
    name
        The model in words.
    counts
        Whether the range of the answer holds it.
    why
        Why it counts or not.
    effects
        Its effects, under the same reading of control.
    variant
        Whether it is the market's own form with other values.
    """

    name: str
    counts: bool
    why: str
    effects: MarketEffects
    variant: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MarketEffects(Value):
    """One deal in one market, under one reading of control.

    Attributes
    ----------
    market
        The market; it names the J products and their makers.
    reading
        How stakes were read as control.
    groups_before, groups_after
        Who decides the price of each product, length J, before and after the deal.
    parties
        Which products are the parties', shape `(J,)`: those of their groups, and of a
        company that is held those of its own.
    prices_before, prices_after, costs
        Shape `(J,)`, in the market's currency; where `relative`, indexed: 100 = today.
    shares_before, shares_after
        Shares of all potential buyers, shape `(J,)`; in the demand form's own count
        where it is no choice model.
    surplus_change
        Change of buyers' surplus over the market's period, in its currency; where
        `relative`, as a fraction of what buyers spend; None where the demand form has
        no surplus.
    revenue_change
        Change of what the state takes in taxes and tariffs, in the same unit.
    earned_before, earned_after
        Variable profit with each product, in the unit of `surplus_change`, `(J,)`.
    withdrawn
        Which products are no longer sold, shape `(J,)`: their price after is that of
        before, and none of them is sold or earns.
    launched
        Products that come.
    passed_on
        What suppliers earn on products that others sell, beside `earned_after`: head
        of their group, and an amount by product, `(J,)`.
    relative
        True where the market has no usable prices: only relative changes have meaning.
    conduct
        How makers compete: `prices`, `quantities`, ...
    demand
        Words for the demand used and how it was obtained.
    parameters
        Its parameters, and where each came from (`name -> (value, source)`).
    solution
        How well the solver did.
    pressure
        First measures, before any response.
    reactions
        What the demand says of each product today, or None.
    indices
        Every index that practice uses; empty unless they were asked for.
    warnings
        What makes the answer hard to believe, in sentences.
    draws
        Effects over parameter draws, or None.
    beside
        The same under other models and in another year, where they were run.
    central
        The effects whose draws and models beside stand for these, where only one
        reading of control was drawn; None where the draws are these effects' own.
    """

    market: Market
    reading: Reading
    groups_before: tuple[str, ...]
    groups_after: tuple[str, ...]
    parties: Bool[np.ndarray, " J"]
    prices_before: Float[np.ndarray, " J"]
    prices_after: Float[np.ndarray, " J"]
    costs: Float[np.ndarray, " J"]
    shares_before: Float[np.ndarray, " J"]
    shares_after: Float[np.ndarray, " J"]
    surplus_change: float | None
    revenue_change: float
    earned_before: Float[np.ndarray, " J"]
    earned_after: Float[np.ndarray, " J"]
    withdrawn: Bool[np.ndarray, " J"]
    launched: tuple[Launched, ...]
    passed_on: tuple[tuple[str, Float[np.ndarray, " J"]], ...]
    relative: bool
    conduct: str
    demand: str
    parameters: Mapping[str, tuple[float, str]]
    solution: Solution
    pressure: Pressure
    reactions: Reactions | None = None
    indices: tuple[Index, ...] = ()
    warnings: tuple[str, ...] = ()
    draws: Draws | None = None
    beside: tuple[Beside, ...] = ()
    central: MarketEffects | None = None

    @property
    def price_change(self) -> Float[np.ndarray, " J"]:
        """Relative change, shape `(J,)`; 0.02 means 2 % dearer."""
        return self.prices_after / self.prices_before - 1

    @property
    def form(self) -> str:
        """The form of demand, without how its parameters were obtained."""
        return re.split("[,;]", self.demand)[0]

    @cached_property
    def outside_bounds(self) -> dict[str, Bool[np.ndarray, " J"]]:
        """Which products miss each bound of what is believed, by what it bounds."""
        return outside_bounds(
            self.market,
            margin=1 - self.costs / self.prices_before,
            price_change=self.price_change,
            reactions=self.reactions,
        )

    @property
    def believable(self) -> Bool[np.ndarray, " J"]:
        """Whether a product's own figures may be shown as a finding, shape `(J,)`."""
        missed = np.zeros(len(self.market.products), dtype=bool)
        for wrong in self.outside_bounds.values():
            missed |= wrong
        return ~missed

    @property
    def profits_before(self) -> dict[str, float]:
        """Variable profit by group as it was before the deal."""
        return _sums(self.groups_before, self.earned_before)

    @property
    def profits_after(self) -> dict[str, float]:
        """Variable profit after the deal, by group as it was before."""
        totals = _sums(self.groups_before, self.earned_after)
        for new in self.launched:
            totals[new.group] = totals.get(new.group, 0.0) + new.earned
        for supplier, earned in self.passed_on:
            totals[supplier] = totals.get(supplier, 0.0) + float(earned.sum())
        return totals

    @property
    def profits_by_powertrain(self) -> dict[str, tuple[float, float]]:
        """Variable profit before and after by powertrain, in the unit of the profits.

        Empty where the market does not say what drives any car; `not stated` where it
        leaves out some.
        """
        if not any(self.market.powertrains):
            return {}
        names = [name or "not stated" for name in self.market.powertrains]
        before, after = (
            _sums(names, earned) for earned in (self.earned_before, self.earned_after)
        )
        return {name: (before[name], after[name]) for name in before}

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a product: names, prices, shares, first measures."""
        columns = {
            "product": self.market.products,
            "brand": self.market.brands,
            "maker": self.market.firms,
            "nest": self.market.nests,
            "powertrain": self.market.powertrains,
            "group_before": self.groups_before,
            "group_after": self.groups_after,
            "of_parties": self.parties,
            "price_before": self.prices_before,
            "price_after": self.prices_after,
            "price_change": self.price_change,
            "cost": self.costs,
            "share_before": self.shares_before,
            "share_after": self.shares_after,
            "guppi": self.pressure.guppi,
            "cmcr": self.pressure.cmcr,
            "diversion": self.pressure.diversion,
            "believable": self.believable,
        }
        head = {"market": self.market.name, "reading": self.reading}
        lists = [to_json(column) for column in columns.values()]
        return [
            head | dict(zip(columns, row, strict=True))
            for row in zip(*lists, strict=True)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for JSON; draws as the middle 80 % of each value."""
        return {
            "market": self.market.name,
            "title": self.market.title,
            "reading": self.reading,
            "relative": self.relative,
            "currency": None if self.relative else self.market.currency,
            "conduct": self.conduct,
            "demand": self.demand,
            "parameters": {
                name: {"value": value, "source": source}
                for name, (value, source) in self.parameters.items()
            },
            "solution": to_json(self.solution),
            "warnings": list(self.warnings),
            "surplus_change": to_json(self.surplus_change),
            "revenue_change": to_json(self.revenue_change),
            "withdrawn": [
                product
                for product, gone in zip(
                    self.market.products, self.withdrawn.tolist(), strict=True
                )
                if gone
            ],
            "launched": to_json(self.launched),
            "profits_before": to_json(self.profits_before),
            "profits_after": to_json(self.profits_after),
            "profits_by_powertrain": {
                name: {"before": before, "after": after}
                for name, (before, after) in self.profits_by_powertrain.items()
            },
            "products": self.rows(),
            "indices": to_json(self.indices),
            "draws": None if self.draws is None else self.draws.to_dict(),
        }

    def __repr__(self) -> str:
        change = self.price_change
        return (
            f"<MarketEffects {self.market.name}, {self.reading}: prices "
            f"{percent(float(change.min()), 2)} to {percent(float(change.max()), 2)}>"
        )

    def with_draws(self, draws: Draws) -> MarketEffects:
        """Return the same effects with draws over the parameters."""
        return replace(self, draws=draws)


def _sums(names: Sequence[str], values: Float[np.ndarray, " J"]) -> dict[str, float]:
    totals: dict[str, float] = dict.fromkeys(names, 0.0)
    for name, value in zip(names, values, strict=True):
        totals[name] += float(value)
    return totals
