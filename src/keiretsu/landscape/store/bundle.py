"""How the bundled facts come into a store, and stay there when they change.

A statement is the bundle's as long as nobody else has made it too. What the bundle no
longer says is then judged superseded; what it says again is accepted again, but never
against the judgement of a person.
"""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version

from sqlalchemy import Connection, select, union

from keiretsu.landscape.store import writing
from keiretsu.landscape.store.reading import StoredStatement, held
from keiretsu.landscape.store.schema import ENTRIES, SIGHTINGS, STATEMENTS
from keiretsu.landscape.store.statement import Statement, bundled_statements
from keiretsu.landscape.store.writing import WriteResult
from keiretsu.landscape.tables.schema import TABLES

ORIGIN = "bundled facts"


def bring_in(connection: Connection, now: dt.datetime) -> WriteResult:
    """Add what the bundle says and the store does not; judge what it says no longer."""
    wanted = [one for kind in TABLES for one in bundled_statements(kind)]
    return bring(connection, wanted, now)


def bring(
    connection: Connection, wanted: list[Statement], now: dt.datetime
) -> WriteResult:
    """Bring the bundle's part of a store in line with these statements."""
    hashes = {one.hash for one in wanted}
    there = held(connection)
    stated = {one.statement.hash for one in there}
    others = _stated_by_others(connection)
    own = _stated_by_bundle(connection)
    gone = [
        one.number
        for one in there
        if one.number in own - others
        and one.is_believed
        and one.statement.kind in TABLES
        and one.statement.hash not in hashes
    ]
    back = [
        one.number for one in there if one.statement.hash in hashes and _lapsed(one)
    ]
    new = [one for one in wanted if one.hash not in stated]
    if not (new or gone or back):
        return WriteResult()
    by = f"keiretsu {version('keiretsu')}"
    gone_because = "the bundled facts no longer say so"
    back_because = "the bundled facts say so again"
    with writing.new_entry(connection, by, ORIGIN, now) as entry:
        written = writing.add(connection, entry, new)
        writing.judge(connection, entry, gone, "superseded", gone_because)
        writing.judge(connection, entry, back, "accepted", back_because)
    return WriteResult(new=written.new, judged=(*gone, *back))


def companies() -> set[str]:
    """Return the identifiers of the companies that the bundle has rows of."""
    return {one.fields["id"] for one in bundled_statements("companies")}


def _lapsed(one: StoredStatement) -> bool:
    """Say whether the bundle itself, not a person, let a statement go."""
    return (
        not one.is_believed
        and one.judgements[-1].verdict == "superseded"
        and one.judgements[-1].origin == ORIGIN
    )


def _stated_by_bundle(connection: Connection) -> set[int]:
    return _stated(connection, ENTRIES.c.origin == ORIGIN)


def _stated_by_others(connection: Connection) -> set[int]:
    return _stated(connection, ENTRIES.c.origin != ORIGIN)


def _stated(connection: Connection, of: object) -> set[int]:
    """Return the numbers of statements made or seen in the entries of a kind."""
    made = select(STATEMENTS.c.n).join(ENTRIES, ENTRIES.c.n == STATEMENTS.c.entry)
    seen = select(SIGHTINGS.c.statement).join(ENTRIES, ENTRIES.c.n == SIGHTINGS.c.entry)
    both = union(made.where(of), seen.where(of))  # type: ignore[arg-type]
    return set(connection.scalars(both))
