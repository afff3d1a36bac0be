"""The tables of facts: one CSV file a kind of fact, a source on every row.

`TABLES` says how each kind is read and what its rows are about; whoever keeps facts
elsewhere, such as the store, goes by it too. A row that says something impossible is
reported with its file, line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from keiretsu.errors import DataError
from keiretsu.landscape.tables import rows
from keiretsu.landscape.tables.cells import Row

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Table:
    """One kind of fact.

    Attributes
    ----------
    make
        Turns a row into a record, or raises.
    about
        Columns that say what a row is about; several rows may be about one thing, as
        the figures of one stake are.
    since, until
        Columns with the dates from and to which a row holds, or None.
    """

    make: Callable[[Row], Any]
    about: tuple[str, ...]
    since: str | None = None
    until: str | None = None


TABLES: Mapping[str, Table] = {
    "companies": Table(make=rows.company_row, about=("id",)),
    "brands": Table(make=rows.brand_row, about=("brand",)),
    "stakes": Table(make=rows.stake_row, about=("holder", "held"), since="since"),
    "capital": Table(make=rows.capital_row, about=("company",), since="since"),
    "people": Table(
        make=rows.role_row,
        about=("person", "role", "company"),
        since="since",
        until="until",
    ),
    "plants": Table(make=rows.plant_row, about=("plant", "company"), since="since"),
    "links": Table(make=rows.link_row, about=("id",), since="start", until="end"),
    "events": Table(make=rows.event_row, about=("parties",), since="date"),
    "plans": Table(
        make=rows.plan_row, about=("plan", "company", "metric"), since="announced"
    ),
    "platforms": Table(make=rows.platform_row, about=("platform", "brand", "model")),
    "vehicles": Table(make=rows.vehicle_row, about=("brand", "model")),
    "group_sales": Table(make=rows.sales_row, about=("group", "basis"), since="period"),
}


def read_rows(text: str, place: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    """Turn the text of a table into records.

    Raises
    ------
    DataError
        If a row is impossible; the message gives file, line and column.
    """
    return tuple(
        read_row(row, f"{place}, line {line}", make)
        for line, row in table_rows(text, place)
    )


def table_rows(text: str, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table, each with the number of its line.

    Raises
    ------
    DataError
        If the text is no CSV, or a row has more or fewer cells than there are columns.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = next(reader, [])
        for cells in reader:
            if len(cells) != len(columns) and cells:
                raise DataError(
                    f"{place}, line {reader.line_num}: {len(cells)} cells under "
                    f"{len(columns)} columns",
                    hint="put cells that hold commas in quotation marks",
                )
            if cells:
                yield reader.line_num, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise DataError(
            f"{place}, line {reader.line_num}: no CSV: {error}", hint="correct the row"
        ) from None


def read_row(row: Row, place: str, make: Callable[[Row], T]) -> T:
    """Turn one row into a record.

    Raises
    ------
    DataError
        If the row is impossible; the message begins with its place.
    """
    watched = _Watched(row)
    try:
        return make(watched)
    except (DataError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise DataError(
            f"{place}{watched.column(error)}: {_words(error, row)}",
            hint=getattr(error, "hint", None) or "correct the row",
        ) from None


class _Watched(Mapping[str, str]):
    """A row that remembers which of its columns was read last."""

    def __init__(self, row: Row) -> None:
        self.row, self.last = row, ""

    def __getitem__(self, column: str) -> str:
        self.last = column
        return self.row[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.row)

    def __len__(self) -> int:
        return len(self.row)

    def column(self, error: Exception) -> str:
        """Name the column read last, if it is its value that the error speaks of."""
        told = str(error)
        parts = self.row.get(self.last, "").split(";")
        return f", column {self.last}" if any(part in told for part in parts) else ""


def _words(error: Exception, row: Row) -> str:
    if isinstance(error, KeyError):
        (key,) = error.args
        known = key in row.values()
        return f"{key!r} is no word for it" if known else f"there is no column {key!r}"
    if isinstance(error, DataError):
        return str(error.args[0])
    return str(error)


@cache
def bundled(name: str) -> tuple[Any, ...]:
    """Return the records of a bundled table, in the order of its file."""
    return read_rows(bundled_text(name), f"facts/{name}.csv", TABLES[name].make)


def bundled_text(name: str) -> str:
    """Return the text of a bundled table."""
    path = files("keiretsu.landscape") / "facts" / f"{name}.csv"
    return path.read_text(encoding="utf-8")
