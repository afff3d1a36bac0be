"""The share of electric cars after a deal, at today's chargers and with new ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from keiretsu.arrays import number
from keiretsu.costs import share_with_chargers
from keiretsu.deals.market_effects import MarketEffects

ELECTRIC = "BEV"


@dataclass(frozen=True, kw_only=True)
class ElectricShare:
    """Cars that a market's table calls electric among all that it sells, 0 to 1.

    Attributes
    ----------
    today, after
        Before the deal, and after it at today's chargers.
    answered
        After it once chargers follow cars and cars chargers.
    sensitivity
        Elasticity of cars to stations times that of stations to cars.
    """

    today: float
    after: float
    answered: float
    sensitivity: float


def electric_share(
    effects: MarketEffects, *, sensitivity: float
) -> ElectricShare | None:
    """Return the electric share of a market; None where no electric car is sold.

    Parameters
    ----------
    effects
        What a deal does in the market, whose table says what drives its cars.
    sensitivity
        From 0 to below 1; the literature's products lie between 0.15 and 0.8: see
        `keiretsu.costs.share_with_chargers`.

    Raises
    ------
    DataError
        If the sensitivity is outside its range.
    """
    force = number(sensitivity, "sensitivity", least=0, below=1)
    driven = np.array(effects.market.powertrains, dtype=object) == ELECTRIC
    before, after = (
        float(sold[driven].sum() / sold.sum())
        for sold in (effects.shares_before, effects.shares_after)
    )
    if not 0 < min(before, after) <= max(before, after) < 1:
        return None
    push = float(logit(after) - logit(before))
    answered = share_with_chargers(before, push, sensitivity=force)
    return ElectricShare(
        today=before,
        after=after,
        answered=float(answered),
        sensitivity=force,
    )
