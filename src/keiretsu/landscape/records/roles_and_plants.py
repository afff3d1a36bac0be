"""Who leads and where cars are built: roles of people, and plants with their fate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate

PlantStatus = Literal["operating", "reported to close", "to close", "closed", "sold"]


@dataclass(frozen=True, kw_only=True)
class Role(Record):
    """One person in one role at one company.

    Attributes
    ----------
    person
        Identifier of `names.csv`.
    role
        `chief executive`, `chair`, `president`, ...
    company
        Company identifier.
    since
        When it began, or the day by which the source has the person in the role, as
        the note then says.
    until
        When it ended; None while it lasts or where nobody told us.
    note
        Remark, or None.
    source
        Where it was read.
    """

    person: str
    role: str
    company: str
    since: PartialDate
    until: PartialDate | None
    note: str | None
    source: Source

    def active(self, on: dt.date) -> bool:
        """Say whether it had begun and not yet ended; a vague end ends it early."""
        return self.since.first <= on and (self.until is None or on < self.until.first)

    def __repr__(self) -> str:
        return (
            f"<Role: {self.person}, {self.role} of {self.company}, "
            f"from {self.since}; {self.source}>"
        )


@dataclass(frozen=True, kw_only=True)
class Plant(Record):
    """One plant and what was known of its fate from a day on.

    Attributes
    ----------
    plant, country
        Its name, and the two-letter code of where it stands.
    company
        Company identifier of who runs it.
    models
        What it builds, as far as stated.
    status
        One of `PlantStatus`.
    since
        From when this was known.
    closes
        When it closed or is to close, or None.
    note
        Remark, or None.
    source
        Where it was read.
    """

    plant: str
    company: str
    country: str
    models: tuple[str, ...]
    status: PlantStatus
    since: PartialDate
    closes: PartialDate | None
    note: str | None
    source: Source

    def __repr__(self) -> str:
        closes = "" if self.closes is None else f" {self.closes}"
        return (
            f"<Plant {self.plant} ({self.company}, {self.country}): "
            f"{self.status}{closes}; {self.source}>"
        )
