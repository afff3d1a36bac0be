"""Seals: every entry is hashed together with the one before it.

A seal says what an entry brought, who wrote it and when, and how it follows the last
one; the tip says which entry is the newest. A row that is changed, added or taken away
from outside breaks them, and is noticed before anything is shown. They hold against
damage and against a careless hand; who wants to deceive can compute them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select, update

from keiretsu.errors import StoreError
from keiretsu.landscape.store.legible import illegible
from keiretsu.landscape.store.location import Place
from keiretsu.landscape.store.reading import statement_of
from keiretsu.landscape.store.schema import (
    ENTRIES,
    JUDGEMENTS,
    SEALS,
    SIGHTINGS,
    SOURCES,
    STATEMENTS,
    TIP,
)

Row = Sequence[Any]

_ENTRY = (ENTRIES.c.n, ENTRIES.c.at, ENTRIES.c.by, ENTRIES.c.origin)
_BROUGHT: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (
        STATEMENTS,
        (
            *("n", "hash", "kind", "subject"),
            *("since", "since_precision", "until", "until_precision"),
        ),
    ),
    (JUDGEMENTS, ("n", "statement", "verdict", "instead", "because")),
    (SIGHTINGS, ("n", "statement")),
)
"""What an entry brings, and what of it is sealed; a hash stands for the rest."""


def seal(connection: Connection, entry: int) -> None:
    """Seal the newest entry, once all that it brings is written.

    Raises
    ------
    StoreError
        If the entry before it is not the one that was sealed last.
    """
    tip = connection.execute(select(TIP)).one_or_none()
    last = connection.scalar(select(func.max(ENTRIES.c.n)).where(ENTRIES.c.n < entry))
    if (None if tip is None else tip.entry) != last:
        raise _changed(f"entry {last} is not the one that was written last")
    (row,) = connection.execute(select(*_ENTRY).where(ENTRIES.c.n == entry))
    brought = [
        [one[1:] for one in connection.execute(query.where(table.c.entry == entry))]
        for table, query in _queries()
    ]
    made = _digest("" if tip is None else tip.seal, row, brought)
    connection.execute(insert(SEALS).values(entry=entry, seal=made))
    values = {"entry": entry, "seal": made}
    connection.execute((insert if tip is None else update)(TIP).values(values))


def seal_all(connection: Connection) -> None:
    """Seal the entries of a store that has no seals yet.

    Raises
    ------
    StoreError
        If a statement does not say what was written.
    """
    for wrong in changed_statements(connection):
        raise _changed(wrong)
    made = _chain(connection)
    if made:
        rows = [{"entry": entry, "seal": seal} for entry, seal in made.items()]
        connection.execute(insert(SEALS), rows)
        connection.execute(insert(TIP).values(rows[-1]))


def verify(connection: Connection, place: Place) -> None:
    """See that a store holds what was written, and nothing else.

    Raises
    ------
    StoreError
        If anything was changed, added or taken away from outside.
    """
    for wrong in chain(
        _damaged_pages(connection), broken(connection), illegible(connection)
    ):
        raise _changed(wrong, f"the store {place}")
    for wrong in changed_statements(connection):
        raise _changed(wrong, f"the store {place}")


def _damaged_pages(connection: Connection) -> list[str]:
    """Return what a file's own check finds; an index may answer for its table."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("pragma integrity_check(1)").scalars().all()
    if found == ["ok"]:
        return []
    said = found[0].removeprefix("*** in database main ***").split()
    return [f"its pages are damaged: {' '.join(said)}"]


def broken(connection: Connection) -> list[str]:
    """Return what is wrong with the seals of a store; what follows from it is not."""
    kept = {row.entry: row.seal for row in connection.execute(select(SEALS))}
    made = _chain(connection, kept)
    wrong = [
        f"entry {entry} is not what was written"
        for entry in sorted(made.keys() | kept.keys())
        if made.get(entry) != kept.get(entry)
    ]
    tip = connection.execute(select(TIP)).all()
    newest = max(kept, default=None)
    said = [(row.entry, row.seal) for row in tip]
    if said != ([] if newest is None else [(newest, kept[newest])]):
        wrong.append("the newest entry is not the one that was written last")
    for table, _ in _BROUGHT:
        stray = select(table.c.n).where(table.c.entry.not_in(select(ENTRIES.c.n)))
        wrong += [
            f"row {n} of {table.name} belongs to no entry"
            for n in connection.scalars(stray)
        ]
    return wrong


def changed_statements(connection: Connection) -> Iterator[str]:
    """Yield every statement that does not say what was written, by its hash."""
    query = select(STATEMENTS, SOURCES.c.title, SOURCES.c.address).outerjoin(
        SOURCES, SOURCES.c.n == STATEMENTS.c.source
    )
    for row in connection.execute(query.order_by(STATEMENTS.c.n)):
        try:
            unchanged = statement_of(row).hash == row.hash
        except (StoreError, TypeError, ValueError, AttributeError):
            unchanged = False  # damage may leave a value of another type
        if not unchanged:
            yield f"statement {row.n} does not say what was written"


def _chain(
    connection: Connection, kept: dict[int, str] | None = None
) -> dict[int, str]:
    """Return the seal of every entry; each follows the one that is kept before it."""
    brought: list[dict[int, list[Row]]] = []
    for _, query in _queries():
        by_entry: dict[int, list[Row]] = defaultdict(list)
        for row in connection.execute(query):
            by_entry[row.entry].append(row[1:])
        brought.append(by_entry)
    found: dict[int, str] = {}
    last = ""
    for one in connection.execute(select(*_ENTRY).order_by(ENTRIES.c.n)):
        found[one.n] = _digest(last, one, [rows.get(one.n, []) for rows in brought])
        last = found[one.n] if kept is None else kept.get(one.n, "")
    return found


def _queries() -> Iterator[tuple[Table, Select[Any]]]:
    for table, columns in _BROUGHT:
        query = select(table.c.entry, *(table.c[name] for name in columns))
        yield table, query.order_by(table.c.n)


def _digest(before: str, entry: Row, brought: Sequence[Sequence[Row]]) -> str:
    rows = [[list(row) for row in of_table] for of_table in brought]
    # Damage may leave bytes where text was: they make another seal.
    said = json.dumps([before, list(entry), rows], ensure_ascii=True, default=repr)
    return hashlib.sha256(said.encode()).hexdigest()


def _changed(what: str, where: str = "the store") -> StoreError:
    return StoreError(
        f"{where} was changed from outside: {what}",
        hint="ask what is wrong and how to mend it: keiretsu doctor",
    )
