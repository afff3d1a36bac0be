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
        self._named = place[names]
        self._owner = self._entity[names]
        self._last = _last_of_same(self._owner)
        self._places = {
            sort: np.sort(place[self._sort == sort]) for sort in set(self._sort)
        }
        self._mentions = np.sort(self._mention(self._sentence, self._entity))

    def pairs(self, anchors: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Return how anchors lie to other nodes, one by one: others by `NAMES`."""
        here, there = self._place[anchors], self._place[others]
        low, high = np.minimum(here, there), np.maximum(here, there)
        first = np.searchsorted(self._named, low, side="right")
        last = np.maximum(np.searchsorted(self._named, high, side="left"), first)
        apart = self._sentence[others] - self._sentence[anchors]
        own = self._entity[others]
        strangers, again = self._between(first, last, own)
        return np.column_stack(
            [
                there - here,
                np.abs(there - here),
                apart,
                np.abs(apart),
                last - first,
                strangers,
                self._alike(anchors, low, high),
                self._alike(others, low, high),
                again,
                (self._start[others] < self._end[anchors])
                & (self._start[anchors] < self._end[others]),
                (own >= 0) & (own == self._entity[anchors]),
                self._mentioned(self._sentence[anchors], own),
            ]
        ).astype(np.float32)

    def _alike(
        self, nodes: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> np.ndarray:
        """Count, for each of some nodes, those of its sort between two places."""
        found = np.zeros(len(nodes), dtype=np.int64)
        sorts = self._sort[nodes]
        for sort in set(sorts.tolist()):
            of, places = sorts == sort, self._places[sort]
            first = np.searchsorted(places, low[of], side="right")
            last = np.searchsorted(places, high[of], side="left")
            found[of] = np.maximum(last - first, 0)
        return found

    def _between(
        self, first: np.ndarray, last: np.ndarray, own: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return how many other entities stand between, and whether its own does.

        An entity is counted where it is named first of those between.
        """
        size = np.minimum(last - first, MOST_BETWEEN)
        steps = np.arange(size.max(initial=0))
        inside = steps < size[:, None]
        at = np.where(inside, first[:, None] + steps, 0)
        new = inside & (self._last[at] < first[:, None])
        its = (inside & (self._owner[at] == own[:, None])).any(axis=1)
        return new.sum(axis=1) - its, its & (own >= 0)

    def _mention(self, sentence: np.ndarray, entity: np.ndarray) -> np.ndarray:
        return sentence * (self._entity.max(initial=0) + 2) + entity + 1

    def _mentioned(self, sentence: np.ndarray, entity: np.ndarray) -> np.ndarray:
        """Count how often entities are named in sentences; 0 for what is no name."""
        wanted = self._mention(sentence, entity)
        first = np.searchsorted(self._mentions, wanted, side="left")
        last = np.searchsorted(self._mentions, wanted, side="right")
        return np.where(entity >= 0, last - first, 0)


def _last_of_same(numbers: np.ndarray) -> np.ndarray:
    """Return for each number where the same stood last before it, or -1."""
    order = np.argsort(numbers, kind="stable")
    found = np.full(len(numbers), -1, dtype=np.int64)
    same = numbers[order][1:] == numbers[order][:-1]
    found[order[1:][same]] = order[:-1][same]
    return found
