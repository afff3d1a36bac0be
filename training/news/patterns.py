"""Learn how probable claims of the English patterns are, by what both readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from keiretsu.news import read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.news.claims.doubts import takes_back
from keiretsu.news.pipeline import by_patterns
from keiretsu.news.reader.agreement import clues
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.named import named
from training.news.calibration import logistic
from training.news.corpus import Annotated
from training.news.scoring import key_agrees


class Written(NamedTuple):
    """A claim of the patterns.

    Attributes
    ----------
    clues
        What is seen of it, by `agreement.CLUES`.
    right
        Whether a claim with its key was annotated.
    """

    clues: list[float]
    right: bool


def written_by_patterns(
    article: Annotated, document: Document, judged: Sequence[Claim]
) -> Iterator[Written]:
    """Yield the claims of the patterns in an article, nothing but in English.

    Parameters
    ----------
    article, document
        The article, made ready.
    judged
        All that a trained reader which had not seen it sees in it.
    """
    if article.language != "en":
        return
    own = read_article(text=article.text, date=article.date)
    seen = [c for c in judged if not takes_back(c, own)]
    found = by_patterns(own, tuple(named([document])))
    for claim, what in zip(found, clues(found, seen, [document]), strict=True):
        said = claim.to_dict()
        right = any(
            g["kind"] == claim.kind and key_agrees(g, said) for g in article.claims
        )
        yield Written(what, right)


def learn_patterns(seen: Sequence[Written]) -> list[float]:
    """Return the weights of the clues, by `agreement.CLUES`."""
    rows = np.array([w.clues for w in seen])
    right = np.array([w.right for w in seen], dtype=float)
    return [round(float(w), 4) for w in logistic(rows, right)]
