"""A document and the learnt models -> drafts: claims as parts of nodes, with a
probability.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.evidence import Evidence
from keiretsu.news.reader.forest import Forest
from keiretsu.news.reader.labels import NODE_MODELS, PAIR_MODELS
from keiretsu.news.reader.pairing import partners

FAINT = 0.08
"""Probability of an anchor below which nothing is looked for."""
ANON = -2
Scores = dict[int, float]


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
    odds
        Probabilities of what the key of the claim rests on, the anchor's first.
    """

    kind: str
    anchor: int
    label: str
    parts: dict[str, int] = field(default_factory=dict)
    several: dict[str, tuple[int, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    source: int | None = None
    odds: list[float] = field(default_factory=list)


class Reading:
    """One document under the models.

    Parameters
    ----------
    document
        An article made ready.
    models
        Forests by name; those of pairs end in `>`.
    """

    def __init__(self, document: Document, models: Mapping[str, Forest]) -> None:
        self.document = document
        self.models = models
        self.evidence = Evidence(document)
        self._of_all: dict[str, np.ndarray] = {}
        self._pairs: dict[tuple[int, str], tuple[np.ndarray, np.ndarray]] = {}

    @cached_property
    def _chances(self) -> dict[str, np.ndarray]:
        """Probabilities of all nodes under each model of nodes, N by labels."""
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

    def _odds(self, name: str, rows: np.ndarray) -> np.ndarray:
        chances = self.models[name].probabilities(rows)
        return np.hstack([1 - chances, chances]) if chances.shape[1] == 1 else chances

    def _class(self, name: str, anchor: int) -> str:
        labels = NODE_MODELS[name].labels
        if name not in self.models:
            return labels[0]
        return labels[int(self.odds_at(name, anchor).argmax())]

    def odds_at(self, name: str, anchor: int) -> np.ndarray:
        """Return the probabilities of one node under a model of nodes."""
        if name not in self._of_all:
            self._of_all[name] = self._odds(name, self.evidence.nodes)
        return self._of_all[name][anchor]

    def _edge(self, name: str, anchor: int) -> Scores:
        """Probabilities of what stands at the end of an edge: entities, or nodes."""
        model = PAIR_MODELS[name]
        if f"{name}>" not in self.models:
            return {}
        key = (anchor, model.sort)
        if key not in self._pairs:
            others = partners(self.document, self.evidence, anchor, model.sort)
            rows = (
                self.evidence.pairs(anchor, others) if len(others) else np.zeros((0, 1))
            )
            self._pairs[key] = (others, rows)
        others, rows = self._pairs[key]
        if not len(others):
            return {}
        chances = self.models[f"{name}>"].probabilities(rows)[:, 0]
        nodes = self.document.nodes
        keys = [nodes[i].entity if model.sort == "name" else int(i) for i in others]
        return {
            k: float(c) for k, c in zip(keys, chances, strict=True) if k is not None
        }

    def drafts(self) -> Iterator[Draft]:
        """Yield what the models propose, however unsure."""
        for name in ("figure", "held", "title", "product", "quote", "deal", "legal"):
            if name not in self._chances:
                continue
            labels = NODE_MODELS[name].labels
            for anchor, row in enumerate(self._chances[name]):
                best = 1 + int(row[1:].argmax())
                if 1 - row[0] < FAINT:
                    continue
                kind = (
                    labels[best].split(":")[0] if name in {"figure", "title"} else name
                )
                draft = Draft(
                    kind, anchor, labels[best].split(":")[-1], odds=[float(row[best])]
                )
                yield self._filled(draft)

    def _filled(self, draft: Draft) -> Draft:
        getattr(self, f"_fill_{draft.kind}")(draft)
        return draft

    def _fill_stake(self, draft: Draft) -> None:
        holders, held = (
            self._edge("holder", draft.anchor),
            self._edge("held", draft.anchor),
        )
        best = max(
            (
                (a * b, h, o, a, b)
                for h, a in holders.items()
                for o, b in held.items()
                if h != o
            ),
            default=None,
        )
        if best is None:
            draft.odds += [0.0, 0.0]
            return
        _, draft.parts["holder"], draft.parts["held"], one, two = best
        draft.odds += [one, two]
        self._owned(draft)
        self._things(draft, "when", "amount", "from")

    def _owned(self, draft: Draft) -> None:
        for name in ("action", "stake_kind", "modality"):
            draft.classes[name] = self._class(name, draft.anchor)
        self._told(draft, "source", "teller")

    def _fill_held(self, draft: Draft) -> None:
        own = self.document.nodes[draft.anchor].entity
        holders = {
            h: p for h, p in self._edge("holder", draft.anchor).items() if h != own
        }
        self._pick(draft, "holder", holders)
        if own is not None:
            draft.parts["held"] = own
        self._owned(draft)

    def _pick(self, draft: Draft, field_: str, scores: Scores) -> None:
        best = _best(scores)
        if best is None:
            draft.odds.append(0.0)
            return
        draft.parts[field_] = best[1]
        draft.odds.append(best[0])

    def _things(self, draft: Draft, *names: str) -> None:
        for name in names:
            best = _best(self._edge(name, draft.anchor))
            if best is not None and best[0] > 0.5:
                draft.parts[PAIR_MODELS[name].field] = best[1]

    def _told(self, draft: Draft, source: str, teller: str) -> None:
        said = self._class(source, draft.anchor)
        if said == "anon":
            draft.source = ANON
        elif said == "named":
            best = _best(self._edge(teller, draft.anchor))
            draft.source = None if best is None else best[1]

    def _fill_target(self, draft: Draft) -> None:
        self._pick(draft, "company", self._edge("company", draft.anchor))
        draft.classes["modality"] = self._class("modality", draft.anchor)
        self._told(draft, "source", "teller")
        self._things(draft, "when")

    def _fill_sold(self, draft: Draft) -> None:
        self._fill_target(draft)
        self._things(draft, "change")
        if "change_pct" in draft.parts:
            draft.classes["sign"] = self._class("sign", draft.anchor)

    def _fill_role(self, draft: Draft) -> None:
        people = self._edge("person", draft.anchor)
        self._pick(draft, "person", people)
        rest = {
            k: p
            for k, p in self._edge("employer", draft.anchor).items()
            if k != draft.parts.get("person")
        }
        self._pick(draft, "company", rest)

    def _fill_product(self, draft: Draft) -> None:
        own = self.document.nodes[draft.anchor].entity
        self._pick(
            draft,
            "maker",
            {k: p for k, p in self._edge("maker", draft.anchor).items() if k != own},
        )
        draft.classes["modality"] = self._class("modality", draft.anchor)
        self._told(draft, "source", "teller")
        self._things(draft, "range", "battery", "price", "price_min", "launch")

    def _fill_quote(self, draft: Draft) -> None:
        self._pick(draft, "speaker", self._edge("speaker", draft.anchor))

    def _fill_deal(self, draft: Draft) -> None:
        scores = sorted(
            ((p, k) for k, p in self._edge("party", draft.anchor).items()), reverse=True
        )
        kept = [k for p, k in scores[:2]] + [k for p, k in scores[2:5] if p > 0.6]
        if len(kept) < 2:
            draft.odds += [0.0, 0.0, 0.0]
            return
        draft.several["parties"] = tuple(kept)
        draft.odds += [
            scores[0][0],
            scores[1][0],
            1 - (scores[len(kept)][0] if len(scores) > len(kept) else 0.0),
        ]
        for name in ("status", "deal_modality"):
            draft.classes[name] = self._class(name, draft.anchor)
        draft.odds.append(float(self.odds_at("status", draft.anchor).max()))
        self._told(draft, "deal_source", "deal_teller")
        self._things(draft, "deal_when")
        ventures = self._edge("jv", draft.anchor).items()
        joint = _best({k: p for k, p in ventures if k not in kept})
        if joint is not None and joint[0] > 0.5:
            draft.parts["jv"] = joint[1]

    def _fill_legal(self, draft: Draft) -> None:
        chances = self._edge("concerned", draft.anchor)
        draft.several["parties"] = tuple(k for k, p in chances.items() if p > 0.5)
        sure = 1.0
        for p in chances.values():
            sure *= max(p, 1 - p)
        draft.odds.append(sure)
        best = _best(self._edge("regulator", draft.anchor))
        if best is not None and best[0] > 0.4:
            draft.parts["regulator"] = best[1]
        for name in ("outcome", "legal_modality"):
            draft.classes[name] = self._class(name, draft.anchor)
        self._told(draft, "deal_source", "deal_teller")
        self._things(draft, "rate")


def _best(scores: Scores) -> tuple[float, int] | None:
    """Return the highest probability and whose it is; None of nobody."""
    return max(((p, k) for k, p in scores.items()), default=None)
