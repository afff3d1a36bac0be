"""Where the figures of a stake jump as it grows, and why: two lines, in words.

Effects rise with a stake without a break but at a fifth, under the reading that counts
large holders, and at more than half, where one company decides over the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.control.named_readings import FLOOR
from keiretsu.deals.deal import Deal
from keiretsu.deals.steps import TakeStake
from keiretsu.landscape.groups import decides_alone
from keiretsu.units import percent


def jumps(deal: Deal) -> tuple[str, ...]:
    """Return a sentence for each line that a stake has crossed, or is yet to cross."""
    stakes = [step for step in deal.steps if isinstance(step, TakeStake)]
    return tuple(dict.fromkeys(words for one in stakes for words in _of(one)))


def _of(stake: TakeStake) -> Iterator[str]:
    votes = stake.share if stake.votes is None else stake.votes
    if not votes:
        return
    line = percent(FLOOR, 0)
    if decides_alone(votes):
        yield (
            "more than half of the votes decides alone under every reading: the two "
            "set prices as one company; figures jump there and hardly move beyond"
        )
        return
    if votes >= FLOOR:
        yield (
            f"from {line} of the votes on, one reading takes the holder to have the "
            "company run for both, where it counted its share of profit alone before: "
            "its figures jump there (a fifth is presumed to be significant influence, "
            "IAS 28)"
        )
    else:
        yield (
            f"below {line} of the votes a holder counts its share of profit alone; "
            "from there on, one reading takes it to have the company run for both, and "
            "its figures jump"
        )
    yield (
        "up to half of the votes the two set prices apart; beyond, one decides alone "
        "and figures jump to those of a merger"
    )
