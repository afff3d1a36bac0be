"""The figures of the reader as the tables that docs/news.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    """Return Markdown: by level, by language and kind, and how sure it is rightly.

    Parameters
    ----------
    figures
        As `figures.json` holds them.
    """
    return "\n\n".join([_levels(figures), _parts(figures), _calibration(figures)])


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
