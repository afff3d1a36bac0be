"""What a deal does: the answer, and everything needed to get it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.control import Reading
from keiretsu.deals.deal import Deal
from keiretsu.frames import Backend, to_frame
from keiretsu.market import Market
from keiretsu.plain import plain
from keiretsu.units import percent


@dataclass(frozen=True, kw_only=True)
class Solution:
    """How well the prices solve the makers' first-order conditions.

    Attributes
    ----------
    converged
        Whether residual and second-order check both hold.
    residual
        Largest first-order residual, in the market's currency per car.
    status
        The same as a sentence.
    """

    converged: bool
    residual: float
    status: str


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """First measures of the deal's pull on each product's price, before any response.

    Attributes
    ----------
    guppi
        Gross upward pricing pressure from the changed profit weights, a fraction of the
        product's price, shape `(J,)`.
    cmcr
        Saving that would keep all prices where they are, a fraction of the product's
        marginal cost, shape `(J,)`.
    diversion
        Share of the product's lost sales that other makers caught whose profit its own
        maker weighs more after the deal, shape `(J,)`.
    """

    guppi: Float[np.ndarray, " J"]
    cmcr: Float[np.ndarray, " J"]
    diversion: Float[np.ndarray, " J"]


@dataclass(frozen=True, kw_only=True)
class Draws:
    """The deal's effects over draws of the demand parameters.

    Attributes
    ----------
    price_change
        Relative price change, shape `(N, J)`.
    surplus_change
        Change of buyers' surplus, shape `(N,)`, in the unit of the point value.
    parameters
        What was drawn: name -> values, shape `(N,)`.
    failed
        Draws that found no equilibrium and are left out.
    seed
        Seed of the draws.
    """

    price_change: Float[np.ndarray, "N J"]
    surplus_change: Float[np.ndarray, " N"]
    parameters: Mapping[str, Float[np.ndarray, " N"]]
    failed: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Return the middle 80 % of the effects, and of what was drawn."""
        return {
            "count": len(self.surplus_change),
            "failed": self.failed,
            "seed": self.seed,
            "surplus_change": _middle(self.surplus_change),
            "price_change": _middle(self.price_change),
            "parameters": {k: _middle(v) for k, v in self.parameters.items()},
        }


@dataclass(frozen=True, kw_only=True)
class MarketEffects:
    """One deal in one market, under one reading of control.

    Attributes
    ----------
    market
        The market; it names the J products and their makers.
    reading
        How stakes were read as control.
    groups_before, groups_after
        Who decides the price of each product, length J, before and after the deal.
    prices_before, prices_after, costs
        Shape `(J,)`, in the market's currency; where `relative`, indexed: 100 = today.
    shares_before, shares_after
        Shares of all potential buyers, shape `(J,)`.
    surplus_change
        Change of buyers' surplus over the market's period, in its currency; where
        `relative`, as a fraction of what buyers spend.
    profits_before, profits_after
        Variable profit by group as it was before the deal, in the unit of
        `surplus_change`.
    relative
        True where the market has no usable prices: only relative changes have meaning.
    demand
        Words for the demand used and how it was obtained.
    parameters
        Its parameters, and where each came from (`name -> (value, source)`).
    solution
        How well the solver did.
    pressure
        First measures, before any response.
    warnings
        What makes the answer hard to believe, in sentences.
    draws
        Effects over parameter draws, or None.
    """

    market: Market
    reading: Reading
    groups_before: tuple[str, ...]
    groups_after: tuple[str, ...]
    prices_before: Float[np.ndarray, " J"]
    prices_after: Float[np.ndarray, " J"]
    costs: Float[np.ndarray, " J"]
    shares_before: Float[np.ndarray, " J"]
    shares_after: Float[np.ndarray, " J"]
    surplus_change: float
    profits_before: Mapping[str, float]
    profits_after: Mapping[str, float]
    relative: bool
    demand: str
    parameters: Mapping[str, tuple[float, str]]
    solution: Solution
    pressure: Pressure
    warnings: tuple[str, ...] = ()
    draws: Draws | None = None

    @property
    def price_change(self) -> Float[np.ndarray, " J"]:
        """Relative change, shape `(J,)`; 0.02 means 2 % dearer."""
        return self.prices_after / self.prices_before - 1

    @property
    def profits_by_powertrain(self) -> dict[str, tuple[float, float]]:
        """Variable profit before and after by powertrain, in the unit of the profits.

        Empty where the market does not say what drives any car; `not stated` where it
        leaves out some.
        """
        if not any(self.market.powertrains):
            return {}
        earned = [
            (prices - self.costs) * shares
            for prices, shares in (
                (self.prices_before, self.shares_before),
                (self.prices_after, self.shares_after),
            )
        ]
        total = earned[0].sum()
        unit = sum(self.profits_before.values()) / total if total else 0.0
        found: dict[str, tuple[float, float]] = {}
        for name, before, after in zip(self.market.powertrains, *earned, strict=True):
            known = found.get(name or "not stated", (0.0, 0.0))
            gains = (known[0] + unit * float(before), known[1] + unit * float(after))
            found[name or "not stated"] = gains
        return found

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
            "price_before": self.prices_before,
            "price_after": self.prices_after,
            "price_change": self.price_change,
            "cost": self.costs,
            "share_before": self.shares_before,
            "share_after": self.shares_after,
            "guppi": self.pressure.guppi,
            "cmcr": self.pressure.cmcr,
            "diversion": self.pressure.diversion,
        }
        head = {"market": self.market.name, "reading": self.reading}
        lists = [plain(column) for column in columns.values()]
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
            "demand": self.demand,
            "parameters": {
                name: {"value": value, "source": source}
                for name, (value, source) in self.parameters.items()
            },
            "solution": plain(self.solution),
            "warnings": list(self.warnings),
            "surplus_change": plain(self.surplus_change),
            "profits_before": plain(self.profits_before),
            "profits_after": plain(self.profits_after),
            "profits_by_powertrain": {
                name: {"before": before, "after": after}
                for name, (before, after) in self.profits_by_powertrain.items()
            },
            "products": self.rows(),
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


@dataclass(frozen=True, kw_only=True)
class Effects:
    """One deal over several markets, and what it was computed from.

    Attributes
    ----------
    deal
        The deal.
    markets
        Its effects, one entry a market and reading of control.
    inputs
        Version of the code, hashes of the landscape and the markets, options, seed.
    """

    deal: Deal
    markets: tuple[MarketEffects, ...]
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, ready for JSON."""
        return {
            "deal": self.deal.to_dict(),
            "sentence": self.deal.sentence,
            "markets": [one.to_dict() for one in self.markets],
            "inputs": plain(self.inputs),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a market, reading of control and product."""
        return [row for one in self.markets for row in one.rows()]

    def to_frame(self, backend: Backend | None = None) -> Any:
        """Return the rows as a data frame; see `keiretsu.frames.to_frame`."""
        return to_frame(self.rows(), backend)

    def __repr__(self) -> str:
        names = dict.fromkeys(one.market.name for one in self.markets)
        return f"<Effects: {self.deal.sentence}; {', '.join(names) or 'no market'}>"

    def _repr_html_(self) -> str:
        """Return a small table for notebooks: mean price changes."""
        rows = "".join(
            f"<tr><td>{escape(one.market.title)}</td><td>{one.reading}</td>"
            f"<td>{percent(_mean_change(one), 2)}</td></tr>"
            for one in self.markets
        )
        return (
            f"<table><caption>{escape(self.deal.sentence)}</caption><tr><th>market</th>"
            f"<th>control</th><th>mean price change</th></tr>{rows}</table>"
        )


def _mean_change(effects: MarketEffects) -> float:
    return float(np.average(effects.price_change, weights=effects.market.quantities))


def _middle(values: Float[np.ndarray, "N ..."]) -> dict[str, Any]:
    """Return the 10 %, 50 % and 90 % points over the draws; None without draws."""
    if len(values) == 0:
        return {"low": None, "median": None, "high": None}
    low, median, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0)
    return {"low": plain(low), "median": plain(median), "high": plain(high)}
