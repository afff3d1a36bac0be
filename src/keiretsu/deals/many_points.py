"""A deal's effect under nested logit at many points of what is assumed.

Where owners and costs change, all points are solved at once from the shares of makers
in segments; any other point is solved by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.control import Reading
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.draws import nested_changes
from keiretsu.deals.endings import ending_of
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, reorganise
from keiretsu.errors import DataError, NoConvergence
from keiretsu.landscape import Landscape
from keiretsu.market import Market


class Answers(NamedTuple):
    """Answers at N points; NaN where elasticities contradict each other.

    Attributes
    ----------
    price
        Mean relative price change of the parties' products, shape `(N,)`.
    buyers
        What buyers gain, as a fraction of what they spend, shape `(N,)`.
    """

    price: Float[np.ndarray, " N"]
    buyers: Float[np.ndarray, " N"]


class ManyPoints:
    """One deal in one market under one reading, to be asked at many points.

    Parameters
    ----------
    deal, landscape, market, reading
        The deal, with known parties; where, and how stakes are read.
    nested
        Whether segments count; without, the plain logit.

    Raises
    ------
    DataError
        If no party sells in the market.
    """

    def __init__(
        self,
        deal: Deal,
        landscape: Landscape,
        market: Market,
        reading: Reading,
        *,
        nested: bool = True,
    ) -> None:
        change = reorganise(deal, landscape, dict.fromkeys(market.firms))
        makers = Makers.of(market, change)
        nearby = PriceSetting(look_afar=False)
        self.place = Place.of(market, makers, change, reading, nearby)
        self.values = NestedLogitParameters(self.place.observed, nested=nested)
        own = makers.of_parties(market, change)
        sold = np.where(own & ~self.place.withdrawn, market.quantities, 0.0)
        if not sold.any():
            raise DataError(
                f"no party of {deal.sentence} sells in market {market.name!r}",
                hint="name a market where they meet",
            )
        self.weights = sold / sold.sum()
        self.free_outside = market.outside_share is None
        self.only_ownership = all(step.only_ownership for step in deal.steps)
        self.together = not (self.place.changes_demand or self.place.feeds_back)

    def __call__(self, points: Float[np.ndarray, "4 N"]) -> Answers:
        """Return the answers at points of the inputs, as `how_sure` orders them."""
        drawn = np.array(
            [
                self.values.drawn(own, whole, nesting, 0.0, False)
                for own, whole, nesting in points[:3].T.tolist()
            ]
        )
        usable = np.isfinite(drawn).all(axis=1)
        told = np.full((2, len(drawn)), np.nan)
        if usable.any() and self.together:
            told[:, usable] = self._at_once(drawn[usable], points[2:, usable])
        if not self.only_ownership:
            usable &= np.isnan(told[0])
            told[:, usable] = self._one_by_one(drawn[usable], points[2:, usable])
        return Answers(*told)

    def _at_once(
        self, drawn: Float[np.ndarray, "N 2"], rest: Float[np.ndarray, "2 N"]
    ) -> Float[np.ndarray, "2 N"]:
        alpha, outside = drawn.T
        change, batch = nested_changes(
            self.values,
            self.place,
            alpha=alpha,
            outside=outside,
            nesting=rest[0],
            at=lambda number: self._realised(float(rest[1, number])),
        )
        seen = self.place.observed
        mean = float(seen.prices @ seen.inside)
        gain = batch.log_sum_change / alpha / (1 - outside) / mean
        told = np.array([change @ self.weights, gain])
        return np.where(batch.converged, told, np.nan)

    def _one_by_one(
        self, drawn: Float[np.ndarray, "N 2"], rest: Float[np.ndarray, "2 N"]
    ) -> Float[np.ndarray, "2 N"]:
        found = [
            self._solved(*numbers)
            for numbers in zip(*drawn.T.tolist(), *rest.tolist(), strict=True)
        ]
        return np.array(found).reshape(len(drawn), 2).T

    def _solved(
        self, alpha: float, outside: float, nesting: float, realised: float
    ) -> tuple[float, float]:
        seen, place = self.place.observed, self._realised(realised)
        demand = self.values.demand(outside, alpha=alpha, nesting=nesting)
        today = place.conduct.today(demand, seen)
        before = place.conduct.before(today, seen)
        try:
            ended = ending_of(place, place.after(today))
        except NoConvergence:
            return np.nan, np.nan
        prices = ended.of_today(ended.solved.prices, seen.prices)
        assert before.surplus is not None  # a nested logit has one
        assert ended.solved.surplus is not None
        spent = float(seen.prices @ before.quantities)
        gain = (ended.solved.surplus - before.surplus) / spent
        return float((prices / seen.prices - 1) @ self.weights), gain

    def _realised(self, part: float) -> Place:
        """Return the place when so much of what the deal saves comes about."""
        change = self.place.change
        steps = tuple(step.realised_in_part(part) for step in change.deal.steps)
        deal = replace(change.deal, steps=steps)
        return replace(self.place, change=replace(change, deal=deal))
