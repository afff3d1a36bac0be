"""The numbers a person asks for first, taken from the effects: averages and ranges.

Averages weigh every product by the cars sold before the deal. A range is the middle
80 % of the draws of the demand parameters: it says how unsure the parameters leave us,
not how unsure the model is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.control import READING_WORDS, Reading
from keiretsu.deals.effects import Effects
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.report.words import band, signed

NOTHING = 1e-9
"""A relative change below this is no change."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """A point estimate and the middle 80 % and 50 % of its draws, where drawn."""

    point: float
    low: float | None = None
    high: float | None = None
    inner: tuple[float, float] | None = None

    @classmethod
    def of(cls, point: float, draws: Float[np.ndarray, " N"] | None) -> Range:
        """Return the range of a value and its draws."""
        if draws is None or not len(draws):
            return cls(point=point)
        low, first, last, high = np.quantile(draws, [0.1, 0.25, 0.75, 0.9])
        return cls(
            point=point,
            low=float(low),
            high=float(high),
            inner=(float(first), float(last)),
        )

    @property
    def words(self) -> str:
        """A change in percent with its range: `+1.4 % (+0.90 % to +2.1 %)`."""
        if self.low is None or self.high is None:
            return signed(self.point)
        return f"{signed(self.point)} ({band(self.low, self.high)})"


def average_change(effects: MarketEffects, chosen: Bool[np.ndarray, " J"]) -> Range:
    """Return the mean relative price change of some products, weighted by cars sold."""
    weights = np.where(chosen, effects.market.quantities, 0.0)
    if weights.sum() == 0:
        return Range(point=0.0)
    weights = weights / weights.sum()
    draws = effects.draws
    drawn = None if draws is None else draws.price_change @ weights
    return Range.of(float(effects.price_change @ weights), drawn)


def widest(central_one: Range, others: Iterable[Range]) -> Range:
    """Return the central point with the widest range over several readings."""
    every = [central_one, *others]
    if any(r.low is None or r.high is None for r in every):
        return central_one
    return Range(
        point=central_one.point,
        low=min(r.low for r in every if r.low is not None),
        high=max(r.high for r in every if r.high is not None),
    )


def buyers(effects: MarketEffects) -> Range | None:
    """Return the change of buyers' surplus, or None where the demand form has none."""
    if effects.surplus_change is None:
        return None
    draws = effects.draws
    return Range.of(
        effects.surplus_change, None if draws is None else draws.surplus_change
    )


def by_market(effects: Effects) -> dict[str, dict[Reading, MarketEffects]]:
    """Return market name -> reading -> effects, readings in their usual order."""
    found: dict[str, dict[Reading, MarketEffects]] = {}
    for one in effects.markets:
        found.setdefault(one.market.name, {})[one.reading] = one
    return {
        name: {r: readings[r] for r in READING_WORDS if r in readings}
        for name, readings in found.items()
    }


def central(readings: dict[Reading, MarketEffects]) -> MarketEffects:
    """Return the reading shown where only one can be: Shapley's, else the first."""
    return readings.get("shapley") or next(iter(readings.values()))


def leading(effects: Effects) -> MarketEffects | None:
    """Return the market the headline speaks of: the one where the parties meet most.

    A market in which only one party sells is never taken where both sell in another;
    one with prices is taken before a larger one without if it is at least half as large
    in what the parties' meeting weighs there.
    """
    choices = [central(r) for r in by_market(effects).values()]
    if not choices:
        return None
    largest = max(choices, key=_meeting)
    priced = [one for one in choices if not one.relative]
    if not priced:
        return largest
    best = max(priced, key=_meeting)
    return best if _meeting(best) >= 0.5 * _meeting(largest) else largest


def _meeting(effects: MarketEffects) -> float:
    """Return how much the parties meet, before the deal or after, times what is sold.

    A deal that separates two companies lets them meet afterwards.
    """
    together = max(
        _products(effects, groups)
        for groups in (effects.groups_before, effects.groups_after)
    )
    return together * float(effects.market.quantities.sum())


def _products(effects: MarketEffects, groups: tuple[str, ...]) -> float:
    """Return twice the sum of the products of the parties' shares, by group."""
    held: dict[str, float] = {}
    for group, share, own in zip(
        groups, effects.market.inside_shares, effects.parties, strict=True
    ):
        if own:
            held[group] = held.get(group, 0.0) + float(share)
    return sum(held.values()) ** 2 - sum(share**2 for share in held.values())


def changes_nothing(effects: Effects) -> bool:
    """Return whether no price moves in any market under any reading."""
    return bool(effects.markets) and all(
        float(np.abs(e.price_change).max(initial=0.0)) < NOTHING
        for e in effects.markets
    )
