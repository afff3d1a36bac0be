"""Assumptions from a TOML file: the bundled ones, and those of a user's own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from keiretsu.deals.assumptions import RANGES, Assumptions, Range, Variant
from keiretsu.errors import DataError
from keiretsu.files import read_text, toml
from keiretsu.sources import Source

_LARGEST_FILE = 100_000


@cache
def default_assumptions() -> Assumptions:
    """Return the bundled ranges, with their references."""
    text = (files("keiretsu.deals") / "data" / "assumptions.toml").read_text("utf-8")
    return _assumptions(text, "assumptions.toml")


def read_assumptions(path: Path) -> Assumptions:
    """Return the ranges of a TOML file, written as the bundled ones are.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a range, or one is impossible.
    """
    text = read_text(path, _LARGEST_FILE, "name a TOML file in UTF-8")
    return _assumptions(text, str(path))


def _assumptions(text: str, place: str) -> Assumptions:
    table = toml(text, place, "correct it")
    for name in (*RANGES, *table):
        wanted = name in RANGES or (name == "places" and name in table)
        if not wanted or not isinstance(table.get(name), dict):
            raise DataError(
                f"{place}: {'no' if wanted else 'an unknown'} table [{name}]",
                hint=f"give a table each: {', '.join(RANGES)}",
            )
    found = {name: read_range(table[name], place, name) for name in RANGES}
    everywhere = _ranged(found)
    places: dict[str, Assumptions] = {}
    for name, own in table.get("places", {}).items():
        there = f"{place}, [places.{name}]"
        rows = _place(own, there)
        known = {
            key: read_range(rows[key], there, key) for key in RANGES if key in rows
        }
        variants = tuple(_variant(row, there) for row in rows.get("variants", ()))
        one = replace(_ranged(found | known), variants=variants)
        places |= dict.fromkeys(map(str, rows["countries"]), one)
    return replace(everywhere, places=places, as_read=everywhere)


def _ranged(found: dict[str, Range]) -> Assumptions:
    own, market, nesting, margin = (found[name] for name in RANGES)
    return Assumptions(
        own_elasticity=own, market_elasticity=market, nesting=nesting, margin=margin
    )


def _place(own: Any, place: str) -> dict[str, Any]:
    """Return the table of a place once it is found to hold what it may."""
    lists = ("countries", "variants")
    if not isinstance(own, dict) or not isinstance(own.get("countries"), list):
        raise DataError(f"{place} names no countries", hint='countries = ["US"]')
    for name, row in own.items():
        wanted = list if name in lists else dict
        if name not in (*RANGES, *lists) or not isinstance(row, wanted):
            raise DataError(
                f"{place}: an unknown table [{name}]",
                hint=f"use some of: {', '.join((*RANGES, *lists))}",
            )
    return own


def _variant(row: Any, place: str) -> Variant:
    if not isinstance(row, dict):
        raise DataError(f"{place}: a variant is no table", hint="[[places.x.variants]]")
    source = Source(title=str(row.get("title", place)), confidence="assumed")
    names = ("own_elasticity", "market_elasticity", "nesting")
    numbers = {key: _number(row, key, f"{place}, variants") for key in names}
    return Variant(
        name=str(row.get("name", "")),
        counts=row.get("counts") is True,
        source=source,
        **numbers,
    )


def read_range(row: dict[str, Any], place: str, name: str) -> Range:
    """Return a range from its table: value, low, high, title and confidence."""
    there = f"{place}, [{name}]"
    numbers = {key: _number(row, key, there) for key in ("value", "low", "high")}
    title, confidence = row.get("title", ""), row.get("confidence", "assumed")
    source = Source(title=str(title) or place, confidence=confidence)
    return Range(**numbers, source=source)


def _number(row: dict[str, Any], key: str, place: str) -> float:
    number = row.get(key)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise DataError(
            f"{place} {key}: {number!r} is no number", hint="give value, low and high"
        )
    return float(number)
