"""A deal of companies that no market which was computed shows side by side.

A headline names a market in which both sell. Where there is none, that is what it says;
what is computed all the same comes from what the parties hold in others.
"""

from __future__ import annotations

from collections.abc import Sequence

from keiretsu.deals.answers import average_change
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.steps import Merge, TakeStake
from keiretsu.report.amounts import most_believed
from keiretsu.report.key_numbers import NOTHING
from keiretsu.report.report import Report
from keiretsu.report.spans import cost_span


def seen_apart(report: Report) -> bool:
    """Return whether two makers are tied that are side by side in no market.

    Only of deals that move shares alone: savings move prices wherever a party sells.
    """
    tied = all(isinstance(step, Merge | TakeStake) for step in report.deal.steps)
    makers = report.makers.values()
    if not tied or len(makers) < 2 or report.within_one_group:
        return False
    return not any(
        sum(bool(firms & set(one.market.firms)) for firms in makers) > 1
        for one in report.effects.markets
    )


def apart_words(report: Report) -> str:
    """Return where the parties are seen: nowhere together, and where they may meet."""
    products = report.effects.words.products
    words = f"no market looked at shows their {products} side by side"
    if not report.unseen:
        return words
    return f"{words}; they may meet unseen in {report.unseen[0].words}"


def through_others(
    readings: Sequence[Sequence[MarketEffects]], where: Sequence[str]
) -> str:
    """Return the largest change that comes of what the parties hold in others.

    Parameters
    ----------
    readings
        The effects of each market under each reading.
    where
        What each market is called inside a sentence.
    """
    changes = [[average_change(e, "parties") for e in own] for own in readings]
    sizes = [max(abs(c.point) for c in own) for own in changes]
    if not sizes or max(sizes) < NOTHING:
        return ""
    at = sizes.index(max(sizes))
    one = readings[at][0]
    said = cost_span(changes[at], where[at], most_believed(one))
    return (
        f"Through what they hold in others, their {one.market.words.products} would "
        f"cost {said}; no larger change is computed."
    )
