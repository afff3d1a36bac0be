"""A claim, or all of a page → what the facts of its day say of the same.

Companies are compared by identifier: a stake in a subsidiary is never compared with one
in its parent, nor the sales of a brand with those of its group.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from keiretsu.errors import DataError
from keiretsu.landscape import Day
from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration.pages import Page
from keiretsu.review.compare.comparison import Comparison, Found, cannot
from keiretsu.review.compare.deals import deal_found
from keiretsu.review.compare.figures import sales_found, target_found
from keiretsu.review.compare.products import product_found
from keiretsu.review.compare.roles import role_found
from keiretsu.review.compare.stakes import stake_found
from keiretsu.units import PartialDate

_BY_KIND: dict[str, Callable[[Claim, Day], Found]] = {
    "stake": stake_found,
    "deal": deal_found,
    "sales": sales_found,
    "plan_target": target_found,
    "role": role_found,
    "product": product_found,
}
_COMPANIES = {
    "stake": ("holder", "held"),
    "deal": ("parties",),
    "sales": ("company",),
    "plan_target": ("company",),
    "role": ("company",),
    "product": ("maker",),
}
_FIRM = {"fact", "reported"}
_OF_PLANS = {"plan_target", "product"}
"""Kinds of which the facts hold plans too: targets, and cars before their launch."""
_NOT_SO = {
    "plan": "it is a plan, and the facts hold what is",
    "hedged": "it may be so, the page says, and the facts hold what is",
    "denied": "it is denied",
    "counterfactual": "it did not come about, the page says",
}


def compare(claim: Claim, day: Day) -> Comparison:
    """Compare a claim with the facts of a day.

    Parameters
    ----------
    claim
        A claim of an article.
    day
        The facts of the day that it speaks of; see `day_of`.

    Examples
    --------
    >>> from keiretsu.landscape import load_landscape
    >>> from keiretsu.news import read_article, read_claims
    >>> article = read_article(text="Renault owns 35.71% of Nissan and makes cars.")
    >>> (claim,) = read_claims(article)
    >>> found = compare(claim, load_landscape("2025-05-19")).found
    >>> found.verdict, found.arithmetic
    ('agrees', '17.05 % (Renault) + 18.66 % (French trust) = 35.71 % (told: 35.71 %)')
    """
    return Comparison(claim=claim, on=day.on, found=_found(claim, day))


def compare_page(
    page: Page, landscape: Callable[[dt.date | None], Day]
) -> tuple[Comparison, ...]:
    """Compare the claims of a page, each with the facts of the day it speaks of.

    Parameters
    ----------
    page
        A page with its claims.
    landscape
        Gives the facts of a day; of the newest for None.
    """
    return tuple(
        compare(claim, landscape(day_of(claim, page.day))) for claim in page.claims
    )


def day_of(claim: Claim, page: dt.date | None) -> dt.date | None:
    """Return the day that a claim speaks of: its own, else that of its page."""
    said = claim.normalised.get("as_of")
    try:
        return PartialDate(str(said)).last if said else page
    except DataError:
        return page


def _found(claim: Claim, day: Day) -> Found:
    if claim.readings:
        return cannot("it can be read in two ways, and nobody has chosen")
    if claim.kind not in _BY_KIND:
        return cannot(f"the facts hold nothing of the kind {claim.kind}")
    hole = next((f for f in _COMPANIES[claim.kind] if not claim.normalised.get(f)), "")
    if hole or set(claim.unresolved) & set(_COMPANIES[claim.kind]):
        return cannot(f"the text leaves open: {hole or ', '.join(claim.unresolved)}")
    unknown = [one for one in _companies(claim) if one not in day.companies]
    if unknown:
        names = ", ".join(map(day.label, unknown))
        return cannot(f"the facts know no company {names}")
    if claim.kind == "deal" and len(claim.normalised["parties"]) < 2:
        return cannot("the claim names one party only")
    if why := _not_firm(claim):
        return cannot(why)
    try:
        return _BY_KIND[claim.kind](claim, day)
    except DataError as error:  # a date that is none of ours
        return cannot(str(error.args[0]))


def _not_firm(claim: Claim) -> str | None:
    """Say why a claim does not say what is; a deal has stages for that."""
    is_stage = claim.kind == "deal" and claim.modality not in {
        "hedged",
        "counterfactual",
    }
    if claim.kind in _OF_PLANS and claim.modality in {*_FIRM, "plan"}:
        return None
    if is_stage or (claim.modality in _FIRM and claim.polarity == "+"):
        return None
    if claim.modality in _FIRM:
        return "it is not so, the page says"
    return _NOT_SO[claim.modality]


def _companies(claim: Claim) -> Iterable[str]:
    for name in _COMPANIES[claim.kind]:
        value = claim.normalised[name]
        yield from value if isinstance(value, tuple | list) else (str(value),)
