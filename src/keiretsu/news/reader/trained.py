"""An article -> its claims by the trained reader, each with the probability that it
holds.

The weights come with the package; `python -m training.news` in the repository makes
them again from the annotated articles.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from keiretsu.news.articles.article import Article
from keiretsu.news.articles.boilerplate import Span
from keiretsu.news.articles.language import READ
from keiretsu.news.claims.claim import Claim
from keiretsu.news.reader.chances import Curves, calibrated
from keiretsu.news.reader.clues import Clues
from keiretsu.news.reader.deeds import as_told
from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.drafts import Draft, complete, drafted
from keiretsu.news.reader.explaining import explained
from keiretsu.news.reader.forest import Forest, unpacked
from keiretsu.news.reader.labels import ANCHORS
from keiretsu.news.reader.phrasing import KIND_OF, attribution, normalised
from keiretsu.news.reader.scored import Scored
from keiretsu.news.reader.superseded import kept_below
from keiretsu.news.reader.tagger import Tagger

MOST_AT_ONCE = 6_000
"""Characters that are read as one article; the parts of a longer one are read apart."""
LEAST = 0.02
"""Probability below which a draft is forgotten."""
_ROUNDING = 0.001
"""What the probability of a claim may be rounded up by."""
_EVERY = dict.fromkeys(ANCHORS, LEAST)
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
        By kind of draft (`Clues.scale`): the logistic curve over what its judge says.
    levels
        By kind of claim: the least probability with which it is claimed.
    patterns
        Of claims of the patterns: the weights of `agreement.CLUES`.
    """

    tagger: Tagger
    models: dict[str, Forest]
    curves: Curves
    levels: dict[str, float]
    patterns: tuple[float, ...]


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    folder = files("keiretsu.news.reader") / "weights"
    with as_file(folder / "tagger.npz") as path, np.load(path) as data:
        tagger = Tagger(
            data["weights"].astype(np.float32), data["steps"].astype(np.float32)
        )
    with as_file(folder / "models.npz") as path, np.load(path) as data:
        models = unpacked(data)
    data = json.loads((folder / "curves.json").read_text(encoding="utf-8"))
    patterns = tuple(data["patterns"])
    return Weights(tagger, models, data["curves"], data["levels"], patterns)


def sure_enough(claim: Claim, sure: float | None) -> bool:
    """Whether a claim is as probable as asked; None asks what its kind needs."""
    return _sure(claim) >= least(claim.kind, sure)


def least(kind: str, sure: float | None) -> float:
    """Return the least probability of a claim of a kind; None asks what it needs."""
    return shipped().levels.get(kind, 1.0) if sure is None else sure


def documents(article: Article) -> Iterator[Document]:
    """Yield an article made ready, in parts; nothing in a language that is not read."""
    if article.language not in READ or not article.body:
        return
    today = article.date.first if article.date is not None else None
    tagger = shipped().tagger
    for piece in _pieces(article.body):
        yield make_document(article.text, piece, article.language, today, tagger)


def read_trained(article: Article, sure: float | None = None) -> tuple[Claim, ...]:
    """Return the claims of an article in one of the languages read; else none.

    Parameters
    ----------
    article
        An article.
    sure
        Least probability of a claim; None for the level of its kind.
    """
    return read_documents(article, documents(article), sure)


def read_documents(
    article: Article, made: Iterable[Document], sure: float | None = None
) -> tuple[Claim, ...]:
    """Return the claims of an article that was made ready; see `read_trained`."""
    weights = shipped()
    levels = {kind: least(KIND_OF.get(kind, kind), sure) for kind in ANCHORS}
    found: dict[Hashable, Claim] = {}
    for document in made:
        scored = Scored(document, weights.models)
        for claim in claims_of(scored, weights.curves, article.id, levels, both=True):
            key = subject(claim, both=True)
            known = found.get(key, claim)
            if sure_enough(claim, sure) and _sure(known) <= _sure(claim):
                found[key] = claim
    return tuple(found.values())


def _sure(claim: Claim) -> float:
    return claim.probability or 0.0


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
    scored: Scored,
    curves: Curves,
    article: str,
    levels: Mapping[str, float] = _EVERY,
    both: bool = False,
) -> Iterator[Claim]:
    """Yield the claims of a document, of each subject the surest, in order of the text.

    Parameters
    ----------
    scored, curves, article
        A document under the models, how sure they are, and its identifier.
    levels
        By kind of draft, the probability below which it is forgotten.
    both
        Whether who holds whom may be read both ways.
    """
    made = list(drafted(scored, [k for k, level in levels.items() if level < 1]))
    chances = judge(scored, made, curves)
    likely = outstanding([(d.kind, d.anchor) for d in made], chances)
    likely = kept_below(scored.document, made, likely)
    best: dict[Hashable, Claim] = {}
    for draft, chance in zip(made, likely, strict=True):
        if chance < max(LEAST, levels[draft.kind] - _ROUNDING):
            continue
        complete(scored, draft)
        if not as_told(scored, draft):
            continue
        claim = claim_of(scored.document, draft, float(chance), article)
        claim = replace(claim, why=explained(scored, draft))
        known = best.get(subject(claim, both))
        if known is None or _sure(known) < _sure(claim):
            best[subject(claim, both)] = claim
    yield from sorted(best.values(), key=lambda c: c.span)


_SUBJECTS = {
    "stake": ("percent",),
    "deal": ("parties", "status"),
    "plan_target": ("company", "metric", "value"),
    "sales": ("company", "metric", "value", "change_pct"),
    "product": ("model", "maker"),
    "role": ("person", "company", "title"),
    "quote": ("speaker", "text"),
    "legal": ("concern", "parties"),
}


def subject(claim: Claim, both: bool = False) -> Hashable:
    """Return what a claim is about: of several with one subject the surest is kept.

    Who holds whom is read one way or the other, or `both` ways.
    """
    said = claim.normalised
    sides: Hashable = None
    if claim.kind == "stake":
        pair = said.get("holder"), said.get("held")
        sides = pair if both else frozenset(pair)
    return (claim.kind, sides, *(said.get(f) for f in _SUBJECTS[claim.kind]))


def outstanding(anchors: Sequence[Hashable], chances: np.ndarray) -> np.ndarray:
    """Return chances, 0 for what is less than half as probable as another reading.

    Parameters
    ----------
    anchors
        What each draft hangs on: drafts of one anchor compete.
    chances
        How probable each is.

    >>> outstanding(["a", "a", "b"], np.array([0.6, 0.2, 0.2])).tolist()
    [0.6, 0.0, 0.2]
    """
    best: dict[Hashable, float] = {}
    for anchor, chance in zip(anchors, chances, strict=True):
        best[anchor] = max(best.get(anchor, 0.0), float(chance))
    kept = np.array([best[a] for a in anchors]) <= 2 * chances
    return np.where(kept, chances, 0.0)


def judge(scored: Scored, made: Sequence[Draft], curves: Curves) -> np.ndarray:
    """Return how probable it is that the key of each draft is right."""
    found = np.zeros(len(made))
    clues = Clues(scored)
    for kind in {d.kind for d in made}:
        model = scored.models.get(f"judge {kind}")
        if model is not None:
            own = [i for i, d in enumerate(made) if d.kind == kind]
            rows = np.array([clues.of(made[i]) for i in own], dtype=np.float32)
            scales = [clues.scale(made[i]) for i in own]
            found[own] = calibrated(scales, model.probabilities(rows)[:, 0], curves)
    return found


def claim_of(
    document: Document, draft: Draft, probability: float, article: str
) -> Claim:
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
        polarity="-" if draft.refused else "+",
        normalised=fields,
        probability=round(probability, 3),
    )
