"""From what an article is about to the deal that can be run.

An article may speak of an alliance, of talks, or of a stake without a size. None of
these changes a profit weight that could be computed; then a ladder of deals stands in
its place, and that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from keiretsu.deals.deal import Deal
from keiretsu.deals.ladder import merger_of
from keiretsu.errors import DataError
from keiretsu.units import day, joined

if TYPE_CHECKING:
    from keiretsu.news.claims.main_deal import ReportedDeal

_MERGERS = {"merger", "acquisition"}


def deal_from_article(
    reported: ReportedDeal,
    *,
    on: str | dt.date | None = None,
    label: Callable[[str], str] = str,
) -> tuple[Deal, str | None]:
    """Return the deal that an article is about, and what must be said about it.

    Parameters
    ----------
    reported
        Parties and kind, as `keiretsu.main_deal` finds them.
    on
        The day of the deal; today where None.
    label
        What people call a company, from its identifier.

    Returns
    -------
    deal
        The stake or merger itself; where its size is not stated, the merger, which is
        the last rung of `keiretsu.deals.ladder`.
    remark
        What the article leaves open; None where it is the deal itself.

    Raises
    ------
    DataError
        If what was reported has fewer than two parties.
    """
    if len(reported.parties) < 2:
        raise DataError(
            f"{reported.sentence} has fewer than two parties",
            hint="name the deal: --merge A B or --stake HOLDER HELD PERCENT",
        )
    if reported.kind == "stake" and reported.percent is not None:
        holder, held = reported.parties
        return Deal.stake(holder, held, reported.percent / 100, on=on), None
    first, *others = reported.parties
    deal = merger_of(first, others, day(on))
    return deal, None if reported.kind in _MERGERS else _unsized(reported, label)


def _unsized(reported: ReportedDeal, label: Callable[[str], str]) -> str:
    if reported.kind == "stake":
        who = joined(label(party) for party in reported.parties)
        return (
            f"no size of the stake between {who} was read in the article; a ladder "
            "from talks to a merger stands in its place"
        )
    return (
        "no stake was read in the article: a ladder from talks to a merger shows what "
        "one would do"
    )
