"""Figures of the reader: precision and recall by language and kind, and calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from keiretsu.news.reader.certainty import parts
from keiretsu.news.reader.document import Document
from keiretsu.news.reader.reading import Draft
from keiretsu.news.reader.trained import SURE, claim_of
from training.news.corpus import Annotated
from training.news.scoring import key_agrees, paired, rates, strict_agrees

LEAST = 12
"""Right drafts of a kind below which no curve is learnt, so that nothing is claimed."""
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


class Read(NamedTuple):
    """What was annotated and what was read in one article."""

    language: str
    gold: Sequence[Mapping[str, Any]]
    said: Sequence[Mapping[str, Any]]


def curves_of(
    unseen: Sequence[tuple[Annotated, Document, Sequence[Draft]]],
) -> dict[str, list[float]]:
    """Return the logistic curve of each kind, from drafts of unseen articles."""
    rows: defaultdict[str, list[tuple[Sequence[float], bool]]] = defaultdict(list)
    for article, document, drafts in unseen:
        for draft in drafts:
            if min(draft.odds) > 0:
                said = claim_of(document, draft, {}, article.id).to_dict()
                right = any(
                    g["kind"] == said["kind"] and key_agrees(g, said)
                    for g in article.claims
                )
                rows[draft.kind].append((draft.odds, right))
    found = {}
    for kind, seen in sorted(rows.items()):
        answers = np.array([right for _, right in seen], dtype=float)
        if answers.sum() >= LEAST:
            length = max(len(odds) for odds, _ in seen)
            data = np.array([[1.0, *parts(odds, length)] for odds, _ in seen])
            found[kind] = [round(float(w), 6) for w in _logistic(data, answers)]
    return found


def _logistic(rows: np.ndarray, answers: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    held = ridge * np.eye(rows.shape[1])
    held[0, 0] = 1e-6
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (answers - chance) - held @ weights
        bend = rows.T @ (rows * (chance * (1 - chance))[:, None]) + held
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def table(read: Sequence[Read]) -> dict[str, Any]:
    """Return precision, recall and F1 at several levels, and at `SURE` by part."""
    levels = {str(level): _rates(_counts(read, level)) for level in _LEVELS}
    languages = {
        code: _rates(_counts([r for r in read if r.language == code], SURE))
        for code in sorted({r.language for r in read})
    }
    return {
        "articles": len(read),
        "claims": sum(len(r.gold) for r in read),
        "levels": levels,
        "sure": SURE,
        "by language": languages,
        "by kind": _by_kind(read),
        "calibration": _calibration(read),
    }


def _kept(one: Read, level: float) -> list[Mapping[str, Any]]:
    return [c for c in one.said if c["probability"] >= level]


def _counts(read: Sequence[Read], level: float) -> tuple[int, int, int, int]:
    right = said = wanted = strict = 0
    for one in read:
        kept = _kept(one, level)
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


def _by_kind(read: Sequence[Read]) -> dict[str, dict[str, float]]:
    kinds = sorted({g["kind"] for r in read for g in r.gold})
    return {
        kind: _rates(
            _counts(
                [
                    Read(
                        r.language,
                        [g for g in r.gold if g["kind"] == kind],
                        [c for c in r.said if c["kind"] == kind],
                    )
                    for r in read
                ],
                SURE,
            )
        )
        for kind in kinds
    }


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
