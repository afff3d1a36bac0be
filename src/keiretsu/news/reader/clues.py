"""What the judge of a kind sees of a draft as a whole.

The models of parts look at one name and one figure at a time. A judge sees the claim:
how sure each part is and what else might fill it, whether a frame names both parties
together, and what the other anchors of the article take - a company that is held in one
sentence is seldom the holder in the next.

Reference: Wolpert (1992), Stacked Generalization.
"""

from __future__ import annotations

import math
import re
from functools import cache

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.document import SORTS
from keiretsu.news.reader.drafts import Draft
from keiretsu.news.reader.frames import votes
from keiretsu.news.reader.labels import (
    NODE_MODELS,
    PAIR_MODELS,
    PARTS,
    SORTED_BY,
)
from keiretsu.news.reader.own_facts import FORMS
from keiretsu.news.reader.scored import Scored
from keiretsu.news.reader.slots import SLOT, Slots

_GOES_ON = re.compile(
    r" (?:of|for|de(?: la)?|du|des|für|der) ?[a-zà-ÿ]|[ -]d['’][a-zà-ÿ]"
)
_OF_FIGURES = frozenset({"stake", "target", "sold"})
_PLAIN = {part: votes().index(f"plain {part}") for part in ("holder", "held")}
_BEGUN = 0.5
"""How probable it is that another figure begins at this one, which is then past."""
_STATUS = NODE_MODELS["status"].labels


def judged(kind: str) -> list[str]:
    """Return what each clue of a kind of draft is."""
    names = ["label chance", "chance of any", "chance of none", "value", "anchors"]
    names += ["anchors here", "sentence", "title known"]
    names += [f"language {c}" for c in READ] + [f"form {f}" for f in FORMS]
    names += [f"sort {s}" for s in SORTS]
    if kind in _OF_FIGURES:
        names += [f"chance of {s}" for s in NODE_MODELS["figure"].labels[1:]]
        names += ["looks like a year"]
    if kind in {"deal", "legal"}:
        names += ["parties", "least", "mean", "most left out", "whole", "together"]
        names += ["status chance", "most apart", "votes least", "left-out votes"]
        names += [f"type {d}" for d in NODE_MODELS[SORTED_BY[kind]].labels]
        return names + ([f"status {s}" for s in _STATUS] if kind == "deal" else [])
    for part in PARTS[kind]:
        names += [f"{part} {clue}" for clue in SLOT]
    if kind in {"stake", "role"}:
        names += ["product", "together", "the other way", "pair elsewhere"]
        names += ["swapped elsewhere", "first before second", "first in second's part"]
        names += ["second in first's part"]
        names += ["from of another" if kind == "stake" else "title goes on"]
    return names + [f"label {s}" for s in _labels(kind)]


def _model(kind: str) -> str:
    return {
        "role": "title",
        "held": "held",
        "product": "product",
        "quote": "quote",
    }.get(kind, "figure")


@cache
def _labels(kind: str) -> list[str]:
    return sorted(NODE_MODELS[SORTED_BY.get(kind, _model(kind))].labels)


class Clues:
    """The clues of the drafts of one scored document.

    Many drafts share an anchor or two parties: what hangs on these alone is kept.
    """

    def __init__(self, scored: Scored) -> None:
        self._scored = scored
        self._document = scored.document
        self._nodes = scored.document.nodes
        self._votes = scored.evidence.bearings.votes
        self._slots = Slots(scored)
        self._of_anchors: dict[tuple[str, int], list[float]] = {}
        self._pairs: dict[tuple[str, int, int], list[tuple[float, int]]] = {}
        self._begins: dict[int, float] = {}

    def of(self, draft: Draft) -> list[float]:
        """Return the clues of a draft, as `judged` names them."""
        found = self._common(draft)
        if draft.kind in {"deal", "legal"}:
            return found + self._of_set(draft)
        parts = PARTS[draft.kind]
        for part in parts:
            found += self._slots.of(
                draft.kind, draft.anchor, part, draft.parts[PAIR_MODELS[part].field]
            )
        if draft.kind in {"stake", "role"}:
            found += self._both(draft, *parts)
        return found + [float(draft.label == s) for s in _labels(draft.kind)]

    def scale(self, draft: Draft) -> str:
        """Return the name of the curve that tells how probable a draft is.

        A stake that a plain frame tells of two firms of the register, named beside its
        figure, has one of its own.
        """
        return f"{draft.kind} plain" if self._is_plain(draft) else draft.kind

    def _is_plain(self, draft: Draft) -> bool:
        if draft.kind != "stake":
            return False
        told = all(
            vote in self._votes.of_pair.get((draft.anchor, draft.parts[part]), ())
            and self._stands(draft.parts[part], draft.anchor)
            for part, vote in _PLAIN.items()
        )
        return told and self._begun(draft.anchor) <= _BEGUN

    def _stands(self, entity: int, anchor: int) -> bool:
        """Whether an entity is named as the register does, in an anchor's sentence."""
        here = self._nodes[anchor].sentence
        own = (self._nodes[i] for i in self._slots.mentions[entity])
        return any(n.sentence == here and n.sort == "party" and n.known for n in own)

    def _common(self, draft: Draft) -> list[float]:
        key = (draft.kind, draft.anchor)
        if key not in self._of_anchors:
            self._of_anchors[key] = self._of_anchor(*key)
        told = {b: a for a, b in self._scored.anchors[draft.kind][draft.anchor]}
        return [told[draft.label], *self._of_anchors[key]]

    def _of_anchor(self, kind: str, anchor: int) -> list[float]:
        node = self._nodes[anchor]
        anchors = self._scored.anchors[kind]
        name = kind if kind in {"legal", "deal"} else _model(kind)
        here = [a for a in anchors if self._nodes[a].sentence == node.sentence]
        return [
            sum(dict((b, a) for a, b in anchors[anchor]).values()),
            float(self._scored.chances[name][anchor][0]),
            -1.0 if node.value is None else min(node.value, 1e6),
            len(anchors),
            len(here),
            node.sentence,
            float(node.iso is not None),
            *(float(self._document.language == c) for c in READ),
            *(float(self._document.sentences[node.sentence].form == f) for f in FORMS),
            *(float(node.sort == s) for s in SORTS),
            *self._of_figure(kind, anchor),
        ]

    def _of_figure(self, kind: str, anchor: int) -> list[float]:
        if kind not in _OF_FIGURES:
            return []
        node = self._nodes[anchor]
        year = node.sort == "count" and 1950 <= (node.value or 0) <= 2070
        chances = self._scored.chances["figure"][anchor][1:]
        return [*map(float, chances), float(year)]

    def _both(self, draft: Draft, first: str, second: str) -> list[float]:
        anchor = draft.anchor
        a, b = (draft.parts[PAIR_MODELS[p].field] for p in (first, second))
        edge = self._scored.edge
        ones, twos = edge(first, anchor), edge(second, anchor)
        together = self._votes.together
        place = self._slots.here
        here = self._nodes[anchor].sentence
        return [
            ones[a] * twos[b],
            together.get((anchor, a, b), 0),
            together.get((anchor, b, a), 0),
            self._elsewhere(draft, first, second, a, b),
            self._elsewhere(draft, first, second, b, a),
            float(place[a].get(here, -1) < place[b].get(here, -1)),
            twos.get(a, 0.0),
            ones.get(b, 0.0),
            self._begun(anchor) if draft.kind == "stake" else self._goes_on(anchor),
        ]

    def _elsewhere(
        self, draft: Draft, first: str, second: str, one: int, two: int
    ) -> float:
        """How probable two parties are at the other anchor where they are most so."""
        key = (draft.kind, one, two)
        if key not in self._pairs:
            edge = self._scored.edge
            every = [
                (edge(first, x).get(one, 0) * edge(second, x).get(two, 0), x)
                for x in self._slots.orders[draft.kind]
            ]
            self._pairs[key] = sorted(every, reverse=True)[:2]
        return next((p for p, x in self._pairs[key] if x != draft.anchor), -1.0)

    def _begun(self, anchor: int) -> float:
        """How probable it is that another figure rose or fell from this one."""
        if anchor not in self._begins:
            self._begins[anchor] = self._begun_at(anchor)
        return self._begins[anchor]

    def _begun_at(self, anchor: int) -> float:
        here = self._nodes[anchor].sentence
        others = [
            a for a in self._slots.orders["stake"] if self._nodes[a].sentence == here
        ]
        begun = [self._scored.edge("from", a).get(anchor, 0.0) for a in others]
        return max(begun, default=0.0)

    def _goes_on(self, anchor: int) -> float:
        """Whether a title goes on: `director of innovation` is no director."""
        end = self._nodes[anchor].end
        return float(bool(_GOES_ON.match(self._document.text, end)))

    def _of_set(self, draft: Draft) -> list[float]:
        anchor, kind = draft.anchor, draft.kind
        part = PARTS[kind][0]
        scores = self._scored.edge(part, anchor)
        kept = draft.several["parties"]
        inside = [scores[k] for k in kept]
        out = {k: p for k, p in scores.items() if k not in kept}
        whole = math.prod([*inside, *(1 - p for p in out.values())])
        together = self._votes.together
        joined = sum(
            together.get((anchor, a, b), 0) for a in kept for b in kept if a != b
        )
        here = self._nodes[anchor].sentence
        apart = [min(abs(s - here) for s in self._slots.here[k]) for k in kept]
        given = [len(self._votes.of_pair.get((anchor, k), ())) for k in kept]
        left = [len(self._votes.of_pair.get((anchor, k), ())) for k in out]
        found = [
            len(kept),
            min(inside, default=1.0),
            sum(inside) / len(inside) if inside else 1.0,
            max(out.values(), default=0.0),
            whole,
            joined,
            1.0,
            max(apart, default=0),
            min(given, default=0),
            max(left, default=0),
        ]
        labels = NODE_MODELS[SORTED_BY[kind]].labels
        found += [float(draft.label == s) for s in labels]
        if kind == "deal":
            said = draft.classes["status"]
            odds = self._scored.odds_at("status", anchor)
            found[-len(labels) - 4] = float(odds[_STATUS.index(said)])
            found += [float(said == s) for s in _STATUS]
        return found
