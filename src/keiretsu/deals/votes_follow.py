"""Stakes whose votes differ from their share today, and follow it after a deal.

Renault casts 15 % of the votes in Nissan for a third of its capital. A deal that
states the share alone gives as many votes, which moves more than the share does.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.steps import TakeStake
from keiretsu.landscape import Landscape
from keiretsu.units import percent

LEAST = 0.01
"""Difference of votes and share from which it is said."""


def votes_follow(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say which stakes of a deal bring votes that the holder does not cast today.

    Parameters
    ----------
    deal
        The deal, its parties identified.
    landscape
        The landscape of its day.
    """
    return tuple(dict.fromkeys(_said(deal, landscape)))


def _said(deal: Deal, landscape: Landscape) -> Iterator[str]:
    stages = reorganise(deal, landscape).stages
    for step, stage in zip(deal.steps, stages[:-1], strict=True):
        if not isinstance(step, TakeStake) or not step.share:
            continue
        if step.votes is not None or step.seller is not None:
            continue
        if stage.is_held(step.holder, step.held, step.share):
            continue
        cash, votes = stage.part(step.holder, step.held)
        if abs(cash - votes) >= LEAST:
            yield (
                f"{deal.label(step.holder)} has {percent(votes, 2)} of the votes in "
                f"{deal.label(step.held)} for {percent(cash, 2)} of its profit today; "
                f"after the deal its votes are taken to follow its share, "
                f"{percent(step.share, 2)}: votes_percent of a deal file says others"
            )
