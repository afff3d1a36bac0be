"""Japan, 2006 to 2016: a panel of nameplates with prices, for looking back.

Base-grade list prices and units of all grades, by nameplate; trucks and most cargo vans
are absent. It stands apart from the catalogue, whose markets are those of today. The
figures are under the MIT licence beside them (`data/jp_panel.LICENSE.txt`).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from keiretsu.errors import UnknownName
from keiretsu.market.market import Market
from keiretsu.sources import Source

YEARS = tuple(range(2006, 2017))
SOURCE = Source(
    title="Japanese car panel 2006-2016 (keisemi/empirical_business_economics, MIT)",
    address="https://github.com/keisemi/empirical_business_economics",
    confidence="sourced_partial",
)


@dataclass(frozen=True, kw_only=True)
class Nameplate:
    """One nameplate in one year.

    Attributes
    ----------
    year, maker, brand, model, segment
        Calendar year; who sells it; what it is.
    kei
        Whether it is a kei car.
    units, price
        Registrations of all grades; list price of the base grade in yen, with tax.
    power_kw, weight_kg
        Of the base grade; NaN where not stated, as of electric cars.
    built_by
        Who builds it for its maker, as stated; empty where that is not stated.
    """

    year: int
    maker: str
    brand: str
    model: str
    segment: str
    kei: bool
    units: float
    price: float
    power_kw: float
    weight_kg: float
    built_by: str


@cache
def nameplates() -> tuple[Nameplate, ...]:
    """Return every nameplate of every year."""
    path = files("keiretsu.market") / "data" / "jp_panel.csv"
    with path.open(encoding="utf-8") as file:
        return tuple(
            Nameplate(
                year=int(row["year"]),
                maker=row["maker"],
                brand=row["brand"],
                model=row["model"],
                segment=row["segment"],
                kei=row["kei"] == "1",
                units=float(row["units"]),
                price=float(row["price"]),
                power_kw=_number(row["power_kw"]),
                weight_kg=_number(row["weight_kg"]),
                built_by=row["built_by"],
            )
            for row in csv.DictReader(file)
        )


def _number(text: str) -> float:
    return float(text) if text else math.nan


def japanese_panel(year: int) -> Market:
    """Return Japan in one year of the panel, as a market with prices.

    Raises
    ------
    UnknownName
        If the panel has no such year.
    """
    if year not in YEARS:
        raise UnknownName("year of the panel", str(year), map(str, YEARS))
    rows = [row for row in nameplates() if row.year == year]
    return Market(
        name=f"jp-panel-{year}",
        title=f"Japan, {year}, by nameplate",
        jurisdiction="JP",
        period=f"CY{year}",
        products=tuple(f"{row.brand} {row.model}" for row in rows),
        firms=tuple(row.maker for row in rows),
        brands=tuple(row.brand for row in rows),
        quantities=np.array([row.units for row in rows]),
        prices=np.array([row.price for row in rows]),
        currency="JPY",
        outside_share=None,
        nests=tuple(row.segment for row in rows),
        powertrains=(None,) * len(rows),
        competing=np.ones(len(rows), dtype=bool),
        coverage=None,
        notes=("trucks and most cargo vans are absent; prices are of the base grade",),
        sources=(SOURCE,),
        characteristics={
            "power_kw": np.array([row.power_kw for row in rows]),
            "weight_kg": np.array([row.weight_kg for row in rows]),
        },
    )
