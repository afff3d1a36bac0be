"""CSV: the tables of facts in a zip file or a folder, as the bundled ones are.

One file a kind, `stakes.csv`, with the columns of the bundled table and, where a
wording is kept, `quote`. This is the one format that holds everything.
"""

from __future__ import annotations

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.loss import ImportResult, Loss
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement
from keiretsu.landscape.store.statement import columns
from keiretsu.landscape.tables.schema import CITED, TABLES
from keiretsu.landscape.tables.tables import table_rows

MOST_BYTES = 60_000_000
"""The most that a zip file may unpack to."""

_BROKEN = (
    *(zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError),
    IndexError,
    *(OSError, zlib.error, lzma.LZMAError),
)
"""What the standard library raises on a zip file that is none, or is damaged."""

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
        return _carried([(place, data)], parties)
    try:
        files = list(_unpacked(data, place))
    except _BROKEN as error:
        raise DataError(
            f"{place} cannot be unpacked: {error}",
            hint="pack the tables into a plain zip file, or name their folder",
        ) from None
    return _carried(files, parties, place)


def read_folder(folder: Path, parties: Parties | None = None) -> ImportResult:
    """Return the statements of the CSV files in a folder.

    Raises
    ------
    DataError
        If there is none, or one of them is no table of facts.
    """
    found = sorted(f for f in folder.glob("*.csv") if not _is_litter(f.name))
    try:
        files = [(str(file), file.read_bytes()) for file in found]
    except OSError as error:
        raise DataError(
            f"{error.filename} cannot be read: {error.strerror}",
            hint="see who may read the file",
        ) from None
    return _carried(files, parties, str(folder))


def _unpacked(data: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        left = MOST_BYTES
        for one in archive.infolist():
            if one.is_dir() or _is_litter(one.filename):
                continue
            with archive.open(one) as opened:
                data = opened.read(left + 1)  # the stated size may lie
            left -= len(data)
            if left < 0:
                raise DataError(
                    f"{place} unpacks to more than {MOST_BYTES} bytes",
                    hint="pack fewer tables at a time",
                )
            yield f"{place}/{one.filename}", data


def _is_litter(name: str) -> bool:
    """Say whether a file is one that Finder or Explorer leaves in every folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    return hidden or path.name.lower() in ("thumbs.db", "desktop.ini")


def _carried(
    files: Sequence[tuple[str, bytes]], parties: Parties | None, place: str = ""
) -> ImportResult:
    rows: list[tuple[str, str, dict[str, str]]] = []
    for name, data in files:
        kind = PurePosixPath(name).stem
        if kind not in TABLES or not name.lower().endswith(".csv"):
            raise DataError(
                f"{name} is no table of facts",
                hint=f"name files after their kind: {', '.join(TABLES)}, then .csv",
            )
        text = text_of(data, name)
        for line, row in table_rows(text, name, TABLES[kind]):
            rows.append((kind, f"{name}, line {line}", row))
    if not rows:
        raise DataError(
            f"{place or 'the file'} holds no rows of facts",
            hint="give tables with a heading and a row a fact",
        )
    made = [] if parties is None else list(_companies(rows, parties))
    told = (statement(kind, row, at) for kind, at, row in rows)
    return ImportResult(statements=(*made, *told))


def _companies(
    rows: Sequence[tuple[str, str, dict[str, str]]], parties: Parties
) -> Iterator[Statement]:
    """Put identifiers for names in rows; yield the companies that are new.

    A cell may name a company as people do. One that nobody knows and no row states is
    new, and called so.
    """
    stated = {row.get("id", "") for kind, _, row in rows if kind == "companies"}
    for kind, place, row in rows:
        for column, who in list(TABLES[kind].whole_parties(row)):
            if who in stated or who in parties.register.entries:
                continue
            found = parties.find(f"{place}, column {column}", called=[who])
            row[column] = found
            if parties.is_new(found) and found not in stated:
                stated.add(found)
                cited = {name: row.get(name, "") for name in CITED}
                new = {"id": found, "name": who, "kind": "other"}
                yield statement("companies", new | cited, place)


def text_of(data: bytes, place: str) -> str:
    """Return the text of a file.

    Raises
    ------
    DataError
        If it is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(
            f"{place}, line {line}: byte {error.start} is not UTF-8",
            hint="save the file as UTF-8",
        ) from None
    if "\0" in text:
        raise DataError(
            f"{place}: byte {text.index(chr(0))} is NUL: this is no text",
            hint="save the file as text in UTF-8",
        )
    return text
