"""Who an article speaks of where a figure stands, and for whom the frames vote."""

from __future__ import annotations

from collections import Counter

import numpy as np

from keiretsu.news.reader.discourse import is_subject
from keiretsu.news.reader.document import NAMES, Document
from keiretsu.news.reader.frames import Votes, votes

_FIRMS = frozenset({"party", "other", "reference", "media", "regulator"})
_FAR = 99
_TRUST = {
    "plain held": 1.6,
    "plain holder": 1.6,
    "held_of held": 1.0,
    "subsidiary held": 1.2,
    "subsidiary holder": 1.2,
    "held_stake held": 0.7,
    "held_poss held": 0.7,
    "held_passive held": 0.5,
    "held_list held": 0.5,
    "holder_subject holder": 1.0,
    "holder_beside holder": 0.9,
    "holder_over holder": 0.8,
    "holder_owner holder": 0.9,
    "holder_by holder": 0.8,
    "holder_to holder": 0.7,
    "holder_poss holder": 0.4,
    "held_passive holder": 0.5,
    "held_list holder": 0.5,
    "holder_from holder": 0.3,
}
"""How far a vote weighs, about as often as it was right in the annotated articles."""


def _near(guesses: list[int | None], place: int) -> int | None:
    """Return the guess of the nearest other figure, one before it first."""
    before = [g for g in guesses[:place] if g is not None]
    after = [g for g in guesses[place + 1 :] if g is not None]
    return before[-1] if before else after[0] if after else None


class Bearings:
    """Subjects, salience and votes of one document.

    Parameters
    ----------
    document
        An article made ready.
    """

    NAMES = (
        *("subject here", "subject nearest", "subject before", "first here"),
        *("recency", "said before", "issuer", "prominence", "subject often"),
        *("meant holder", "meant held", "carried holder", "carried held"),
        *("held earlier", "holder earlier"),
    )

    def __init__(self, document: Document) -> None:
        self.votes = Votes(document)
        self._nodes = nodes = document.nodes
        begins = [s.start for s in document.sentences]
        self.subject = np.array(
            [
                n.sort in _FIRMS
                and is_subject(
                    document.text, begins[n.sentence], n.start, n.end, document.language
                )
                for n in nodes
            ],
            dtype=bool,
        )
        self._named = [
            (i, n.entity, n.sentence)
            for i, n in enumerate(nodes)
            if n.entity is not None and n.sort in NAMES
        ]
        firms = [(i, e, s) for i, e, s in self._named if nodes[i].sort in _FIRMS]
        self._subjects = [(i, e, s) for i, e, s in firms if self.subject[i]]
        often = Counter(e for _, e, _ in firms)
        self._rank = {e: r for r, (e, _) in enumerate(often.most_common())}
        self._leads = Counter(e for _, e, _ in self._subjects)
        self._by_anchor: dict[int, dict[int, set[int]]] = {}
        for (anchor, entity), given in self.votes.of_pair.items():
            self._by_anchor.setdefault(anchor, {})[entity] = given
        self._meant = self._guesses()
        first = [e for _, e, s in firms if s <= 2]
        self._issuer = max(first, key=lambda e: often[e], default=None)

    def _guesses(self) -> dict[int, tuple[int | None, ...]]:
        """Return of each percentage its holder and held by votes, carried, and earlier.

        `from 40 to 61 %` and `A has 40, B 60 % of C` say of the second figure only what
        is new: the rest is carried over from the first.
        """
        found: dict[int, tuple[int | None, ...]] = {}
        last: dict[str, int | None] = {"holder": None, "held": None}
        groups: dict[int, list[int]] = {}
        for i, node in enumerate(self._nodes):
            if node.sort in {"percent", "count"}:
                groups.setdefault(node.sentence, []).append(i)
        for sentence in sorted(groups):
            anchors = groups[sentence]
            own = {end: [self._voted(a, end) for a in anchors] for end in last}
            if not any(own["holder"]) and not any(own["held"]):
                own = {end: [(None, 0.0)] * len(anchors) for end in last}
            for at, anchor in enumerate(anchors):
                meant = [own[end][at][0] for end in ("holder", "held")]
                carried = [
                    _near([g for g, _ in own[end]], at)
                    if own[end][at][0] is None
                    else None
                    for end in ("holder", "held")
                ]
                found[anchor] = (*meant, *carried, last["held"], last["holder"])
            for end in last:
                given = [g for g, _ in own[end] if g is not None]
                last[end] = given[-1] if given else last[end]
        return found

    def _voted(self, anchor: int, end: str) -> tuple[int | None, float]:
        best: tuple[int | None, float] = (None, 0.0)
        for entity, given in self._by_anchor.get(anchor, {}).items():
            weight = sum(
                _TRUST.get(votes()[v], 0.0)
                for v in given
                if votes()[v].endswith(f" {end}")
            )
            if weight > best[1]:
                best = (entity, weight)
        return best

    def anchors(self) -> np.ndarray:
        """Return for how many parts the frames found somebody, nodes by `votes()`."""
        found = np.zeros((len(self._nodes), len(votes())), dtype=np.float32)
        for anchor, given in self.votes.of_anchor.items():
            found[anchor, list(given)] = 1
        return found

    def pairs(self, anchor: int, others: np.ndarray) -> np.ndarray:
        """Return votes and standing of other nodes, others by `votes()` and `NAMES`."""
        given = np.zeros((len(others), len(votes())), dtype=np.float32)
        here = self._nodes[anchor].sentence
        own = [self._nodes[i].entity for i in others]
        of_pair = self.votes.of_pair
        for row, entity in enumerate(own):
            if entity is not None and (anchor, entity) in of_pair:
                given[row, list(of_pair[anchor, entity])] = 1
        subjects = [e for _, e, s in self._subjects if s == here]
        nearest = [e for i, e, s in self._subjects if s == here and i < anchor]
        before = [e for _, e, s in self._subjects if s < here]
        named = [e for _, e, s in self._named if s == here]
        recent: dict[int, int] = {}
        for _, e, _ in reversed([x for x in self._named if x[0] < anchor]):
            recent.setdefault(e, len(recent))
        meant = self._meant.get(anchor, (None,) * 6)
        standing = [
            [
                bool(subjects) and e == subjects[0],
                bool(nearest) and e == nearest[-1],
                bool(before) and e == before[-1],
                bool(named) and e == named[0],
                recent.get(e, _FAR) if e is not None else _FAR,
                e in recent,
                e is not None and e == self._issuer,
                self._rank.get(e, _FAR) if e is not None else _FAR,
                self._leads[e] if e is not None else 0,
                *(e is not None and e == m for m in meant),
            ]
            for e in own
        ]
        return np.hstack(
            [given, np.array(standing, dtype=np.float32).reshape(-1, len(self.NAMES))]
        )
