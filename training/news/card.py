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


def tables(figures: Mapping[str, Figures]) -> str:
    """Return Markdown: by level, by language and kind, and how sure it is rightly.

    Parameters
    ----------
    figures
        As `figures.json` holds them: `cross-validated` and `set aside`.
    """
    return "\n\n".join([_levels(figures), _parts(figures), _calibration(figures)])


def _levels(figures: Mapping[str, Figures]) -> str:
    rows = ["| at least | articles | precision | recall | F1 | strict F1 |"]
    rows.append("| --- | --- | --- | --- | --- | --- |")
    for name, found in figures.items():
        for level, r in found["levels"].items():
            rows.append(f"| {level} | {name}, {found['articles']} | {_four(r)} |")
    return "\n".join(rows)


def _parts(figures: Mapping[str, Figures]) -> str:
    found = figures["set aside"]
    rows = [
        f"| set aside, at {found['sure']} | precision | recall | F1 | strict F1 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for code, r in found["by language"].items():
        rows.append(f"| {_NAMES[code]} | {_four(r)} |")
    for kind, r in found["by kind"].items():
        rows.append(f"| {kind} | {_four(r)} |")
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
