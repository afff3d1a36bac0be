"""The text of a table, row by row: CSV with a heading, each row with its line.

A row that says something impossible is reported with its file, line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from keiretsu.errors import DataError
from keiretsu.landscape.tables.schema import TABLES, TableSchema

MOST_ROWS = 200_000
"""The most rows that one table may have."""


def read_rows(text: str, place: str, schema: TableSchema) -> tuple[Any, ...]:
    """Turn the text of a table into records.

    Raises
    ------
    DataError
        If a column is unknown or a row impossible; the message gives file, line and
        column.
    """
    return tuple(
        schema.read(row, f"{place}, line {line}")
        for line, row in table_rows(text, place, schema)
    )


def table_rows(
    text: str, place: str, schema: TableSchema
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table, each with the number of its line.

    Empty columns at the right, which spreadsheets leave, are passed over.

    Raises
    ------
    DataError
        If the text is no CSV, a column is unknown, or a row has more or fewer cells
        than there are columns.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _heading(next(reader, []), place, schema)
        for number, cells in enumerate(reader):
            if number >= MOST_ROWS:
                raise DataError(
                    f"{place} has more than {MOST_ROWS} rows",
                    hint="give it in several tables",
                )
            if not any(cells):
                continue
            while len(cells) > len(columns) and not cells[-1]:
                cells.pop()
            if len(cells) != len(columns):
                raise DataError(
                    f"{place}, line {reader.line_num}: {len(cells)} cells under "
                    f"{len(columns)} columns",
                    hint="put cells that hold commas in quotation marks",
                )
            yield reader.line_num, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise DataError(
            f"{place}, line {reader.line_num}: no CSV: {error}", hint="correct the row"
        ) from None


def _heading(cells: list[str], place: str, schema: TableSchema) -> list[str]:
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    for number, column in enumerate(columns):
        if column not in schema.columns:
            raise DataError(
                f"{place}: {schema.name} have no column {column!r}",
                hint=f"the columns are: {', '.join(schema.columns)}",
            )
        if column in columns[:number]:
            raise DataError(
                f"{place}: there are two columns {column!r}", hint="leave one out"
            )
    return columns


@cache
def bundled(name: str) -> tuple[Any, ...]:
    """Return the records of a bundled table, in the order of its file."""
    return read_rows(bundled_text(name), f"facts/{name}.csv", TABLES[name])


def bundled_text(name: str) -> str:
    """Return the text of a bundled table."""
    path = files("keiretsu.landscape") / "facts" / f"{name}.csv"
    return path.read_text(encoding="utf-8")
