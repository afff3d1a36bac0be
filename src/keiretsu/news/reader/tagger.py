"""A small trained tagger: which words are names of companies, people or models.

Each word gets one of `TAGS` by the sum of the weights of its features and of the step
from the tag before; the best sequence of a sentence is found exactly (Viterbi).

Reference: Collins (2002), Discriminative Training Methods for Hidden Markov Models.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keiretsu.news.reader.word_features import Buckets
from keiretsu.news.text.tokens import Token

TAGS = ("O", "B-party", "I-party", "B-person", "I-person", "B-model", "I-model")


class Tagger:
    """Weights of features and of steps between tags.

    Attributes
    ----------
    weights
        `BUCKETS` by tags.
    steps
        Tags by tags: from the tag before to this one.
    """

    def __init__(self, weights: np.ndarray, steps: np.ndarray) -> None:
        self.weights = weights
        self.steps = steps

    def tags(self, rows: Buckets, favour: float = 0.0) -> list[int]:
        """Return the best tag of every token, as a number into `TAGS`.

        Parameters
        ----------
        rows
            Buckets of the features of every token.
        favour
            What is added to every tag of a name: more are found, and more wrongly.
        """
        if not len(rows.begins):
            return []
        scores = np.add.reduceat(self.weights[rows.numbers], rows.begins, axis=0)
        scores[:, 1:] += favour
        best = scores[0] + _FIRST
        back = np.zeros(scores.shape, dtype=np.int8)
        step = self.steps + _ALLOWED
        for i in range(1, len(scores)):
            paths = best[:, None] + step
            back[i] = paths.argmax(axis=0)
            best = np.maximum.reduce(paths) + scores[i]
        tag = int(best.argmax())
        found = [tag]
        for i in range(len(scores) - 1, 0, -1):
            tag = int(back[i, tag])
            found.append(tag)
        return found[::-1]


_NEVER = -1e4
_FIRST = np.array([_NEVER if t.startswith("I-") else 0 for t in TAGS], dtype=np.float32)
_ALLOWED = np.array(
    [
        [_NEVER if b.startswith("I-") and a[2:] != b[2:] else 0 for b in TAGS]
        for a in TAGS
    ],
    dtype=np.float32,
)


def spans(tokens: Sequence[Token], tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return start, end and sort of the names that a sequence of tags marks."""
    found: list[tuple[int, int, str]] = []
    for token, number in zip(tokens, tags, strict=True):
        tag = TAGS[number]
        if tag.startswith("B-"):
            found.append((token.start, token.end, tag[2:]))
        elif tag.startswith("I-") and found:
            found[-1] = (found[-1][0], token.end, tag[2:])
    return found
