"""The deal that an article is about, and what must be said of it.

What is not sure is not taken: an article whose ties the reader is less sure of is
refused with those ties, and whoever asks says which, or how sure is enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from keiretsu.deals import Deal, deal_from_article
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.news import Article, Claim, ReportedDeal, main_deal, read_article
from keiretsu.news.claims.main_deal import TIES_NAMED, possible_deals
from keiretsu.report.standing import REMARKS, standing_of
from keiretsu.units import percent, written

_NAMED = "name the deal: --merge A B or --stake HOLDER HELD PERCENT"


def read_as_given(
    article: Article | str | Path | None, sure: float | None
) -> tuple[Article | None, tuple[Claim, ...]]:
    """Return an article, read from its file where a path is given, and its claims."""
    if article is None:
        return None, ()
    from keiretsu.news import read_claims  # loads the readers

    read = article if isinstance(article, Article) else read_article(str(article))
    return read, tuple(read_claims(read, sure))


def the_main_deal(article: Article | None, claims: Sequence[Claim]) -> ReportedDeal:
    """Return the deal that an article is mainly about.

    Raises
    ------
    DataError
        If there is no article, it tells of no tie, or the reader is not sure of one:
        the ties that may be meant are then named.
    """
    if article is None:
        raise DataError("a report of no deal and no article", hint=_NAMED)
    year = None if article.date is None else article.date.last.year
    reported = main_deal(claims, year)
    if reported is None:
        raise _none_told(article, year)
    return reported


def _none_told(article: Article, year: int | None) -> DataError:
    from keiretsu.news.pipeline import FAIR, read_claims  # loads the readers

    possible = possible_deals(read_claims(article, FAIR), year)[:TIES_NAMED]
    if not possible:
        return DataError(
            f"no tie between two companies was read in the article {article.id!r}",
            hint=_NAMED,
        )
    told = "; ".join(f"{one.sentence} ({_chance(one)})" for one in possible)
    return DataError(
        f"the reader is not sure of any tie in the article {article.id!r}; "
        f"it may tell of {told}",
        hint=f"take the first with --sure {FAIR}, or {_NAMED}",
    )


def _chance(reported: ReportedDeal) -> str:
    return f"{percent(reported.probability, 0)} sure"


_UNSURE = 0.75
"""Below this probability it is told how sure the tie was read."""


def deal_reported(
    reported: ReportedDeal,
    article: Article | None,
    on: str | dt.date | None,
    landscape: Landscape | None,
) -> tuple[Deal, tuple[str, ...], bool]:
    """Return the deal of an article, what must be said of it, and if it has no size."""
    said = article.date.last if article and article.date else None
    held = landscape or load_landscape(on or said)
    deal, remark = deal_from_article(reported, on=held.on, label=held.label)
    remarks = [] if remark is None else [remark]
    if reported.probability < _UNSURE:
        remarks.append(
            f"the reader is {_chance(reported)} that the article tells of this tie: "
            "look at its words"
        )
    stands = standing_of(reported)
    if stands in REMARKS:
        remarks.append(REMARKS[stands])
    if said is None and on is None:
        remarks.append(
            f"the article does not say when it was published; the deal is laid over "
            f"what is known on {written(held.on)}"
        )
    return deal, tuple(remarks), remark is not None
