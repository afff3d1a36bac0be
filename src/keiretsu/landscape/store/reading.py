"""What a store says: the statements believed at a moment, and the whole history.

A statement is believed from the moment it was written until a judgement speaks
against it, and again once a later one accepts it. The latest judgement by the moment
asked about counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from keiretsu.characters import see_text
from keiretsu.errors import DataError, StoreError
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.store.schema import (
    ENTRIES,
    JUDGEMENTS,
    SIGHTINGS,
    SOURCES,
    STATEMENTS,
)
from keiretsu.landscape.store.statement import Statement

Verdict = Literal["accepted", "rejected", "superseded", "corrected"]


@dataclass(frozen=True, kw_only=True)
class Judgement(Record):
    """One judgement of a statement.

    Attributes
    ----------
    verdict
        `accepted`, `rejected`, `superseded` or `corrected`.
    instead
        Number of the statement that corrects it, or None.
    because
        Why.
    at, by
        When it was written (UTC), and who judged.
    origin
        From where the entry came: `judgement`, `bundled facts`.
    """

    verdict: str
    instead: int | None
    because: str
    at: str
    by: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class StoredStatement(Record):
    """A statement as a store holds it.

    Attributes
    ----------
    number
        Its number in this store.
    statement
        What it says.
    first_seen, last_seen
        When it was first and last written (UTC).
    by, origin
        Who wrote it first, and from where: `bundled facts`, `file …`, `command line`.
    judgements
        What was made of it, oldest first.
    """

    number: int
    statement: Statement
    first_seen: str
    last_seen: str
    by: str
    origin: str
    judgements: tuple[Judgement, ...]

    @property
    def is_believed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.judgements or self.judgements[-1].verdict == "accepted"


def held(
    connection: Connection, *wanted: Any, at: str | None = None
) -> list[StoredStatement]:
    """Return statements that meet the conditions, as written by a moment, in order."""
    rows = connection.execute(_statements(at).where(*wanted)).all()
    judged = _judgements(connection, at)
    return [_held(row, tuple(judged.get(row.n, ()))) for row in rows]


def believed(
    connection: Connection, kind: str, at: str | None
) -> Iterator[tuple[int, Statement]]:
    """Yield the statements of a kind believed at a moment, by number, in order."""
    latest = select(func.max(JUDGEMENTS.c.n)).group_by(JUDGEMENTS.c.statement)
    if at is not None:
        latest = latest.join(ENTRIES, ENTRIES.c.n == JUDGEMENTS.c.entry).where(
            ENTRIES.c.at <= at
        )
    verdicts = (
        select(JUDGEMENTS.c.statement, JUDGEMENTS.c.verdict)
        .where(JUDGEMENTS.c.n.in_(latest))
        .subquery()
    )
    query = (
        _statements(at)
        .outerjoin(verdicts, verdicts.c.statement == STATEMENTS.c.n)
        .where(STATEMENTS.c.kind == kind)
        .where(or_(verdicts.c.verdict.is_(None), verdicts.c.verdict == "accepted"))
    )
    for row in connection.execute(query):
        yield row.n, statement_of(row)


def companies(connection: Connection, among: Iterable[str]) -> set[str]:
    """Return which of some identifiers have a row among the companies believed in now.

    A writer asks while others wait, so that only the rows asked for are looked at.
    """
    about = and_(STATEMENTS.c.kind == "companies", STATEMENTS.c.subject.in_(among))
    query = (
        select(STATEMENTS.c.subject, JUDGEMENTS.c.verdict, STATEMENTS.c.n)
        .outerjoin(JUDGEMENTS, JUDGEMENTS.c.statement == STATEMENTS.c.n)
        .where(about)
        .order_by(JUDGEMENTS.c.n)
    )
    latest = {row.n: row for row in connection.execute(query)}
    return {row.subject for row in latest.values() if row.verdict in (None, "accepted")}


def first_moment(connection: Connection) -> str | None:
    """Return when the first entry was written; None where there is none."""
    return connection.scalar(select(func.min(ENTRIES.c.at)))


def record_of(number: int, statement: Statement) -> Any:
    """Return the record of a statement, its source with the original wording."""
    return statement.record(f"statement {number}")


def _statements(at: str | None) -> Select[Any]:
    """Select statements with source, writer and last sighting, oldest first."""
    seen = (
        select(SIGHTINGS.c.statement, func.max(ENTRIES.c.at).label("last"))
        .join(ENTRIES, ENTRIES.c.n == SIGHTINGS.c.entry)
        .group_by(SIGHTINGS.c.statement)
    )
    if at is not None:
        seen = seen.where(ENTRIES.c.at <= at)
    last = seen.subquery()
    query = (
        select(
            STATEMENTS,
            SOURCES.c.title,
            SOURCES.c.address,
            ENTRIES.c.at,
            ENTRIES.c.by,
            ENTRIES.c.origin,
            last.c.last,
        )
        .join(SOURCES, SOURCES.c.n == STATEMENTS.c.source)
        .join(ENTRIES, ENTRIES.c.n == STATEMENTS.c.entry)
        .outerjoin(last, last.c.statement == STATEMENTS.c.n)
        .order_by(STATEMENTS.c.n)
    )
    return query if at is None else query.where(ENTRIES.c.at <= at)


def _judgements(connection: Connection, at: str | None) -> dict[int, list[Judgement]]:
    query = (
        select(JUDGEMENTS, ENTRIES.c.at, ENTRIES.c.by, ENTRIES.c.origin)
        .join(ENTRIES, ENTRIES.c.n == JUDGEMENTS.c.entry)
        .order_by(JUDGEMENTS.c.n)
    )
    if at is not None:
        query = query.where(ENTRIES.c.at <= at)
    found: dict[int, list[Judgement]] = {}
    for row in connection.execute(query):
        found.setdefault(row.statement, []).append(
            Judgement(
                verdict=row.verdict,
                instead=row.instead,
                because=row.because,
                at=row.at,
                by=row.by,
                origin=row.origin,
            )
        )
    return found


def _held(row: Row[Any], judgements: tuple[Judgement, ...]) -> StoredStatement:
    return StoredStatement(
        number=row.n,
        statement=statement_of(row),
        first_seen=row.at,
        last_seen=row.last or row.at,
        by=row.by,
        origin=row.origin,
        judgements=judgements,
    )


def statement_of(row: Row[Any]) -> Statement:
    """Return the statement of a row that was read with its source.

    Raises
    ------
    StoreError
        If its fields are not what a store writes.
    """
    place = f"statement {row.n} of the store"
    hint = "ask what is wrong: keiretsu doctor"
    try:
        fields = json.loads(row.fields)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise StoreError(f"{place} cannot be read", hint=hint)
    cells = {str(column): str(cell) for column, cell in fields.items()}
    try:
        for text in (*cells.values(), row.title or "", row.quote or ""):
            see_text(text, place)
    except DataError as error:
        raise StoreError(error.args[0], hint=hint) from None
    return Statement(
        kind=row.kind,
        fields=MappingProxyType(cells),
        source_title=row.title,
        address=row.address,
        confidence=row.confidence,
        quote=row.quote,
    )
