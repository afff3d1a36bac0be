"""How two nodes lie to each other: how far, in which order, and who stands between."""

from __future__ import annotations

import numpy as np

from keiretsu.news.reader.document import NAMES, SORTS, Document

MOST_BETWEEN = 200
"""Names between two nodes that are looked at one by one."""


class Geometry:
    """Places of the nodes of one document.

    Parameters
    ----------
    document
        An article made ready.
    place
        The word of each node.
    """

    NAMES = (
        *("gap", "distance", "sentences", "sentences_apart", "names_between"),
        *("entities_between", "figures_between", "alike_between", "again_between"),
        *("inside", "same_entity", "mentions_here"),
    )

    def __init__(self, document: Document, place: np.ndarray) -> None:
        nodes = document.nodes
        self._place = place
        self._sentence = np.array([n.sentence for n in nodes], dtype=np.int64)
        self._entity = np.array(
            [-1 if n.entity is None else n.entity for n in nodes], dtype=np.int64
        )
        self._start = np.array([n.start for n in nodes], dtype=np.int64)
        self._end = np.array([n.end for n in nodes], dtype=np.int64)
        self._sort = np.array([SORTS.index(n.sort) for n in nodes], dtype=np.int64)
        names = [i for i, n in enumerate(nodes) if n.sort in NAMES]
        names.sort(key=lambda i: place[i])
        self._names = np.array(names, dtype=np.int64)
        self._places = {
            sort: np.sort(place[self._sort == sort]) for sort in set(self._sort)
        }

    def pairs(self, anchor: int, others: np.ndarray) -> np.ndarray:
        """Return how an anchor lies to other nodes, others by `NAMES`."""
        here, there = self._place[anchor], self._place[others]
        low, high = np.minimum(here, there), np.maximum(here, there)
        names = self._place[self._names]
        first = np.searchsorted(names, low, side="right")
        last = np.maximum(np.searchsorted(names, high, side="left"), first)
        apart = self._sentence[others] - self._sentence[anchor]
        own = self._entity[others]
        strangers, again = self._between(first, last, own)
        close = self._entity[self._sentence == self._sentence[anchor]]
        return np.column_stack(
            [
                there - here,
                np.abs(there - here),
                apart,
                np.abs(apart),
                last - first,
                strangers,
                self._count(self._sort[anchor], low, high),
                self._alike(others, low, high),
                again,
                (self._start[others] < self._end[anchor])
                & (self._start[anchor] < self._end[others]),
                (own >= 0) & (own == self._entity[anchor]),
                [int((close == e).sum()) if e >= 0 else 0 for e in own],
            ]
        ).astype(np.float32)

    def _count(self, sort: int, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        places = self._places[sort]
        first = np.searchsorted(places, low, side="right")
        return np.maximum(np.searchsorted(places, high, side="left") - first, 0)

    def _alike(
        self, others: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> np.ndarray:
        """Count nodes of each other node's own sort between it and the anchor."""
        found = np.zeros(len(others), dtype=np.int64)
        for sort in set(self._sort[others].tolist()):
            of = self._sort[others] == sort
            found[of] = self._count(sort, low[of], high[of])
        return found

    def _between(
        self, first: np.ndarray, last: np.ndarray, own: np.ndarray
    ) -> tuple[list[int], list[bool]]:
        """Return how many other entities stand between, and whether its own does."""
        strangers, again = [], []
        for a, b, entity in zip(first, last, own, strict=True):
            found = set(
                self._entity[self._names[a : min(b, a + MOST_BETWEEN)]].tolist()
            )
            strangers.append(len(found - {int(entity)}))
            again.append(int(entity) in found and entity >= 0)
        return strangers, again
