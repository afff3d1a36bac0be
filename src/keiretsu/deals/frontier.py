"""Stake against saving: how large a saving makes a tie harmless to buyers?

Every cell is a deal of its own: a stake, or the merger, and a fall of the parties'
marginal costs. Where buyers gain, the saving outweighs the tie; the least such saving
of each row is found between two columns by the secant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.run import run
from keiretsu.deals.steps import Merge, SaveCost, Step, TakeStake
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market

STAKES = (0.1, 0.2, 0.334, 0.5, 1.0)
"""Stakes tried; 1 stands for the merger."""
SAVINGS = (0.0, 0.02, 0.05, 0.1)
"""Savings tried, shares of the parties' marginal costs."""


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """What buyers gain in one market, by stake and by saving.

    Attributes
    ----------
    market
        The market.
    stakes, savings
        Of the S rows and K columns.
    buyers
        Change of buyers' surplus, in the market's currency over its period, or as a
        fraction of what buyers spend where it is relative, `(S, K)`.
    parties
        Mean relative price change of the parties' products, `(S, K)`; 0 where they sell
        nothing.
    harmless
        Saving from which on buyers do not lose, `(S,)`; NaN where none of those tried
        is enough.
    """

    market: Market
    stakes: tuple[float, ...]
    savings: tuple[float, ...]
    buyers: Float[np.ndarray, "S K"]
    parties: Float[np.ndarray, "S K"]
    harmless: Float[np.ndarray, " S"]


def frontier(
    holder: str,
    held: str,
    landscape: Landscape,
    market: Market,
    *,
    stakes: Sequence[float] = STAKES,
    savings: Sequence[float] = SAVINGS,
    **how: Any,
) -> Frontier:
    """Return what buyers gain by every pair of a stake and a saving.

    Parameters
    ----------
    holder, held
        The companies, in any spelling.
    landscape, market
        Who owns whom, and where they sell.
    stakes
        From 0 to 1; 1 stands for the merger.
    savings
        Shares of the marginal costs of both, rising from 0.
    how
        As for `run`; readings of control are left at silent if not given.

    Raises
    ------
    DataError
        If savings do not rise from 0, or a stake is out of range.
    """
    if len(savings) < 2 or savings[0] != 0 or list(savings) != sorted(set(savings)):
        raise DataError(
            f"savings of {', '.join(f'{100 * s:g}' for s in savings)} %",
            hint="give two or more, rising from 0",
        )
    control = how.pop("control", ("silent",))
    found = np.empty((2, len(stakes), len(savings)))
    for row, stake in enumerate(stakes):
        for column, saving in enumerate(savings):
            steps: tuple[Step, ...] = (_tie(holder, held, stake),)
            if saving:
                steps += (SaveCost(makers=(holder, held), share=saving),)
            deal = Deal(steps=steps, on=landscape.on)
            one = run(deal, landscape, market, control=control, **how).markets[0]
            if one.surplus_change is None:
                raise DataError(
                    f"buyers' surplus is not defined under {one.demand}",
                    hint="take a demand that has one, as a logit",
                )
            found[0, row, column] = one.surplus_change
            found[1, row, column] = _mean(one)
    return Frontier(
        market=market,
        stakes=tuple(stakes),
        savings=tuple(savings),
        buyers=found[0],
        parties=found[1],
        harmless=np.array([_zero(savings, gains) for gains in found[0]]),
    )


def _mean(one: MarketEffects) -> float:
    """Return the mean price change of the parties' products; 0 where none is sold."""
    sold = np.where(one.parties, one.market.quantities, 0.0)
    return float(one.price_change @ sold / sold.sum()) if sold.any() else 0.0


def _tie(holder: str, held: str, stake: float) -> Step:
    if stake == 1:
        return Merge(first=holder, second=held)
    return TakeStake(holder=holder, held=held, share=stake)


def _zero(savings: Sequence[float], gains: Float[np.ndarray, " K"]) -> float:
    """Return the saving at which buyers neither gain nor lose, on the line between."""
    enough = np.flatnonzero(gains >= 0)
    if not enough.size:
        return float("nan")
    first = int(enough[0])
    if first == 0:
        return 0.0
    low, high = gains[first - 1], gains[first]
    part = -low / (high - low)
    return float(savings[first - 1] + part * (savings[first] - savings[first - 1]))
