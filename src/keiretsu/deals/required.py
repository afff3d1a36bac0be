"""How much cheaper the parties' cars would have to be for a deal to harm nobody.

Three answers stand beside what mergers of carmakers are known to have saved: the saving
that leaves every price as it is, the one at which buyers lose nothing, and how much of
their loss cheaper electric cars alone would undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.deals.assumptions import Range as Assumed
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.run import run
from keiretsu.deals.steps import SaveCost, Step
from keiretsu.errors import NoConvergence
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.units import percent
from keiretsu.words import CARS

ELECTRIC_SAVING = 0.05
"""Saving on the parties' electric cars that is tried: a large one."""
PLAUSIBLE = 0.25
"""Saving on a car beyond which nobody would believe it."""
_HALF = 0.5
_CLOSE = 1e-3


@dataclass(frozen=True, kw_only=True)
class RequiredSaving:
    """What would have to be saved in one market.

    Attributes
    ----------
    market
        Its name.
    unchanged
        Compensating fall of marginal cost, mean over the parties' cars by what they
        cost: all prices stay.
    harmless
        Fall of the marginal cost of all their cars at which buyers lose nothing; None
        where half of it is not enough, or the demand form has no surplus.
    electric
        Part of buyers' loss that a saving of a twentieth on all electric cars of the
        parties undoes; None where they sell none.
    known
        What mergers of carmakers are taken to save, as a range; None where something
        else is sold.
    products
        What is sold there, as `cars`.
    """

    market: str
    unchanged: float
    harmless: float | None
    electric: float | None
    known: Assumed | None
    products: str

    @property
    def sentence(self) -> str:
        """The same in words."""
        known = self.known
        told = (
            f"no price would rise if the parties' {self.products} cost "
            f"{percent(self.unchanged, 1)} less to make"
        )
        if self.harmless is not None:
            told += f", buyers would lose nothing from {percent(self.harmless, 1)} on"
        if known is not None:
            told += (
                f"; mergers are taken to save {percent(known.value, 1)} "
                f"({percent(known.low, 1)} to {percent(known.high, 1)})"
            )
        if self.electric is None:
            return told
        saved = percent(ELECTRIC_SAVING, 0)
        undone = percent(self.electric, 1)
        told += f"; {saved} off all their electric cars undoes {undone} of the loss"
        needed = ELECTRIC_SAVING / self.electric if self.electric > 0 else np.inf
        if needed > PLAUSIBLE:
            return f"{told}: no plausible saving on them alone offsets it"
        return f"{told}: some {percent(needed, 0)} would undo it all"


def required_saving(
    deal: Deal, landscape: Landscape, market: Market, **how: Any
) -> RequiredSaving | None:
    """Return what a deal would have to save in a market; None where buyers do not lose.

    Parameters
    ----------
    deal, landscape, market
        As for `run`.
    how
        As for `run`: second choices and stakes read as silent if not given, points
        without draws.
    """
    nearby = PriceSetting(look_afar=False)  # the deal's own prices were tried afar
    options = {"demand": "second choices", "control": ("silent",), **how, "draws": 0}
    if options.get("conduct", "prices") == "prices":
        options["conduct"] = nearby

    def effects(*more: Step) -> MarketEffects:
        found = run(deal.with_steps(*more), landscape, market, **options)
        return found.markets[0]

    base = effects()
    loss = base.surplus_change
    if loss is None or loss >= 0 or not base.parties.any():
        return None
    weights = np.where(base.parties, base.costs * market.quantities, 0.0)
    sold = base.market  # as on the deal's day
    makers = tuple(dict.fromkeys(np.array(sold.firms)[base.parties].tolist()))

    def gain(saving: float) -> float:
        cheaper = SaveCost(makers=makers, share=saving)
        try:
            return effects(cheaper).surplus_change or 0.0
        except NoConvergence:  # no equilibrium so far away: not enough, as far as known
            return loss

    unchanged = float(np.average(base.pressure.cmcr, weights=weights))
    cars = [
        product
        for product, driven, own in zip(
            market.products, market.powertrains, base.parties.tolist(), strict=True
        )
        if own and driven == "BEV"
    ]
    electric = None
    if cars:
        left = effects(SaveCost(products=tuple(cars), share=ELECTRIC_SAVING))
        electric = 1 - (left.surplus_change or 0.0) / loss
    return RequiredSaving(
        market=market.name,
        unchanged=unchanged,
        harmless=_zero(gain, loss, unchanged),
        electric=electric,
        known=cost_parameters()["merger_saving"] if market.words == CARS else None,
        products=market.words.products,
    )


def _zero(gain: Any, loss: float, guess: float) -> float | None:
    """Return where a gain that rises from a loss is 0, by the secant; None beyond."""
    low, at_low = 0.0, loss
    high = min(max(2 * guess, 0.01), _HALF)
    at_high = gain(high)
    if at_high < 0:
        low, at_low, high = high, at_high, _HALF
        at_high = gain(high)
        if at_high < 0:
            return None
    for _ in range(20):
        middle = low - at_low * (high - low) / (at_high - at_low)
        value = gain(middle)
        if abs(value) < _CLOSE * abs(loss):
            return float(middle)
        if value < 0:
            low, at_low = middle, value
        else:
            high, at_high = middle, value
    return float(middle)
