"""Which thresholds of the index hold for a market, and which index they look at.

Levels are read out of the rules' own conditions, for the authorities that judge the
market and the day of the deal: none is written down here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keiretsu.report.report import Report
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.load import load_rules
from keiretsu.rules.logic import Compare, Condition, Not
from keiretsu.rules.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One level of the index that a rule names."""

    value: float
    authority: str
    text: str


def thresholds(verdicts: Iterable[Verdict], on: dt.date) -> tuple[Threshold, ...]:
    """Return the levels of the HHI after the deal that a market's tests name."""
    found: dict[float, Threshold] = {}
    asked = {(v.jurisdiction, v.rule, v.test) for v in verdicts}
    for code, identifier, test_id in sorted(asked):
        for rule in load_rules([code]):
            if rule.id != identifier or not rule.in_force(on):
                continue
            for test in (t for t in rule.tests if t.id == test_id):
                for value in _levels(test.when):
                    level = Threshold(
                        value=value, authority=rule.authority, text=test.text
                    )
                    found.setdefault(value, level)
    return tuple(found[value] for value in sorted(found))


def _levels(condition: Condition) -> Iterator[float]:
    if isinstance(condition, Compare):
        number = isinstance(condition.value, int | float)
        if condition.var == "hhi_post" and number:
            assert isinstance(condition.value, int | float)
            yield float(condition.value)
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    for part in parts:
        yield from _levels(part)


def decisive(report: Report) -> tuple[Concentration, ...]:
    """Return one entry a market where readings agree, else one a reading."""
    chosen: dict[tuple[str, str | None], Concentration] = {}
    for entry in report.assessment.concentrations if report.assessment else ():
        reading = None if entry.measure == "HHI" else entry.reading
        chosen.setdefault((entry.market, reading), entry)
    return tuple(chosen.values())


def both_sell(entry: Concentration) -> bool:
    """Return whether a market names products of at least two parties."""
    return sum(share > 0 for share in entry.parties.values()) > 1


def ends(entry: Concentration) -> tuple[float | None, float | None]:
    """Return the index before and after, the one that thresholds are held against."""
    if entry.measure == "HHI":
        return entry.hhi_before, entry.hhi_after
    return entry.mhhi_before, entry.mhhi_after


def rise(entry: Concentration) -> float:
    """Return how far that index rises; 0 where an end of it is not known."""
    before, after = ends(entry)
    return 0.0 if before is None or after is None else after - before
