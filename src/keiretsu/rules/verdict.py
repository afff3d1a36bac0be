"""What one authority's test says of one deal in one market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from keiretsu.rules.grounds import Ground
from keiretsu.sources import Source

State = Literal["met", "not met", "unknown"]
"""Three-valued: a test whose input is missing is unknown, never passed."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One test of one rule, evaluated.

    Attributes
    ----------
    rule, test
        Identifiers: `US-MG-2023`, `hhi`.
    jurisdiction, authority, instrument
        `US`, `DOJ / FTC`, `2023 Merger Guidelines, Guideline 1`.
    kind
        Type of the rule: `concentration`, `notification`, `control_concept`, ...
    market
        Name of the market it was applied to; None for tests that need none.
    reading
        Reading of control under which the inputs were computed; None where it plays no
        part.
    text
        The test in words.
    state
        Whether its condition is met.
    outcome, severity
        What follows where it is met (`presumption_illegal`, 5), and how grave that is.
    meaning
        The outcome in words.
    inputs
        The values the test looked at; None where unknown.
    missing
        Names of the unknown inputs that kept the test from being decided, explained.
    sources
        Where the rule stands.
    grounds
        The comparisons that decide the test, or keep it open, in words.
    """

    rule: str
    test: str
    jurisdiction: str
    authority: str
    instrument: str
    kind: str
    market: str | None
    reading: str | None
    text: str
    state: State
    outcome: str
    severity: int
    meaning: str
    inputs: Mapping[str, Any]
    missing: tuple[str, ...]
    sources: tuple[Source, ...]
    grounds: tuple[Ground, ...] = ()
