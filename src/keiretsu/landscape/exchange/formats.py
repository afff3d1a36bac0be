"""The formats there are, and which of them a file has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.landscape.exchange import (
    bods,
    bods_reading,
    csv_tables,
    ftm,
    ftm_reading,
    graphml,
    graphml_reading,
)
from keiretsu.landscape.exchange.loss import ImportResult, Loss
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement
from keiretsu.spelling import among

_KIND_OF = {"person": "person", "state": "state", "holder": "investor"}
"""What the companies are of whom the register knows the name and no more."""

MOST_BYTES = 100_000_000
"""The most that a file may hold."""

BEGINNING = 4_096
"""Bytes by which one format of JSON is told from another."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format.

    Attributes
    ----------
    name
        `csv`, `ftm`, `bods` or `graphml`.
    suffixes
        How its files end; the first is written.
    write
        Turns statements into the bytes of a file, and says what was lost.
    read
        Turns bytes into statements; takes the file's name and the known parties.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Sequence[Statement]], tuple[bytes, tuple[Loss, ...]]]
    read: Callable[[bytes, str, Parties], ImportResult]


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            name="csv",
            suffixes=(".zip", ".csv"),
            write=csv_tables.write,
            read=csv_tables.read,
        ),
        Format(
            name="ftm",
            suffixes=(".jsonl", ".ftm", ".ijson"),
            write=ftm.write,
            read=ftm_reading.read,
        ),
        Format(
            name="bods",
            suffixes=(".json", ".bods"),
            write=bods.write,
            read=bods_reading.read,
        ),
        Format(
            name="graphml",
            suffixes=(".graphml",),
            write=graphml.write,
            read=graphml_reading.read,
        ),
    )
}


def format_of(path: Path, name: str | None = None) -> Format:
    """Return the format that is named, or that a file's name ends with.

    Raises
    ------
    DataError
        If there is no such format, or the name of the file tells none.
    """
    if name is not None:
        known = among(name, FORMATS)
        if known is None:
            raise DataError(
                f"there is no format {name!r}", hint=f"use one of: {', '.join(FORMATS)}"
            )
        return FORMATS[known]
    for one in FORMATS.values():
        if path.name.lower().endswith(one.suffixes):
            return one
    ends = (f"{', '.join(one.suffixes)} for {name}" for name, one in FORMATS.items())
    raise DataError(
        f"{path} does not say what it is", hint=f"its name ends with {'; '.join(ends)}"
    )


def read_path(path: Path, parties: Parties, name: str | None = None) -> ImportResult:
    """Return what a file says, or a folder of CSV tables.

    Parameters
    ----------
    path
        The file or folder.
    parties
        Companies and people we know.
    name
        Its format; by the end of the file's name where None.

    Raises
    ------
    DataError
        If it cannot be read or says something impossible: file, line and field are
        named.
    """
    carried = _read(path, parties, name)
    statements = tuple(map(parties.recall, carried.statements))
    made = tuple(_companies(statements, parties))
    return replace(carried, statements=(*made, *statements))


def _companies(
    statements: Sequence[Statement], parties: Parties
) -> Iterator[Statement]:
    """Yield a row for either end of a stake that has a name and no row so far."""
    rows = (*parties.facts, *statements)
    there = {one.fields["id"] for one in rows if one.kind == "companies"}
    for one in statements:
        for end in ("holder", "held") if one.kind == "stakes" else ():
            who = one.fields[end]
            if who not in there:
                there.add(who)
                kind = _KIND_OF.get(parties.register.entry(who).kind, "other")
                cited = {"source_title": one.source_title, "address": one.address}
                row = {"id": who, "kind": kind, "confidence": one.confidence}
                yield statement("companies", row | cited, one.place)


def _read(path: Path, parties: Parties, name: str | None) -> ImportResult:
    if path.is_dir():
        return csv_tables.read_folder(path, parties)
    found = format_of(path, name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError(
                f"{path} holds more than {MOST_BYTES} bytes", hint="split the file"
            )
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror}", hint="name a file that is there"
        ) from None
    if name is None:
        found = _as_it_is(found, data)
    return found.read(data, str(path), parties)


def _as_it_is(found: Format, data: bytes) -> Format:
    """Return the format of JSON by what it holds: either may come as lines or not."""
    start = data[:BEGINNING]
    is_bods = re.search(rb'"(statementI[dD]|recordType)"', start)
    if found.name == "ftm" and is_bods:
        return FORMATS["bods"]
    if found.name == "bods" and not is_bods and b'"schema"' in start:
        return FORMATS["ftm"]
    return found
