"""What alembic runs: the migrations, within the transaction that it was handed."""

from __future__ import annotations

from alembic import context

from keiretsu.landscape.store.schema import METADATA


def run() -> None:
    """Run the migrations that were asked for."""
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=METADATA
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which alembic loads this file
    run()
