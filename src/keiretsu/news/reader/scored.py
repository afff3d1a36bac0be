"""A document under the learnt models: what each node is, and what fills its fields.

Models of nodes find anchors and tell what sort they are, models of pairs tell how
probable it is that a name, a figure or a date fills a field of an anchor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.labels import (
    ANCHORS,
    NEVER,
    NODE_MODELS,
    PAIR_MODELS,
    SORTED_BY,
    Scores,
)
from keiretsu.news.reader.pairing import partners

FAINT = 0.08
"""Probability of an anchor below which nothing is looked for."""
_FAINT = {"legal": 0.03, "product": 0.04}
_NEVER = {
    ("sold", "modality"): frozenset({"plan", "denied", "counterfactual"}),
    ("target", "modality"): frozenset({"fact", "reported"}),
}
"""What a claim never is: sales are of the past, a target is to come."""
_TRIED = 3
"""Labels of an anchor that are looked at, the likeliest first."""


class Scored:
    """One document under the models.

    Parameters
    ----------
    document
        An article made ready.
    models
        Forests by name; those of pairs end in `>`.
    """

    def __init__(
        self,
        document: Document,
        models: Mapping[str, Forest],
        evidence: Evidence | None = None,
    ) -> None:
        self.document = document
        self.models = models
        self.evidence = Evidence(document) if evidence is None else evidence
        self._of_all: dict[str, np.ndarray] = {}
        self._edges: dict[str, dict[int, Scores]] = {}
        self._rows: dict[tuple[int, str], tuple[np.ndarray, np.ndarray]] = {}

    @cached_property
    def chances(self) -> dict[str, np.ndarray]:
        """Probabilities of all nodes under each model of anchors, N by labels."""
        found: dict[str, np.ndarray] = {}
        for name, model in NODE_MODELS.items():
            if name not in self.models or model.of:
                continue
            where = [
                i for i, n in enumerate(self.document.nodes) if n.sort in model.sorts
            ]
            full = np.zeros((len(self.document.nodes), len(model.labels)))
            full[:, 0] = 1.0
            if where:
                full[where] = self._odds(name, self.evidence.nodes[where])
            found[name] = full
        return found

    @cached_property
    def anchors(self) -> dict[str, dict[int, list[tuple[float, str]]]]:
        """By kind, the nodes that may be anchors: their labels, the likeliest first."""
        found: dict[str, dict[int, list[tuple[float, str]]]] = {}
        for kind, (name, begin) in ANCHORS.items():
            own: dict[int, list[tuple[float, str]]] = {}
            if name in self.chances:
                labels = NODE_MODELS[name].labels
                columns = [i for i, s in enumerate(labels) if i and s.startswith(begin)]
                chances = self.chances[name][:, columns]
                where = np.flatnonzero(chances.sum(axis=1) >= _FAINT.get(kind, FAINT))
                told = [labels[j] for j in columns]
                rows = chances[where]
                sorts = SORTED_BY.get(kind)
                if sorts is not None and sorts in self.models and len(where):
                    told = list(NODE_MODELS[sorts].labels)
                    odds = self._odds(sorts, self.evidence.nodes[where])
                    rows = rows * odds
                for anchor, row in zip(where, rows, strict=True):
                    order = np.argsort(-row, kind="stable")[:_TRIED]
                    own[int(anchor)] = [(float(row[j]), told[j]) for j in order]
            found[kind] = own
        return found

    def _odds(self, name: str, rows: np.ndarray) -> np.ndarray:
        chances = self.models[name].probabilities(rows)
        return np.hstack([1 - chances, chances]) if chances.shape[1] == 1 else chances

    def class_of(self, name: str, anchor: int, kind: str) -> str:
        """Return the likeliest value of a field of an anchor of a kind of draft."""
        labels = NODE_MODELS[name].labels
        if name not in self.models:
            return labels[0]
        odds = self.odds_at(name, anchor)
        never = _NEVER.get((kind, name), frozenset())
        return max(
            zip(odds, labels, strict=True), key=lambda o: (o[1] not in never, o[0])
        )[1]

    def odds_at(self, name: str, anchor: int) -> np.ndarray:
        """Return the probabilities of an anchor under a model of nodes."""
        if name not in self._of_all:
            full = np.zeros((len(self.document.nodes), len(NODE_MODELS[name].labels)))
            where = sorted({a for k in NODE_MODELS[name].of for a in self.anchors[k]})
            if where:
                full[where] = self._odds(name, self.evidence.nodes[where])
            self._of_all[name] = full
        return self._of_all[name][anchor]

    def edge(self, name: str, anchor: int) -> Scores:
        """Return the probabilities of what stands at the end of an edge.

        Keys are entities, or nodes where the other end is no name.
        """
        if name not in self._edges:
            self._edges[name] = self._all_edges(name)
        return self._edges[name].get(anchor, {})

    def _all_edges(self, name: str) -> dict[int, Scores]:
        model = PAIR_MODELS[name]
        if f"{name}>" not in self.models:
            return {}
        anchors = sorted({a for kind in model.of for a in self.anchors[kind]})
        self._describe(anchors, model.sort)
        pairs = [(a, *self._rows[a, model.sort]) for a in anchors]
        pairs = [p for p in pairs if len(p[1])]
        if not pairs:
            return {}
        rows = np.vstack([p[2] for p in pairs])
        chances = self.models[f"{name}>"].probabilities(rows)[:, 0]
        nodes, at = self.document.nodes, 0
        never = NEVER.get(name, frozenset())
        found: dict[int, Scores] = {}
        for anchor, others, _ in pairs:
            own = chances[at : at + len(others)]
            at += len(others)
            keys = [nodes[i].entity if model.sort == "name" else int(i) for i in others]
            found[anchor] = {
                k: float(c)
                for i, k, c in zip(others, keys, own, strict=True)
                if k is not None and nodes[i].sort not in never
            }
        return found

    def _describe(self, anchors: Sequence[int], sort: str) -> None:
        """Describe the pairs of anchors with nodes of a sort, each once."""
        new = [a for a in anchors if (a, sort) not in self._rows]
        if not new:
            return
        others = [partners(self.document, self.evidence, a, sort) for a in new]
        sizes = [len(o) for o in others]
        rows = self.evidence.pairs(np.repeat(new, sizes), np.concatenate(others))
        ends = np.cumsum(sizes)[:-1]
        for anchor, own, part in zip(new, others, np.split(rows, ends), strict=True):
            self._rows[anchor, sort] = (own, part)
