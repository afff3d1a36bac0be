"""What happened and what was promised: dated events and the targets of plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate, count

Measure = Literal["group sales", "plants"]
_NO_UNIT = {"date", "sign"}


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """One step in the history of ties between carmakers.

    Attributes
    ----------
    date
        When, as precisely as it is known.
    kind, status
        `equity`, `merger`, `jv`, ... and `talks`, `agreed`, `completed`, ...
    parties
        Company identifiers.
    summary
        What happened, in a line.
    value
        What it cost, as stated, or None.
    source
        Where it comes from.
    """

    date: PartialDate
    kind: str
    status: str
    parties: tuple[str, ...]
    summary: str
    value: str | None
    source: Source

    def __repr__(self) -> str:
        return f"<Event {self.date}: {self.summary}>"


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """One target of an announced plan.

    Attributes
    ----------
    plan, company
        Name of the plan, and who announced it.
    announced
        When.
    metric, unit
        What is to change, and in which unit it is counted.
    baseline, target
        From and to: a number, or words where no number was given; None where unknown.
    deadline
        By when, or None.
    measure
        Which of our figures measures the same thing: `group sales` (yearly world sales
        of the whole group) or `plants`; None where none does.
    note
        Remark, or None.
    source
        Where it comes from.
    """

    plan: str
    company: str
    announced: PartialDate
    metric: str
    baseline: float | str | None
    target: float | str | None
    unit: str
    deadline: PartialDate | None
    note: str | None
    source: Source
    measure: Measure | None = None

    @property
    def goal(self) -> str:
        """From and to with the unit, in words: `17 → 10 plants`."""
        start = "" if self.baseline is None else f"{_short(self.baseline)} → "
        unit = "" if self.unit in _NO_UNIT else f" {self.unit}"
        return f"{start}{_short(self.target)}{unit}"

    def __repr__(self) -> str:
        end = "" if self.deadline is None else f" by {self.deadline}"
        return f"<Plan {self.plan} ({self.company}): {self.metric} {self.goal}{end}>"


def _short(value: float | str | None) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, str):
        return value
    return count(value) if value >= 1000 else f"{value:g}"
