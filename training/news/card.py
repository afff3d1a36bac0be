"""The figures of the reader as the tables that docs/news.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.news.corpus import STYLES
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

CROSS, ASIDE = "cross-validated", "set aside"
_SIDES = tuple(f"{style}, {how}" for how in (CROSS, ASIDE) for style in STYLES)
"""The figures of the trained reader; others are of both readers or a baseline."""


def tables(figures: Mapping[str, Figures]) -> str:
    """Return Markdown: by level, language and kind, how sure it is, and what is lost.

    Parameters
    ----------
    figures
        As `figures.json` holds them.
    """
    parts = (_levels, _parts, _calibration, _losses, _references)
    return "\n\n".join(part(figures) for part in parts)


def _levels(figures: Mapping[str, Figures]) -> str:
    rows = ["| articles | at least | precision | recall | F1 | strict F1 |"]
    rows.append("| --- | --- | --- | --- | --- | --- |")
    for name in _SIDES:
        for level, r in figures[name]["levels"].items():
            rows.append(f"| {_called(figures, name)} | {level} | {_four(r)} |")
    for name in figures:
        if name not in (*_SIDES, "losses", "references"):
            r = figures[name]["levels"]["by kind"]
            rows.append(f"| {_called(figures, name)} | all | {_four(r)} |")
    return "\n".join(rows)


def _called(figures: Mapping[str, Figures], name: str) -> str:
    return f"{name}, {figures[name]['articles']}"


def _parts(figures: Mapping[str, Figures]) -> str:
    """Precision and recall at the level of each kind, by language and by kind."""
    rows = [
        f"| precision / recall by default | {' | '.join(_SIDES)} |",
        "| --- |" + " --- |" * len(_SIDES),
    ]
    for part in ("by language", "by kind"):
        for name in figures[_SIDES[0]][part]:
            cells = (_two(figures[side][part].get(name)) for side in _SIDES)
            rows.append(f"| {_NAMES.get(name, name)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _two(r: Figures | None) -> str:
    """Precision, where anything was said, and recall."""
    if r is None:
        return "–"
    said = f"{r['precision']:.2f}" if r["read"] else "–"
    return f"{said} / {r['recall']:.2f}"


def _four(r: Figures) -> str:
    return " | ".join(f"{r[k]:.2f}" for k in ("precision", "recall", "F1", "strict F1"))


def _calibration(figures: Mapping[str, Figures]) -> str:
    sides = [side for side in _SIDES if side.endswith(ASIDE)]
    heads = " | ".join(f"{side}: claims | said | right" for side in sides)
    rows = [f"| probability | {heads} |", "| --- |" + " --- |" * 3 * len(sides)]
    tenths = [{r["from"]: r for r in figures[s]["calibration"]} for s in sides]
    for at in sorted(set().union(*tenths)):
        cells = [_three(own.get(at)) for own in tenths]
        rows.append(f"| {at:.1f} to {at + 0.1:.1f} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _three(r: Figures | None) -> str:
    if r is None:
        return "0 | – | –"
    return f"{r['claims']} | {r['said']:.2f} | {r['right']:.2f}"


def _losses(figures: Mapping[str, Figures]) -> str:
    rows = [f"| annotated claims, cross-validated | {' | '.join(STAGES)} |"]
    rows.append("| --- |" + " --- |" * len(STAGES))
    losses = figures["losses"]
    for kind, found in losses.items():
        rows.append(f"| {kind} | {' | '.join(str(found[s]) for s in STAGES)} |")
    every = [str(sum(found[s] for found in losses.values())) for s in STAGES]
    return "\n".join([*rows, f"| all | {' | '.join(every)} |"])


def _references(figures: Mapping[str, Figures]) -> str:
    rows = ["| words that refer back | cases | answered | right |"]
    rows.append("| --- | --- | --- | --- |")
    found = figures["references"]
    for language, own in found.items():
        cells = " | ".join(str(own[k]) for k in ("cases", "answered", "right"))
        rows.append(f"| {_NAMES[language]} | {cells} |")
    return "\n".join(rows)
