"""How a row of a table becomes a record: identifiers, dates and figures are checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from keiretsu.errors import DataError
from keiretsu.landscape.capital import Capital
from keiretsu.landscape.cars import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.companies import Brand, Company
from keiretsu.landscape.happenings import Event, Plan
from keiretsu.landscape.people import Plant, PlantStatus, Role
from keiretsu.landscape.ties import (
    Base,
    Link,
    LinkKind,
    LinkStatus,
    Member,
    Outcome,
    Stake,
)
from keiretsu.names import names
from keiretsu.sources import Confidence, Source
from keiretsu.units import PartialDate

Row = Mapping[str, str]

_MEMBER = re.compile(r"(\w+)(?: from (\S+))?(?: until (\S+))?")


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
    """Read one row of `stakes.csv`: a figure is exact, a range, or not stated."""
    share_min, share_max = _range(row, "percent", "percent_min", "percent_max")
    votes_min, votes_max = _range(row, "votes_percent", "votes_min", "votes_max")
    return Stake(
        holder=known(row["holder"]),
        held=known(row["held"]),
        share=_fraction(row["percent"]),
        votes=_fraction(row["votes_percent"]),
        since=PartialDate(row["since"]),
        note=row["note"] or None,
        source=_source(row),
        share_min=share_min,
        share_max=share_max,
        votes_min=votes_min,
        votes_max=votes_max,
        of=cast(Base, _one_of(row["of"], Base)) if row.get("of") else None,
    )


def capital_row(row: Row) -> Capital:
    """Read one row of `capital.csv`."""
    issued, own = float(row["issued"]), _number(row["own"])
    if issued <= 0 or not 0 <= (own or 0) < issued:
        raise DataError(f"{row['own'] or 0} own shares of {row['issued']}")
    return Capital(
        company=known(row["company"]),
        issued=issued,
        own=own,
        since=PartialDate(row["since"]),
        note=row["note"] or None,
        source=_source(row),
    )


def role_row(row: Row) -> Role:
    """Read one row of `people.csv`."""
    return Role(
        person=known(row["person"]),
        role=row["role"],
        company=known(row["company"]),
        since=PartialDate(row["since"]),
        until=_date(row["until"]),
        note=row["note"] or None,
        source=_source(row),
    )


def plant_row(row: Row) -> Plant:
    """Read one row of `plants.csv`."""
    return Plant(
        plant=row["plant"],
        company=known(row["company"]),
        country=row["country"],
        models=tuple(model for model in row["models"].split(";") if model),
        status=cast(PlantStatus, _one_of(row["status"], PlantStatus)),
        since=PartialDate(row["since"]),
        closes=_date(row["closes"]),
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
        kinds=tuple(
            cast(LinkKind, _one_of(kind, LinkKind)) for kind in row["kinds"].split(";")
        ),
        members=tuple(_member(text) for text in row["members"].split(";")),
        scope=row["scope"] or None,
        start=PartialDate(row["start"]),
        end=_date(row["end"]),
        status=cast(LinkStatus, _one_of(row["status"], LinkStatus)),
        outcome=cast(Outcome, _one_of(row["outcome"], Outcome))
        if row["outcome"]
        else None,
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


def _member(text: str) -> Member:
    """Read `mitsubishi_motors from 2016-10 until 2030`; both days may be left out."""
    found = _MEMBER.fullmatch(text)
    if found is None:
        raise DataError(f"{text!r} is no member: write COMPANY from DATE until DATE")
    company, since, until = found.groups(default="")
    return Member(company=known(company), since=_date(since), until=_date(until))


def _one_of(text: str, allowed: Any) -> str:
    words = get_args(allowed)
    if text not in words:
        raise DataError(f"{text!r} is none of {', '.join(words)}")
    return text


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


def _fraction(text: str) -> float | None:
    if not text:
        return None
    fraction = round(float(text) / 100, 10)
    if not 0 <= fraction <= 1:
        raise DataError(f"a stake of {text} %")
    return fraction


def _range(row: Row, exact: str, low: str, high: str) -> tuple[float | None, ...]:
    """Return both ends of a range, or None twice; an end left out is 0 or 100 %."""
    ends = row.get(low, ""), row.get(high, "")
    if not any(ends):
        return None, None
    if row[exact]:
        raise DataError(f"a stake of {row[exact]} % and of {ends[0]} to {ends[1]} %")
    first, last = _fraction(ends[0] or "0"), _fraction(ends[1] or "100")
    assert first is not None
    assert last is not None
    if first > last:
        raise DataError(f"a stake of {ends[0]} to {ends[1]} %")
    return first, last
