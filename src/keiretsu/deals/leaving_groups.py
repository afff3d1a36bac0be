"""Companies that a deal leaves outside of a group, though it does not name them.

Whoever holds parts of one company through several others may decide over it only with
those together. If a merger takes one of them away, the company is of no group any more;
concentration may then even fall, which needs a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.deals.deal import Deal
from keiretsu.deals.reorganisation import reorganise
from keiretsu.landscape import Landscape


def leaving_groups(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say which makers leave the group of a party without being sold.

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
        sold = {
            one for name in step.by_name for one in (name, *before.controlled_by(name))
        }
        heads = {before.head(party) for party in step.parties}
        for name, company in landscape.companies.items():
            head = before.head(name)
            stays = after.head(name) == after.head(head)
            if (
                company.kind not in _MAKERS
                or head not in heads
                or stays
                or name in sold
            ):
                continue
            yield (
                f"{company.short} leaves the group of {landscape.label(head)} if "
                f"{deal.sentence}: who decides over it today does so through several "
                "companies, and not alone over what one of them becomes"
            )


_MAKERS = {"group", "subsidiary", "affiliate", "jv"}
