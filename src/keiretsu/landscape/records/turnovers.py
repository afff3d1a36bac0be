"""Turnover of a company in one accounting year, worldwide or in an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate

TurnoverBasis = Literal["customers", "companies"]


@dataclass(frozen=True, kw_only=True)
class Turnover(Record):
    """What the companies of one set of accounts sold in a year.

    By `companies` an area counts what its companies sold, deliveries to other areas
    included: no less than what customers there bought.
    """

    company: Annotated[str, Column("company", "whose accounts they are", True)]
    period: Annotated[PartialDate, Column("date", "accounting year", True)]
    area: Annotated[
        tuple[str, ...],
        Column("texts", "world, countries, or the region EUROPE, ASIA or OTHER", True),
    ]
    amount: Annotated[float, Column("number", "turnover", True, unit="currency")]
    currency: Annotated[str, Column("text", "ISO code", True)]
    basis: Annotated[
        TurnoverBasis, Column("word", "where the buyers are, or the sellers", True)
    ]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __repr__(self) -> str:
        area = ", ".join(self.area)
        return f"<Turnover {self.company} {self.period}, {area}: {self.amount:.0f}>"
