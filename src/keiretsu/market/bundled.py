"""The markets that come with keiretsu, each with its coverage and sources stated.

Model level: the United States with prices, Germany and Japan without. Brand level, for
concentration: units by country. `catalogue()` lists them, `load_market` reads one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import numpy as np

from keiretsu.countries import country_name
from keiretsu.errors import UnknownName
from keiretsu.market.market import Market
from keiretsu.sources import Confidence, Source, trust
from keiretsu.spelling import among, fold
from keiretsu.units import joined
from keiretsu.words import drive

Row = Mapping[str, str]
REST = "other"
"""The maker of rows that stand for all makers not named."""


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """One bundled market.

    Attributes
    ----------
    name, title
        Identifier and words.
    jurisdiction, place, period
        Whose rules apply; code of the place in our files; period as stated.
    level
        `model`, or `brand` for concentration only.
    file
        Name of the file in `keiretsu/market/data`.
    currency
        ISO code where prices can be used.
    coverage
        Share of the place's cars that named makers have, if stated.
    notes
        What a reader must know.
    """

    name: str
    title: str
    jurisdiction: str
    place: str
    period: str
    level: Literal["model", "brand"]
    file: str
    currency: str | None
    coverage: float | None
    notes: tuple[str, ...]


_US_NOTE = (
    "prices are list prices of the model year, the mean of the nameplate's versions, "
    "before discounts and tariffs of later years",
    "units are the cars of the model year that the EPA's base-year fleet lists",
    "segments are those of the trade press; belt-starter hybrids (MHEV) are sold as "
    "petrol cars",
)
_DE_NOTE = ("registrations without prices; segments are from general knowledge",)
_JP_NOTE = (
    "top models by name, the rest of each brand as one row; some units are estimates",
    "rows include commercial vehicles; list prices are not reliable enough to use",
)
_JP_2024_NOTE = (
    "segments are kei cars, kei trucks and registered vehicles, trucks and buses among "
    "them; kei totals of Nissan, Mitsubishi, Mazda, Toyota and Subaru are estimates",
)
_MEASURED = ("power_kw", "weight_kg", "footprint_m2", "mpg")
"""Columns of numbers; `mpg` is miles a gallon by the label, or its equivalent."""
_KINDS = {
    "van": ("body", "van"),
    "truck": ("body", "truck"),
    "suv": ("body", "suv"),
    "electric": ("powertrain", "BEV"),
    "luxury": ("luxury", "1"),
    "european": ("origin", "Europe"),
    "american": ("origin", "US"),
    "assembled_us": ("assembly", "US"),
    "assembled_jp": ("assembly", "JP"),
    "assembled_kr": ("assembly", "KR"),
    "assembled_mx": ("assembly", "MX"),
    "assembled_ca": ("assembly", "CA"),
    "assembled_de": ("assembly", "DE"),
}
"""Kinds of products, by what buyers like or where it is made: column and value."""
_SPELLED = ("ICE_petrol", "ICE_diesel")
"""Codes of what drives a car that no reader should meet in a car's name."""
_EUROPE = {
    "EUR13": ("thirteen European countries", "AT CH DE ES FI FR IE IS IT NL NO SE UK"),
    "EUR12": ("twelve European countries", "AT CH DE ES FI FR IE IT NL NO SE UK"),
}


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Return what is bundled, model level first."""
    models = [
        _models("us", "United States", "US", f"MY{year}", "USD", _US_NOTE)
        for year in (2022, 2019)
    ]
    models += [
        _models("de", "Germany", "DE", f"CY{year}", None, _DE_NOTE)
        for year in range(2025, 2020, -1)
    ]
    models += [
        _models("jp", "Japan", "JP", f"CY{year}", None, (*_JP_NOTE, *more))
        for year, more in ((2024, _JP_2024_NOTE), (2023, ()))
    ]
    totals = _read("brand_totals.csv")
    return (*models, *map(_brands, totals))


def _of_country(text: str, entries: Iterable[CatalogueEntry]) -> list[str]:
    """Return the markets of the country that a text names, by its name or code."""
    asked = fold(text)
    return [
        entry.name
        for entry in entries
        if asked in (fold(entry.jurisdiction), fold(country_name(entry.jurisdiction)))
    ]


@cache
def load_market(name: str) -> Market:
    """Return a bundled market by name, such as `us-2022` or `jp-2024-brands`.

    A market cannot be changed, so that everybody is given the same one.

    Raises
    ------
    UnknownName
        If there is no such market; the hint offers near names.
    """
    entries = {entry.name: entry for entry in catalogue()}
    known = among(name, entries)
    if known is None:
        unknown = UnknownName("market", name, entries)
        if there := _of_country(name, entries.values()):
            unknown.hint = f"name one of there: {', '.join(there)}"
        raise unknown
    entry = entries[known]
    table = _read(entry.file)
    if entry.level == "brand":
        here = (entry.place, entry.period[2:6])
        rows = [row for row in table if (row["market"], row["year"]) == here]
    else:
        rows = [row for row in table if row["period"] == entry.period]
    return _market(entry, rows)


def _models(
    code: str,
    place: str,
    jurisdiction: str,
    period: str,
    currency: str | None,
    notes: tuple[str, ...],
) -> CatalogueEntry:
    kind = "model year" if period.startswith("MY") else "calendar year"
    return CatalogueEntry(
        name=f"{code}-{period[2:]}",
        title=f"{place}, {kind} {period[2:]}, by model",
        jurisdiction=jurisdiction,
        place=code.upper(),
        period=period,
        level="model",
        file=f"{code}_models.csv",
        currency=currency,
        coverage=None,
        notes=notes,
    )


def _brands(row: Row) -> CatalogueEntry:
    place, year = row["market"], row["year"]
    label, codes = _EUROPE.get(place, (row["market_name"], ""))
    named = joined(map(country_name, codes.split()))
    return CatalogueEntry(
        name=f"{place.lower()}-{year}-brands",
        title=f"{label[0].upper()}{label[1:]}, {year}, by brand",
        jurisdiction="EU" if place in _EUROPE else place,
        place=place,
        period=f"CY{year}",
        level="brand",
        file="brand_units.csv",
        currency=None,
        coverage=float(row["coverage"]) if row["coverage"] else None,
        notes=(
            f"total: {row['basis']}" if not named else f"the countries are {named}",
        ),
    )


def _market(entry: CatalogueEntry, rows: Sequence[Row]) -> Market:
    products = tuple(_called(row) for row in rows)
    makers = tuple(row["maker"] for row in rows)
    priced = entry.currency is not None
    return Market(
        name=entry.name,
        title=entry.title,
        jurisdiction=entry.jurisdiction,
        period=entry.period,
        products=products,
        firms=makers,
        brands=tuple(row.get("brand", row["product"]) for row in rows),
        quantities=_numbers(rows, "units"),
        prices=_numbers(rows, "price") if priced else None,
        currency=entry.currency,
        outside_share=None,
        nests=tuple(row.get("nest") or None for row in rows),
        powertrains=tuple(row.get("powertrain") or None for row in rows),
        competing=np.array([maker != REST for maker in makers]),
        coverage=entry.coverage,
        notes=entry.notes,
        sources=tuple(_sources(rows)),
        characteristics=_characteristics(rows),
    )


def _called(row: Row) -> str:
    """Return the name of a product, the code of what drives it in plain words."""
    name, code = row["product"], row.get("powertrain", "")
    return name.replace(code, drive(code)) if code in _SPELLED else name


def _characteristics(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """Return what the rows say of the products in numbers, and kinds as 0 and 1."""
    found = {
        name: _numbers(rows, name) for name in _MEASURED if all(name in r for r in rows)
    }
    if any(row.get("range_km") for row in rows):
        told = [float(row["range_km"] or "nan") for row in rows]
        found["range_km"] = np.array(told)
    for name, (column, value) in _KINDS.items():
        if all(row.get(column) for row in rows):
            found[name] = np.array([float(row[column] == value) for row in rows])
    return found


def _numbers(rows: Sequence[Row], column: str) -> np.ndarray:
    return np.array([float(row[column]) for row in rows])


def _sources(rows: Sequence[Row]) -> Iterable[Source]:
    """Return each source of units once, with the weakest confidence it is used at."""
    weakest: dict[str, str] = {}
    for row in rows:
        address, confidence = row["source_units"], row["confidence"]
        known = weakest.get(address, confidence)
        weakest[address] = min(known, confidence, key=trust)
    for address, confidence in weakest.items():
        title = f"units: {address or 'general knowledge or the rest of a total'}"
        yield Source(
            title=title, address=address, confidence=cast(Confidence, confidence)
        )


@cache
def _read(name: str) -> tuple[Row, ...]:
    text = (files("keiretsu.market") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
