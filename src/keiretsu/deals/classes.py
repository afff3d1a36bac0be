"""Buyers and cars by what drives them and by segment: price, choice, range, surplus.

What buyers gain is divided among classes by what each dearer car costs them: the mean
of what is sold before and after times the change of its price. What is left of the
whole is choice: cars that come, go or change, and the bend of demand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.deals.answers import Range, mean_change, over_models
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.market import Market

Class = Literal["powertrain", "segment"]
CLASSES: tuple[Class, ...] = ("powertrain", "segment")
_EVERY = "all"
"""How a market writes that a row counts cars of any powertrain."""


@dataclass(frozen=True, kw_only=True)
class ClassEffects:
    """What a deal does to one class of cars and its buyers.

    Attributes
    ----------
    name
        `BEV`, or a segment; `not stated` for cars that the market leaves out.
    share, share_after
        Part of what is sold before and after, 0 to 1.
    price
        Mean relative change of price, with its range; None where none stays on sale.
    models, models_after
        How many are offered before and after.
    range_per_price, range_after
        Mean electric range for a thousand units of money, km, weighted by what was sold
        before; None where no range or price is known.
    buyers
        What buyers gain by its prices alone, in the market's currency over its period,
        or as a fraction of what buyers spend.
    """

    name: str
    share: float
    share_after: float
    price: Range | None
    models: int
    models_after: int
    range_per_price: float | None
    range_after: float | None
    buyers: Range


@dataclass(frozen=True, kw_only=True)
class ByClass:
    """Every class of a market, the largest first, and what none of them accounts for.

    Attributes
    ----------
    by
        `powertrain` or `segment`.
    classes
        The classes.
    choice
        What buyers gain beside prices: cars that come, go or change, and the bend of
        demand; None where the demand form has no surplus.
    """

    by: Class
    classes: tuple[ClassEffects, ...]
    choice: float | None


def by_class(effects: MarketEffects, by: Class) -> ByClass | None:
    """Return the classes of a market under a deal; None where none is stated."""
    names = _names(effects.market, by)
    if names is None:
        return None
    found = [_class(effects, by, name) for name in dict.fromkeys(names)]
    gained = sum(float(_gains(effects)[np.array(names) == n.name].sum()) for n in found)
    whole = effects.surplus_change
    return ByClass(
        by=by,
        classes=tuple(sorted(found, key=lambda one: -one.share)),
        choice=None if whole is None else whole - gained,
    )


def _names(market: Market, by: Class) -> list[str] | None:
    column = market.powertrains if by == "powertrain" else market.nests
    unsaid = ("", None, _EVERY) if by == "powertrain" else ("", None)
    told = ["not stated" if name in unsaid else str(name) for name in column]
    return told if any(column) else None


def _class(effects: MarketEffects, by: Class, name: str) -> ClassEffects:
    own = _is(effects, by, name)
    sold, after = effects.shares_before, effects.shares_after
    new = [
        car for car in effects.launched if own[effects.market.products.index(car.like)]
    ]
    sold_new = sum(car.share for car in effects.launched)
    share_after = float(after[own].sum()) + sum(car.share for car in new)

    def chosen(one: MarketEffects) -> Bool[np.ndarray, " J"]:
        return _is(one, by, name)

    return ClassEffects(
        name=name,
        share=float(sold[own].sum() / sold.sum()),
        share_after=share_after / (float(after.sum()) + sold_new),
        price=mean_change(effects, chosen),
        models=int(own.sum()),
        models_after=int((own & ~effects.withdrawn).sum()) + len(new),
        range_per_price=_range(effects, own, effects.prices_before),
        range_after=_range(effects, own & ~effects.withdrawn, effects.prices_after),
        buyers=_buyers(effects, chosen),
    )


def _is(effects: MarketEffects, by: Class, name: str) -> Bool[np.ndarray, " J"]:
    names = _names(effects.market, by)
    if names is None:
        return np.zeros(len(effects.market.products), dtype=bool)
    return np.array([one == name for one in names])


def _buyers(
    effects: MarketEffects, chosen: Callable[[MarketEffects], Bool[np.ndarray, " J"]]
) -> Range:
    def gained(one: MarketEffects) -> tuple[float, None] | None:
        if one.relative != effects.relative:
            return None
        return float(_gains(one)[chosen(one)].sum()), None

    told = over_models(effects, gained)
    assert told is not None  # the effects answer for themselves
    return told


def _gains(effects: MarketEffects) -> Float[np.ndarray, " J"]:
    """Return what buyers gain by each product's price, shape `(J,)`."""
    sold = effects.market.quantities
    part = np.divide(
        effects.shares_after,
        effects.shares_before,
        out=np.ones_like(sold),
        where=effects.shares_before > 0,
    )
    spent = 1.0
    if effects.relative:
        spent = float(effects.prices_before @ sold)
    change = effects.prices_after - effects.prices_before
    gained: Float[np.ndarray, " J"] = -0.5 * (1 + part) * sold * change / spent
    return gained


def _range(
    effects: MarketEffects,
    own: Bool[np.ndarray, " J"],
    prices: Float[np.ndarray, " J"],
) -> float | None:
    far = effects.market.characteristics.get("range_km")
    if far is None or effects.relative:
        return None
    weights = np.where(own & np.isfinite(far), effects.market.quantities, 0.0)
    if not weights.any():
        return None
    each = np.where(np.isfinite(far), far, 0.0) / (prices / 1000)
    return float(np.average(each, weights=weights))
