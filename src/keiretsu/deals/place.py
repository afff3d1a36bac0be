"""A market under one reading of control, and what a deal makes of its makers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import Scenario
from keiretsu.control import Reading
from keiretsu.deals.conduct import Conduct, PriceSetting
from keiretsu.deals.contradictions import at_step
from keiretsu.deals.observed import Observed
from keiretsu.deals.plausible import bounds
from keiretsu.deals.reorganisation import Makers, Reorganisation
from keiretsu.deals.steps import NewProduct
from keiretsu.market import Market
from keiretsu.words import CARS


@dataclass(frozen=True, kw_only=True)
class Place:
    """A market, a reading of control, and what the deal makes of its makers.

    Attributes
    ----------
    observed
        The market today.
    change
        Who owns whom before and after.
    reading
        How stakes are read as control.
    kappa_after
        Profit weights after the deal, before any step changes them, shape `(F, F)`.
    conduct
        How makers compete.
    """

    observed: Observed
    change: Reorganisation
    reading: Reading
    kappa_after: Float[np.ndarray, "F F"]
    conduct: Conduct

    @classmethod
    def of(
        cls,
        market: Market,
        makers: Makers,
        change: Reorganisation,
        reading: Reading,
        conduct: Conduct,
        *,
        rest_holders: float = 1,
    ) -> Place:
        """Return a market under one reading; `rest_holders` as for `run`."""
        before, after = (
            makers.weights(stage, reading, rest_holders=rest_holders)
            for stage in (change.before, change.after)
        )
        return cls(
            observed=Observed(market=market, makers=makers, kappa=before),
            change=change,
            reading=reading,
            kappa_after=after,
            conduct=conduct,
        )

    @property
    def weighs(self) -> bytes:
        """Profit weights before and after: places that weigh alike answer alike."""
        return self.observed.kappa.tobytes() + self.kappa_after.tobytes()

    @property
    def nearby(self) -> Place:
        """The place without a search for better prices far away: it is made once."""
        if type(self.conduct) is not PriceSetting:
            return self
        return replace(self, conduct=replace(self.conduct, look_afar=False))

    def after(self, today: Scenario) -> Scenario:
        """Return the scenario once every step is done, of today's products.

        Under one price coefficient for all, a car of millions has a margin near
        nothing, and a saving of some percent on it is worth more to buyers than any
        other car: most of the market would turn to it. Where a model is not to be
        believed, costs and taxes are left as they are today.
        """
        after = self._stepped(today)
        held = self._unbelieved(today, after)
        if not held.any():
            return after
        after = after.with_costs(np.where(held, today.costs, after.costs))
        if after.taxes is today.taxes:
            return after
        taxes = {
            name: np.where(held, getattr(today.taxes, name), getattr(after.taxes, name))
            for name in ("unit", "ad_valorem", "tariff")
        }
        return after.with_taxes(replace(after.taxes, **taxes))

    def held(self, today: Scenario) -> Bool[np.ndarray, " J"]:
        """Return whose costs and taxes are left though a step is on them, `(J,)`."""
        return self._unbelieved(today, self._stepped(today))

    def _stepped(self, today: Scenario) -> Scenario:
        scenario = today.with_weights(self.kappa_after)
        numbered = enumerate(self.change.deal.steps, 1)
        for number, step in sorted(numbered, key=lambda one: one[1].sets_costs):
            with at_step(number):
                scenario = step.change(
                    scenario, self.observed.market, self.change.before
                )
        return scenario

    def _unbelieved(self, today: Scenario, after: Scenario) -> Bool[np.ndarray, " J"]:
        market, prices = self.observed.market, self.observed.prices
        moved = after.costs != today.costs
        if after.taxes is not today.taxes:
            paid = [one.taxes.receipts(prices) for one in (today, after)]
            borne = [one.taxes.paid(today.costs) for one in (today, after)]
            moved = moved | (paid[0] != paid[1]) | (borne[0] != borne[1])
        if market.prices is None or market.words != CARS:
            return np.zeros_like(moved)
        return moved & (1 - today.costs / prices < bounds()["margin"].low)

    def offered(self, after: Scenario) -> Scenario:
        """Return the same of the products that are then sold: new ones at the end."""
        for step in self.change.deal.steps:
            after = step.offer(after, self.observed.market, self.change.before)
        gone = np.flatnonzero(self.withdrawn)
        return after.without(gone) if gone.size else after

    @cached_property
    def withdrawn(self) -> Bool[np.ndarray, " J"]:
        """Which products are no longer sold, shape `(J,)`."""
        market = self.observed.market
        gone = np.zeros(len(market.products), dtype=bool)
        for step in self.change.deal.steps:
            gone |= step.withdrawn(market)
        return gone

    @cached_property
    def launched(self) -> tuple[NewProduct, ...]:
        """What comes, in order."""
        market = self.observed.market
        steps = self.change.deal.steps
        return tuple(new for step in steps for new in step.launched(market))

    @property
    def changes_products(self) -> bool:
        """Whether a product comes or goes."""
        return bool(self.launched) or bool(self.withdrawn.any())

    @property
    def changes_demand(self) -> bool:
        """Whether buyers see other products than today's."""
        steps = self.change.deal.steps
        return self.changes_products or any(step.changes_worth for step in steps)

    @property
    def feeds_back(self) -> bool:
        """Whether costs answer volumes, so that both are found together."""
        return any(step.feeds_back for step in self.change.deal.steps)

    def moves(self, today: Scenario, after: Scenario) -> bool:
        """Return whether anything that sets prices differs."""
        return self.changes_products or not (
            np.array_equal(today.kappa, after.kappa)
            and np.array_equal(today.costs, after.costs)
            and today.taxes is after.taxes
            and today.demand is after.demand
        )
