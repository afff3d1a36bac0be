"""Drafts -> claims: what is said twice becomes one claim with several places.

A deal told without its parties, or without its kind, is completed from another claim of
the same article about the same thing; one told in general words ("the tie-up") joins
the one told in particular ("developing a car together"). A speaker's company is the one
beside whose name the speaker has a title.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.extractors.extraction import Draft

_GENERAL = {"alliance", "talks", None}


def merged(article: Article, drafts: Iterable[Draft]) -> list[Claim]:
    """Return the claims of an article's drafts, each proposition once.

    Headings only repeat what the body says: a claim found in a heading alone is
    dropped, one found in both has the heading among its other places.
    """
    body: list[Claim] = []
    headings: list[Claim] = []
    for draft in drafts:
        (headings if draft.sentence.heading else body).append(_claim(article, draft))
    claims: dict[tuple[object, ...], Claim] = {}
    for claim in _speakers_placed(_deals_completed(body)):
        first = claims.get(claim.key)
        claims[claim.key] = claim if first is None else _joined(first, claim)
    for claim in headings:
        if claim.key in claims:
            claims[claim.key] = _with_place(claims[claim.key], claim.span)
    return list(claims.values())


def _claim(article: Article, draft: Draft) -> Claim:
    start, end = draft.sentence.span(draft.start, draft.end)
    return Claim(
        id="",
        article=article.id,
        kind=draft.kind,
        quote=article.text[start:end],
        span=(start, end),
        attribution=draft.attribution.sources,
        modality=draft.attribution.modality,
        polarity=draft.attribution.polarity,
        normalised=draft.fields,
        unresolved=draft.unresolved,
    )


def _speakers_placed(claims: list[Claim]) -> list[Claim]:
    """Give quotations the company whose title their speaker has in the article."""
    companies = {
        claim.normalised["person"]: claim.normalised.get("company")
        for claim in reversed(claims)
        if claim.kind == "role"
    }
    return [
        _saying(claim, company=companies[claim.normalised["speaker"]])
        if claim.kind == "quote"
        and "company" not in claim.normalised
        and claim.normalised["speaker"] in companies
        else claim
        for claim in claims
    ]


def _deals_completed(claims: list[Claim]) -> list[Claim]:
    """Give deals the parties and kinds that other claims of the article name."""
    completed: list[Claim] = []
    for claim in claims:
        if claim.kind == "deal":
            claim = _with_parties(claim, claims)
            claim = _with_kind(claim, claims)
            same = next((c for c in completed if _is_same_deal(c, claim)), None)
            if same is not None:
                completed[completed.index(same)] = _joined(same, claim)
                continue
        completed.append(claim)
    return completed


def _with_parties(claim: Claim, others: list[Claim]) -> Claim:
    if claim.normalised.get("parties"):
        return claim
    for other in others:
        if (
            other.kind == "deal"
            and other.normalised.get("parties")
            and other.normalised.get("status") == claim.normalised.get("status")
            and other.normalised.get("deal_type") == claim.normalised.get("deal_type")
        ):
            return _saying(claim, parties=other.normalised["parties"])
    return claim


def _with_kind(claim: Claim, others: list[Claim]) -> Claim:
    if claim.normalised.get("deal_type") is not None:
        return claim
    parties = claim.normalised.get("parties")
    kinds = [
        other.normalised["deal_type"]
        for other in others
        if other.kind == "deal"
        and other.normalised.get("parties") == parties
        and other.normalised.get("deal_type") not in {None, "talks"}
    ]
    return _saying(claim, deal_type=kinds[0]) if kinds else claim


def _is_same_deal(one: Claim, other: Claim) -> bool:
    """Whether two claims tell of one deal, one of them perhaps in general words."""
    if one.kind != "deal" or one.polarity != other.polarity:
        return False
    a, b = one.normalised, other.normalised
    if a.get("parties") != b.get("parties") or a.get("status") != b.get("status"):
        return False
    dates = {d for d in (a.get("date"), b.get("date")) if d}
    kinds = (a.get("deal_type"), b.get("deal_type"))
    near = _near(dates)
    return near and (kinds[0] == kinds[1] or bool(_GENERAL & set(kinds)))


def _near(dates: set[str]) -> bool:
    """Whether dates can be one, told more or less exactly."""
    longest = max(dates, key=len, default="")
    return all(longest.startswith(date) for date in dates)


def _joined(first: Claim, again: Claim) -> Claim:
    """One claim of two that say the same; the later fills what the first left out."""
    said: dict[str, Any] = dict(again.normalised) | dict(first.normalised)
    if first.kind == "deal" and said.get("deal_type") in _GENERAL:
        said["deal_type"] = again.normalised.get("deal_type") or said.get("deal_type")
    return _saying(_with_place(first, again.span), **said)


def _saying(claim: Claim, **said: Any) -> Claim:
    return replace(claim, normalised=dict(claim.normalised) | said)


def _with_place(claim: Claim, span: tuple[int, int]) -> Claim:
    if span == claim.span or span in claim.alt_spans:
        return claim
    return replace(claim, alt_spans=(*claim.alt_spans, span))
