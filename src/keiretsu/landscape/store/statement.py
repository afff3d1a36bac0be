"""A statement: one row of a table of facts, as somebody stated it.

What it says is its identity: two people who write the same row, from the same source,
in the same words, have made one statement. Empty cells do not count, so that a column
which a later version adds changes no statement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from keiretsu.characters import LONGEST_NAME, LONGEST_TEXT, see_text
from keiretsu.errors import DataError
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.tables.schema import CITED, TABLES, TableSchema
from keiretsu.landscape.tables.tables import bundled_text, table_rows
from keiretsu.units import PartialDate

_MOST_INDEXED = 2_500
"""Bytes of what an index of PostgreSQL holds in one place."""


@dataclass(frozen=True, kw_only=True)
class Statement(Record):
    """One row of facts with its source.

    Attributes
    ----------
    kind
        The table it belongs to: `stakes`.
    fields
        What its cells say, by column, as text; empty cells are left out.
    source_title, address, confidence
        Where it was read and how far it may be trusted, as in `keiretsu.sources`.
    quote
        The original wording, or None.
    place
        Where it was read, for messages: `stakes.csv, line 3`; no part of what it says.
    """

    kind: str
    fields: Mapping[str, str]
    source_title: str
    address: str = ""
    confidence: str = "sourced"
    quote: str | None = None
    place: str = field(default="", compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return what it says as plain fields."""
        said = super().to_dict()
        del said["place"]
        return said

    @property
    def row(self) -> dict[str, str]:
        """The row as a table gives it; cells that it does not fill are empty."""
        return _Row(
            self.fields,
            source_title=self.source_title,
            address=self.address,
            confidence=self.confidence,
            quote=self.quote or "",
        )

    @property
    def subject(self) -> str:
        """What it is about: `toyota;subaru` for a stake."""
        about = TABLES[self.kind].about
        return ";".join(self.fields.get(column, "") for column in about)

    @property
    def since(self) -> PartialDate | None:
        """From when it holds, where its kind has such a date."""
        return self._date(TABLES[self.kind].since)

    @property
    def until(self) -> PartialDate | None:
        """Until when it holds, where that is stated."""
        return self._date(TABLES[self.kind].until)

    def _date(self, column: str | None) -> PartialDate | None:
        text = self.fields.get(column, "") if column else ""
        return PartialDate(text) if text else None

    @property
    def dates(self) -> dict[str, str | None]:
        """Its dates and how exactly they are known, as a store keeps them."""
        found: dict[str, str | None] = {}
        for name, date in (("since", self.since), ("until", self.until)):
            found[name] = None if date is None else date.text
            found[f"{name}_precision"] = None if date is None else date.precision
        return found

    @property
    def text(self) -> str:
        """Its fields as JSON in one fixed form."""
        return _json(dict(self.fields))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that it says, source and wording included."""
        cited = (self.source_title, self.address, self.confidence, self.quote)
        said = _json([self.kind, dict(self.fields), *cited])
        return hashlib.sha256(said.encode()).hexdigest()

    def record(self, place: str) -> Any:
        """Return the record that it is, a `Stake` or another.

        Raises
        ------
        DataError
            If it says something impossible; the message begins with `place`.
        """
        return TABLES[self.kind].read(self.row, place)


class _Row(dict[str, str]):
    """A row in which a cell that was never filled is empty."""

    def __missing__(self, column: str) -> str:
        return ""


def statement(kind: str, row: Mapping[str, str], place: str) -> Statement:
    """Return a row as a statement, once it is checked.

    Parameters
    ----------
    kind
        The table it belongs to.
    row
        Cells by column; columns may be left out.
    place
        Where the row stands, for messages: `cars.csv, line 3`.

    Raises
    ------
    DataError
        If there is no such kind or column, no source, a letter that cannot be kept, or
        the row says something impossible.
    """
    table(kind)
    for column, cell in row.items():
        _check(kind, column, cell, place)
    filled = {column: cell.strip() for column, cell in row.items() if cell.strip()}
    if "source_title" not in filled:
        raise DataError(
            f"{place}, column source_title: the row names no source",
            hint="say where it was read: source_title=...",
        )
    cited = {column: filled.pop(column) for column in CITED if column in filled}
    made = Statement(kind=kind, fields=MappingProxyType(filled), place=place, **cited)
    made.record(place)
    _see_index(made, place)
    return made


def table(kind: str) -> TableSchema:
    """Return how a kind of fact is read.

    Raises
    ------
    DataError
        If there is no such kind.
    """
    if kind not in TABLES:
        raise DataError(
            f"there is no kind of fact called {kind!r}",
            hint=f"use one of: {', '.join(TABLES)}",
        )
    return TABLES[kind]


def _check(kind: str, column: str, cell: str, place: str) -> None:
    if column not in columns(kind):
        raise DataError(
            f"{place}: {kind} have no column {column!r}",
            hint=f"the columns are: {', '.join(columns(kind))}",
        )
    names = ("id", "name", "source_title", "address", *TABLES[kind].about)
    most = LONGEST_NAME if column in names else LONGEST_TEXT
    see_text(cell, f"{place}, column {column}", most)


def _see_index(made: Statement, place: str) -> None:
    """See that both databases can find the statement again by what it is about."""
    cited = ("source_title and address", f"{made.source_title}{made.address}")
    about = (" and ".join(TABLES[made.kind].about), made.subject)
    for columns, text in (cited, about):
        size = len(text.encode())
        if size > _MOST_INDEXED:
            raise DataError(
                f"{place}: {columns} have {size} bytes together",
                hint=f"write at most {_MOST_INDEXED}",
            )


def columns(kind: str) -> tuple[str, ...]:
    """Return the columns of a kind of fact, those of its source last."""
    return tuple(table(kind).columns)


def bundled_statements(kind: str) -> tuple[Statement, ...]:
    """Return the bundled rows of a kind as statements, in the order of the file."""
    return statements_of(kind, bundled_text(kind), f"facts/{kind}.csv")


def statements_of(kind: str, text: str, place: str) -> tuple[Statement, ...]:
    """Return the rows of the text of a table as statements, once they are checked.

    Raises
    ------
    DataError
        If a row is impossible; the message gives file, line and column.
    """
    return tuple(
        statement(kind, row, f"{place}, line {line}")
        for line, row in table_rows(text, place, table(kind))
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
