"""Which statements are handed on: the whole record, or what was in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keiretsu.landscape.in_force import newest, stakes_in_force
from keiretsu.landscape.store import Statement, Store, open_store
from keiretsu.landscape.store.statement import bundled_statements
from keiretsu.landscape.tables import TABLES


def recorded(
    store: Store | str | Path | None = None, believed: str | dt.date | None = None
) -> tuple[Statement, ...]:
    """Return every statement believed, of any day: a store's, or the bundled ones.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    if store is None:
        return tuple(one for kind in TABLES for one in bundled_statements(kind))
    facts = open_store(store).facts(believed=believed)
    return tuple(one for kind in TABLES for one in facts.statements(kind))


def in_force(statements: Sequence[Statement], on: dt.date) -> tuple[Statement, ...]:
    """Return what held on a day, by the rules of `load_landscape`.

    The latest figure of every stake that had not ended, links and roles of the day,
    the latest of plants and counts of shares, what had happened or was announced by
    then, and everything that has no date.
    """
    records = [one.record("statement") for one in statements]
    kept: set[int] = set()
    for kind in TABLES:
        own = [r for s, r in zip(statements, records, strict=True) if s.kind == kind]
        kept |= {id(record) for record in _held(kind, own, on)}
    return tuple(s for s, r in zip(statements, records, strict=True) if id(r) in kept)


def _held(kind: str, records: list[Any], on: dt.date) -> Sequence[Any]:
    match kind:
        case "stakes":
            return stakes_in_force(records, on)
        case "capital":
            return newest(records, lambda count: count.company, on)
        case "plants":
            return newest(records, lambda plant: (plant.company, plant.plant), on)
        case "links":
            return [link for link in records if link.as_of(on)]
        case "people":
            return [role for role in records if role.active(on)]
        case "events":
            return [event for event in records if event.date.first <= on]
        case "plans":
            return [plan for plan in records if plan.announced.first <= on]
        case "group_sales":
            return [sales for sales in records if sales.period.first <= on]
    return records
