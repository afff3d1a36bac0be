"""The box that reproduces the report: deal, command, Python, versions and hashes."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from keiretsu.market import catalogue
from keiretsu.report.key_numbers import by_market
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section

LIBRARIES = ("numpy", "scipy", "vl-convert-python")
_OPTIONS = ("demand", "conduct", "control", "rest_holders", "draws", "seed")


def reproduce(report: Report) -> Section:
    """Return the section."""
    versions = {name: version(name) for name in LIBRARIES}
    return Section(
        name="reproduce",
        heading="Reproduce this report",
        more="Deal file, command, Python, versions",
        content={
            "own": _own(report),
            "toml": report.deal.to_toml(),
            "command": command(report),
            "python": python(report),
            "versions": {"Python": platform.python_version(), **versions},
            "inputs": list(flat(report.effects.inputs)),
        },
    )


def command(report: Report) -> str:
    """Return the command line that writes this report again."""
    inputs = report.effects.inputs
    article = report.article.source if report.article is not None else None
    parts = ["keiretsu report deal.toml"]
    if report.from_article and article:
        parts = [f"keiretsu report --on {report.deal.on}"]
    if report.landscape is not None and report.landscape.store is not None:
        parts.append(f"--store {shlex.quote(report.landscape.store)}")
    if article:
        parts.append(f"--article {shlex.quote(article)}")
    parts += [f"--market {shlex.quote(name)}" for name in report.places]
    parts += [f"--control {reading}" for reading in inputs.get("control", ())]
    for key in ("demand", "conduct", "draws", "seed"):
        if key in inputs:
            parts.append(f"--{key} {shlex.quote(str(inputs[key]))}")
    return " ".join((*parts, *map(shlex.quote, report.asked)))


def python(report: Report) -> str:
    """Return the lines of Python that compute the same effects."""
    names = by_market(report.effects)
    options = {k: v for k, v in report.effects.inputs.items() if k in _OPTIONS}
    return "\n".join(
        (
            "from pathlib import Path",
            "",
            "import keiretsu as kt",
            "",
            'deal = kt.Deal.from_file(Path("deal.toml"))',
            "effects = kt.run(",
            "    deal,",
            f"    kt.load_landscape(deal.on{_facts(report)}),",
            f"    [{', '.join(f'kt.load_market({name!r})' for name in names)}],",
            *(f"    {key}={value!r}," for key, value in options.items()),
            ")",
        )
    )


def _facts(report: Report) -> str:
    """Return the words that name the facts, unless they are the bundled ones."""
    landscape = report.landscape
    if landscape is None:
        return ""
    options = {"store": landscape.store, "believed": landscape.believed}
    return "".join(f", {key}={value!r}" for key, value in options.items() if value)


def _own(report: Report) -> tuple[str, ...]:
    """Return the markets that are not bundled: a reader must bring their tables."""
    bundled = {entry.name for entry in catalogue()}
    return tuple(name for name in by_market(report.effects) if name not in bundled)


def flat(inputs: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Return nested inputs as names with dots and their values as text."""
    for key, value in inputs.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", str(value)
