"""How a row of a table becomes a record: identifiers, dates and figures are checked."""

from __future__ import annotations

from typing import cast

from keiretsu.errors import DataError
from keiretsu.landscape.records.companies import Brand, Company, Kind
from keiretsu.landscape.records.events_and_plans import Event, Measure, Plan
from keiretsu.landscape.records.roles_and_plants import Plant, PlantStatus, Role
from keiretsu.landscape.records.share_counts import Capital
from keiretsu.landscape.records.stakes_and_links import (
    Base,
    Link,
    LinkKind,
    LinkStatus,
    Outcome,
    Stake,
)
from keiretsu.landscape.records.vehicles import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.tables.cells import (
    Row,
    date,
    ends,
    fraction,
    known,
    legal_entity,
    member,
    number,
    number_or_words,
    one_of,
    several,
    source_of,
)
from keiretsu.names import bundled_register
from keiretsu.units import PartialDate


def company_row(row: Row) -> Company:
    """Read one row of `companies.csv`; its names stand in the register."""
    name = bundled_register().entries[known(row["id"])]
    return Company(
        id=name.id,
        name=name.name,
        short=name.short,
        country=row["country"] or None,
        kind=cast(Kind, one_of(row["kind"], Kind)),
        parent=known(row["parent"]) if row["parent"] else None,
        listed={"yes": True, "no": False, "": None}[row["listed"]],
        wikidata=name.wikidata,
        lei=legal_entity(row.get("lei", "")),
        until=date(row.get("until", "")),
        successor=known(row["successor"]) if row.get("successor") else None,
        source=source_of(row),
    )


def stake_row(row: Row) -> Stake:
    """Read one row of `stakes.csv`: a figure is exact, a range, or not stated."""
    share_min, share_max = ends(row, "percent", "percent_min", "percent_max")
    votes_min, votes_max = ends(row, "votes_percent", "votes_min", "votes_max")
    return Stake(
        holder=known(row["holder"]),
        held=known(row["held"]),
        share=fraction(row["percent"]),
        votes=fraction(row["votes_percent"]),
        since=PartialDate(row["since"]),
        note=row["note"] or None,
        source=source_of(row),
        share_min=share_min,
        share_max=share_max,
        votes_min=votes_min,
        votes_max=votes_max,
        of=cast(Base, one_of(row["of"], Base)) if row.get("of") else None,
    )


def capital_row(row: Row) -> Capital:
    """Read one row of `capital.csv`."""
    issued, own = float(row["issued"]), number(row["own"])
    if issued <= 0 or not 0 <= (own or 0) < issued:
        raise DataError(f"{row['own'] or 0} own shares of {row['issued']}")
    return Capital(
        company=known(row["company"]),
        issued=issued,
        own=own,
        since=PartialDate(row["since"]),
        note=row["note"] or None,
        source=source_of(row),
    )


def role_row(row: Row) -> Role:
    """Read one row of `people.csv`."""
    return Role(
        person=known(row["person"]),
        role=row["role"],
        company=known(row["company"]),
        since=PartialDate(row["since"]),
        until=date(row["until"]),
        note=row["note"] or None,
        source=source_of(row),
    )


def plant_row(row: Row) -> Plant:
    """Read one row of `plants.csv`."""
    return Plant(
        plant=row["plant"],
        company=known(row["company"]),
        country=row["country"],
        models=tuple(model for model in row["models"].split(";") if model),
        status=cast(PlantStatus, one_of(row["status"], PlantStatus)),
        since=PartialDate(row["since"]),
        closes=date(row["closes"]),
        note=row["note"] or None,
        source=source_of(row),
    )


def brand_row(row: Row) -> Brand:
    """Read one row of `brands.csv`."""
    return Brand(
        brand=row["brand"],
        company=known(row["company"]),
        wikidata=row["wikidata"] or None,
        note=row["note"] or None,
        source=source_of(row),
    )


def link_row(row: Row) -> Link:
    """Read one row of `links.csv`."""
    return Link(
        id=row["id"],
        kinds=tuple(
            cast(LinkKind, one_of(kind, LinkKind)) for kind in row["kinds"].split(";")
        ),
        members=tuple(member(text) for text in row["members"].split(";")),
        scope=row["scope"] or None,
        start=PartialDate(row["start"]),
        end=date(row["end"]),
        status=cast(LinkStatus, one_of(row["status"], LinkStatus)),
        outcome=cast(Outcome, one_of(row["outcome"], Outcome))
        if row["outcome"]
        else None,
        basis=row["basis"] or None,
        source=source_of(row),
    )


def event_row(row: Row) -> Event:
    """Read one row of `events.csv`."""
    return Event(
        date=PartialDate(row["date"]),
        kind=row["kind"],
        status=row["status"],
        parties=several(row["parties"]),
        summary=row["summary"],
        value=row["value"] or None,
        source=source_of(row),
    )


def plan_row(row: Row) -> Plan:
    """Read one row of `plans.csv`."""
    return Plan(
        plan=row["plan"],
        company=known(row["company"]),
        announced=PartialDate(row["announced"]),
        metric=row["metric"],
        baseline=number_or_words(row["baseline"]),
        target=number_or_words(row["target"]),
        unit=row["unit"],
        deadline=date(row["deadline"]),
        note=row["note"] or None,
        source=source_of(row),
        measure=cast(Measure, one_of(row["measure"], Measure))
        if row.get("measure")
        else None,
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
        source=source_of(row),
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
        launch=date(row["launch"]),
        markets=tuple(row["markets"].split(";")),
        range_km=number(row["range_km"]),
        range_cycle=row["range_cycle"] or None,
        battery_kwh=number(row["battery_kwh"]),
        power_kw=number(row["power_kw"]),
        price=number(row["price"]),
        currency=row["currency"] or None,
        note=row["note"] or None,
        source=source_of(row),
    )


def sales_row(row: Row) -> GroupSales:
    """Read one row of `group_sales.csv`."""
    return GroupSales(
        group=known(row["group"]),
        period=PartialDate(row["period"]),
        units=round(1e6 * float(row["units_million"])),
        basis=row["basis"],
        source=source_of(row),
    )
