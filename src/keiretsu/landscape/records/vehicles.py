"""What they build: models on platforms, checked vehicles, and world volumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Self

from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate


@dataclass(frozen=True, kw_only=True)
class PlatformUse(Record):
    """One model and the platform it stands on; most rows are from memory."""

    platform: Annotated[str, Column("text", "name of the platform", True)]
    group: Annotated[str, Column("company", "group or alliance that owns it", True)]
    energy: Annotated[str, Column("text", "powertrains of the platform: BEV, ICE/HEV")]
    model: Annotated[str, Column("text", "the model", True)]
    brand: Annotated[str, Column("text", "its brand", True)]
    company: Annotated[str, Column("company", "who sells it", True)]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __repr__(self) -> str:
        return f"<PlatformUse: {self.brand} {self.model} on {self.platform}>"


@dataclass(frozen=True, kw_only=True)
class Vehicle(Record):
    """One vehicle whose figures were read in a report; None where it gave none."""

    model: Annotated[str, Column("text", "the model", True)]
    brand: Annotated[str, Column("text", "its brand", True)]
    company: Annotated[str, Column("company", "who sells it", True)]
    powertrain: Annotated[str, Column("text", "BEV, HEV, PHEV, ICE, ...", True)]
    platform: Annotated[str | None, Column("text", "what it stands on")]
    plant: Annotated[str | None, Column("text", "where it is built")]
    launch: Annotated[
        PartialDate | None, Column("date", "when sales began or are to begin")
    ]
    markets: Annotated[tuple[str, ...], Column("texts", "countries or regions")]
    range_km: Annotated[float | None, Column("number", "electric range", unit="km")]
    range_cycle: Annotated[
        str | None, Column("text", "test cycle of the range; cycles do not compare")
    ]
    battery_kwh: Annotated[float | None, Column("number", "battery", unit="kWh")]
    power_kw: Annotated[float | None, Column("number", "motor", unit="kW")]
    price: Annotated[
        float | None, Column("number", "price as the note explains", unit="currency")
    ]
    currency: Annotated[str | None, Column("text", "ISO code of the price")]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __repr__(self) -> str:
        return f"<Vehicle: {self.brand} {self.model} ({self.powertrain})>"


@dataclass(frozen=True, kw_only=True)
class GroupSales(Record):
    """World volume of one group in one period; never compare across bases."""

    group: Annotated[str, Column("company", "the group", True)]
    period: Annotated[PartialDate, Column("date", "calendar or fiscal year", True)]
    units: Annotated[
        float,
        Column(
            "number",
            "how much it sold, in millions",
            True,
            unit="million units",
            name="units_million",
            factor=1e6,
        ),
    ]
    basis: Annotated[str, Column("text", "what was counted: group sales, ...", True)]
    source: Source

    @classmethod
    def of_cells(cls, values: dict[str, Any]) -> Self:
        """Return the volume of a row, in whole units."""
        return cls(**values | {"units": round(values["units"])})

    def __repr__(self) -> str:
        return (
            f"<GroupSales {self.group} {self.period}: {self.units:.0f} ({self.basis})>"
        )
