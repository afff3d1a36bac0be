"""What ties companies to one another: stakes, and links such as alliances."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from keiretsu.landscape.record import Record
from keiretsu.names import names
from keiretsu.sources import Source
from keiretsu.units import PartialDate, percent


@dataclass(frozen=True, kw_only=True)
class Stake(Record):
    """What one holder had of one company, as stated for a day.

    Attributes
    ----------
    holder, held
        Company identifiers.
    share
        Share of the cash flow, a fraction from 0 to 1; 0 says that the stake ended.
    votes
        Share of the votes, a fraction, or None where nobody stated it.
    since
        The day the figure was stated for, as precisely as it is known.
    note
        Remark, or None.
    source
        Where the figure was read.
    """

    holder: str
    held: str
    share: float
    votes: float | None
    since: PartialDate
    note: str | None
    source: Source

    def __repr__(self) -> str:
        label = names().label
        votes = (
            "" if self.votes is None else f" ({percent(self.votes, 2)} of the votes)"
        )
        return (
            f"<Stake: {label(self.holder)} holds {percent(self.share, 2)} of "
            f"{label(self.held)}{votes}, {self.since}; {self.source}>"
        )


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """An alliance, venture, partnership or round of talks, from its start to its end.

    Attributes
    ----------
    id, kind
        `rnm`, `equity alliance`.
    members
        Company identifiers.
    scope, basis
        What it is about, and the equity behind it, in words, or None.
    start, end
        When it began and ended; `end` is None while it lasts.
    status
        In words: `active`, `terminated`, `reported only`, ...
    source
        Where it comes from.
    """

    id: str
    kind: str
    members: tuple[str, ...]
    scope: str | None
    start: PartialDate
    end: PartialDate | None
    status: str
    basis: str | None
    source: Source

    def active(self, on: dt.date) -> bool:
        """Say whether it had begun and not yet ended; a vague end ends it early."""
        return self.start.first <= on and (self.end is None or on < self.end.first)

    def __repr__(self) -> str:
        members = ", ".join(names().label(member) for member in self.members)
        return f"<Link {self.id}: {self.kind} of {members}, {self.status}>"
