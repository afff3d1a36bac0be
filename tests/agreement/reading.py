"""Where the peers' cases are, and how one is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).with_name("cases")
PUBLISHED = Path(__file__).with_name("published")


def names(*patterns: str, storing: str | None = None) -> list[str]:
    """Names of the cases that match a pattern and store an output, sorted."""
    found = sorted({p.stem for one in patterns for p in CASES.glob(f"{one}.json")})
    assert found, f"no case is named like {patterns}"
    if storing is None:
        return found
    return [name for name in found if load(name)["outputs"].get(storing) is not None]


def load(name: str) -> dict[str, Any]:
    """One case: what the peer was given and what it answered."""
    case: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return case


def published(name: str) -> dict[str, Any]:
    """One file of numbers that the peers themselves print."""
    found: dict[str, Any] = json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))
    return found
