"""The schema of each table of facts, and how one of its rows becomes a record.

The columns are those that the fields of the record are annotated with; what is said
here is what a row is about and from when to when it holds. Whoever keeps facts
elsewhere, such as the store, goes by these schemas too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from keiretsu.errors import DataError
from keiretsu.landscape.records.column import Column, columns_of
from keiretsu.landscape.records.companies import Brand, Company, Spelling
from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.share_counts import Capital
from keiretsu.landscape.records.stakes_and_links import Link, Stake
from keiretsu.landscape.records.turnovers import Turnover
from keiretsu.landscape.records.vehicles import GroupSales, PlatformUse, Vehicle
from keiretsu.landscape.tables.cells import value_of
from keiretsu.sources import CONFIDENCES, Confidence, Source
from keiretsu.units import PartialDate

Row = Mapping[str, str]

CITED = {
    "source_title": Column(
        "text", "where it was read, as a reader would call it", True
    ),
    "address": Column("text", "URL, or repository path with commit"),
    "confidence": Column("word", "how far it may be trusted", True),
    "quote": Column("text", "the words that carry it, if we hold them"),
}
"""The columns in which every table cites its source."""


@dataclass(frozen=True, kw_only=True)
class TableSchema:
    """One kind of fact.

    Attributes
    ----------
    name
        As the file is called: `stakes`.
    meaning
        What a row is, in words.
    record
        The record that a row becomes.
    about
        Columns that say what a row is about; several rows may be about one thing, as
        the figures of one stake are.
    since, until
        Columns with the dates from and to which a row holds, or None.
    """

    name: str
    meaning: str
    record: type[Record]
    about: tuple[str, ...]
    since: str | None = None
    until: str | None = None

    @cached_property
    def fields(self) -> Mapping[str, Column]:
        """The columns but those of the source, by the names of the record's fields."""
        return columns_of(self.record)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns by name, those of the source last."""
        return {column.name: column for column in self.fields.values()} | CITED

    def parties(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield every identifier of a company or person that a row names, by column."""
        for column in self.fields.values():
            cell = row.get(column.name, "")
            if cell and column.kind in ("company", "companies", "members"):
                for part in cell.split(";"):
                    yield column.name, part.split()[0]

    def whole_parties(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the cells that name exactly one company, by column."""
        for column in self.fields.values():
            if column.kind == "company" and (cell := row.get(column.name, "").strip()):
                yield column.name, cell

    def read(self, row: Row, place: str) -> Any:
        """Turn one row into a record; columns that it lacks count as empty.

        Raises
        ------
        DataError
            If the row is impossible; the message begins with its place and column.
        """
        values: dict[str, Any] = {}
        for field, column in self.fields.items():
            try:
                values[field] = value_of(row.get(column.name, ""), column)
            except DataError as error:
                raise _at(f"{place}, column {column.name}", error) from None
        try:
            values["source"] = _source(row)
            self._see_order(row)
            return self.record.of_cells(values)
        except DataError as error:
            raise _at(place, error) from None

    def _see_order(self, row: Row) -> None:
        """See that a row does not end before it begins."""
        first, last = (row.get(c, "") if c else "" for c in (self.since, self.until))
        if first and last and PartialDate(last).last < PartialDate(first).first:
            raise DataError(f"it ends on {last}, before it begins on {first}")


def _source(row: Row) -> Source:
    title = row.get("source_title", "")
    if not title:
        raise DataError(
            "column source_title: the row names no source",
            hint="say where it was read: source_title=...",
        )
    if row.get("confidence") not in CONFIDENCES:
        raise DataError(
            f"column confidence: {row.get('confidence', '')!r} is no confidence",
            hint=f"use one of: {', '.join(CONFIDENCES)}",
        )
    return Source(
        title=title,
        address=row.get("address", ""),
        confidence=cast(Confidence, row["confidence"]),
        quote=row.get("quote") or None,
    )


def _at(place: str, error: DataError) -> DataError:
    told = str(error.args[0])
    between = ", " if told.startswith("column ") else ": "
    return DataError(f"{place}{between}{told}", hint=error.hint or "correct the row")


TABLES: Mapping[str, TableSchema] = {
    schema.name: schema
    for schema in (
        TableSchema(
            name="companies",
            meaning="a company, venture, holder or person",
            record=Company,
            about=("id",),
        ),
        TableSchema(
            name="names",
            meaning="one way to write a company or person",
            record=Spelling,
            about=("company", "name"),
        ),
        TableSchema(
            name="brands",
            meaning="a brand and the company that sells it",
            record=Brand,
            about=("brand",),
        ),
        TableSchema(
            name="stakes",
            meaning="one figure of one stake, for the day it was stated for; 0 ends it",
            record=Stake,
            about=("holder", "held"),
            since="since",
        ),
        TableSchema(
            name="capital",
            meaning="the shares of one company on a day, and how many it holds itself",
            record=Capital,
            about=("company",),
            since="since",
        ),
        TableSchema(
            name="people",
            meaning="a person in a role at a company",
            record=Role,
            about=("person", "role", "company"),
            since="since",
            until="until",
        ),
        TableSchema(
            name="plants",
            meaning="a plant and what was known of its fate from a day on",
            record=Plant,
            about=("plant", "company"),
            since="since",
        ),
        TableSchema(
            name="links",
            meaning="an alliance, venture or round of talks, its members and days",
            record=Link,
            about=("id",),
            since="start",
            until="end",
        ),
        TableSchema(
            name="events",
            meaning="a dated step: agreed, completed, terminated",
            record=Event,
            about=("parties",),
            since="date",
        ),
        TableSchema(
            name="plans",
            meaning="one target of an announced plan",
            record=Plan,
            about=("plan", "company", "metric"),
            since="announced",
        ),
        TableSchema(
            name="platforms",
            meaning="a model on a platform",
            record=PlatformUse,
            about=("platform", "brand", "model"),
        ),
        TableSchema(
            name="vehicles",
            meaning="a vehicle whose figures were checked",
            record=Vehicle,
            about=("brand", "model"),
        ),
        TableSchema(
            name="group_sales",
            meaning="world volume of a group; bases differ and do not compare",
            record=GroupSales,
            about=("group", "basis"),
            since="period",
        ),
        TableSchema(
            name="turnovers",
            meaning="turnover of a company in a year, worldwide or in an area",
            record=Turnover,
            about=("company", "area"),
            since="period",
        ),
    )
}
