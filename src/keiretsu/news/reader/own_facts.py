"""What a node is by itself: its sort, its value, its place, and what is beside it."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.document import NAMES, SORTS, Document, Node

FORMS = ("plain", "heading", "item", "row")
_COUNTED = ("percent", "money", "count", "day", "title", "person")
_BIG = 1e4
"""Values beyond which a number is just large."""
_UNDATED = -99


def own_names() -> list[str]:
    """Return what each number of `own_facts` is."""
    return [
        *(f"sort {s}" for s in SORTS),
        *(f"language {c}" for c in READ),
        *(f"form {f}" for f in FORMS),
        *("known", "log", "value", "whole", "ahead", "precision"),
        *("from_start", "to_end", "length", "index", "left", "names", "parties"),
        *("percents", "moneys", "counts", "days", "titles", "persons"),
        *("sentence", "sentences_left", "mentions", "order", "headed"),
        *("quoted", "dated"),
    ]


def own_facts(
    document: Document, word_of: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return what the nodes of a document are by themselves, N by `own_names()`.

    Parameters
    ----------
    document
        An article made ready.
    word_of
        The word of each node, by number.
    low, high
        The first word of each node's sentence, and the one after its last.
    """
    beside = Counter((n.sentence, n.sort) for n in document.nodes)
    named = Counter(n.entity for n in document.nodes if n.entity is not None)
    order = {entity: place for place, entity in enumerate(named)}
    headed = _headed(document)
    quoted = [(n.start, n.end) for n in document.nodes if n.sort == "quote"]
    seen: Counter[tuple[int, str]] = Counter()
    rows = []
    for node, word, first, end in zip(document.nodes, word_of, low, high, strict=True):
        group = (node.sentence, node.sort)
        names = [beside[node.sentence, s] for s in NAMES]
        rows.append(
            [
                *(node.sort == s for s in SORTS),
                *(document.language == code for code in READ),
                *(document.sentences[node.sentence].form == f for f in FORMS),
                *_of_value(node, document),
                *(word - first, end - word, end - first),
                *(seen[group], beside[group] - seen[group] - 1),
                *(sum(names), names[0]),
                *(beside[node.sentence, s] for s in _COUNTED),
                *(node.sentence, len(document.sentences) - node.sentence),
                0 if node.entity is None else named[node.entity],
                -1 if node.entity is None else order[node.entity],
                node.entity in headed,
                any(a <= node.start < b for a, b in quoted if node.sort != "quote"),
                document.today is not None,
            ]
        )
        seen[group] += 1
    return np.array(rows, dtype=np.float32)


def _headed(document: Document) -> set[int]:
    """Return the entities that a heading or the first sentence names."""
    return {
        n.entity
        for n in document.nodes
        if n.entity is not None
        and (document.sentences[n.sentence].form == "heading" or n.sentence == 0)
    }


def _of_value(node: Node, document: Document) -> list[float]:
    value = node.value
    return [
        node.known,
        -1 if value is None else math.log10(abs(value) + 1),
        -1 if value is None else min(value, _BIG),
        value is not None and value == int(value),
        _year_ahead(node.iso, document),
        0 if node.iso is None else min(len(node.iso), 11),
    ]


def _year_ahead(iso: str | None, document: Document) -> float:
    year = "" if iso is None else iso.removeprefix("FY")[:4]
    if document.today is None or not year.isdigit():
        return _UNDATED
    return int(year) - document.today.year
