"""The numbers that a deal is asked for: averages and sums, each with its range.

The band of a model is the middle 80 % of its draws; the range of an answer is the union
of the bands of the models and years that count; its point is the median of the draws of
the market's own model. Averages weigh every product by what is sold before the deal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.deals.market_effects import Beside, MarketEffects
from keiretsu.plain import to_json

Side = Literal["parties", "rivals", "all"]
"""Whose products an average is over: the parties', other makers', or all."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """A number with its range, where several models were run or one was drawn.

    Attributes
    ----------
    point
        Median of the draws of the market's own model; its point without draws.
    low, high
        Union over the models that count of the middle 80 % of their draws.
    inner
        Middle 50 % of the draws of the market's own model.
    """

    point: float
    low: float | None = None
    high: float | None = None
    inner: tuple[float, float] | None = None

    @classmethod
    def of(cls, point: float, draws: Float[np.ndarray, " N"] | None) -> Range:
        """Return the median, the middle 80 % and the middle 50 % of draws."""
        if draws is None or not len(draws):
            return cls(point=point)
        low, first, mid, last, high = np.quantile(
            draws, [0.1, 0.25, 0.5, 0.75, 0.9]
        ).tolist()
        return cls(point=mid, low=low, high=high, inner=(first, last))

    @classmethod
    def over(cls, found: Sequence[Range]) -> Range:
        """Return the first number with the range that holds all of them."""
        ends = [e for r in found for e in (r.low, r.high, r.point) if e is not None]
        return cls(point=found[0].point, low=min(ends), high=max(ends))

    def times(self, factor: float) -> Range:
        """Return every number times a factor."""
        if self.low is None or self.high is None:
            return Range(point=factor * self.point)
        low, high = sorted((factor * self.low, factor * self.high))
        inner = self.inner and (factor * self.inner[0], factor * self.inner[1])
        if inner and factor < 0:
            inner = inner[::-1]
        return Range(point=factor * self.point, low=low, high=high, inner=inner)


Value = Callable[[MarketEffects], tuple[float, Float[np.ndarray, " N"] | None] | None]
"""A number of some effects, and the same in each draw; None where there is none."""


def over_models(effects: MarketEffects, value: Value) -> Range | None:
    """Return a number with its range over the models and years that count.

    Where only another reading of control was drawn and compared, its range is taken in
    proportion to the two points.
    """
    base = effects.central or effects
    held, centre = value(effects), value(base)
    if held is None or centre is None:
        return None
    own = Range.of(*centre)
    found = [own]
    for one in base.beside:
        number = value(one.effects) if one.counts else None
        if number is not None:
            found.append(Range.of(*number))
    if len(found) == 1 and own.low is None:
        return Range(point=held[0])
    whole = replace(Range.over(found), inner=own.inner)
    if effects.central is None:
        return whole
    if centre[0] == 0:
        is_still = held[0] == whole.low == whole.high == 0
        return whole if is_still else Range(point=held[0])
    return whole.times(held[0] / centre[0])


def side(effects: MarketEffects, whose: Side) -> Bool[np.ndarray, " J"]:
    """Return whose products are meant, shape `(J,)`."""
    competing = effects.market.competing
    if whose == "parties":
        return effects.parties
    return competing & ~effects.parties if whose == "rivals" else competing


def any_stay(effects: MarketEffects) -> bool:
    """Return whether the parties still sell something once the deal is done."""
    return bool((effects.parties & ~effects.withdrawn).any())


def average_change(effects: MarketEffects, whose: Side) -> Range:
    """Return the mean relative price change of some products, weighted by sales."""
    return mean_change(effects, lambda one: side(one, whose)) or Range(point=0.0)


def mean_change(
    effects: MarketEffects, chosen: Callable[[MarketEffects], Bool[np.ndarray, " J"]]
) -> Range | None:
    """Return the same of the products that are chosen; None where none is sold."""

    def mean(one: MarketEffects) -> tuple[float, Float[np.ndarray, " N"] | None] | None:
        stays = chosen(one) & ~one.withdrawn
        weights = np.where(stays, one.market.quantities, 0.0)
        if weights.sum() == 0:
            return None
        weights = weights / weights.sum()
        drawn = None if one.draws is None else one.draws.price_change @ weights
        return float(one.price_change @ weights), drawn

    return over_models(effects, mean)


def buyers(effects: MarketEffects) -> Range | None:
    """Return the change of buyers' surplus, or None where the demand form has none."""

    def gain(one: MarketEffects) -> tuple[float, Float[np.ndarray, " N"] | None] | None:
        if one.surplus_change is None:
            return None
        drawn = None if one.draws is None else one.draws.surplus_change
        return one.surplus_change, drawn

    return over_models(effects, gain)


def told(effects: MarketEffects) -> dict[str, Any]:
    """Return the answers of one market and reading as plain data, ready for JSON.

    `models` holds the market's own model first, then those beside it.
    """
    base = effects.central or effects
    alone = replace(base, beside=())
    own = Beside(name=base.form, counts=True, why="the market's own", effects=alone)
    return {
        "parties_price_change": to_json(average_change(effects, "parties")),
        "mean_price_change": to_json(average_change(effects, "all")),
        "buyers": to_json(buyers(effects)),
        "drawn_under": base.reading,
        "models": [_told(one) for one in (own, *base.beside)],
    }


def _told(one: Beside) -> dict[str, Any]:
    effects = one.effects
    return {
        "name": one.name,
        "market": effects.market.name,
        "counts": one.counts,
        "why": one.why,
        "demand": effects.demand,
        "parameters": {
            name: {"value": value, "source": source}
            for name, (value, source) in effects.parameters.items()
        },
        "parties_price_change": to_json(average_change(effects, "parties")),
        "buyers": to_json(buyers(effects)),
        "draws": 0 if effects.draws is None else len(effects.draws.surplus_change),
        "failed_draws": 0 if effects.draws is None else effects.draws.failed,
    }


@dataclass(frozen=True, kw_only=True)
class ProductChanges:
    """Relative price changes of single products over the models of one market.

    Attributes
    ----------
    point
        Median of the draws of the market's own model, or its point, shape `(J,)`.
    low, high
        Union over models of the middle 80 % of their draws, shape `(J,)`.
    apart
        How far the models' own points lie apart, shape `(J,)`.
    """

    point: Float[np.ndarray, " J"]
    low: Float[np.ndarray, " J"]
    high: Float[np.ndarray, " J"]
    apart: Float[np.ndarray, " J"]

    @property
    def findings(self) -> Bool[np.ndarray, " J"]:
        """Whether a product moves at least as much as the models differ about it."""
        return np.abs(self.point) >= self.apart


def product_changes(effects: MarketEffects) -> ProductChanges:
    """Return the price change of each product over the models that know it."""
    models = [
        effects,
        *(
            one.effects
            for one in (effects.central or effects).beside
            if one.counts and one.effects.market.products == effects.market.products
        ),
    ]
    found = [_quantiles(one) for one in models]
    low, mid, high = (np.array(part) for part in zip(*found, strict=True))
    return ProductChanges(
        point=mid[0], low=low.min(axis=0), high=high.max(axis=0), apart=np.ptp(mid, 0)
    )


def _quantiles(effects: MarketEffects) -> Float[np.ndarray, "3 J"]:
    if effects.draws is None:
        return np.tile(effects.price_change, (3, 1))
    return np.quantile(effects.draws.price_change, [0.1, 0.5, 0.9], axis=0)
