"""Who an article speaks of where a figure stands, and for whom the frames vote."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from keiretsu.news.reader.discourse import is_subject
from keiretsu.news.reader.document import NAMES, Document
from keiretsu.news.reader.frames import Votes, votes

_FIRMS = frozenset({"party", "other", "reference", "media", "regulator"})
_FAR = 99
_RECENCY, _SAID, _ISSUER, _RANK, _OFTEN, _MEANT = range(4, 10)
"""Columns of `Bearings.NAMES`."""
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
        named = [
            (i, n.entity, n.sentence)
            for i, n in enumerate(nodes)
            if n.entity is not None and n.sort in NAMES
        ]
        firms = [(i, e, s) for i, e, s in named if nodes[i].sort in _FIRMS]
        leading = [(i, e, s) for i, e, s in firms if self.subject[i]]
        self._named_at, self._named, self._named_in = _columns(named)
        self._subjects_at, self._subjects, self._subjects_in = _columns(leading)
        self._by_anchor: dict[int, dict[int, set[int]]] = {}
        for (anchor, entity), given in self.votes.of_pair.items():
            self._by_anchor.setdefault(anchor, {})[entity] = given
        self._meant = self._guesses()
        self._entity = [n.entity for n in nodes]
        self._lasting = self._everywhere([(e, s) for _, e, s in firms])

    def _everywhere(self, firms: Sequence[tuple[int, int]]) -> np.ndarray:
        """Return of each node what does not hang on an anchor, nodes by `NAMES`."""
        often = Counter(e for e, _ in firms)
        rank = {e: r for r, (e, _) in enumerate(often.most_common())}
        leads = Counter(self._subjects)
        first = [e for e, s in firms if s <= 2]
        issuer = max(first, key=lambda e: often[e], default=None)
        found = np.zeros((len(self._nodes), len(self.NAMES)), dtype=np.float32)
        found[:, [_RECENCY, _RANK]] = _FAR
        for row, entity in zip(found, self._entity, strict=True):
            if entity is not None:
                row[_ISSUER] = entity == issuer
                row[_RANK] = rank.get(entity, _FAR)
                row[_OFTEN] = leads[entity]
        return found

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

    def pairs(self, anchors: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Return votes and standing of other nodes, pairs by `votes()` and `NAMES`."""
        given = np.zeros((len(others), len(votes())), dtype=np.float32)
        standing = self._lasting[others]
        rows: dict[int, dict[int, list[int]]] = {}
        pairs = zip(anchors.tolist(), others.tolist(), strict=True)
        for row, (anchor, other) in enumerate(pairs):
            entity = self._entity[other]
            if entity is not None:
                rows.setdefault(anchor, {}).setdefault(entity, []).append(row)
        for anchor, places in rows.items():
            for entity, own in self._by_anchor.get(anchor, {}).items():
                for row in places.get(entity, ()):
                    given[row, list(own)] = 1
            for column, entity, value in self._standing(anchor):
                for row in places.get(entity, ()):
                    standing[row, column] = value
        return np.hstack([given, standing])

    def _standing(self, anchor: int) -> Iterator[tuple[int, int, float]]:
        """Yield column, entity and value of what is said of entities at an anchor."""
        here = self._nodes[anchor].sentence
        yield from self._leading(anchor, here)
        recent: dict[int, int] = {}
        for entity in reversed(self._named[: bisect_left(self._named_at, anchor)]):
            recent.setdefault(entity, len(recent))
        for entity, rank in recent.items():
            yield _RECENCY, entity, rank
            yield _SAID, entity, 1
        for column, meant in enumerate(self._meant.get(anchor, ()), _MEANT):
            if meant is not None:
                yield column, meant, 1

    def _leading(self, anchor: int, here: int) -> Iterator[tuple[int, int, float]]:
        """The first and nearest subject of a sentence, the one before it, the first."""
        begin = bisect_left(self._subjects_in, here)
        end = bisect_right(self._subjects_in, here)
        near = bisect_left(self._subjects_at, anchor)
        if begin < end:
            yield 0, self._subjects[begin], 1
        if near > begin:
            yield 1, self._subjects[near - 1], 1
        if begin:
            yield 2, self._subjects[begin - 1], 1
        first = bisect_left(self._named_in, here)
        if first < bisect_right(self._named_in, here):
            yield 3, self._named[first], 1


def _columns(
    rows: Sequence[tuple[int, int, int]],
) -> tuple[list[int], list[int], list[int]]:
    """Return nodes, entities and sentences apart."""
    return [i for i, _, _ in rows], [e for _, e, _ in rows], [s for _, _, s in rows]
