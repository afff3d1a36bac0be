"""Which nodes may fill a field of an anchor's claim."""

from __future__ import annotations

import numpy as np

from keiretsu.news.reader.document import NAMES, Document
from keiretsu.news.reader.evidence import Evidence

FARTHEST = 6
"""Sentences from the anchor beyond which no figure or date is looked at."""
NEAREST = 100
"""Figures or dates that are looked at at most: a text without a full stop is one
sentence, and pairs of all its figures would fill the memory."""


def partners(
    document: Document, evidence: Evidence, anchor: int, sort: str
) -> np.ndarray:
    """Return the nodes that a model of pairs looks at, by number.

    Of each entity its mention nearest to the anchor, one in the anchor's own sentence
    first; of figures and dates those that are near and not the anchor itself.
    """
    place, here = evidence.word_of, document.nodes[anchor]
    if sort != "name":
        near = [
            i
            for i, n in enumerate(document.nodes)
            if n.sort == sort
            and i != anchor
            and abs(n.sentence - here.sentence) <= FARTHEST
        ]
        if len(near) > NEAREST:
            near.sort(key=lambda i: abs(int(place[i] - place[anchor])))
            near = sorted(near[:NEAREST])
        return np.array(near, dtype=np.int64)
    best: dict[int, tuple[bool, int, int]] = {}
    for i, node in enumerate(document.nodes):
        if node.entity is None or node.sort not in NAMES:
            continue
        key = (node.sentence != here.sentence, abs(int(place[i] - place[anchor])), i)
        if node.entity not in best or key < best[node.entity]:
            best[node.entity] = key
    return np.array([key[2] for key in best.values()], dtype=np.int64)
