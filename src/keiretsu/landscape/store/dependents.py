"""Statements that name a company in which nobody believes any more.

A landscape cannot be made of them: both ends of a stake need a row among the companies.
"""

from __future__ import annotations

from sqlalchemy import Connection

from keiretsu.landscape.store.reading import StoredStatement, held
from keiretsu.landscape.tables.references import unknown_parties
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.names import bundled_register


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
