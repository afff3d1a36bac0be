"""The box that reproduces the report: deal, command, Python, versions and hashes."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from keiretsu.report.answers import by_market
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section

LIBRARIES = ("keiretsu", "numpy", "jax", "altair", "vl-convert-python")
_OPTIONS = ("demand", "control", "rest_holders", "draws", "seed")


def reproduce(report: Report) -> Section:
    """Return the section."""
    versions = {name: version(name) for name in LIBRARIES}
    return Section(
        name="reproduce",
        heading="Reproduce this report",
        content={
            "toml": report.deal.to_toml(),
            "command": command(report),
            "python": python(report),
            "versions": {"Python": platform.python_version(), **versions},
            "inputs": list(flat(report.effects.inputs)),
        },
    )


def command(report: Report) -> str:
    """Return the command line that writes this report again."""
    parts = ["keiretsu report deal.toml"]
    if report.article is not None and report.article.source:
        parts.append(f"--article {report.article.source!r}")
    parts += [f"--market {name}" for name in by_market(report.effects)]
    inputs = report.effects.inputs
    parts += [f"--{key} {inputs[key]}" for key in ("draws", "seed") if key in inputs]
    return " ".join(parts)


def python(report: Report) -> str:
    """Return the lines of Python that compute the same effects."""
    names = by_market(report.effects)
    markets = ", ".join(f'load_market("{name}")' for name in names)
    options = {k: v for k, v in report.effects.inputs.items() if k in _OPTIONS}
    return "\n".join(
        (
            "from pathlib import Path",
            "",
            "from keiretsu.deals import Deal, run",
            "from keiretsu.landscape import load_landscape",
            "from keiretsu.market import load_market",
            "",
            'deal = Deal.from_file(Path("deal.toml"))',
            "effects = run(",
            "    deal,",
            "    load_landscape(deal.on),",
            f"    [{markets}],",
            *(f"    {key}={value!r}," for key, value in options.items()),
            ")",
        )
    )


def flat(inputs: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Return nested inputs as names with dots and their values as text."""
    for key, value in inputs.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", str(value)
