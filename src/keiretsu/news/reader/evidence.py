"""What speaks for a node being an anchor, and for one node filling a field of another.

Every word has marks: the kinds of the lexicon it belongs to, and what punctuation it
is. A node is described by the marks before and after it and of its whole sentence; a
pair by both nodes, by the marks between them, and by how they lie to each other.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from keiretsu.news.reader.bearings import Bearings
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.frames import votes
from keiretsu.news.reader.geometry import Geometry
from keiretsu.news.reader.lexicon import kinds
from keiretsu.news.reader.marks import BAR, MARKS, marks_of
from keiretsu.news.reader.own_facts import own_facts, own_names
from keiretsu.news.reader.surroundings import column_heads, leads

FAR = 20
"""Words beyond which it does not matter how far a word of a kind stands."""
OWN = slice(8 * len(MARKS), -2 * len(MARKS))
"""What a node's description says of the node itself."""


class Evidence:
    """The marks of one document, and the descriptions of its nodes and pairs.

    Parameters
    ----------
    document
        An article made ready.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        marks = marks_of(document)
        self._sums = np.vstack(
            [
                np.zeros((1, marks.shape[1]), dtype=np.float32),
                marks.cumsum(axis=0, dtype=np.float32),
            ]
        )
        self.word_of = np.zeros(len(document.nodes), dtype=np.int64)
        for i, (_, _, number) in enumerate(document.words):
            if number >= 0:
                self.word_of[number] = i
        self._bounds = _bounds(document, self.word_of)
        self._geometry = Geometry(document, self.word_of)
        self.bearings = Bearings(document)
        self._sentence = np.array([n.sentence for n in document.nodes], dtype=np.int64)
        self._marks = marks
        self._nodes = self._describe_nodes()

    def _between(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        first = np.minimum(first, len(self._sums) - 1)
        return self._sums[np.maximum(first, last)] - self._sums[first]

    def _describe_nodes(self) -> np.ndarray:
        nodes, place = self.document.nodes, self.word_of
        if not nodes:
            return np.zeros((0, len(node_names())), dtype=np.float32)
        sentence = np.array([n.sentence for n in nodes])
        low, high = self._bounds[sentence, 0], self._bounds[sentence, 1]
        parts = [
            self._between(np.maximum(place - 1, low), place),
            self._between(np.maximum(place - 4, low), np.maximum(place - 1, low)),
            self._between(place + 1, np.minimum(place + 2, high)),
            self._between(place + 2, np.minimum(place + 5, high)),
            np.minimum(self._between(low, high), 3),
            self._context(sentence),
            own_facts(self.document, self.word_of, low, high),
            self.bearings.subject[:, None],
            self.bearings.anchors(),
            *self._nearest(low, high),
        ]
        return np.hstack(parts).astype(np.float32)

    def _context(self, sentence: np.ndarray) -> np.ndarray:
        """The marks of what leads to each sentence, of the heading and the column."""
        lead = leads(self.document, self._bounds)[sentence]
        bars = self._marks[:, len(kinds()) + BAR] > 0
        head = column_heads(self.document, self._bounds, bars)
        top = self._between(self._bounds[:1, 0], self._bounds[:1, 1])
        return np.minimum(
            np.hstack(
                [
                    self._between(lead[:, 0], lead[:, 1]),
                    self._between(head[:, 0], head[:, 1]),
                    np.broadcast_to(top, (len(sentence), len(MARKS))),
                ]
            ),
            2,
        )

    def _nearest(self, low: np.ndarray, high: np.ndarray) -> list[np.ndarray]:
        """How far the nearest word of each kind stands before and after."""
        steps = np.arange(len(self._marks), dtype=np.int32)[:, None]
        has = self._marks > 0
        last = np.maximum.accumulate(np.where(has, steps, -FAR - 1), axis=0)
        first = np.minimum.accumulate(
            np.where(has, steps, len(steps) + FAR + 1)[::-1], axis=0
        )[::-1]
        place = self.word_of
        before = place[:, None] - last[place]
        after = first[place] - place[:, None]
        return [
            np.where(before <= (place - low)[:, None], np.minimum(before, FAR), FAR),
            np.where(after < (high - place)[:, None], np.minimum(after, FAR), FAR),
        ]

    @property
    def nodes(self) -> np.ndarray:
        """Descriptions of all nodes, N by `node_names()`."""
        return self._nodes

    def pairs(self, anchors: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Return descriptions of pairs of an anchor and another node.

        Parameters
        ----------
        anchors, others
            The nodes of each pair, by number.

        Returns
        -------
        array
            Pairs by `pair_names()`.
        """
        place, sentence = self.word_of, self._sentence
        here, there = place[anchors], place[others]
        first, last = np.minimum(here, there), np.maximum(here, there)
        between = np.minimum(self._between(np.minimum(first + 1, last), last), 3)
        after = (there > here)[:, None]
        near = np.abs(sentence[others] - sentence[anchors]) <= 1
        between = between * near[:, None]
        return np.hstack(
            [
                self._nodes[:, : 4 * len(MARKS)][others],
                self._nodes[:, OWN][others],
                self._near_anchor[anchors],
                between * after,
                between * ~after,
                self._geometry.pairs(anchors, others),
                self.bearings.pairs(anchors, others),
            ],
            dtype=np.float32,
        )

    @cached_property
    def _near_anchor(self) -> np.ndarray:
        """What pairs see of their anchor: the marks on each side, and itself."""
        width = len(MARKS)
        before, far_before, after, far_after, here = (
            self._nodes[:, k * width : (k + 1) * width] for k in range(5)
        )
        own = self._nodes[:, OWN]
        return np.hstack([before + far_before, after + far_after, here, own])


def node_names() -> list[str]:
    """Return what each number of a node's description is."""
    own = [*own_names(), "subject", *(f"vote {v}" for v in votes())]
    far = [f"{side} {m}" for side in ("nearest before", "nearest after") for m in MARKS]
    return [
        f"{side} {m}"
        for side in (
            "before",
            "long before",
            "after",
            "long after",
            "sentence",
            "sentence before",
            "head of column",
            "heading",
        )
        for m in MARKS
    ] + [*own, *far]


def pair_names() -> list[str]:
    """Return what each number of a pair's description is."""
    names = node_names()
    near, own = names[: 4 * len(MARKS)], names[OWN]
    anchor = [
        f"anchor {side} {m}" for side in ("before", "after", "sentence") for m in MARKS
    ] + [f"anchor {n}" for n in own]
    return [
        *near,
        *own,
        *anchor,
        *(f"then {m}" for m in MARKS),
        *(f"back {m}" for m in MARKS),
        *Geometry.NAMES,
        *(f"for {v}" for v in votes()),
        *Bearings.NAMES,
    ]


def _bounds(document: Document, word_of: np.ndarray) -> np.ndarray:
    """Return the first word of each sentence, and the word after its last."""
    starts = [
        int(word_of[i]) for i, n in enumerate(document.nodes) if n.sort == "sentence"
    ]
    ends = [*starts[1:], len(document.words)]
    return np.array(list(zip(starts, ends, strict=True)), dtype=np.int64).reshape(-1, 2)
