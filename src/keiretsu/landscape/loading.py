"""The landscape of a day from its facts: the bundled tables, or a store.

What was in force by the day, or had happened or been announced, is taken from the
record of every kind; the rest of the record goes along where history is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from keiretsu.errors import DataError
from keiretsu.landscape.in_force import held_on
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.tables import tables
from keiretsu.units import day

if TYPE_CHECKING:
    from keiretsu.landscape.store import Store


def load_landscape(
    on: str | dt.date | None = None,
    *,
    store: Store | str | Path | None = None,
    believed: str | dt.date | None = None,
) -> Landscape:
    """Return the landscape of a day, from the bundled facts or from a store.

    Parameters
    ----------
    on
        The day; today where None.
    store
        A store of facts, its file or its address; the bundled facts where None.
    believed
        As it was believed at the end of this day (UTC), or at a moment: a `datetime`
        with a time zone. As it is believed now where None.

    Raises
    ------
    DataError
        If `on` or `believed` is no day, or `believed` is given without a store.
    StoreError
        If the store cannot be read.
    """
    date = day(on)
    if store is not None:
        from keiretsu.landscape.store import open_store

        facts = open_store(store).facts(believed=believed)
        said = None if believed is None else str(believed)
        return _landscape(date, facts.records, store=str(facts.place), believed=said)
    if believed is not None:
        raise DataError(
            f"the bundled facts do not know what was believed on {believed}",
            hint="keep a store: keiretsu init",
        )
    return _landscape(date, tables.bundled)


def _landscape(
    on: dt.date,
    records: Callable[[str], tuple[Any, ...]],
    *,
    store: str | None = None,
    believed: str | None = None,
) -> Landscape:
    """Put the records of every kind together as of a day."""

    def held(kind: str) -> tuple[Any, ...]:
        return tuple(held_on(kind, records(kind), on))

    return Landscape(
        on=on,
        store=store,
        believed=believed,
        companies=MappingProxyType({c.id: c for c in records("companies")}),
        brands=records("brands"),
        stakes=held("stakes"),
        record=records("stakes"),
        counts=records("capital"),
        links=tuple(link.as_of(on) for link in held("links")),
        link_record=records("links"),
        events=tuple(sorted(held("events"), key=lambda event: event.date)),
        plans=held("plans"),
        people=held("people"),
        plants=held("plants"),
        platforms=records("platforms"),
        vehicles=records("vehicles"),
        group_sales=records("group_sales"),
    )
