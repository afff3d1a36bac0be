"""Stake against saving: how large a saving makes a tie harmless to buyers?

Every cell is a deal of its own: a stake, or the merger, and a fall of the parties'
marginal costs; all are solved together. Where buyers gain, the saving outweighs the
tie; the least such saving of each row is found between two columns by the secant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import Reading
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import DemandChoice, demand_source
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.steps import Merge, SaveCost, Step, TakeStake
from keiretsu.deals.together import Case, solved_together
from keiretsu.errors import DataError, NoConvergence
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold

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


@in_one_thread
def frontier(
    holder: str,
    held: str,
    landscape: Landscape,
    market: Market,
    *,
    stakes: Sequence[float] = STAKES,
    savings: Sequence[float] = SAVINGS,
    demand: DemandChoice = "second choices",
    assumptions: Assumptions | None = None,
    reading: Reading = "silent",
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
    demand, assumptions
        As for `run`; of models side by side the market's own is taken.
    reading
        How stakes are read as control.

    Raises
    ------
    DataError
        If savings do not rise from 0, a stake is out of range, or demand has no
        surplus.
    NoConvergence
        If a cell has no equilibrium.
    """
    if len(savings) < 2 or savings[0] != 0 or list(savings) != sorted(set(savings)):
        raise DataError(
            f"savings of {', '.join(f'{100 * s:g}' for s in savings)} %",
            hint="give two or more, rising from 0",
        )
    deals = [
        with_known_parties(
            _deal(holder, held, stake, saving, landscape), landscape, (market,)
        )
        for stake in stakes
        for saving in savings
    ]
    sold = as_sold(market, landscape, deals[0].brands)
    changes = (reorganise(deal, landscape, sold.firms) for deal in deals)
    cases = [one for c in changes for one in Case.each(sold, c, (reading,))]
    source = demand_source(demand, assumptions or default_assumptions())
    words, outcomes = solved_together(sold, source, cases)
    for deal, one in zip(deals, outcomes, strict=True):
        if not one.converged:
            raise NoConvergence(
                f"{deal.sentence}: no equilibrium in {market.name!r}",
                hint="name another demand or another market",
            )
        if one.buyers is None:
            raise DataError(
                f"buyers' surplus is not defined under {words}",
                hint="take a demand that has one, as a logit",
            )
    found = np.array([(one.buyers, one.parties) for one in outcomes], dtype=float)
    found = found.T.reshape(2, len(stakes), len(savings))
    return Frontier(
        market=market,
        stakes=tuple(stakes),
        savings=tuple(savings),
        buyers=found[0],
        parties=found[1],
        harmless=np.array([_zero(savings, gains) for gains in found[0]]),
    )


def _deal(
    holder: str, held: str, stake: float, saving: float, landscape: Landscape
) -> Deal:
    steps: tuple[Step, ...] = (_tie(holder, held, stake),)
    if saving:
        steps += (SaveCost(makers=(holder, held), share=saving),)
    return Deal(steps=steps, on=landscape.on)


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
