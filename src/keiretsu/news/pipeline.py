"""An article -> its claims: by patterns in English, by the trained reader in all six.

Of English, every reader of a kind goes over every sentence, and what they find is
merged. Headings only repeat what the body says, so a claim found in a heading alone is
not kept; one found in both has the heading among its other places. The trained reader
adds what no pattern of that kind saw in the same words. A stake in which the two see
holder and held the other way round is one claim with two readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from keiretsu.errors import DataError
from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.doubts import is_given_up, is_over, takes_back
from keiretsu.news.claims.merging import merged
from keiretsu.news.claims.two_readings import (
    close_pairs,
    doubted,
    faintest_of_two,
    overlap,
)
from keiretsu.news.extractors.deals import read_deals
from keiretsu.news.extractors.extraction import Draft, Reader, Reading
from keiretsu.news.extractors.legal import read_legal
from keiretsu.news.extractors.products import read_products
from keiretsu.news.extractors.quotes import read_quotes
from keiretsu.news.extractors.roles import read_roles
from keiretsu.news.extractors.sales import read_sales
from keiretsu.news.extractors.stakes import read_stakes
from keiretsu.news.extractors.targets import read_targets
from keiretsu.news.reader.agreement import LIKELY, weighed
from keiretsu.news.reader.named import named
from keiretsu.news.reader.trained import (
    documents,
    least,
    read_documents,
    sure_enough,
)
from keiretsu.news.text.attribution import is_denial, is_report
from keiretsu.news.text.mentions import Named
from keiretsu.news.text.sentences import read_sentences

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


def read_claims(article: Article, sure: float | None = None) -> tuple[Claim, ...]:
    """Return the claims of an article, in the order of the text.

    Parameters
    ----------
    article
        An article in English, German, French, Spanish, Japanese or Chinese; in another
        language the result is empty and `article.notice` says so.
    sure
        Least probability of a claim, from 0 to 1; None for the level of its kind, which
        is chosen for precision, of patterns what is rather right than wrong, and what
        has a hole: nothing takes it for a fact.

    Raises
    ------
    DataError
        If `sure` is no probability.

    Examples
    --------
    >>> from keiretsu.news import read_article
    >>> article = read_article(text="Toyota owns 20% of Subaru and makes cars.")
    >>> [claim.sentence for claim in read_claims(article)]
    ['Toyota holds 20 % of Subaru']
    """
    return read_whole(article, sure).claims


FAIR = 0.3
"""Probability from which a claim is worth a look, though about half are wrong."""


class Whole(NamedTuple):
    """What was read in an article.

    Attributes
    ----------
    claims
        The claims, as `read_claims` returns them.
    less_sure
        What is left out and has a probability of at least `FAIR`.
    """

    claims: tuple[Claim, ...]
    less_sure: tuple[Claim, ...]


def read_whole(article: Article, sure: float | None = None) -> Whole:
    """Return the claims of an article, and the less sure ones that are left out.

    Parameters
    ----------
    article, sure
        See `read_claims`.
    """
    if sure is not None:
        probability(sure)
    made = list(documents(article))
    english = article.language == "en"
    read = read_documents(article, made, 0.0 if english else _faintest(sure))
    every = tuple(c for c in read if not takes_back(c, article))
    found = by_patterns(article, tuple(named(made))) if english else ()
    ventures = {c.normalised.get("jv") for c in found} - {None}
    every = tuple(c for c in every if c.normalised.get("holder") not in ventures)
    told = list(weighed(found, every, made))
    claims = _sure_ones(told, every, sure)
    more = () if sure is not None and sure <= FAIR else _sure_ones(told, every, FAIR)
    taken = {(c.kind, c.span) for c in claims}
    left = [c for c in more if (c.kind, c.span) not in taken]
    return Whole(_numbered(article, claims), tuple(left))


def _faintest(sure: float | None) -> float:
    """Return the probability below which no claim matters but to weigh patterns."""
    return faintest_of_two(min(FAIR, least("stake", sure)))


def _sure_ones(
    told: Sequence[Claim], every: Sequence[Claim], sure: float | None
) -> list[Claim]:
    """Return what is claimed: of patterns as weighed, and of the trained reader."""
    enough = LIKELY if sure is None else sure
    stands = [
        c
        for c in told
        if (c.probability or 0.0) >= enough or (sure is None and c.unresolved)
    ]
    written = doubted(stands, every)
    needed = least("stake", sure)
    close = [c for c in close_pairs(every, needed) if not _seen(c, written)]
    decided = {choice.key for one in (*written, *close) for choice in one.choices}
    sure_ones = (c for c in every if sure_enough(c, sure))
    learnt = [c for c in sure_ones if c.key not in decided and not _seen(c, written)]
    return [*written, *close, *learnt]


def probability(sure: float) -> float:
    """Return a probability as it is, or say that it is none."""
    if not 0 <= sure <= 1:
        raise DataError(
            f"sure is {sure}, no probability", hint="give a number from 0 to 1"
        )
    return sure


def _seen(claim: Claim, written: Sequence[Claim]) -> bool:
    """Whether a pattern found a claim of the kind in the same words."""
    return any(one.kind == claim.kind and overlap(claim, one) for one in written)


def by_patterns(article: Article, names: Sequence[Named]) -> tuple[Claim, ...]:
    """Return what the patterns find, without a probability.

    Parameters
    ----------
    article
        An article in English.
    names
        What the trained reader found named in it.
    """
    reading = Reading(article=article, sentences=read_sentences(article, names))
    drafts = [
        _denied(reading, number, draft)
        for number in range(len(reading.sentences))
        for reader in READERS
        for draft in reader(reading, number)
    ]
    every = merged(article, drafts)
    return tuple(_as_meant(c, article) for c in every if not is_over(c, article))


def _as_meant(claim: Claim, article: Article) -> Claim:
    """Return a claim, said not to be so where it is a target that is given up."""
    return replace(claim, polarity="-") if is_given_up(claim, article) else claim


_DENIABLE = {"deal", "stake", "plan_target"}
_REACH = 2


def _denied(reading: Reading, number: int, draft: Draft) -> Draft:
    """A report that is denied right after it was passed on is a denied claim."""
    words = draft.sentence.marked
    passed_on = bool(draft.attribution.sources) or is_report(words)
    if (
        draft.kind not in _DENIABLE
        or draft.settled
        or not passed_on
        or draft.attribution.modality == "fact"
    ):
        return draft
    after = reading.sentences[number : number + 1 + _REACH]
    if not any(is_denial(s.marked) for s in after):
        return draft
    if draft.attribution.modality == "counterfactual":
        return draft
    return replace(draft, attribution=replace(draft.attribution, modality="denied"))


def _numbered(article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    ordered = sorted(claims, key=lambda c: (c.span, c.kind))
    return tuple(
        replace(claim, id=f"{article.id}-c{n:02d}")
        for n, claim in enumerate(ordered, 1)
    )
