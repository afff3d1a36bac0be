"""The register of a data set: names given before, and those that its tables state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from keiretsu.landscape.records.companies import Brand, Company, Spelling
from keiretsu.landscape.tables.schema import TableSchema
from keiretsu.names import Alias, Name, Register

_KINDS = {"person": "person", "state": "state", "investor": "holder", "trust": "holder"}
"""Kinds of companies that the register calls otherwise than `company`."""


def register_of(
    base: Register,
    companies: Iterable[Company],
    spellings: Iterable[Spelling] = (),
    brands: Iterable[Brand] = (),
) -> Register:
    """Return a register with what tables of companies, names and brands add to it.

    A company that a row names is called so; what it was called before is an alias.
    """
    more: dict[str, list[Alias]] = defaultdict(list)
    for spelling in spellings:
        alias = Alias(spelling.name, spelling.language or "und", spelling.kind)
        more[spelling.company].append(alias)
    rows = {company.id: company for company in companies}
    made = [
        entry
        for identifier in dict.fromkeys((*rows, *more))
        if (entry := _entry(identifier, rows, more, base.entries.get(identifier)))
    ]
    sold = {brand.brand: brand.company for brand in brands if brand.until is None}
    return base.with_entries(made, sold)


def with_identifiers(
    schema: TableSchema, row: Mapping[str, str], register: Register
) -> dict[str, str]:
    """Return a row in which companies named as people do are named by identifier.

    Names that nobody bears are left as they are.
    """
    named = {
        column: register.find(cell) or cell
        for column, cell in schema.whole_parties(row)
        if cell not in register.entries
    }
    return dict(row) | named


def _entry(
    identifier: str,
    rows: dict[str, Company],
    more: dict[str, list[Alias]],
    known: Name | None,
) -> Name | None:
    row, aliases = rows.get(identifier), tuple(more.get(identifier, ()))
    name = row.name if row is not None else ""
    if known is None and not name:
        return None
    if known is not None:
        before = (Alias(known.short), Alias(known.name)) if name else ()
        aliases = (*before, *known.aliases, *aliases)
    short = row.short if row is not None and name else ""
    kind = _KINDS.get(row.kind, "company") if row is not None else "company"
    return Name(
        id=identifier,
        kind=known.kind if known else kind,
        short=short or (known.short if known else ""),
        name=name or (known.name if known else ""),
        aliases=aliases,
        wikidata=(row.wikidata if row else None) or (known.wikidata if known else None),
        lei=row.lei if row else None,
        owner=known.owner if known else None,
    )
