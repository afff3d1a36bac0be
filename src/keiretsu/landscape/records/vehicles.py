"""What they build: models on platforms, checked vehicles, and world volumes."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate


@dataclass(frozen=True, kw_only=True)
class PlatformUse(Record):
    """One model and the platform it stands on.

    Attributes
    ----------
    platform, group
        Name of the platform, and the group or alliance that owns it.
    energy
        Powertrains of the platform: `BEV`, `ICE/HEV`, ...
    model, brand, company
        The model, its brand, and the company that sells it.
    note
        Remark, or None.
    source
        Where it comes from; most rows are `memory`.
    """

    platform: str
    group: str
    energy: str
    model: str
    brand: str
    company: str
    note: str | None
    source: Source

    def __repr__(self) -> str:
        return f"<PlatformUse: {self.brand} {self.model} on {self.platform}>"


@dataclass(frozen=True, kw_only=True)
class Vehicle(Record):
    """One vehicle whose figures were read in a report; None where it gave none.

    Attributes
    ----------
    model, brand, company, powertrain
        What it is, and who sells it.
    platform, plant
        What it stands on and where it is built.
    launch
        When sales began or are to begin.
    markets
        Countries or regions.
    range_km, range_cycle
        Electric range and the test cycle it was measured on; cycles do not compare.
    battery_kwh, power_kw
        Battery and motor.
    price, currency
        Price as the note explains it, in that currency.
    note
        Remark, or None.
    source
        Where it comes from.
    """

    model: str
    brand: str
    company: str
    powertrain: str
    platform: str | None
    plant: str | None
    launch: PartialDate | None
    markets: tuple[str, ...]
    range_km: float | None
    range_cycle: str | None
    battery_kwh: float | None
    power_kw: float | None
    price: float | None
    currency: str | None
    note: str | None
    source: Source

    def __repr__(self) -> str:
        return f"<Vehicle: {self.brand} {self.model} ({self.powertrain})>"


@dataclass(frozen=True, kw_only=True)
class GroupSales(Record):
    """World volume of one group in one period.

    Attributes
    ----------
    group
        Company identifier.
    period
        Calendar or fiscal year.
    units
        Cars.
    basis
        What was counted: `group sales` or `JATO registrations`; never compare across.
    source
        Where it comes from.
    """

    group: str
    period: PartialDate
    units: float
    basis: str
    source: Source

    def __repr__(self) -> str:
        return (
            f"<GroupSales {self.group} {self.period}: {self.units:.0f} ({self.basis})>"
        )
