"""Stakes of a deal's parties whose day nobody stated: known to the year or the month.

They count from their first day. On a deal's day within that year or month nobody knows
whether they were held yet, so it is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.landscape import Landscape
from keiretsu.units import written


def half_dated(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say which stakes between the parties may not have been held yet on the day.

    Parameters
    ----------
    deal
        The deal, its parties identified.
    landscape
        The landscape of its day.
    """
    return tuple(dict.fromkeys(_said(deal, landscape)))


def _said(deal: Deal, landscape: Landscape) -> Iterator[str]:
    on, label = landscape.on, landscape.label
    for step in deal.steps:
        if step.affected is None:
            continue
        pair = {step.affected.acquirer, step.affected.target}
        for stake in landscape.stakes:
            since = stake.since
            if {stake.holder, stake.held} == pair and on < since.last:
                yield (
                    f"{label(stake.holder)} in {label(stake.held)}, "
                    f"{stake.share_words}, is dated {since} without a day and counted "
                    f"from {written(since.first)}: it may not have been held yet"
                )
