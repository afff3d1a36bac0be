"""The figures of the reader as the tables that docs/news.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.news.losses import STAGES

Figures = Mapping[str, Any]
_NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ja": "Japanese",
    "zh": "Chinese",
}

_SIDES = ("cross-validated", "set aside")
"""The figures of the trained reader; others are of what it is compared with."""


def tables(figures: Mapping[str, Figures]) -> str:
    """Return Markdown: by level, language and kind, how sure it is, and what is lost.

    Parameters
    ----------
    figures
        As `figures.json` holds them.
    """
    parts = [_levels(figures), _parts(figures), _calibration(figures), _losses(figures)]
    return "\n\n".join(parts)


def _levels(figures: Mapping[str, Figures]) -> str:
    rows = ["| at least | articles | precision | recall | F1 | strict F1 |"]
    rows.append("| --- | --- | --- | --- | --- | --- |")
    for name, found in figures.items():
        for level, r in found["levels"].items():
            if name in _SIDES:
                rows.append(f"| {level} | {name}, {found['articles']} | {_four(r)} |")
        if name not in _SIDES:
            r = found["levels"]["by kind"]
            rows.append(f"| all | {name}, {found['articles']} | {_four(r)} |")
    return "\n".join(rows)


def _parts(figures: Mapping[str, Figures]) -> str:
    rows = [
        "| at the level of its kind | articles | precision | recall | F1 | strict F1 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for part in ("by language", "by kind"):
        for name in figures["set aside"][part]:
            for side in _SIDES:
                r = figures[side][part][name]
                rows.append(f"| {_NAMES.get(name, name)} | {side} | {_four(r)} |")
    return "\n".join(rows)


def _four(r: Figures) -> str:
    return " | ".join(f"{r[k]:.2f}" for k in ("precision", "recall", "F1", "strict F1"))


def _calibration(figures: Mapping[str, Figures]) -> str:
    rows = ["| set aside: probability | claims | said | right |"]
    rows.append("| --- | --- | --- | --- |")
    for r in figures["set aside"]["calibration"]:
        stretch = f"{r['from']:.1f} to {r['from'] + 0.1:.1f}"
        rows.append(
            f"| {stretch} | {r['claims']} | {r['said']:.2f} | {r['right']:.2f} |"
        )
    return "\n".join(rows)


def _losses(figures: Mapping[str, Figures]) -> str:
    rows = [f"| annotated claims, cross-validated | {' | '.join(STAGES)} |"]
    rows.append("| --- |" + " --- |" * len(STAGES))
    losses = figures["cross-validated"]["losses"]
    for kind, found in losses.items():
        rows.append(f"| {kind} | {' | '.join(str(found[s]) for s in STAGES)} |")
    every = [str(sum(found[s] for found in losses.values())) for s in STAGES]
    return "\n".join([*rows, f"| all | {' | '.join(every)} |"])
