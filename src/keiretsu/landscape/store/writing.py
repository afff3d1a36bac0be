"""How a store is written: entries that add statements, sightings and judgements.

Every function here works within the transaction of one writer, whose turn it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from keiretsu.characters import LONGEST_NAME, see_text
from keiretsu.landscape.store.moments import following
from keiretsu.landscape.store.schema import (
    ENTRIES,
    JUDGEMENTS,
    SIGHTINGS,
    SOURCES,
    STATEMENTS,
)
from keiretsu.landscape.store.seals import seal
from keiretsu.landscape.store.statement import Statement

_MANY = 400
"""How many values one question may hold; SQLite allows 999 at the least."""


@dataclass(frozen=True, kw_only=True)
class WriteResult:
    """What an entry came to.

    Attributes
    ----------
    new
        Numbers of the statements that it added.
    seen
        Numbers of those that were there already, and are now seen again.
    judged
        Numbers of the statements that it judged.
    """

    new: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    judged: tuple[int, ...] = ()


@contextmanager
def new_entry(
    connection: Connection, by: str, origin: str, now: dt.datetime
) -> Iterator[int]:
    """Give the number of a new entry, later than every one before; seal it at the end.

    Raises
    ------
    DataError
        If writer or origin hold what cannot be kept.
    StoreError
        If the last entry is of no moment, or is not the one that was sealed last.
    """
    see_text(by, "who writes (by)", LONGEST_NAME)
    see_text(origin, "from where it comes (origin)")
    last = connection.scalar(select(func.max(ENTRIES.c.at)))
    values = {"at": following(last, now), "by": by, "origin": origin}
    made = connection.execute(insert(ENTRIES).values(values))
    assert made.inserted_primary_key is not None
    (number,) = made.inserted_primary_key
    yield number
    seal(connection, number)


def add(connection: Connection, entry: int, wanted: Sequence[Statement]) -> WriteResult:
    """Add statements to an entry; those that are there already are seen again."""
    by_hash = {one.hash: one for one in wanted}
    there = numbers(connection, by_hash)
    new = [one for hash, one in by_hash.items() if hash not in there]
    if new:
        sources = _sources(connection, new)
        connection.execute(
            _once(connection, STATEMENTS),
            [_values(one, entry, sources) for one in new],
        )
    if there:
        connection.execute(
            _once(connection, SIGHTINGS),
            [{"statement": number, "entry": entry} for number in there.values()],
        )
    made = numbers(connection, [one.hash for one in new])
    return WriteResult(new=tuple(made.values()), seen=tuple(there.values()))


def judge(
    connection: Connection,
    entry: int,
    statements: Iterable[int],
    verdict: str,
    because: str,
    instead: int | None = None,
) -> None:
    """Add judgements to an entry.

    Raises
    ------
    DataError
        If the reason holds what cannot be kept.
    """
    see_text(because, "the reason (because)")
    judged = [
        {
            "statement": number,
            "entry": entry,
            "verdict": verdict,
            "instead": instead,
            "because": because,
        }
        for number in statements
    ]
    if judged:
        connection.execute(insert(JUDGEMENTS), judged)


def numbers(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the statements that are there, by hash, in order."""
    found: dict[str, int] = {}
    for some in _batches(list(hashes)):
        query = select(STATEMENTS.c.hash, STATEMENTS.c.n)
        query = query.where(STATEMENTS.c.hash.in_(some)).order_by(STATEMENTS.c.n)
        found |= {row.hash: row.n for row in connection.execute(query)}
    return found


def _sources(
    connection: Connection, statements: Sequence[Statement]
) -> dict[tuple[str, str], int]:
    """Return the numbers of the sources of statements, once all are there."""
    wanted = dict.fromkeys((one.source_title, one.address) for one in statements)
    found = _known_sources(connection, wanted)
    missing = [source for source in wanted if source not in found]
    if missing:
        rows = [{"title": title, "address": address} for title, address in missing]
        connection.execute(_once(connection, SOURCES), rows)
        found |= _known_sources(connection, missing)
    return found


def _known_sources(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for some in _batches([title for title, _ in wanted]):
        query = select(SOURCES).where(SOURCES.c.title.in_(some))
        found |= {(row.title, row.address): row.n for row in connection.execute(query)}
    return found


def _values(
    one: Statement, entry: int, sources: dict[tuple[str, str], int]
) -> dict[str, Any]:
    return {
        "hash": one.hash,
        "entry": entry,
        "kind": one.kind,
        "subject": one.subject,
        "fields": one.text,
        "source": sources[one.source_title, one.address],
        "confidence": one.confidence,
        "quote": one.quote,
        **one.dates,
    }


@cache
def _insert_once(dialect: str, table: Table) -> Any:
    made = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    return made.on_conflict_do_nothing()


def _once(connection: Connection, table: Table) -> Any:
    """Return an insert that leaves alone what is there already."""
    return _insert_once(connection.dialect.name, table)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]
