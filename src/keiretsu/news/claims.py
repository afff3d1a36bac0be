"""An article -> its claims: every reader of a kind, over every sentence, then merged.

Headings only repeat what the body says, so a claim found in a heading alone is not
kept; one found in both has the heading among its other places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from keiretsu.news.article import Article
from keiretsu.news.claim import Claim
from keiretsu.news.deals import read_deals
from keiretsu.news.draft import Draft, Reader, Reading
from keiretsu.news.legal import read_legal
from keiretsu.news.products import read_products
from keiretsu.news.quotes import read_quotes
from keiretsu.news.roles import read_roles
from keiretsu.news.sales import read_sales
from keiretsu.news.sentences import read_sentences
from keiretsu.news.stakes import read_stakes
from keiretsu.news.targets import read_targets

READERS: tuple[Reader, ...] = (
    read_stakes,
    read_deals,
    read_targets,
    read_sales,
    read_products,
    read_roles,
    read_quotes,
    read_legal,
)


def read_claims(article: Article) -> tuple[Claim, ...]:
    """Return the claims of an article, in the order of the text.

    Only English is read so far: for another language the result is empty and
    `article.notice` says so.

    Examples
    --------
    >>> from keiretsu.news import read_article
    >>> article = read_article(text="Toyota owns 20% of Subaru and makes cars.")
    >>> [claim.sentence for claim in read_claims(article)]
    ['Toyota holds 20 % of Subaru']
    """
    if article.language != "en":
        return ()
    reading = Reading(article=article, sentences=read_sentences(article))
    drafts = [
        draft
        for number in range(len(reading.sentences))
        for reader in READERS
        for draft in reader(reading, number)
    ]
    return _numbered(article, _merged(article, drafts))


def _merged(article: Article, drafts: Iterable[Draft]) -> list[Claim]:
    claims: dict[tuple[object, ...], Claim] = {}
    headings: list[Claim] = []
    for draft in drafts:
        claim = _claim(article, draft)
        if draft.sentence.heading:
            headings.append(claim)
            continue
        first = claims.get(claim.key)
        claims[claim.key] = claim if first is None else _joined(first, claim)
    for claim in headings:
        if claim.key in claims:
            claims[claim.key] = _with_place(claims[claim.key], claim.span)
    return list(claims.values())


def _claim(article: Article, draft: Draft) -> Claim:
    start, end = draft.sentence.span(draft.start, draft.end)
    said = {k: v for k, v in draft.fields.items() if v is not None}
    return Claim(
        id="",
        article=article.id,
        kind=draft.kind,
        quote=article.text[start:end],
        span=(start, end),
        attribution=draft.voice.attribution,
        modality=draft.voice.modality,
        polarity=draft.voice.polarity,
        normalised=said,
        unresolved=draft.unresolved,
    )


def _joined(first: Claim, again: Claim) -> Claim:
    """One claim of two that say the same; the later fills what the first left out."""
    merged = _with_place(first, again.span)
    said: dict[str, Any] = dict(again.normalised) | dict(first.normalised)
    return replace(merged, normalised=said)


def _with_place(claim: Claim, span: tuple[int, int]) -> Claim:
    if span == claim.span or span in claim.alt_spans:
        return claim
    return replace(claim, alt_spans=(*claim.alt_spans, span))


def _numbered(article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    ordered = sorted(claims, key=lambda c: (c.span, c.kind))
    return tuple(
        replace(claim, id=f"{article.id}-c{n:02d}") for n, claim in enumerate(ordered, 1)
    )
