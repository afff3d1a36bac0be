"""On which terms holders exchange their shares in a merger, where sizes are not known.

What each side's holders get of the two depends on terms that nobody has stated. The
sizes of the companies stand for them; where one is not known, that is said, since who
then has a say in the two hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.reorganisation import reorganise
from keiretsu.landscape import Landscape


def exchange_terms(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say of each merger of unknown sizes what its holders are taken to get.

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
        pair = step.affected
        if pair is None or not pair.whole:
            continue
        sides = (pair.acquirer, pair.target)
        if stage.head(sides[0]) == stage.head(sides[1]):
            continue
        unknown = [one for one in sides if not stage.size(one)]
        held = [one for one in sides if stage.votes_in(one)]
        if len(unknown) == 1 and held:
            (other,) = set(sides) - set(unknown)
            yield (
                f"how much {deal.label(unknown[0])} sells is not known: of the "
                f"two its holders are taken to get nothing, and those of "
                f"{deal.label(other)} to keep their parts"
            )
        if len(unknown) == 2 and held:
            yield (
                f"how much {' or '.join(map(deal.label, sides))} sells is not "
                "known: their holders are taken to get half of the two each"
            )
