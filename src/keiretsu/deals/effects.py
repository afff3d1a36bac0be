"""What a deal does: the answer, and everything needed to get it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.control import Reading
from keiretsu.deals.deal import Deal
from keiretsu.market import Market


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
