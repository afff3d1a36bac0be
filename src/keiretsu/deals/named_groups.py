"""Groups that are one by their name, and not by a majority, when a stake in them falls.

Hyundai Motor Group is tied by a ring of minority stakes. A company of it stays as long
as another holds a part of it; nobody knows at which part it would cease to, so that is
said.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.steps import TakeStake
from keiretsu.landscape import Landscape


def named_groups(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say which companies stay in a group by its name though less of them is held.

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
    for step, before, after in zip(deal.steps, stages[:-1], stages[1:], strict=True):
        if not isinstance(step, TakeStake) or after is before:
            continue
        name = after.group_names.get(step.held)
        if name is None or after.head(step.held) != before.head(step.held):
            continue
        if after.part(step.holder, step.held) < before.part(step.holder, step.held):
            yield (
                f"{landscape.label(step.held)} counts to {landscape.label(name)} by "
                "name, without a majority, as long as a company of it holds a part: it "
                "may leave sooner, which is not computed"
            )
