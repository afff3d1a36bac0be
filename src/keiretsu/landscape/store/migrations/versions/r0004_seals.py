"""Seals of entries, and the mark that tells our file from another program's.

Going back drops both.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from keiretsu.landscape.store.connection import set_mark
from keiretsu.landscape.store.seals import seal_all

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and seal what is there."""
    op.create_table(
        "seals",
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.n"), primary_key=True),
        sa.Column("seal", sa.Text, nullable=False),
    )
    op.create_table(
        "tip",
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.n"), nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
    )
    set_mark(op.get_bind())
    seal_all(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    op.drop_table("tip")
    op.drop_table("seals")
    set_mark(op.get_bind(), 0)
