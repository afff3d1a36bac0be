"""A document and the learnt models -> drafts: claims as parts of nodes, each with the
clues that a judge needs to say how probable it is.

Models of nodes find anchors, models of pairs find who or what fills the fields. Of each
anchor several drafts are made: the likeliest parties in the likeliest parts. They are
judged as a whole, with an eye on what the other anchors of the article take.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, islice
from typing import TypeVar

import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.labels import (
    ANCHORS,
    NEVER,
    NODE_MODELS,
    PAIR_MODELS,
    PARTS,
    SORTED_BY,
    Scores,
)
from keiretsu.news.reader.naming import is_no_role
from keiretsu.news.reader.pairing import partners

FAINT = 0.08
"""Probability of an anchor below which nothing is looked for."""
_FAINT = {"legal": 0.03, "product": 0.04}
_SURE = {("sold", "when"): 0.1, ("target", "when"): 0.4}
"""How probable a date must be: nearly all sales have a period, not all targets."""
_NEVER = {
    ("sold", "modality"): frozenset({"plan", "denied", "counterfactual"}),
    ("target", "modality"): frozenset({"fact", "reported"}),
}
"""What a claim never is: sales are of the past, a target is to come."""
_TRIED = 3
"""Labels of an anchor that are looked at, the likeliest first."""
ANON = -2
_TOLD_APART = {"source", "deal_source", "status", *SORTED_BY.values()}
_WIDE = {"stake": 12, "role": 8, "deal": 24}
"""How many drafts are made of an anchor with the same label; 5 of other kinds."""
_HOPELESS = 0.03
"""Of a way to fill an anchor: how probable beside the best it must be to be judged."""
_W = TypeVar("_W")
_BESIDE = frozenset({"deal", "role"})
"""Kinds whose label is no part of the key: only the likeliest is looked at."""


@dataclass
class Draft:
    """A claim that the models propose.

    Attributes
    ----------
    kind, anchor, label
        What the anchor node is, and its number.
    parts
        By field: the number of an entity (parties) or node (dates, figures).
    several
        Entities of fields that take several.
    classes
        Fields with few values.
    source
        Entity who says it, `ANON`, or None.
    """

    kind: str
    anchor: int
    label: str
    parts: dict[str, int] = field(default_factory=dict)
    several: dict[str, tuple[int, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    source: int | None = None


class Reading:
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

    def _class(self, name: str, anchor: int, kind: str) -> str:
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
        pairs = [(a, *self._pairs(a, model.sort)) for a in anchors]
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

    def _pairs(self, anchor: int, sort: str) -> tuple[np.ndarray, np.ndarray]:
        if (anchor, sort) not in self._rows:
            others = partners(self.document, self.evidence, anchor, sort)
            rows = (
                self.evidence.pairs(anchor, others) if len(others) else np.zeros((0, 1))
            )
            self._rows[anchor, sort] = (others, rows)
        return self._rows[anchor, sort]

    def drafts(self, kinds: Container[str] = tuple(ANCHORS)) -> Iterator[Draft]:
        """Yield what the models propose, however unsure: keys only, see `complete`.

        Parameters
        ----------
        kinds
            Kinds of drafts that are wanted.
        """
        for kind, anchors in self.anchors.items():
            if kind not in kinds:
                continue
            for anchor, labels in anchors.items():
                node = self.document.nodes[anchor]
                if kind == "role" and is_no_role(self.document, node):
                    continue
                for chance, label in labels[: 1 if kind in _BESIDE else None]:
                    if chance >= FAINT / 4:
                        yield from islice(
                            self._of_anchor(kind, anchor, label), _WIDE.get(kind, 5)
                        )

    def _of_anchor(self, kind: str, anchor: int, label: str) -> Iterator[Draft]:
        if kind == "deal":
            yield from self._deals(anchor, label)
        elif kind == "legal":
            yield from self._legal(anchor, label)
        else:
            own = self.document.nodes[anchor].entity
            given = {"held": own} if kind == "held" and own is not None else {}
            for parts in self._filled(kind, anchor, own):
                yield Draft(kind, anchor, label, parts | given)

    def _filled(self, kind: str, anchor: int, own: int | None) -> list[dict[str, int]]:
        """Return the likeliest ways to fill the parts of an anchor, the best first."""
        ways: list[tuple[float, dict[str, int]]] = [(1.0, {})]
        for name in PARTS[kind]:
            scores = {k: p for k, p in self.edge(name, anchor).items() if k != own}
            best = sorted(scores.items(), key=lambda s: -s[1])[:5]
            place = PAIR_MODELS[name].field
            ways = [
                (p * q, parts | {place: k})
                for p, parts in ways
                for k, q in best
                if k not in parts.values()
            ]
        return _likely(ways)

    def _deals(self, anchor: int, label: str) -> Iterator[Draft]:
        scores = sorted(self.edge("party", anchor).items(), key=lambda s: -s[1])[:5]
        sets = [s for size in (2, 3, 4) for s in combinations(scores, size)]
        chance = {s: _as_a_whole(s, scores) for s in sets}
        status = self.odds_at("status", anchor)
        names = NODE_MODELS["status"].labels
        ways = [
            (chance[s] * status[i], s, names[i])
            for s in sets
            for i in np.argsort(-status, kind="stable")[:3]
        ]
        for kept, said in _likely([(p, (s, name)) for p, s, name in ways]):
            draft = Draft("deal", anchor, label, classes={"status": said})
            draft.several["parties"] = tuple(k for k, _ in kept)
            yield draft

    def _legal(self, anchor: int, label: str) -> Iterator[Draft]:
        scores = sorted(self.edge("concerned", anchor).items(), key=lambda s: -s[1])[:4]
        sets = [s for size in (0, 1, 2, 3) for s in combinations(scores, size)]
        for kept in sorted(sets, key=lambda s: -_as_a_whole(s, scores)):
            draft = Draft("legal", anchor, label)
            draft.several["parties"] = tuple(k for k, _ in kept)
            yield draft

    def complete(self, draft: Draft) -> Draft:
        """Fill what is beside the key: how, when, for how much, and who says so."""
        anchor, kind = draft.anchor, draft.kind
        for name, model in NODE_MODELS.items():
            if kind in model.of and name not in _TOLD_APART:
                draft.classes[name] = self._class(name, anchor, kind)
        for name, pair in PAIR_MODELS.items():
            if kind in pair.of and pair.sort != "name":
                self._thing(draft, name, pair.field, _SURE.get((kind, name), 0.5))
        if kind in {"deal", "legal"}:
            self._told(draft, "deal_source", "deal_teller")
            self._beside(
                draft, *{"deal": ("jv", 0.5), "legal": ("regulator", 0.4)}[kind]
            )
        elif kind not in {"role", "quote"}:
            self._told(draft, "source", "teller")
        return draft

    def _thing(self, draft: Draft, name: str, place: str, sure: float) -> None:
        best = _best(self.edge(name, draft.anchor))
        if best is not None and best[0] > sure:
            draft.parts[place] = best[1]

    def _beside(self, draft: Draft, name: str, least: float) -> None:
        kept = draft.several["parties"]
        others = {
            k: p for k, p in self.edge(name, draft.anchor).items() if k not in kept
        }
        best = _best(others)
        if best is not None and best[0] > least:
            draft.parts[name] = best[1]

    def _told(self, draft: Draft, source: str, teller: str) -> None:
        said = self._class(source, draft.anchor, draft.kind)
        if said == "anon":
            draft.source = ANON
        elif said == "named":
            best = _best(self.edge(teller, draft.anchor))
            draft.source = None if best is None else best[1]


def _likely(ways: list[tuple[float, _W]]) -> list[_W]:
    """Return the ways to fill an anchor, the best first, without the hopeless."""
    ordered = sorted(ways, key=lambda w: -w[0])
    least = ordered[0][0] * _HOPELESS if ordered else 0.0
    return [way for chance, way in ordered if chance >= least]


def _as_a_whole(
    kept: tuple[tuple[int, float], ...], scores: list[tuple[int, float]]
) -> float:
    """How probable it is that some parties, and no others, are meant."""
    chosen = {k for k, _ in kept}
    chance = 1.0
    for k, p in scores:
        chance *= p if k in chosen else 1 - p
    return chance


def _best(scores: Scores) -> tuple[float, int] | None:
    """Return the highest probability and whose it is; None of nobody."""
    return max(((p, k) for k, p in scores.items()), default=None)
