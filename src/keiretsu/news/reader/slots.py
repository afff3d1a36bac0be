"""What speaks for an entity in a part of a claim, as a judge sees it.

How sure the part is, what else might fill it, what the anchors before and after take,
which frames name it, and how it stands to the anchor.
"""

from __future__ import annotations

import numpy as np

from keiretsu.news.reader.frames import votes
from keiretsu.news.reader.scored import Scored

_FAR = 9
_WORDS = 60
SLOT = (
    *("chance", "rank", "best", "next best", "as others", "in the anchor before"),
    *("in the anchor after", "most elsewhere", "votes", "other votes", "votes of best"),
    *("apart", "far", "mentions", "known", "person", "reference", "party", "subject"),
    *("words away", "after", "nearer"),
)
"""What each clue of a part is."""
_ENDS = {
    "holder": "holder",
    "held": "held",
    "company": "company",
    "person": "person",
    "employer": "employer",
    "maker": "maker",
    "party": "party",
}


class Slots:
    """The clues of the parts of one document's drafts.

    Attributes
    ----------
    mentions
        By entity: the nodes that name it.
    here
        By entity and sentence: the first node that names it there.
    orders
        By kind of draft: its anchors in the order of the text.
    """

    def __init__(self, scored: Scored) -> None:
        self._scored = scored
        self._nodes = scored.document.nodes
        self._votes = scored.evidence.bearings.votes
        self._ends = {
            part: [i for i, v in enumerate(votes()) if v.split(" ")[1] == end]
            for part, end in _ENDS.items()
        }
        self.here: dict[int, dict[int, int]] = {}
        self.mentions: dict[int, list[int]] = {}
        self._words = scored.evidence.word_of.tolist()
        self._aways: dict[tuple[int, str], dict[int, int]] = {}
        self._chances: dict[tuple[str, str, int], list[float | None]] = {}
        self._kept: dict[tuple[str, int, str, int], list[float]] = {}
        for i, n in enumerate(self._nodes):
            if n.entity is not None:
                self.mentions.setdefault(n.entity, []).append(i)
                own = self.here.setdefault(n.entity, {})
                own.setdefault(n.sentence, i)
        self.orders = {k: sorted(a) for k, a in scored.anchors.items()}

    def of(self, kind: str, anchor: int, part: str, entity: int) -> list[float]:
        """What speaks for an entity in a part: many drafts of an anchor share it."""
        key = (kind, anchor, part, entity)
        if key not in self._kept:
            self._kept[key] = self._in_slot(kind, anchor, part, entity)
        return self._kept[key]

    def _in_slot(self, kind: str, anchor: int, part: str, entity: int) -> list[float]:
        scores = self._scored.edge(part, anchor)
        own = scores[entity]
        at = self.orders[kind].index(anchor)
        of_all = self._at_all(kind, part, entity)
        before = of_all[at - 1] if at else None
        after = of_all[at + 1] if at + 1 < len(of_all) else None
        others = [p or 0.0 for p in of_all[:at] + of_all[at + 1 :]]
        rest = sorted((p for k, p in scores.items() if k != entity), reverse=True)
        mine, other, best = self._votes_for(anchor, entity, part)
        here = self._nodes[anchor].sentence
        places = self.here[entity]
        apart = min((s - here for s in places), key=abs)
        nearest = places[min(places, key=lambda s: abs(s - here))]
        node = self._nodes[nearest]
        return [
            own,
            sum(p > own for p in rest),
            rest[0] if rest else 0.0,
            rest[1] if len(rest) > 1 else 0.0,
            float(np.add.reduce(others) / len(others)) if others else -1.0,
            -1.0 if before is None else before,
            -1.0 if after is None else after,
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
            float(self._scored.evidence.bearings.subject[nearest]),
            *self._place(anchor, part, entity),
        ]

    def _at_all(self, kind: str, part: str, entity: int) -> list[float | None]:
        """How probable an entity is in a part at each anchor of a kind, in order."""
        key = (kind, part, entity)
        if key not in self._chances:
            self._chances[key] = [
                self._scored.edge(part, a).get(entity) for a in self.orders[kind]
            ]
        return self._chances[key]

    def _place(self, anchor: int, part: str, entity: int) -> list[float]:
        """How many words away an entity stands, on which side, and how many nearer."""
        if (anchor, part) not in self._aways:
            self._aways[anchor, part] = {
                k: self._away(anchor, k) for k in self._scored.edge(part, anchor)
            }
        away = self._aways[anchor, part]
        own = away[entity]
        nearer = sum(abs(a) < abs(own) for a in away.values())
        return [min(abs(own), _WORDS), float(own > 0), float(nearer)]

    def _away(self, anchor: int, entity: int) -> int:
        words = self._words
        here = words[anchor]
        return min((words[i] - here for i in self.mentions[entity]), key=abs)

    def _votes_for(self, anchor: int, entity: int, part: str) -> tuple[int, int, int]:
        """Return votes for an entity in a part, in others, and the most for another."""
        ends = self._ends.get(part, [])
        own = self._votes.of_pair.get((anchor, entity), set())
        mine = sum(v in own for v in ends)
        best = 0
        for other in self._scored.edge(part, anchor):
            if other != entity:
                given = self._votes.of_pair.get((anchor, other), set())
                best = max(best, sum(v in given for v in ends))
        return mine, len(own) - mine, best
