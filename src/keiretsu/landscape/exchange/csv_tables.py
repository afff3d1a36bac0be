"""CSV: the tables of facts in a zip file or a folder, as the bundled ones are.

One file a kind, `stakes.csv`, with the columns of the bundled table and, where a
wording is kept, `quote`. This is the one format that holds everything.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.loss import ImportResult, Loss
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statements_of
from keiretsu.landscape.store.statement import columns
from keiretsu.landscape.tables.tables import TABLES

MOST_BYTES = 200_000_000
"""The most that a zip file may unpack to."""

_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, so that the same facts make the same bytes."""


def write(statements: Sequence[Statement]) -> tuple[bytes, tuple[Loss, ...]]:
    """Return a zip file with one CSV a kind; nothing is lost."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in TABLES:
            own = [one for one in statements if one.kind == kind]
            if own:
                inside = zipfile.ZipInfo(f"{kind}.csv", _DAY)
                inside.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(inside, table_text(kind, own).encode())
    return packed.getvalue(), ()


def table_text(kind: str, statements: Sequence[Statement]) -> str:
    """Return statements of one kind as the text of its table."""
    text = io.StringIO(newline="")
    quoted = any(one.quote for one in statements)
    shown = [column for column in columns(kind) if quoted or column != "quote"]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(shown)
    writer.writerows([one.row[column] for column in shown] for one in statements)
    return text.getvalue()


def read(data: bytes, place: str, parties: Parties | None = None) -> ImportResult:
    """Return the statements of a zip file, or of one table named after its kind.

    Raises
    ------
    DataError
        If it is no such file; the message gives file, line and column.
    """
    if place.lower().endswith(".csv"):
        return _carried([(place, data)])
    try:
        return _carried(list(_unpacked(data, place)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise DataError(
            f"{place} cannot be unpacked: {error}",
            hint="pack the tables into a plain zip file, or name their folder",
        ) from None


def read_folder(folder: Path) -> ImportResult:
    """Return the statements of the CSV files in a folder.

    Raises
    ------
    DataError
        If there is none, or one of them is no table of facts.
    """
    found = sorted(folder.glob("*.csv"))
    return _carried([(str(file), file.read_bytes()) for file in found], str(folder))


def _unpacked(data: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = [one for one in archive.infolist() if not one.is_dir()]
        if sum(one.file_size for one in inside) > MOST_BYTES:
            raise DataError(
                f"{place} unpacks to more than {MOST_BYTES} bytes",
                hint="pack fewer tables at a time",
            )
        for one in inside:
            yield f"{place}/{one.filename}", archive.read(one)


def _carried(files: Sequence[tuple[str, bytes]], place: str = "") -> ImportResult:
    found: list[Statement] = []
    for name, data in files:
        kind = PurePosixPath(name).stem
        if kind not in TABLES or not name.lower().endswith(".csv"):
            raise DataError(
                f"{name} is no table of facts",
                hint=f"name files after their kind: {', '.join(TABLES)}, then .csv",
            )
        found += statements_of(kind, text_of(data, name), name)
    if not found:
        raise DataError(
            f"{place or 'the file'} holds no rows of facts",
            hint="give tables with a heading and a row a fact",
        )
    return ImportResult(statements=tuple(found))


def text_of(data: bytes, place: str) -> str:
    """Return the text of a file.

    Raises
    ------
    DataError
        If it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(
            f"{place}, line {line}: byte {error.start} is not UTF-8",
            hint="save the file as UTF-8",
        ) from None
