"""What happened and what was promised: dated events and the targets of plans."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.landscape.record import Record
from keiretsu.names import names
from keiretsu.sources import Source
from keiretsu.units import PartialDate


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

    def __repr__(self) -> str:
        start = "" if self.baseline is None else f"{_short(self.baseline)} to "
        end = "" if self.deadline is None else f" by {self.deadline}"
        return (
            f"<Plan {self.plan} ({names().label(self.company)}): {self.metric} "
            f"{start}{_short(self.target)} {self.unit}{end}>"
        )


def _short(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
