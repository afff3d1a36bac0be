"""Models that a table writes otherwise: there the F-150 stands as the F-Series."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from keiretsu.spelling import is_called


def also_sold_as(name: str) -> tuple[str, ...]:
    """Return what tables write for a model, with its brand; empty where nothing else.

    >>> also_sold_as("F-150"), also_sold_as("3er"), also_sold_as("Leaf")
    (('Ford F-Series',), ('BMW 3 Series',), ())
    """
    found = [
        full
        for group in _groups()
        if any(is_called(name, full) for full in group)
        for full in group
        if not is_called(name, full)
    ]
    return tuple(dict.fromkeys(found))


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    """Return the names of each model, as brand and product."""
    text = (files("keiretsu.market") / "data" / "sold_as.csv").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        full = f"{row['brand']} {row['name']}"
        found.setdefault(full, [full]).append(f"{row['brand']} {row['product']}")
    return tuple(map(tuple, found.values()))
