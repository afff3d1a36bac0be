"""Figures of the reader: precision and recall by language and kind, and calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from training.news.scoring import key_agrees, paired, rates, strict_agrees

_LEVELS = (0.3, 0.5, 0.7)
_GRID = tuple(round(0.3 + 0.02 * step, 2) for step in range(33))
WANTED = 0.87
"""Precision for which the level of a kind is chosen. On unseen articles it is 0.85: the
best of many levels is partly luck, which cost two points where levels were chosen on
one half of the articles and measured on the other."""
HELD = 20
"""How many claims of a kind the mean of all kinds counts for."""
FEWEST = 10
"""Claims of a kind at a level below which its precision there is not believed."""
Levels = Mapping[str, float]


class Read(NamedTuple):
    """What was annotated and what was read in one article."""

    language: str
    gold: Sequence[Mapping[str, Any]]
    said: Sequence[Mapping[str, Any]]


def levels_of(read: Sequence[Read]) -> dict[str, float]:
    """Return by kind the lowest level at which precision is as wanted.

    Precision is that of the claims seen, shrunk to the mean of the kinds at that level:
    their probabilities are on one scale. A kind that nowhere reaches it has the level
    1: nothing is claimed.
    """
    kinds = sorted({g["kind"] for r in read for g in r.gold})
    found = dict.fromkeys(kinds, 1.0)
    for level in reversed(_GRID):
        seen = {k: _counts(_of_kind(read, k), {k: level})[:2] for k in kinds}
        told = [right / said for right, said in seen.values() if said >= FEWEST]
        if not told:
            continue
        for kind, (right, said) in seen.items():
            believed = HELD * float(np.mean(told))
            if said >= FEWEST and right + believed >= WANTED * (said + HELD):
                found[kind] = level
    return found


def table(read: Sequence[Read], levels: Levels) -> dict[str, Any]:
    """Return precision, recall and F1 at several levels, and by part at those of kinds.

    Parameters
    ----------
    read
        Articles with what was annotated and what was read.
    levels
        By kind, the least probability with which it is claimed.
    """
    kinds = sorted({g["kind"] for r in read for g in r.gold})
    every = {
        str(level): _rates(_counts(read, dict.fromkeys(kinds, level)))
        for level in _LEVELS
    }
    every["by kind"] = _rates(_counts(read, levels))
    languages = {
        code: _rates(_counts([r for r in read if r.language == code], levels))
        for code in sorted({r.language for r in read})
    }
    return {
        "articles": len(read),
        "claims": sum(len(r.gold) for r in read),
        "levels": every,
        "by language": languages,
        "by kind": {k: _rates(_counts(_of_kind(read, k), levels)) for k in kinds},
        "calibration": _calibration(read),
    }


def _kept(one: Read, levels: Levels) -> list[Mapping[str, Any]]:
    return [c for c in one.said if c["probability"] >= levels.get(c["kind"], 1.0)]


def _counts(read: Sequence[Read], levels: Levels) -> tuple[int, int, int, int]:
    right = said = wanted = strict = 0
    for one in read:
        kept = _kept(one, levels)
        pairs = paired(one.gold, kept)
        right, said, wanted = (
            right + len(pairs),
            said + len(kept),
            wanted + len(one.gold),
        )
        strict += sum(strict_agrees(one.gold[i], kept[j]) for i, j in pairs)
    return right, said, wanted, strict


def _rates(counts: tuple[int, int, int, int]) -> dict[str, float]:
    right, said, wanted, strict = counts
    precision, recall, both = rates(right, said, wanted)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "F1": round(both, 3),
        "strict F1": round(rates(strict, said, wanted)[2], 3),
        "read": said,
        "annotated": wanted,
    }


def _of_kind(read: Sequence[Read], kind: str) -> list[Read]:
    return [
        Read(
            r.language,
            [g for g in r.gold if g["kind"] == kind],
            [c for c in r.said if c["kind"] == kind],
        )
        for r in read
    ]


def _calibration(read: Sequence[Read]) -> list[dict[str, float]]:
    """Return, for tenths of the probability, how many claims were right."""
    seen: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in read:
        for said in one.said:
            right = any(
                g["kind"] == said["kind"] and key_agrees(g, said) for g in one.gold
            )
            seen[min(9, int(said["probability"] * 10))].append(
                (said["probability"], right)
            )
    return [
        {
            "from": tenth / 10,
            "claims": len(rows),
            "said": round(float(np.mean([p for p, _ in rows])), 3),
            "right": round(float(np.mean([r for _, r in rows])), 3),
        }
        for tenth, rows in sorted(seen.items())
    ]
