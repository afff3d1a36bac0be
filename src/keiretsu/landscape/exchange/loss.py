"""What a format cannot hold, counted by field, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
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


class Cells(Mapping[str, str]):
    """The cells of a row on its way out; it remembers which were looked at.

    A format holds the columns that its writer looks at, and nothing else.
    """

    def __init__(self, one: Statement) -> None:
        self.kind, self.filled, self.read = one.kind, one.fields, set[str]()

    def __getitem__(self, column: str) -> str:
        """Return a cell; an empty one is empty text."""
        self.read.add(column)
        return self.filled.get(column, "")

    def __iter__(self) -> Iterator[str]:
        return iter(self.filled)

    def __len__(self) -> int:
        return len(self.filled)


@dataclass
class Tally:
    """Counts losses while a file is written or read."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lose(self, kind: str, *fields: str) -> None:
        """Count fields of one row."""
        self.counts.update((kind, name) for name in fields)

    def lose_unread(self, cells: Cells) -> None:
        """Count the filled columns of a row that its writer did not look at."""
        self.lose(cells.kind, *(set(cells.filled) - cells.read))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """The losses, by kind and field."""
        return tuple(
            Loss(kind=kind, field=name, rows=rows)
            for (kind, name), rows in sorted(self.counts.items())
        )
