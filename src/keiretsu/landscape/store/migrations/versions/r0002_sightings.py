"""Sightings of what was already stated, and indexes.

Going back drops the sightings: the older form has no place for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the indexes."""
    op.create_table(
        "sightings",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column(
            "statement", sa.Integer, sa.ForeignKey("statements.n"), nullable=False
        ),
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.n"), nullable=False),
        sa.UniqueConstraint("statement", "entry", name="sightings_once"),
    )
    op.create_index("statements_about", "statements", ["kind", "subject"])
    op.create_index("statements_entry", "statements", ["entry"])
    op.create_index("judgements_statement", "judgements", ["statement"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("judgements_statement", "judgements")
    op.drop_index("statements_entry", "statements")
    op.drop_index("statements_about", "statements")
    op.drop_table("sightings")
