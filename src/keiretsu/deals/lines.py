"""Makers who choose what they offer: a market before a deal and after it.

What a car is worth to its maker, and which sets of cars no maker wants to change by
one, are asked under the owners and costs of today and under those of the deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keiretsu.competition import Scenario
from keiretsu.competition.counterfactuals.entry import (
    Choice,
    Worth,
    worth_of_products,
)
from keiretsu.competition.counterfactuals.line_sets import StableLines, stable_lines
from keiretsu.deals.place import Place
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit
from keiretsu.errors import DataError
from keiretsu.market import Market


@dataclass(frozen=True, kw_only=True)
class StableSets:
    """Sets of cars that no maker wants to change by one, at one fixed cost for each.

    Attributes
    ----------
    fixed
        The fixed cost of each car in this market, currency over its period.
    cars
        The cars that may come and go.
    before, after
        Every stable set, by the names that it offers.
    """

    fixed: float
    cars: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What makers offer in a market before a deal and after it.

    Attributes
    ----------
    market
        Its J products.
    today, then
        Owners and costs before, and after.
    buyers
        How many might buy.
    """

    market: Market
    today: Scenario
    then: Scenario
    buyers: float

    @classmethod
    def of(cls, place: Place, demand: Demand) -> Lines:
        """Return the lines of a place under one demand.

        Raises
        ------
        DataError
            If the deal changes more than owners and costs.
        """
        today = place.conduct.today(demand, place.observed)
        then = place.after(today)
        if place.changes_demand or then.taxes is not today.taxes:
            raise DataError(
                f"{place.change.deal.sentence}: a step changes taxes or what is sold",
                hint="ask of the owners and the costs alone",
            )
        market = place.observed.market
        bought = today.at(place.observed.prices).quantities.sum()
        buyers = float(market.quantities.sum() / bought)
        return cls(market=market, today=today, then=then, buyers=buyers)

    def worths(self, products: Sequence[int]) -> tuple[Worth, Worth]:
        """Return what products are worth to their makers, before and after.

        Raises
        ------
        DataError
            If the demand form is no choice model.
        NoConvergence
            If prices are not found for some line.
        """
        before, after = (
            worth_of_products(
                _choice(one),
                one.costs,
                products=products,
                firms=one.firms,
                kappa=one.kappa,
                market_size=self.buyers,
            )
            for one in (self.today, self.then)
        )
        return before, after

    def stable_sets(self, fixed: float, products: Sequence[int]) -> StableSets:
        """Return every stable set of some products, before and after.

        Raises
        ------
        DataError
            If the fixed cost is below 0, or the demand form is no choice model.
        NoConvergence
            If prices are not found for some set.
        """
        if not fixed >= 0:
            raise DataError(f"a fixed cost of {fixed:g}", hint="0 or more")
        names = tuple(self.market.products[n] for n in products)
        before, after = (
            _named(
                stable_lines(
                    _choice(one),
                    one.costs,
                    np.full(len(one.costs), fixed),
                    firms=one.firms,
                    kappa=one.kappa,
                    offered=np.ones(len(one.costs), dtype=bool),
                    candidates=products,
                    market_size=self.buyers,
                ),
                products,
                names,
            )
            for one in (self.today, self.then)
        )
        return StableSets(fixed=fixed, cars=names, before=before, after=after)


def _choice(scenario: Scenario) -> Choice:
    """Return the demand, which must know what a car is worth when it is gone."""
    if not isinstance(scenario.demand, Logit | NestedLogit | MixedLogit):
        raise DataError(
            f"cars that come and go under {type(scenario.demand).__name__}",
            hint="take a logit, a nested or a mixed logit",
        )
    return scenario.demand


def _named(
    found: StableLines, products: Sequence[int], names: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(name for name, there in zip(names, line, strict=True) if there)
        for line in found.offered[:, list(products)].tolist()
    )
