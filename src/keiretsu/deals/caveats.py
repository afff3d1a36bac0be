"""What must be said of a deal beside its figures, in one order wherever it is told."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.exchange_terms import exchange_terms
from keiretsu.deals.half_dated import half_dated
from keiretsu.deals.named_groups import named_groups
from keiretsu.deals.votes_follow import votes_follow
from keiretsu.landscape import Landscape


def caveats(deal: Deal, landscape: Landscape) -> Iterator[str]:
    """Yield what nobody states, what is taken to be so, and what is not computed.

    Parameters
    ----------
    deal
        The deal, its parties identified.
    landscape
        The landscape of its day.
    """
    for number, step in enumerate(deal.steps, 1):
        if step.beside_prices is not None:
            place = f"step {number}: " if len(deal.steps) > 1 else ""
            yield f"{place}{step.beside_prices}"
    yield from half_dated(deal, landscape)
    yield from exchange_terms(deal, landscape)
    yield from votes_follow(deal, landscape)
    yield from named_groups(deal, landscape)
