"""What began, ended and changed between two days.

Every table that is true of a day is compared row by row: the same stake, link, role,
plant or target on both days, told apart by what it is and not by who reported it. A
figure stated again by another source is no change. Events are those of the one day's
past that are not of the other's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.record import Record, frame
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.stakes_and_links import Link, Stake
from keiretsu.names import names
from keiretsu.plain import plain
from keiretsu.sources import Source

if TYPE_CHECKING:
    import polars as pl

    from keiretsu.landscape.landscape import Landscape

Kind = Literal["began", "ended", "changed"]
Fact = Stake | Link | Event | Plan | Role | Plant


class _Table(NamedTuple):
    """How one table is compared: what names a row, what is said of it, and in words."""

    name: str
    key: Callable[[Any], Hashable]
    said: Callable[[Any], Hashable]
    subject: Callable[[Any], str]
    words: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    """One difference between two days.

    Attributes
    ----------
    table
        `stakes`, `links`, `people`, `plants`, `plans` or `events`.
    kind
        `began`, `ended` or `changed`.
    subject
        What it is about: "Toyota in Subaru".
    was, becomes
        What was so before and after, in words; empty where there was nothing.
    about
        Company identifiers concerned.
    source
        Where the later fact comes from; the earlier one where it ended.
    """

    table: str
    kind: Kind
    subject: str
    was: str
    becomes: str
    about: tuple[str, ...]
    source: Source

    @property
    def text(self) -> str:
        """The change in one line."""
        if self.kind == "changed":
            return f"{self.subject}: {self.was} → {self.becomes}"
        said = self.becomes or self.was
        return f"{self.subject}: {said}" if said else self.subject

    def __repr__(self) -> str:
        return f"<Change, {self.table} {self.kind}: {self.text}; {self.source}>"


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What differs between two days; `Landscape.diff` makes it.

    Attributes
    ----------
    before, after
        The two days.
    changes
        Table by table, in each what began, changed and ended.
    """

    before: dt.date
    after: dt.date
    changes: tuple[Change, ...]

    def about(self, company: str) -> Diff:
        """Return the changes that concern one company."""
        own = tuple(change for change in self.changes if company in change.about)
        return Diff(before=self.before, after=self.after, changes=own)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "before": self.before.isoformat(),
            "after": self.after.isoformat(),
            "changes": plain(self.changes),
        }

    def to_frame(self) -> pl.DataFrame:
        """Return a polars frame, one row a change, its source in three columns."""
        return frame(self.changes)

    def __str__(self) -> str:
        """Write one line a change, with its source."""
        head = f"From {self.before} to {self.after}: {len(self.changes)} changes"
        lines = (f"{c.table}, {c.kind}: {c.text} ({c.source})" for c in self.changes)
        return "\n".join((head, *lines))

    def __repr__(self) -> str:
        return f"<Diff {self.before} to {self.after}: {len(self.changes)} changes>"


def diff(before: Landscape, after: Landscape) -> Diff:
    """Return what differs between two days.

    Parameters
    ----------
    before, after
        Landscapes of two days; the second may be the earlier one.
    """
    changes = [
        change
        for table in _TABLES
        for change in _changes(
            table, getattr(before, table.name), getattr(after, table.name)
        )
    ]
    return Diff(before=before.on, after=after.on, changes=tuple(changes))


def _changes(
    table: _Table, before: Iterable[Any], after: Iterable[Any]
) -> Iterator[Change]:
    old = {table.key(row): row for row in before}
    new = {table.key(row): row for row in after}
    for key, row in new.items():
        if key not in old:
            yield _change(table, "began", None, row)
    for key, row in new.items():
        if key in old and table.said(old[key]) != table.said(row):
            yield _change(table, "changed", old[key], row)
    for key, row in old.items():
        if key not in new:
            yield _change(table, "ended", row, None)


def _change(table: _Table, kind: Kind, old: Any, new: Any) -> Change:
    row = old if new is None else new
    return Change(
        table=table.name,
        kind=kind,
        subject=table.subject(row),
        was="" if old is None else table.words(old),
        becomes="" if new is None else table.words(new),
        about=_about(row),
        source=row.source,
    )


def _about(row: Fact) -> tuple[str, ...]:
    match row:
        case Stake():
            return row.holder, row.held
        case Link():
            return row.companies
        case Event():
            return row.parties
        case _:
            return (row.company,)


def _stake_words(stake: Stake) -> str:
    votes = stake.votes_words
    voting = "" if votes == "unknown" else f", {votes} of the votes"
    return f"{stake.share_words}{voting} ({stake.since})"


def _members(link: Link) -> str:
    return ", ".join(map(_label, link.companies))


def _goal(plan: Plan) -> str:
    by = f" by {plan.deadline}" if plan.deadline else ""
    return f"{plan.goal}{by}"


def _fate(plant: Plant) -> str:
    return plant.status + (f", {plant.closes}" if plant.closes else "")


def _label(identifier: str) -> str:
    return names().label(identifier)


_TABLES = (
    _Table(
        name="stakes",
        key=lambda s: (s.holder, s.held),
        said=lambda s: (s.share_words, s.votes_words),
        subject=lambda s: f"{_label(s.holder)} in {_label(s.held)}",
        words=_stake_words,
    ),
    _Table(
        name="links",
        key=lambda k: k.id,
        said=lambda k: (k.companies, k.status),
        subject=lambda k: f"{k.id} ({', '.join(k.kinds)})",
        words=lambda k: f"{_members(k)}, {k.status}",
    ),
    _Table(
        name="people",
        key=lambda r: (r.person, r.role, r.company),
        said=lambda r: r.company,
        subject=lambda r: f"{_label(r.person)}, {r.role} of {_label(r.company)}",
        words=lambda r: f"from {r.since}",
    ),
    _Table(
        name="plants",
        key=lambda p: (p.company, p.plant),
        said=lambda p: (p.status, p.closes),
        subject=lambda p: f"{p.plant} ({_label(p.company)}, {p.country})",
        words=_fate,
    ),
    _Table(
        name="plans",
        key=lambda p: (p.company, p.plan, p.metric),
        said=lambda p: (p.target, p.deadline),
        subject=lambda p: f"{p.plan} ({_label(p.company)}), {p.metric}",
        words=_goal,
    ),
    _Table(
        name="events",
        key=lambda e: (e.date, e.summary),
        said=lambda e: e.status,
        subject=lambda e: f"{e.date}, {e.status}",
        words=lambda e: e.summary,
    ),
)
