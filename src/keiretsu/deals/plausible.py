"""Which products' own figures are believable: bounds from published models of cars.

A demand may fit a market well and still be absurd for single cars. Margin, own
elasticity, the part of lost buyers who buy none, the part that the nearest rival
catches and the price change itself must lie within what models of car demand find.
Bounds are of car models; of brands and other industries none are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.demand import Demand, diversion, elasticities
from keiretsu.files import toml
from keiretsu.market import Market, product_names
from keiretsu.units import percent
from keiretsu.words import CARS

NUMEROUS = 10_000
"""Units above which a product that is out of bounds is named."""
_FEW = 3


@dataclass(frozen=True, kw_only=True)
class Bound:
    """The least and the largest value that is believed, and who finds it."""

    low: float
    high: float
    title: str

    def words(self, name: str) -> str:
        """Return the ends, in percent but for elasticities."""
        if name == "own_elasticity":
            return f"{self.low:g} to {self.high:g}"
        return f"{percent(self.low, 0)} to {percent(self.high, 0)}"

    def holds(self, values: Float[np.ndarray, " J"]) -> Bool[np.ndarray, " J"]:
        """Return whether each value lies within."""
        return (values >= self.low) & (values <= self.high)


@dataclass(frozen=True, kw_only=True)
class Reactions:
    """What a demand says of each product today, shape `(J,)` each.

    Attributes
    ----------
    own_elasticity
        Relative change of its sales for one of its price.
    outside_diversion
        Part of the buyers it loses who then buy none of the products.
    nearest
        Number of the product that catches most of them.
    nearest_rival
        The part that it catches.
    """

    own_elasticity: Float[np.ndarray, " J"]
    outside_diversion: Float[np.ndarray, " J"]
    nearest: Int[np.ndarray, " J"]
    nearest_rival: Float[np.ndarray, " J"]

    @classmethod
    def of(cls, demand: Demand, prices: Float[np.ndarray, " J"]) -> Reactions:
        """Return the reactions under a demand at some prices."""
        caught = diversion(demand, prices)
        np.fill_diagonal(caught, 0.0)
        return cls(
            own_elasticity=np.diagonal(elasticities(demand, prices)).copy(),
            outside_diversion=1 - caught.sum(axis=1),
            nearest=caught.argmax(axis=1),
            nearest_rival=caught.max(axis=1),
        )


@cache
def bounds() -> Mapping[str, Bound]:
    """Return the bounds by what they bound, with their sources."""
    place = files("keiretsu.deals") / "data" / "plausible.toml"
    rows = toml(place.read_text("utf-8"), "plausible.toml", "correct it")
    return {name: Bound(**row) for name, row in rows.items()}


WORDS = {
    "margin": "margin",
    "own_elasticity": "own-price elasticity",
    "outside_diversion": "part of lost buyers who buy no car",
    "nearest_rival": "part of lost buyers whom the nearest rival catches",
    "price_change": "price change",
}
"""What each bound bounds."""


def outside_bounds(
    market: Market,
    *,
    margin: Float[np.ndarray, " J"],
    price_change: Float[np.ndarray, " J"],
    reactions: Reactions | None,
) -> dict[str, Bool[np.ndarray, " J"]]:
    """Return which products miss each bound, shape `(J,)`, by what it bounds.

    Parameters
    ----------
    market
        The market; without car models no bound is known.
    margin, price_change
        Today's margins and the relative price changes, shape `(J,)`.
    reactions
        What the demand says of each product, or None where it was not asked.
    """
    if market.words != CARS:
        return {}
    values = {"margin": margin, "price_change": price_change}
    if reactions is not None and market.products != market.brands:
        for name in ("own_elasticity", "outside_diversion", "nearest_rival"):
            values[name] = getattr(reactions, name)
    return {name: ~bounds()[name].holds(value) for name, value in values.items()}


def named(
    market: Market, missed: Mapping[str, Bool[np.ndarray, " J"]]
) -> tuple[str, ...]:
    """Return a sentence a bound that names the products that sell in numbers."""
    told, names = [], product_names(market)
    for name, wrong in missed.items():
        many = market.competing & (market.quantities > NUMEROUS)
        which = np.flatnonzero(wrong & many)
        if which.size:
            products = ", ".join(names[j] for j in which.tolist())
            told.append(
                f"{WORDS[name]} outside {bounds()[name].words(name)}; their own "
                f"effects are not shown: {products}"
            )
    return tuple(told)


def left_as_today(market: Market, held: Bool[np.ndarray, " J"]) -> tuple[str, ...]:
    """Return a sentence that names whose costs and taxes a deal was not let move."""
    names = product_names(market)
    which = np.flatnonzero(held).tolist()
    if not which:
        return ()
    few = ", ".join(names[j] for j in which[:_FEW])
    more = f" and {len(which) - _FEW} more" if len(which) > _FEW else ""
    low = percent(bounds()["margin"].low, 0)
    return (
        f"costs and taxes left as today where the model's margin is below {low}, so "
        f"that a change of percents is not to be believed: {few}{more}",
    )
