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
    parts += [f"--market {name}" for name in by_market(report.effects)]
    drawn = _drawn(report)
    if drawn is not None:
        parts.append(f"--draws {drawn[0]} --seed {drawn[1]}")
    return " ".join(parts)


def python(report: Report) -> str:
    """Return the same in Python."""
    markets = ", ".join(f'kt.market("{name}")' for name in by_market(report.effects))
    drawn = _drawn(report)
    draws = f", draws={drawn[0]}, seed={drawn[1]}" if drawn else ""
    return "\n".join(
        (
            "from pathlib import Path",
            "import keiretsu as kt",
            "",
            'deal = kt.Deal.from_file(Path("deal.toml"))',
            "landscape = kt.landscape(deal.on)",
            f"effects = kt.run(deal, landscape, [{markets}]{draws})",
        )
    )


def _drawn(report: Report) -> tuple[int, int] | None:
    for one in report.effects.markets:
        if one.draws is not None:
            return len(one.draws.surplus_change) + one.draws.failed, one.draws.seed
    return None


def flat(inputs: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Return nested inputs as names with dots and their values as text."""
    for key, value in inputs.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", str(value)
