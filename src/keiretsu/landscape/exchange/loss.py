"""What a format cannot hold, counted by field, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from keiretsu.landscape.records.record import Record
from keiretsu.landscape.store import Statement

WHOLE = "whole rows"


@dataclass(frozen=True, kw_only=True)
class Loss(Record):
    """One field that did not come across.

    Attributes
    ----------
    kind
        The table, or on reading the thing in the file: `stakes`, `Ownership`.
    field
        The column or property; `whole rows` where the format knows no such thing.
    rows
        In how many rows it stood.
    """

    kind: str
    field: str
    rows: int

    def __str__(self) -> str:
        return f"{self.kind}, {self.field}: {self.rows}"


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What was read from a file.

    Attributes
    ----------
    statements
        The facts, checked, in the order of the file.
    losses
        What the file says and the tables of facts have no place for.
    """

    statements: tuple[Statement, ...]
    losses: tuple[Loss, ...] = ()


@dataclass
class Tally:
    """Counts losses while a file is written or read."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lose(self, kind: str, *fields: str) -> None:
        """Count fields of one row."""
        self.counts.update((kind, name) for name in fields)

    def lose_unheld(self, one: Statement, held: Iterable[str]) -> None:
        """Count the filled columns of a statement that are not among those held."""
        self.lose(one.kind, *(set(one.fields) - set(held)))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """The losses, by kind and field."""
        return tuple(
            Loss(kind=kind, field=name, rows=rows)
            for (kind, name), rows in sorted(self.counts.items())
        )
