"""Entries, sources, statements and judgements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "entries",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False, unique=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.UniqueConstraint("title", "address", name="sources_once"),
    )
    op.create_table(
        "statements",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.n"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("source", sa.Integer, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("confidence", sa.Text, nullable=False),
        sa.Column("quote", sa.Text),
        sa.Column("since", sa.Text),
        sa.Column("since_precision", sa.Text),
        sa.Column("until", sa.Text),
        sa.Column("until_precision", sa.Text),
    )
    op.create_table(
        "judgements",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column(
            "statement", sa.Integer, sa.ForeignKey("statements.n"), nullable=False
        ),
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.n"), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("instead", sa.Integer, sa.ForeignKey("statements.n")),
        sa.Column("because", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("judgements", "statements", "sources", "entries"):
        op.drop_table(table)
