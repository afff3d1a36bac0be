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

import numpy as np

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.document import SORTS
from keiretsu.news.reader.evidence import FORMS
from keiretsu.news.reader.frames import votes
from keiretsu.news.reader.labels import (
    NODE_MODELS,
    PAIR_MODELS,
    PARTS,
    SORTED_BY,
    Scores,
)
from keiretsu.news.reader.reading import Draft, Reading

_GOES_ON = re.compile(
    r" (?:of|for|de(?: la)?|du|des|für|der) ?[a-zà-ÿ]|[ -]d['’][a-zà-ÿ]"
)
_OF_FIGURES = frozenset({"stake", "target", "sold"})
_PLAIN = {part: votes().index(f"plain {part}") for part in ("holder", "held")}
_BEGUN = 0.5
"""How probable it is that another figure begins at this one, which is then past."""
_FAR = 9
_WORDS = 60
_STATUS = NODE_MODELS["status"].labels
_SLOT = (
    *("chance", "rank", "best", "next best", "as others", "in the anchor before"),
    *("in the anchor after", "most elsewhere", "votes", "other votes", "votes of best"),
    *("apart", "far", "mentions", "known", "person", "reference", "party", "subject"),
    *("words away", "after", "nearer"),
)


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
        names += [f"{part} {clue}" for clue in _SLOT]
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


def _labels(kind: str) -> list[str]:
    return sorted(NODE_MODELS[SORTED_BY.get(kind, _model(kind))].labels)


class Clues:
    """The clues of the drafts of one reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._document = reading.document
        self._nodes = reading.document.nodes
        self._votes = reading.evidence.bearings.votes
        self._ends = {
            part: [i for i, v in enumerate(votes()) if v.split(" ")[1] == end]
            for part, end in _ENDS.items()
        }
        self._here: dict[int, dict[int, int]] = {}
        self._mentions: dict[int, list[int]] = {}
        self._steps: dict[tuple[int, int], int] = {}
        self._slots: dict[tuple[str, int, str, int], list[float]] = {}
        for i, n in enumerate(self._nodes):
            if n.entity is not None:
                self._mentions.setdefault(n.entity, []).append(i)
                own = self._here.setdefault(n.entity, {})
                own.setdefault(n.sentence, i)
        self._orders = {k: sorted(a) for k, a in reading.anchors.items()}

    def of(self, draft: Draft) -> list[float]:
        """Return the clues of a draft, as `judged` names them."""
        found = self._common(draft)
        if draft.kind in {"deal", "legal"}:
            return found + self._of_set(draft)
        parts = PARTS[draft.kind]
        for part in parts:
            found += self._slot(
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
        own = (self._nodes[i] for i in self._mentions[entity])
        return any(n.sentence == here and n.sort == "party" and n.known for n in own)

    def _common(self, draft: Draft) -> list[float]:
        node = self._nodes[draft.anchor]
        anchors = self._reading.anchors[draft.kind]
        own = dict((b, a) for a, b in anchors[draft.anchor])
        any_ = sum(own.values())
        name = (
            "legal"
            if draft.kind == "legal"
            else "deal"
            if draft.kind == "deal"
            else _model(draft.kind)
        )
        here = [a for a in anchors if self._nodes[a].sentence == node.sentence]
        return [
            own[draft.label],
            any_,
            float(self._reading.chances[name][draft.anchor][0]),
            -1.0 if node.value is None else min(node.value, 1e6),
            len(anchors),
            len(here),
            node.sentence,
            float(node.iso is not None),
            *(float(self._document.language == c) for c in READ),
            *(float(self._document.sentences[node.sentence].form == f) for f in FORMS),
            *(float(node.sort == s) for s in SORTS),
            *self._of_figure(draft),
        ]

    def _of_figure(self, draft: Draft) -> list[float]:
        if draft.kind not in _OF_FIGURES:
            return []
        node = self._nodes[draft.anchor]
        year = node.sort == "count" and 1950 <= (node.value or 0) <= 2070
        chances = self._reading.chances["figure"][draft.anchor][1:]
        return [*map(float, chances), float(year)]

    def _slot(self, kind: str, anchor: int, part: str, entity: int) -> list[float]:
        """What speaks for an entity in a part: many drafts of an anchor share it."""
        key = (kind, anchor, part, entity)
        if key not in self._slots:
            self._slots[key] = self._in_slot(kind, anchor, part, entity)
        return self._slots[key]

    def _in_slot(self, kind: str, anchor: int, part: str, entity: int) -> list[float]:
        scores = self._reading.edge(part, anchor)
        own = scores[entity]
        order = self._orders[kind]
        at = order.index(anchor)
        before = self._reading.edge(part, order[at - 1]) if at else {}
        after = self._reading.edge(part, order[at + 1]) if at + 1 < len(order) else {}
        others = [
            self._reading.edge(part, a).get(entity, 0.0) for a in order if a != anchor
        ]
        rest = [p for k, p in scores.items() if k != entity]
        mine, other, best = self._votes_for(anchor, entity, part)
        here = self._nodes[anchor].sentence
        places = self._here[entity]
        apart = min((s - here for s in places), key=abs)
        nearest = places[min(places, key=lambda s: abs(s - here))]
        node = self._nodes[nearest]
        return [
            own,
            sum(p > own for p in rest),
            max(rest, default=0.0),
            sorted(rest)[-2] if len(rest) > 1 else 0.0,
            float(np.mean(others)) if others else -1.0,
            before.get(entity, -1.0),
            after.get(entity, -1.0),
            max(others, default=-1.0),
            mine,
            other,
            best,
            max(-_FAR, min(_FAR, apart)),
            abs(apart),
            len(places),
            float(node.known),
            float(node.sort == "person"),
            float(node.sort == "reference"),
            float(node.sort == "party"),
            float(self._reading.evidence.bearings.subject[nearest]),
            *self._place(anchor, entity, scores),
        ]

    def _place(self, anchor: int, entity: int, scores: Scores) -> list[float]:
        """How many words away an entity stands, on which side, and how many nearer."""
        away = {k: self._away(anchor, k) for k in scores}
        own = away[entity]
        nearer = sum(abs(a) < abs(own) for k, a in away.items() if k != entity)
        return [min(abs(own), _WORDS), float(own > 0), float(nearer)]

    def _away(self, anchor: int, entity: int) -> int:
        if (anchor, entity) not in self._steps:
            words = self._reading.evidence.word_of
            self._steps[anchor, entity] = min(
                (int(words[i] - words[anchor]) for i in self._mentions[entity]), key=abs
            )
        return self._steps[anchor, entity]

    def _votes_for(self, anchor: int, entity: int, part: str) -> tuple[int, int, int]:
        """Return votes for an entity in a part, in others, and the most for another."""
        ends = self._ends.get(part, [])
        own = self._votes.of_pair.get((anchor, entity), set())
        mine = sum(v in own for v in ends)
        best = 0
        for other in self._reading.edge(part, anchor):
            if other != entity:
                given = self._votes.of_pair.get((anchor, other), set())
                best = max(best, sum(v in given for v in ends))
        return mine, len(own) - mine, best

    def _both(self, draft: Draft, first: str, second: str) -> list[float]:
        anchor = draft.anchor
        a, b = (draft.parts[PAIR_MODELS[p].field] for p in (first, second))
        edge = self._reading.edge
        ones, twos = edge(first, anchor), edge(second, anchor)
        others = [x for x in self._orders[draft.kind] if x != anchor]

        def most(one: int, two: int) -> float:
            return max(
                (
                    edge(first, x).get(one, 0) * edge(second, x).get(two, 0)
                    for x in others
                ),
                default=-1.0,
            )

        together = self._votes.together
        place = self._here
        here = self._nodes[anchor].sentence
        return [
            ones[a] * twos[b],
            together.get((anchor, a, b), 0),
            together.get((anchor, b, a), 0),
            most(a, b),
            most(b, a),
            float(place[a].get(here, -1) < place[b].get(here, -1)),
            twos.get(a, 0.0),
            ones.get(b, 0.0),
            self._begun(anchor) if draft.kind == "stake" else self._goes_on(anchor),
        ]

    def _begun(self, anchor: int) -> float:
        """How probable it is that another figure rose or fell from this one."""
        here = self._nodes[anchor].sentence
        others = [a for a in self._orders["stake"] if self._nodes[a].sentence == here]
        begun = [self._reading.edge("from", a).get(anchor, 0.0) for a in others]
        return max(begun, default=0.0)

    def _goes_on(self, anchor: int) -> float:
        """Whether a title goes on: `director of innovation` is no director."""
        end = self._nodes[anchor].end
        return float(bool(_GOES_ON.match(self._document.text, end)))

    def _of_set(self, draft: Draft) -> list[float]:
        anchor, kind = draft.anchor, draft.kind
        part = PARTS[kind][0]
        scores = self._reading.edge(part, anchor)
        kept = draft.several["parties"]
        inside = [scores[k] for k in kept]
        out = {k: p for k, p in scores.items() if k not in kept}
        whole = math.prod([*inside, *(1 - p for p in out.values())])
        together = self._votes.together
        joined = sum(
            together.get((anchor, a, b), 0) for a in kept for b in kept if a != b
        )
        here = self._nodes[anchor].sentence
        apart = [min(abs(s - here) for s in self._here[k]) for k in kept]
        given = [len(self._votes.of_pair.get((anchor, k), ())) for k in kept]
        left = [len(self._votes.of_pair.get((anchor, k), ())) for k in out]
        found = [
            len(kept),
            min(inside, default=1.0),
            float(np.mean(inside)) if inside else 1.0,
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
            odds = self._reading.odds_at("status", anchor)
            found[-len(labels) - 4] = float(odds[_STATUS.index(said)])
            found += [float(said == s) for s in _STATUS]
        return found


_ENDS = {
    "holder": "holder",
    "held": "held",
    "company": "company",
    "person": "person",
    "employer": "employer",
    "maker": "maker",
    "party": "party",
}
