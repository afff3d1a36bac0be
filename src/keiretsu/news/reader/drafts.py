"""A document under the models -> drafts: claims as parts of nodes.

Of each anchor several drafts are made: the likeliest parties in the likeliest parts.
They are judged as a whole, with an eye on what the other anchors of the article take.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TypeVar

import numpy as np

from keiretsu.news.reader.deadlines import told_deadline
from keiretsu.news.reader.labels import (
    ANCHORS,
    NODE_MODELS,
    PAIR_MODELS,
    PARTS,
    SORTED_BY,
    Scores,
)
from keiretsu.news.reader.naming import is_no_role
from keiretsu.news.reader.progress import told_status
from keiretsu.news.reader.scored import FAINT, Scored

_SURE = {("sold", "when"): 0.1, ("target", "when"): 0.4}
"""How probable a date must be: nearly all sales have a period, not all targets."""
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
    refused
        Whether the sentence says that it is not so, or will not be.
    """

    kind: str
    anchor: int
    label: str
    parts: dict[str, int] = field(default_factory=dict)
    several: dict[str, tuple[int, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    source: int | None = None
    refused: bool = False


def drafted(scored: Scored, kinds: Container[str] = tuple(ANCHORS)) -> Iterator[Draft]:
    """Yield what the models propose, however unsure: keys only, see `complete`.

    Parameters
    ----------
    scored
        A document under the models.
    kinds
        Kinds of drafts that are wanted.
    """
    for kind, anchors in scored.anchors.items():
        if kind not in kinds:
            continue
        for anchor, labels in anchors.items():
            node = scored.document.nodes[anchor]
            if kind == "role" and is_no_role(scored.document, node):
                continue
            for chance, label in labels[: 1 if kind in _BESIDE else None]:
                if chance >= FAINT / 4:
                    yield from islice(
                        _of_anchor(scored, kind, anchor, label), _WIDE.get(kind, 5)
                    )


def _of_anchor(scored: Scored, kind: str, anchor: int, label: str) -> Iterator[Draft]:
    if kind == "deal":
        yield from _deals(scored, anchor, label)
    elif kind == "legal":
        yield from _legal(scored, anchor, label)
    else:
        own = scored.document.nodes[anchor].entity
        given = {"held": own} if kind == "held" and own is not None else {}
        for parts in _filled(scored, kind, anchor, own):
            yield Draft(kind, anchor, label, parts | given)


def _filled(
    scored: Scored, kind: str, anchor: int, own: int | None
) -> list[dict[str, int]]:
    """Return the likeliest ways to fill the parts of an anchor, the best first."""
    ways: list[tuple[float, dict[str, int]]] = [(1.0, {})]
    for name in PARTS[kind]:
        scores = {k: p for k, p in scored.edge(name, anchor).items() if k != own}
        best = sorted(scores.items(), key=lambda s: -s[1])[:5]
        place = PAIR_MODELS[name].field
        ways = [
            (p * q, parts | {place: k})
            for p, parts in ways
            for k, q in best
            if k not in parts.values()
        ]
    return _likely(ways)


def _deals(scored: Scored, anchor: int, label: str) -> Iterator[Draft]:
    scores = sorted(scored.edge("party", anchor).items(), key=lambda s: -s[1])[:5]
    sets = [s for size in (2, 3, 4) for s in combinations(scores, size)]
    chance = {s: _as_a_whole(s, scores) for s in sets}
    status = scored.odds_at("status", anchor)
    names = NODE_MODELS["status"].labels
    likeliest = [
        (float(status[i]), names[i]) for i in np.argsort(-status, kind="stable")[:3]
    ]
    ways = [(chance[s] * p, s, name) for s in sets for p, name in likeliest]
    for kept, said in _likely([(p, (s, name)) for p, s, name in ways]):
        draft = Draft("deal", anchor, label, classes={"status": said})
        draft.several["parties"] = tuple(k for k, _ in kept)
        yield draft


def _legal(scored: Scored, anchor: int, label: str) -> Iterator[Draft]:
    scores = sorted(scored.edge("concerned", anchor).items(), key=lambda s: -s[1])[:4]
    sets = [s for size in (0, 1, 2, 3) for s in combinations(scores, size)]
    for kept in sorted(sets, key=lambda s: -_as_a_whole(s, scores)):
        draft = Draft("legal", anchor, label)
        draft.several["parties"] = tuple(k for k, _ in kept)
        yield draft


def complete(scored: Scored, draft: Draft) -> None:
    """Fill what is beside the key: how, when, for how much, and who says so."""
    anchor, kind = draft.anchor, draft.kind
    for name, model in NODE_MODELS.items():
        if kind in model.of and name not in _TOLD_APART:
            draft.classes[name] = scored.class_of(name, anchor, kind)
    for name, pair in PAIR_MODELS.items():
        if kind in pair.of and pair.sort != "name":
            _thing(scored, draft, name, pair.field, _SURE.get((kind, name), 0.5))
    if kind == "target" and "date" not in draft.parts:
        day = told_deadline(scored.document, anchor)
        if day is not None:
            draft.parts["date"] = day
    if kind == "deal":
        here = scored.document.nodes[anchor].sentence
        status = told_status(scored.document, here, draft.several["parties"])
        draft.classes["status"] = status or draft.classes["status"]
    if kind in {"deal", "legal"}:
        _told(scored, draft, "deal_source", "deal_teller")
        _beside(
            scored, draft, *{"deal": ("jv", 0.5), "legal": ("regulator", 0.4)}[kind]
        )
    elif kind not in {"role", "quote"}:
        _told(scored, draft, "source", "teller")


def _thing(scored: Scored, draft: Draft, name: str, place: str, sure: float) -> None:
    best = _best(scored.edge(name, draft.anchor))
    if best is not None and best[0] > sure:
        draft.parts[place] = best[1]


def _beside(scored: Scored, draft: Draft, name: str, least: float) -> None:
    kept = draft.several["parties"]
    others = {k: p for k, p in scored.edge(name, draft.anchor).items() if k not in kept}
    best = _best(others)
    if best is not None and best[0] > least:
        draft.parts[name] = best[1]


def _told(scored: Scored, draft: Draft, source: str, teller: str) -> None:
    said = scored.class_of(source, draft.anchor, draft.kind)
    if said == "anon":
        draft.source = ANON
    elif said == "named":
        best = _best(scored.edge(teller, draft.anchor))
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
