"""What rules may say: outcomes, inputs of tests, and how inputs are said of parties."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Words:
    """What rules may say: outcomes, variables of a market and of a deal, phrases."""

    outcomes: Mapping[str, Mapping[str, Any]]
    market: Mapping[str, str]
    deal: Mapping[str, str]
    phrases: Mapping[str, str | list[str]]


@cache
def load_words() -> Words:
    """Return the outcomes and variables that rules may use."""
    path = files("keiretsu.rules") / "data" / "words.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Words(
        outcomes=data["outcomes"],
        market=data["market"],
        deal=data["deal"],
        phrases=data["phrases"],
    )
