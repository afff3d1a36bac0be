"""The tables of a store, in the form of the newest migration.

Nothing is ever changed or deleted: a statement stands as it was written, seeing it
again is a sighting, and doubt about it is a judgement. Every row belongs to an entry,
which says who wrote it and when; one entry is one transaction. A statement keeps the
fields of its kind as JSON, so that a new column of a fact changes no table here. Only
the tip moves on: it names the newest entry and its seal.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy import UniqueConstraint as Unique

METADATA = MetaData()

ENTRIES = Table(
    "entries",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False, unique=True),
    Column("by", Text, nullable=False),
    Column("origin", Text, nullable=False),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False),
    Unique("title", "address", name="sources_once"),
)

STATEMENTS = Table(
    "statements",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("entry", Integer, ForeignKey("entries.n"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("source", Integer, ForeignKey("sources.n"), nullable=False),
    Column("confidence", Text, nullable=False),
    Column("quote", Text),
    Column("since", Text),
    Column("since_precision", Text),
    Column("until", Text),
    Column("until_precision", Text),
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("statement", Integer, ForeignKey("statements.n"), nullable=False),
    Column("entry", Integer, ForeignKey("entries.n"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("instead", Integer, ForeignKey("statements.n")),
    Column("because", Text, nullable=False),
)

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("statement", Integer, ForeignKey("statements.n"), nullable=False),
    Column("entry", Integer, ForeignKey("entries.n"), nullable=False),
    Unique("statement", "entry", name="sightings_once"),
)

SEALS = Table(
    "seals",
    METADATA,
    Column("entry", Integer, ForeignKey("entries.n"), primary_key=True),
    Column("seal", Text, nullable=False),
)

TIP = Table(
    "tip",
    METADATA,
    Column("entry", Integer, ForeignKey("entries.n"), nullable=False),
    Column("seal", Text, nullable=False),
)

Index("statements_about", STATEMENTS.c.kind, STATEMENTS.c.subject)
Index("statements_entry", STATEMENTS.c.entry)
Index("judgements_statement", JUDGEMENTS.c.statement)
