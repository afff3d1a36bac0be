"""The bundled tables: one CSV file a kind of fact, a source on every row.

A row that says something impossible is reported with its file and line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TypeVar

from keiretsu.errors import DataError
from keiretsu.landscape import rows
from keiretsu.landscape.capital import Capital
from keiretsu.landscape.cars import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.cells import Row
from keiretsu.landscape.companies import Brand, Company
from keiretsu.landscape.happenings import Event, Plan
from keiretsu.landscape.people import Plant, Role
from keiretsu.landscape.ties import Link, Stake

T = TypeVar("T")


def read_rows(text: str, place: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    """Turn the text of a table into records.

    Raises
    ------
    DataError
        If a row is impossible; the message gives file and line.
    """
    records = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            records.append(make(row))
        except (DataError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"{place}, line {number}: {error}", hint="correct the row"
            ) from None
    return tuple(records)


def _bundled(name: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    path = files("keiretsu.landscape") / "facts" / f"{name}.csv"
    return read_rows(path.read_text(encoding="utf-8"), f"facts/{name}.csv", make)


@cache
def companies() -> tuple[Company, ...]:
    """Return every company we hold facts on."""
    return _bundled("companies", rows.company_row)


@cache
def brands() -> tuple[Brand, ...]:
    """Return every brand and its company."""
    return _bundled("brands", rows.brand_row)


@cache
def stakes() -> tuple[Stake, ...]:
    """Return every dated figure of every stake."""
    return _bundled("stakes", rows.stake_row)


@cache
def capital() -> tuple[Capital, ...]:
    """Return every dated count of a company's shares."""
    return _bundled("capital", rows.capital_row)


@cache
def people() -> tuple[Role, ...]:
    """Return every role of every person, whatever the day."""
    return _bundled("people", rows.role_row)


@cache
def plants() -> tuple[Plant, ...]:
    """Return every dated state of every plant."""
    return _bundled("plants", rows.plant_row)


@cache
def links() -> tuple[Link, ...]:
    """Return every alliance, venture and round of talks."""
    return _bundled("links", rows.link_row)


@cache
def events() -> tuple[Event, ...]:
    """Return every event, oldest first."""
    return tuple(
        sorted(_bundled("events", rows.event_row), key=lambda event: event.date)
    )


@cache
def plans() -> tuple[Plan, ...]:
    """Return every target of every plan."""
    return _bundled("plans", rows.plan_row)


@cache
def platforms() -> tuple[PlatformUse, ...]:
    """Return every model whose platform we hold."""
    return _bundled("platforms", rows.platform_row)


@cache
def vehicles() -> tuple[Vehicle, ...]:
    """Return the checked vehicles."""
    return _bundled("vehicles", rows.vehicle_row)


@cache
def group_sales() -> tuple[GroupSales, ...]:
    """Return the world volumes of groups."""
    return _bundled("group_sales", rows.sales_row)
