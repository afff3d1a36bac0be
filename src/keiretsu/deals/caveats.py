"""What must be said of a deal beside its figures, in one order wherever it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.exchange_terms import exchange_terms
from keiretsu.deals.half_dated import half_dated
from keiretsu.deals.leaving_groups import leaving_groups
from keiretsu.deals.named_groups import named_groups
from keiretsu.deals.votes_follow import votes_follow
from keiretsu.landscape import Landscape
from keiretsu.landscape.analysis.freshness import oldest_figure
from keiretsu.units import written

LONG_AGO = dt.timedelta(days=5 * 365)
"""How much older a deal is than the newest fact that is one of long ago."""


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
    yield from not_known_to_exist(deal, landscape)
    yield from half_dated(deal, landscape)
    yield from exchange_terms(deal, landscape)
    yield from votes_follow(deal, landscape)
    yield from named_groups(deal, landscape)
    yield from leaving_groups(deal, landscape)


def not_known_to_exist(deal: Deal, landscape: Landscape) -> Iterator[str]:
    """Yield the parties of which nothing on record is as old as the deal.

    Of one without a dated fact it is said of deals of long ago alone.
    """
    on = landscape.on
    last = max((stake.since.first for stake in landscape.record), default=on)
    for party in deal.companies:
        company = landscape.companies.get(party)
        if company is None or company.since is not None:
            continue
        oldest = oldest_figure(landscape, party)
        if oldest is not None and oldest.first <= on:
            continue
        if oldest is None and last - on < LONG_AGO:
            continue
        dated = "no fact on it is dated"
        if oldest is not None:
            dated = f"the oldest fact on it is of {oldest}"
        yield (
            f"whether there was a {landscape.label(party)} on {written(on)} is not on "
            f"record: {dated}"
        )
