"""Who there is: makers, ventures, holders, and the brands that they sell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.names import NameKind
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
    "renamed",
    "other",
]


def kind_said(kind: str) -> str:
    """Return a kind of company or of link as people say it: `joint venture`."""
    return "joint venture" if kind == "jv" else kind


@dataclass(frozen=True, kw_only=True)
class Company(Record):
    """One company, venture, state, family, fund or person.

    What its fields say stands in their columns.
    """

    id: Annotated[str, Column("identifier", "our identifier, used everywhere", True)]
    name: Annotated[
        str, Column("text", "full name; needed where the register has none")
    ] = ""
    short: Annotated[str, Column("text", "what people call it")] = ""
    country: Annotated[str | None, Column("text", "two-letter code of the seat")]
    kind: Annotated[Kind, Column("word", "what it is", True)]
    parent: Annotated[
        str | None, Column("company", "whom its own accounts count it under")
    ]
    listed: Annotated[bool | None, Column("flag", "whether its shares trade")]
    wikidata: Annotated[str | None, Column("text", "Wikidata item")] = None
    lei: Annotated[str | None, Column("lei", "Legal Entity Identifier, ISO 17442")] = (
        None
    )
    since: Annotated[
        PartialDate | None,
        Column("date", "from when there is such a company; empty where not stated"),
    ] = None
    until: Annotated[
        PartialDate | None,
        Column("date", "from when it is gone: merged into another, or dissolved"),
    ] = None
    successor: Annotated[
        str | None, Column("company", "who carries on what it did")
    ] = None
    source: Source

    @classmethod
    def of_cells(cls, values: dict[str, Any]) -> Self:
        """Return the company of a row, called by its full name if by no other."""
        return cls(**values | {"short": values["short"] or values["name"]})

    def is_gone(self, on: dt.date) -> bool:
        """Say whether it has merged into another or was dissolved by a day.

        A defunct company whose end nobody stated counts as gone on every day.
        """
        if self.until is None:
            return self.kind == "defunct"
        return self.until.first <= on

    def is_to_come(self, on: dt.date) -> bool:
        """Say whether there is no such company yet on a day, as far as is stated."""
        return self.since is not None and self.since.first > on

    def is_there(self, on: dt.date) -> bool:
        """Say whether it is neither to come nor gone on a day, as far as is stated."""
        return not (self.is_gone(on) or self.is_to_come(on))

    def kind_on(self, on: dt.date) -> str:
        """Return what it is on a day, in a word; of one that is gone since, till when.

        What is gone today was none of that while it was there.
        """
        if self.until is not None and self.is_there(on):
            return f"there until {self.until}"
        return kind_said(self.kind)

    def __repr__(self) -> str:
        where = f", {self.country}" if self.country else ""
        return f"<Company {self.id}: {self.name} ({self.kind}{where})>"


@dataclass(frozen=True, kw_only=True)
class Spelling(Record):
    """One way to write a company or person.

    What its fields say stands in their columns.
    """

    company: Annotated[str, Column("company", "who is meant", True)]
    name: Annotated[str, Column("text", "the spelling", True)]
    language: Annotated[
        str, Column("text", "language code; empty where it is the same in all")
    ]
    kind: Annotated[
        NameKind,
        Column("word", "how it is used; a former name alone means nobody", True),
    ]
    source: Source

    def __repr__(self) -> str:
        return f"<Spelling of {self.company}: {self.name} ({self.kind})>"


@dataclass(frozen=True, kw_only=True)
class Brand(Record):
    """One brand and the company that sells under it.

    What its fields say stands in their columns.
    """

    brand: Annotated[str, Column("text", "as written on the product: Lexus", True)]
    company: Annotated[str, Column("company", "who sells under it", True)]
    until: Annotated[
        PartialDate | None,
        Column("date", "from when another does; empty for who sells under it now"),
    ] = None
    wikidata: Annotated[str | None, Column("text", "Wikidata item")]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __repr__(self) -> str:
        return f"<Brand {self.brand} of {self.company}>"
