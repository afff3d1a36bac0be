"""An article -> its claims by the trained reader, each with the probability that it
holds.

The weights come with the package; `python -m training.news` in the repository makes
them again from the annotated articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from keiretsu.news.articles.article import Article
from keiretsu.news.articles.boilerplate import Span
from keiretsu.news.articles.language import READ
from keiretsu.news.claims.claim import Claim
from keiretsu.news.reader.certainty import Curves, probability
from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.phrasing import KIND_OF, attribution, normalised
from keiretsu.news.reader.reading import Draft, Reading
from keiretsu.news.reader.tagger import Tagger

SURE = 0.6
"""Probability below which nothing is claimed."""
MOST_AT_ONCE = 6_000
"""Characters that are read as one article; the parts of a longer one are read apart."""
_MODALITY = {"deal": "deal_modality", "legal": "legal_modality"}


@dataclass(frozen=True)
class Weights:
    """What training leaves behind.

    Attributes
    ----------
    tagger
        Finds names.
    models
        Forests by name.
    curves
        How sure a draft is, by kind.
    """

    tagger: Tagger
    models: dict[str, Forest]
    curves: Curves


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    folder = files("keiretsu.news.reader") / "weights"
    with as_file(folder / "tagger.npz") as path, np.load(path) as data:
        tagger = Tagger(
            data["weights"].astype(np.float32), data["steps"].astype(np.float32)
        )
    with as_file(folder / "models.npz") as path, np.load(path) as data:
        arrays = {key: data[key] for key in data.files}
    names = {key.rsplit("/", 1)[0] for key in arrays}
    models = {name: Forest.from_arrays(arrays, name) for name in sorted(names)}
    curves = json.loads((folder / "curves.json").read_text(encoding="utf-8"))
    return Weights(tagger, models, curves)


def read_trained(article: Article, sure: float = SURE) -> tuple[Claim, ...]:
    """Return the claims of an article in one of the languages read; else none.

    Parameters
    ----------
    article
        An article.
    sure
        Least probability of a claim.
    """
    if article.language not in READ or not article.body:
        return ()
    weights = shipped()
    today = article.date.first if article.date is not None else None
    found: dict[tuple[object, ...], Claim] = {}
    for piece in _pieces(article.body):
        document = make_document(
            article.text, piece, article.language, today, weights.tagger
        )
        drafts = list(Reading(document, weights.models).drafts())
        for claim in claims_of(document, drafts, weights.curves, article.id):
            if (claim.probability or 0) >= sure:
                found.setdefault(claim.key, claim)
    return tuple(found.values())


def _pieces(body: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the paragraphs of an article, as many at once as are read together."""
    held: list[Span] = []
    for start, end in body:
        for a in range(start, end, MOST_AT_ONCE):
            b = min(end, a + MOST_AT_ONCE)
            if held and b - held[0][0] > MOST_AT_ONCE:
                yield held
                held = []
            held.append((a, b))
    if held:
        yield held


def claims_of(
    document: Document, drafts: Sequence[Draft], curves: Curves, article: str
) -> Iterator[Claim]:
    """Yield the claims of drafts, the surest of each key, in the order of the text."""
    best: dict[tuple[object, ...], Claim] = {}
    for draft in drafts:
        if min(draft.odds) <= 0:
            continue
        claim = claim_of(document, draft, curves, article)
        known = best.get(claim.key)
        if known is None or (known.probability or 0) < (claim.probability or 0):
            best[claim.key] = claim
    yield from sorted(best.values(), key=lambda c: c.span)


def claim_of(document: Document, draft: Draft, curves: Curves, article: str) -> Claim:
    """Return what a draft says as a claim."""
    node = document.nodes[draft.anchor]
    sentence = document.sentences[node.sentence]
    start, end = (
        (node.start, node.end)
        if draft.kind == "quote"
        else (sentence.start, sentence.end)
    )
    modality = (
        "reported"
        if draft.kind == "quote"
        else draft.classes.get(_MODALITY.get(draft.kind, "modality"), "fact")
    )
    fields: dict[str, Any] = normalised(document, draft)
    return Claim(
        id=article,
        article=article,
        kind=KIND_OF.get(draft.kind, draft.kind),
        quote=document.text[start:end],
        span=(start, end),
        attribution=attribution(document, draft),
        modality=modality,
        normalised=fields,
        probability=round(probability(draft.kind, draft.odds, curves), 3),
    )
