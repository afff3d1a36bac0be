"""Which statements are handed on: the whole record, or what was in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.landscape.in_force import held_on
from keiretsu.landscape.store import Statement
from keiretsu.landscape.store.statement import bundled_statements
from keiretsu.landscape.tables.schema import TABLES

if TYPE_CHECKING:
    from keiretsu.landscape.store import Place, Store


def recorded(
    store: Store | Place | str | Path | None = None,
    believed: str | dt.date | None = None,
) -> tuple[Statement, ...]:
    """Return every statement believed, of any day: a store's, or the bundled ones.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    if store is None:
        return tuple(one for kind in TABLES for one in bundled_statements(kind))
    from keiretsu.landscape.store import open_store

    facts = open_store(store).facts(believed=believed)
    facts.records("stakes")  # what cannot be read is told before it is handed on
    return tuple(one for kind in TABLES for one in facts.statements(kind))


def in_force(statements: Sequence[Statement], on: dt.date) -> tuple[Statement, ...]:
    """Return what held on a day, by the rules of `load_landscape`."""
    records = [one.record("statement") for one in statements]
    kept: set[int] = set()
    for kind in TABLES:
        own = [r for s, r in zip(statements, records, strict=True) if s.kind == kind]
        kept |= {id(record) for record in held_on(kind, own, on)}
    return tuple(s for s, r in zip(statements, records, strict=True) if id(r) in kept)
