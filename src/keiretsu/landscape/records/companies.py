"""Who there is: makers, ventures, holders, and the brands that they sell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate

Kind = Literal[
    "group",
    "subsidiary",
    "affiliate",
    "jv",
    "holding",
    "supplier",
    "alliance",
    "investor",
    "trust",
    "state",
    "person",
    "defunct",
    "other",
]


@dataclass(frozen=True, kw_only=True)
class Company(Record):
    """One company, venture, state, family or fund.

    Attributes
    ----------
    id
        Identifier of `names.csv`.
    name, short
        Full name, and what people call it.
    country
        Two-letter code of the seat; None where we do not hold it.
    kind
        One of `Kind`: `group`, `jv`, `investor`, ...
    parent
        The company it is counted under by its own accounts, or None.
    listed
        Whether its shares trade on an exchange; None where we do not hold it.
    wikidata
        Wikidata item, or None.
    source
        Where country, kind, parent, listing and LEI come from.
    lei
        Legal Entity Identifier (ISO 17442), its check digits right, or None.
    until
        The day from which it is gone, merged into another or dissolved; None while it
        lasts.
    successor
        The company that carries on what it did, or None.
    """

    id: str
    name: str
    short: str
    country: str | None
    kind: Kind
    parent: str | None
    listed: bool | None
    wikidata: str | None
    source: Source
    lei: str | None = None
    until: PartialDate | None = None
    successor: str | None = None

    def is_gone(self, on: dt.date) -> bool:
        """Say whether it has merged into another or was dissolved by a day.

        A defunct company whose end nobody stated counts as gone on every day.
        """
        if self.until is None:
            return self.kind == "defunct"
        return self.until.first <= on

    def __repr__(self) -> str:
        where = f", {self.country}" if self.country else ""
        return f"<Company {self.id}: {self.name} ({self.kind}{where})>"


@dataclass(frozen=True, kw_only=True)
class Brand(Record):
    """One brand and the company that sells under it.

    Attributes
    ----------
    brand
        As written on the car: "Lexus".
    company
        Identifier of the company.
    wikidata, note
        Wikidata item and remark, or None.
    source
        Where it comes from.
    """

    brand: str
    company: str
    wikidata: str | None
    note: str | None
    source: Source

    def __repr__(self) -> str:
        return f"<Brand {self.brand} of {self.company}>"
