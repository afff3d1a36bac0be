"""How a row of a table becomes a record: identifiers, dates and figures are checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from keiretsu.errors import DataError
from keiretsu.landscape.cars import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.companies import Brand, Company
from keiretsu.landscape.happenings import Event, Plan
from keiretsu.landscape.ties import Link, Stake
from keiretsu.names import names
from keiretsu.sources import Confidence, Source
from keiretsu.units import PartialDate

Row = Mapping[str, str]


def company_row(row: Row) -> Company:
    """Read one row of `companies.csv`; its names stand in the register."""
    name = names().entries[known(row["id"])]
    return Company(
        id=name.id,
        name=name.name,
        short=name.short,
        country=row["country"] or None,
        kind=row["kind"],
        parent=known(row["parent"]) if row["parent"] else None,
        listed={"yes": True, "no": False, "": None}[row["listed"]],
        wikidata=name.wikidata,
        source=_source(row),
    )


def stake_row(row: Row) -> Stake:
    """Read one row of `stakes.csv`."""
    return Stake(
        holder=known(row["holder"]),
        held=known(row["held"]),
        share=_fraction(row["percent"]),
        votes=_fraction(row["votes_percent"]) if row["votes_percent"] else None,
        since=PartialDate(row["since"]),
        note=row["note"] or None,
        source=_source(row),
    )


def brand_row(row: Row) -> Brand:
    """Read one row of `brands.csv`."""
    return Brand(
        brand=row["brand"],
        company=known(row["company"]),
        wikidata=row["wikidata"] or None,
        note=row["note"] or None,
        source=_source(row),
    )


def link_row(row: Row) -> Link:
    """Read one row of `links.csv`."""
    return Link(
        id=row["id"],
        kind=row["kind"],
        members=_several(row["members"]),
        scope=row["scope"] or None,
        start=PartialDate(row["start"]),
        end=_date(row["end"]),
        status=row["status"],
        basis=row["basis"] or None,
        source=_source(row),
    )


def event_row(row: Row) -> Event:
    """Read one row of `events.csv`."""
    return Event(
        date=PartialDate(row["date"]),
        kind=row["kind"],
        status=row["status"],
        parties=_several(row["parties"]),
        summary=row["summary"],
        value=row["value"] or None,
        source=_source(row),
    )


def plan_row(row: Row) -> Plan:
    """Read one row of `plans.csv`."""
    return Plan(
        plan=row["plan"],
        company=known(row["company"]),
        announced=PartialDate(row["announced"]),
        metric=row["metric"],
        baseline=_number_or_words(row["baseline"]),
        target=_number_or_words(row["target"]),
        unit=row["unit"],
        deadline=_date(row["deadline"]),
        note=row["note"] or None,
        source=_source(row),
    )


def platform_row(row: Row) -> PlatformUse:
    """Read one row of `platforms.csv`."""
    return PlatformUse(
        platform=row["platform"],
        group=known(row["group"]),
        energy=row["energy"],
        model=row["model"],
        brand=row["brand"],
        company=known(row["company"]),
        note=row["note"] or None,
        source=_source(row),
    )


def vehicle_row(row: Row) -> Vehicle:
    """Read one row of `vehicles.csv`."""
    return Vehicle(
        model=row["model"],
        brand=row["brand"],
        company=known(row["company"]),
        powertrain=row["powertrain"],
        platform=row["platform"] or None,
        plant=row["plant"] or None,
        launch=_date(row["launch"]),
        markets=tuple(row["markets"].split(";")),
        range_km=_number(row["range_km"]),
        range_cycle=row["range_cycle"] or None,
        battery_kwh=_number(row["battery_kwh"]),
        power_kw=_number(row["power_kw"]),
        price=_number(row["price"]),
        currency=row["currency"] or None,
        note=row["note"] or None,
        source=_source(row),
    )


def sales_row(row: Row) -> GroupSales:
    """Read one row of `group_sales.csv`."""
    return GroupSales(
        group=known(row["group"]),
        period=PartialDate(row["period"]),
        units=round(1e6 * float(row["units_million"])),
        basis=row["basis"],
        source=_source(row),
    )


def known(identifier: str) -> str:
    """Return an identifier, once it is found in the register of names."""
    if identifier not in names().entries:
        raise DataError(f"no company has the identifier {identifier!r}")
    return identifier


def _source(row: Row) -> Source:
    return Source(
        title=row["source_title"],
        address=row["address"],
        confidence=cast(Confidence, row["confidence"]),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(known(identifier) for identifier in text.split(";"))


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _number_or_words(text: str) -> float | str | None:
    try:
        return _number(text)
    except ValueError:
        return text


def _fraction(text: str) -> float:
    fraction = round(float(text) / 100, 10)
    if not 0 <= fraction <= 1:
        raise DataError(f"a stake of {text} %")
    return fraction
