"""What began, ended and changed between two days.

Every table that is true of a day is compared row by row: the same stake, link, role,
plant or target on both days, told apart by what it is and not by who reported it. A
figure stated again by another source is no change. Events are those of the one day's
past that are not of the other's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from keiretsu.frames import Backend, to_frame
from keiretsu.landscape.day import Day
from keiretsu.landscape.in_force import same_figure
from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.record import Record, flat_rows
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.stakes_and_links import Extent, Link, Stake
from keiretsu.names import Register
from keiretsu.plain import to_json
from keiretsu.sources import Source

Kind = Literal["began", "ended", "changed"]
Fact = Stake | Link | Event | Plan | Role | Plant


Label = Callable[[str], str]


class _Comparison(NamedTuple):
    """How one table is compared: what names a row, whether two rows say the same."""

    name: str
    key: Callable[[Any], Hashable]
    same: Callable[[Any, Any], bool]
    subject: Callable[[Any, Label], str]
    words: Callable[[Any, Label], str]


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
    register
        Names by which `about` resolves a company.
    """

    before: dt.date
    after: dt.date
    changes: tuple[Change, ...]
    register: Register = field(repr=False, compare=False)

    def about(self, company: str) -> Diff:
        """Return the changes that concern one company, in any spelling.

        Raises
        ------
        UnknownName
            If there is no such company.
        """
        wanted = self.register.resolve(company)
        own = tuple(change for change in self.changes if wanted in change.about)
        return replace(self, changes=own)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "before": self.before.isoformat(),
            "after": self.after.isoformat(),
            "changes": to_json(self.changes),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a change, its source in three columns."""
        return flat_rows(self.changes)

    def to_frame(self, backend: Backend | None = None) -> Any:
        """Return one row a change as a data frame; see `keiretsu.frames.to_frame`."""
        return to_frame(self.rows(), backend)

    def __str__(self) -> str:
        """Write one line a change, with its source."""
        head = f"From {self.before} to {self.after}: {len(self.changes)} changes"
        lines = (f"{c.table}, {c.kind}: {c.text} ({c.source})" for c in self.changes)
        return "\n".join((head, *lines))

    def __repr__(self) -> str:
        return f"<Diff {self.before} to {self.after}: {len(self.changes)} changes>"


def diff(before: Day, after: Day) -> Diff:
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
            table, getattr(before, table.name), getattr(after, table.name), after.label
        )
    ]
    return Diff(
        before=before.on,
        after=after.on,
        changes=tuple(changes),
        register=after.register,
    )


def _changes(
    table: _Comparison, before: Iterable[Any], after: Iterable[Any], label: Label
) -> Iterator[Change]:
    old = {table.key(row): row for row in before}
    new = {table.key(row): row for row in after}
    for key, row in new.items():
        if key not in old:
            yield _change(table, "began", None, row, label)
    for key, row in new.items():
        if key in old and not table.same(old[key], row):
            yield _change(table, "changed", old[key], row, label)
    for key, row in old.items():
        if key not in new:
            yield _change(table, "ended", row, None, label)


def _change(table: _Comparison, kind: Kind, old: Any, new: Any, label: Label) -> Change:
    row = old if new is None else new
    return Change(
        table=table.name,
        kind=kind,
        subject=table.subject(row, label),
        was="" if old is None else table.words(old, label),
        becomes="" if new is None else table.words(new, label),
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


def _same_stake(one: Stake, other: Stake) -> bool:
    """Say whether two figures are one, rounded otherwise; 5.07 % is 5.1 % restated.

    Votes that only one of them states are no change: they are known now.
    """
    votes = _same_extent(one.votes_extent, other.votes_extent)
    known = "unknown" not in (one.votes_words, other.votes_words)
    return _same_extent(one.share_extent, other.share_extent) and (votes or not known)


def _same_extent(one: Extent, other: Extent) -> bool:
    if one == other:
        return True
    (first, *_), (second, *_) = one, other
    if first is None or second is None or 0 in (first, second):
        return False
    return same_figure(first, 100 * second)


def _said(*names: str) -> Callable[[Any, Any], bool]:
    """Return a test of whether two rows agree in some attributes."""
    read = attrgetter(*names)
    return lambda one, other: bool(read(one) == read(other))


def _stake_words(stake: Stake, _: Label) -> str:
    votes = stake.votes_words
    voting = "" if votes == "unknown" else f", {votes} of the votes"
    return f"{stake.share_words}{voting} ({stake.since})"


def _members(link: Link, label: Label) -> str:
    return f"{', '.join(map(label, link.companies))}, {link.status}"


def _goal(plan: Plan, _: Label) -> str:
    by = f" by {plan.deadline}" if plan.deadline else ""
    return f"{plan.goal}{by}"


def _fate(plant: Plant, _: Label) -> str:
    return plant.status + (f", {plant.closes}" if plant.closes else "")


_TABLES = (
    _Comparison(
        name="stakes",
        key=lambda s: (s.holder, s.held),
        same=_same_stake,
        subject=lambda s, label: f"{label(s.holder)} in {label(s.held)}",
        words=_stake_words,
    ),
    _Comparison(
        name="links",
        key=lambda k: k.id,
        same=_said("companies", "status"),
        subject=lambda k, _: f"{k.id} ({', '.join(k.kinds)})",
        words=_members,
    ),
    _Comparison(
        name="people",
        key=lambda r: (r.person, r.role, r.company),
        same=_said("company"),
        subject=lambda r, label: f"{label(r.person)}, {r.role} of {label(r.company)}",
        words=lambda r, _: f"from {r.since}",
    ),
    _Comparison(
        name="plants",
        key=lambda p: (p.company, p.plant),
        same=_said("status", "closes"),
        subject=lambda p, label: f"{p.plant} ({label(p.company)}, {p.country})",
        words=_fate,
    ),
    _Comparison(
        name="plans",
        key=lambda p: (p.company, p.plan, p.metric),
        same=_said("target", "deadline"),
        subject=lambda p, label: f"{p.plan} ({label(p.company)}), {p.metric}",
        words=_goal,
    ),
    _Comparison(
        name="events",
        key=lambda e: (e.date, e.summary),
        same=_said("status"),
        subject=lambda e, _: f"{e.date}, {e.status}",
        words=lambda e, _: e.summary,
    ),
)
