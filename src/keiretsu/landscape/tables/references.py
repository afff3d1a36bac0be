"""References between tables: every company that a row names must be known.

Both ends of a stake need a row among the companies; whoever else is named needs a name,
in the register or in a row.
"""

from __future__ import annotations

from collections.abc import Container

from keiretsu.errors import DataError
from keiretsu.landscape.tables.schema import Row, TableSchema


def see_references(
    schema: TableSchema,
    row: Row,
    place: str,
    *,
    companies: Container[str],
    names: Container[str],
) -> None:
    """See that everybody whom a row names is known.

    Parameters
    ----------
    schema, row
        The table, and a row of it.
    place
        Where the row stands, for messages.
    companies
        Identifiers that have a row among the companies.
    names
        Identifiers that the register has names for.

    Raises
    ------
    DataError
        If somebody is not; the hint says how the company is stated.
    """
    if schema.name == "companies" and not row.get("name") and row["id"] not in names:
        raise DataError(
            f"{place}, column name: a company new to the register needs its name",
            hint=f'give it: name="..." beside id={row["id"]}',
        )
    for who, column in unknown_parties(
        schema, row, companies=companies, names=names
    ).items():
        raise DataError(
            f"{place}, column {column}: no company has the identifier {who!r}",
            hint=f"a company comes before what names it: keiretsu landscape add "
            f'companies id={who} name="..." kind=group source_title="..."',
        )


def unknown_parties(
    schema: TableSchema,
    row: Row,
    *,
    companies: Container[str],
    names: Container[str],
) -> dict[str, str]:
    """Return whom a row names that nobody knows, with the column; see above."""
    return {
        who: column
        for column, who in schema.parties(row)
        if who not in companies and (who not in names or schema.name == "stakes")
    }
