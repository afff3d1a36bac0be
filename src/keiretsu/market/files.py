"""Product tables from files: CSV, workbooks, and Parquet with an extra.

Files are looked at with suspicion: size, bytes and rows first.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from keiretsu.characters import LONGEST_NAME
from keiretsu.errors import DataError
from keiretsu.files import read_bytes
from keiretsu.frames import installed
from keiretsu.market.number_style import mixed_thousands, plain_numbers
from keiretsu.market.product_table import (
    NUMBERS,
    ProductTable,
    table_of,
    to_table,
)
from keiretsu.market.workbook import sheet_rows
from keiretsu.market.workbook.sheet import Cell

LARGEST_FILE = 40_000_000
"""Bytes above which a product table is refused."""
MOST_ROWS = 500_000
"""Rows above which it is refused."""
MOST_CELLS = 5_000_000
"""Rows times columns above which it is refused."""
_PACKED = b"PK\x03\x04"
"""How a workbook begins."""
_SEPARATORS = (",", ";", "\t")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def read_table(path: Path) -> ProductTable:
    """Read a product table from a CSV file, a workbook (.xlsx) or a Parquet file.

    Columns of a CSV file are separated by commas, semicolons or tabs; its header tells
    which. An empty cell is a missing value. Of a workbook the one sheet with cells is
    read, or the only one whose first row names makers and markets; formulas are not
    computed, the values saved with them are read.

    Raises
    ------
    DataError
        If the file is missing, empty, too large, or not a table.
    """
    hint = (
        "give one CSV, .xlsx or Parquet file with the market and columns that are used"
    )
    data = read_bytes(path, LARGEST_FILE, hint)
    if not data:
        raise DataError(f"{path} is empty", hint="give a table with one row a product")
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path)
    if data.startswith(_PACKED):
        return _read_workbook(path, data)
    return _read_csv(path, data)


def _read_parquet(path: Path) -> ProductTable:
    import narwhals as nw

    backend = installed("polars", "pyarrow", purpose=f"reading {path}")
    try:
        lazy = nw.scan_parquet(str(path), backend=backend)
        rows = int(lazy.select(nw.len()).collect().item())
        schema = lazy.collect_schema()
        _check_rows(rows, path, len(schema.names()))
        _check_texts(lazy, schema, path)
        frame = lazy.collect()
    except DataError:
        raise
    except Exception as error:  # each library has errors of its own
        raise _no_table(path, error) from None
    return to_table(frame.to_native())


def _check_texts(lazy: Any, schema: Any, path: Path) -> None:
    """Refuse long texts before each row is given its own copy of one.

    A text that all rows share takes no room in a Parquet file.
    """
    import narwhals as nw

    for name, kind in schema.items():
        if kind in (nw.Binary, nw.List, nw.Array, nw.Struct, nw.Object):
            raise DataError(
                f"{path}, column {name} holds values of type {kind}",
                hint="give numbers or words",
            )
        if kind not in (nw.String, nw.Categorical, nw.Enum):
            continue
        length = nw.col(name).cast(nw.String).str.len_chars().max()
        for some in (lazy.head(1), lazy):  # the first row takes the least room
            longest = some.select(length).collect().item()
            if longest is not None and longest > LONGEST_NAME:
                raise DataError(
                    f"{path}, column {name}: a cell of {longest} characters",
                    hint=f"write at most {LONGEST_NAME}",
                )


def _read_workbook(path: Path, data: bytes) -> ProductTable:
    sheet = sheet_rows(data, str(path))
    _see_names(path, sheet.header)
    rows: list[list[Cell]] = []
    for row in sheet.rows:
        rows.append(row)
        _check_rows(len(rows), path, len(sheet.header))
    cells = zip(*rows, strict=True) if rows else ((),) * len(sheet.header)
    columns: dict[str, list[Cell]] = dict(
        zip(sheet.header, map(list, cells), strict=True)
    )
    written = {
        name: [c if isinstance(c, str) else None for c in columns[name]]
        for name in NUMBERS
        if name in columns
    }
    plain, told = plain_numbers(written, str(path), comma_file=False)
    for name, texts in plain.items():
        columns[name] = [
            cell if text is None else text
            for cell, text in zip(columns[name], texts, strict=True)
        ]
    return replace(table_of(columns), notes=(*sheet.notes, *told))


def _read_csv(path: Path, data: bytes) -> ProductTable:
    text, note = _decoded(path, data)
    if not text.strip():
        raise DataError(f"{path} is blank", hint="give one row a product")
    header, rows, separator = _divided(path, text)
    _see_names(path, header)
    cells = zip(*rows, strict=True) if rows else ((),) * len(header)
    columns = dict(zip(header, map(_filled, cells), strict=True))
    counted = {name: columns[name] for name in NUMBERS if name in columns}
    plain, told = plain_numbers(counted, str(path), comma_file=separator == ",")
    table = table_of({**columns, **plain})
    doubtful = tuple(
        f"column {name}: {cell} beside whole numbers may mean thousands"
        for name, column in counted.items()
        if not told and (cell := mixed_thousands(column)) is not None
    )
    return replace(table, notes=(*note, *told), doubts=doubtful)


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and what was taken for granted of its encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data[:4096]:
        raise DataError(f"{path} is not text", hint="save the table as CSV")
    else:
        encodings = ("utf-8-sig", "cp932", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and not _JAPANESE.search(text):
            continue
        sure = encoding.startswith("utf")
        return text, () if sure else (f"the file is not UTF-8: read as {encoding}",)
    raise DataError(
        f"{path} is in no encoding that we know", hint="save it as CSV in UTF-8"
    )


def _divided(path: Path, text: str) -> tuple[list[str], list[list[str]], str]:
    """Return the header, the rows, which are as long as it, and the separator."""
    lines = io.StringIO(text, newline="").readlines()
    first = next(line for line in lines if line.strip())
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            rows.append(_without_blank_end(row, len(rows[0]) if rows else None))
            if len(rows[-1]) != len(rows[0]):
                raise DataError(
                    f"{path}, line {reader.line_num}: {len(row)} cells under "
                    f"{len(rows[0])} columns",
                    hint='put text that holds the separator in "quotation marks"',
                )
            _check_rows(len(rows) - 1, path, len(rows[0]))
    except csv.Error as error:
        raise _no_table(path, error) from None
    return [name.strip() for name in rows[0]], rows[1:], separator


def _without_blank_end(row: list[str], width: int | None) -> list[str]:
    """Return a row without the empty cells that a spreadsheet leaves at its end."""
    kept = len(row)
    while kept > (width or 1) and not row[kept - 1].strip():
        kept -= 1
    return row[:kept]


def _filled(cells: Iterable[str]) -> list[str | None]:
    """Return cells without white space round them, None for an empty one."""
    return [cell.strip() or None for cell in cells]


def _see_names(path: Path, header: Sequence[str]) -> None:
    twice = next((n for n, times in Counter(header).items() if times > 1), None)
    if twice is not None:
        raise DataError(
            f"{path} has two columns {twice!r:.80}",
            hint="give every column its own name",
        )


def _check_rows(rows: int, path: Path, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise DataError(
            f"{path} has more than {MOST_CELLS} cells",
            hint="keep the markets and columns that are used",
        )
    if rows > MOST_ROWS:
        raise DataError(
            f"{path} has {rows} rows; {MOST_ROWS} is the most",
            hint="keep the markets that are used",
        )


def _no_table(path: Path, error: Exception) -> DataError:
    first = (str(error).splitlines() or [type(error).__name__])[0][:160]
    return DataError(f"{path} is not a table: {first}", hint="save it as CSV in UTF-8")
