"""Claims against annotated ones: key, full and strict agreement, as the guide defines
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from keiretsu.spelling import fold
from training.news.alignment import interval
from training.news.corpus import names

KEYS = {
    "stake": ("holder", "held", "percent"),
    "deal": ("parties", "status"),
    "plan_target": ("company", "metric", "value"),
    "sales": ("company", "metric", "value"),
    "product": ("model", "maker"),
    "role": ("person", "company", "title"),
    "quote": ("speaker", "text"),
    "legal": ("concern", "parties"),
}
CORE = {
    "stake": ("stake_kind",),
    "deal": ("deal_type", "date"),
    "plan_target": ("unit", "deadline"),
    "sales": ("unit", "period"),
    "product": (
        "range_km",
        "range_cycle",
        "battery_kwh",
        "price",
        "price_min",
        "launch",
    ),
    "role": ("status",),
    "quote": (),
    "legal": ("regulator", "outcome"),
}
_PARTIES = {"holder", "held", "company", "maker", "person", "speaker", "regulator"}
_DAYS = {"date", "deadline", "period", "launch"}
_NEAR = {"percent": 0.05, "change_pct": 0.05, "battery_kwh": 0.05}


@cache
def _ids() -> dict[str, str]:
    found: dict[str, str] = {}
    for identifier in names():
        found[fold(identifier)] = identifier
    for identifier, spellings in names().items():
        for spelling in spellings:
            found.setdefault(spelling, identifier)
    return found


def party(name: Any) -> str | None:
    """Return whom a name or identifier means."""
    return (
        None
        if name is None
        else _ids().get(fold(str(name)), "unknown " + fold(str(name)))
    )


def agrees(field: str, gold: Any, said: Any) -> bool:
    """Whether a field says what was annotated."""
    if gold is None or said is None:
        return gold is None and said is None
    if field in _PARTIES:
        return party(gold) == party(said)
    if field == "parties":
        return sorted(map(str, map(party, gold))) == sorted(map(str, map(party, said)))
    if field in _DAYS:
        return interval(str(gold)) == interval(str(said))
    if field in _NEAR:
        return abs(float(gold) - float(said)) <= _NEAR[field] + 1e-9
    if isinstance(gold, int | float):
        return abs(float(gold) - float(said)) <= (
            0.005 * abs(gold) if abs(gold) >= 1000 else 1e-6
        )
    a, b = fold(str(gold)), fold(str(said))
    if field == "text":
        return (
            a == b
            or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8
            or (
                bool(a and b)
                and (a in b or b in a)
                and min(len(a), len(b)) >= 0.6 * max(len(a), len(b))
            )
        )
    if field == "model":
        return (
            a == b or (len(a) > 1 and b.endswith(a)) or (len(b) > 1 and a.endswith(b))
        )
    return a == b


def key_agrees(gold: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether two claims of one kind are about the same thing."""
    g, s = gold["normalised"], said["normalised"]
    for field in KEYS[gold["kind"]]:
        right = [g.get(field), *gold.get("accept", {}).get(field, [])]
        if not any(agrees(field, value, s.get(field)) for value in right):
            return False
    if gold["kind"] == "sales" and g.get("value") is None:
        return agrees("change_pct", g.get("change_pct"), s.get("change_pct"))
    if gold["kind"] == "stake" and g.get("percent") is None:
        return _overlap(gold, said)
    return True


def _overlap(gold: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    start, end = said["span"]
    return any(
        a < end and start < b for a, b in [gold["span"], *gold.get("alt_spans", [])]
    )


def strict_agrees(gold: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether every core field, modality, polarity and attribution agree."""
    g, s = gold["normalised"], said["normalised"]
    core = all(agrees(f, g.get(f), s.get(f)) for f in CORE[gold["kind"]])
    chain = [party(x) for x in gold.get("attribution", [])] == [
        party(x) for x in said.get("attribution", [])
    ]
    return (
        core
        and chain
        and gold["modality"] == said["modality"]
        and gold["polarity"] == said["polarity"]
    )


def paired(
    gold: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int]]:
    """Return which annotated claim each said one matches, one to one."""
    value = np.zeros((len(gold), len(said)))
    for i, one in enumerate(gold):
        for j, other in enumerate(said):
            if one["kind"] == other["kind"] and key_agrees(one, other):
                value[i, j] = 1 + 0.3 * strict_agrees(one, other)
    rows, columns = linear_sum_assignment(-value)
    return [
        (int(i), int(j)) for i, j in zip(rows, columns, strict=True) if value[i, j] > 0
    ]


def rates(right: float, said: float, wanted: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = right / said if said else 0.0, right / wanted if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
