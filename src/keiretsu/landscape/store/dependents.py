"""Whom statements may name: companies that are known, and stay believed in.

A landscape cannot be made of others: both ends of a stake need a row among the
companies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError
from keiretsu.landscape.store.reading import StoredStatement, held
from keiretsu.landscape.store.statement import Statement
from keiretsu.landscape.tables.references import see_references, unknown_parties
from keiretsu.landscape.tables.schema import TABLES


def orphans(connection: Connection) -> tuple[tuple[StoredStatement, str], ...]:
    """Return the believed statements that name an unknown company, each with it."""
    every = held(connection)
    said = [one for one in every if one.is_believed and one.statement.kind in TABLES]
    rows = [one.statement for one in said if one.statement.kind == "companies"]
    companies = {row.fields["id"] for row in rows}
    names = bundled_register().entries.keys() | companies
    return tuple(
        (one, who)
        for one in said
        for who in unknown_parties(
            TABLES[one.statement.kind],
            one.statement.row,
            companies=companies,
            names=names,
        )
    )


def see_dependents(
    connection: Any, before: Collection[int], judged: Sequence[int]
) -> None:
    """See that a judgement leaves no statement on a company that is not believed in."""
    left = [(one, who) for one, who in orphans(connection) if one.number not in before]
    if not left:
        return
    who = left[0][1]
    numbers = sorted({one.number for one, name in left if name == who})
    kinds = sorted({one.statement.kind for one, name in left if name == who})
    some = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    every = ",".join(map(str, sorted({*judged, *(one.number for one, _ in left)})))
    count = f"{len(numbers)} believed statement{'s' * (len(numbers) > 1)}"
    raise DataError(
        f"{who!r} would be no company believed in, and {count} would name it "
        f"({', '.join(kinds)}: {some})",
        hint=f"judge them together: keiretsu landscape judge {every:.300}",
    )


def see_parties(
    statements: Iterable[Statement], known: Callable[[Iterable[str]], set[str]]
) -> None:
    """See that statements name known companies only, their own included.

    Parameters
    ----------
    statements
        What is to be written.
    known
        Tells which of some identifiers have a row among the companies already.
    """
    told = tuple(statements)
    stated = [one.fields for one in told if one.kind == "companies"]
    own = {fields["id"] for fields in stated}
    named = {fields["id"] for fields in stated if "name" in fields}
    register = bundled_register().entries.keys()
    asked = {
        who
        for one in told
        for _, who in (*TABLES[one.kind].parties(one.row), ("id", one.row["id"]))
        if who and (one.kind == "stakes" or who not in register)
    }
    there = known(asked) if asked - own or own - named else set()
    for one in told:
        see_references(
            TABLES[one.kind],
            one.row,
            one.place or f"{one.kind} {one.subject}",
            companies=there | own,
            names=register | there | named,
        )
