"""Who leads and where cars are built: roles of people, and plants with their fate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate

PlantStatus = Literal["operating", "reported to close", "to close", "closed", "sold"]


@dataclass(frozen=True, kw_only=True)
class Role(Record):
    """One person in one role at one company.

    `since` is the day it began, or the day by which the source has the person in the
    role, as the note then says.
    """

    person: Annotated[str, Column("company", "who", True)]
    role: Annotated[str, Column("text", "chief executive, chair, president, ...", True)]
    company: Annotated[str, Column("company", "where", True)]
    since: Annotated[PartialDate, Column("date", "when it began, or held by", True)]
    until: Annotated[
        PartialDate | None, Column("date", "when it ended, where that is stated")
    ]
    note: Annotated[str | None, Column("text", "remark")]
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
    """One plant and what was known of its fate from a day on."""

    plant: Annotated[str, Column("text", "its name", True)]
    company: Annotated[str, Column("company", "who runs it", True)]
    country: Annotated[str, Column("text", "two-letter code of where it stands")]
    models: Annotated[tuple[str, ...], Column("texts", "what it makes, if stated")]
    status: Annotated[PlantStatus, Column("word", "its fate", True)]
    since: Annotated[PartialDate, Column("date", "from when this was known", True)]
    closes: Annotated[
        PartialDate | None, Column("date", "when it closed or is to close")
    ]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __repr__(self) -> str:
        closes = "" if self.closes is None else f" {self.closes}"
        return (
            f"<Plant {self.plant} ({self.company}, {self.country}): "
            f"{self.status}{closes}; {self.source}>"
        )
