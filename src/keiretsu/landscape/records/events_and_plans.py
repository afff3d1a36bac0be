"""What happened and what was promised: dated events and the targets of plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate, count

Measure = Literal["group sales", "plants"]
_NO_UNIT = {"date", "sign"}


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """One step in the history of ties between companies."""

    date: Annotated[PartialDate, Column("date", "when, as precisely as known", True)]
    kind: Annotated[str, Column("text", "equity, merger, jv, ...", True)]
    status: Annotated[str, Column("text", "talks, agreed, completed, ...", True)]
    parties: Annotated[tuple[str, ...], Column("companies", "who took part", True)]
    summary: Annotated[str, Column("text", "what happened, in a line", True)]
    value: Annotated[str | None, Column("text", "what it cost, as stated")]
    source: Source

    def __repr__(self) -> str:
        return f"<Event {self.date}: {self.summary}>"


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """One target of an announced plan.

    Baseline and target are numbers, or words where no number was given. `measure` says
    which of our figures counts the same thing: `group sales` (yearly world sales of the
    whole group) or `plants`; None where none does.
    """

    plan: Annotated[str, Column("text", "name of the plan", True)]
    company: Annotated[str, Column("company", "who announced it", True)]
    announced: Annotated[PartialDate, Column("date", "when", True)]
    metric: Annotated[str, Column("text", "what is to change", True)]
    baseline: Annotated[
        float | str | None, Column("number or words", "from where it starts")
    ]
    target: Annotated[
        float | str | None, Column("number or words", "where it is to be")
    ]
    unit: Annotated[str, Column("text", "in which unit it is counted", True)]
    deadline: Annotated[PartialDate | None, Column("date", "by when")]
    measure: Annotated[
        Measure | None, Column("word", "which figure of ours counts the same thing")
    ] = None
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

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
