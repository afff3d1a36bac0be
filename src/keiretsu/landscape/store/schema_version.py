"""The form of a store: which migration it has, and the way to another.

A migration runs in the transaction of its caller, on both databases: stopped half-way,
it leaves the store as it was. Before a file changes its form, a copy of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from keiretsu.errors import StoreError
from keiretsu.files import write_whole
from keiretsu.landscape.store import shape
from keiretsu.landscape.store.connection import open_file, writing
from keiretsu.landscape.store.location import Place

_ONE_AT_A_TIME = Lock()
"""Alembic keeps what it works on in names of its own module."""


@cache
def revisions() -> tuple[str, ...]:
    """Return the revisions that this version knows, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in script.walk_revisions())[::-1]


def revision(connection: Connection) -> str | None:
    """Return the revision of a store; None where it has no tables yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.scalar(text("select version_num from alembic_version"))


def _revision(connection: Connection, place: Place) -> str | None:
    """Return the revision of a store of ours; None where it has no tables yet."""
    if shape.is_strange(connection):
        raise StoreError(
            f"{place} belongs to another program: it is left as it is",
            hint="name a file or database of its own: --store PLACE",
        )
    found = revision(connection)
    if found is None and shape.has_tables(connection):
        raise StoreError(
            f"the store {place} does not say which form it has",
            hint="put back a copy of it; ask what is wrong: keiretsu doctor",
        )
    return found


def check(connection: Connection, place: Place) -> None:
    """See that a store has the newest form.

    Raises
    ------
    StoreError
        If it is empty, older or newer; the hint says what to do.
    """
    found = _revision(connection, place)
    if found is None:
        raise StoreError(f"the store {place} is empty", hint="fill it: keiretsu init")
    _refuse_newer(found, place)
    if found != revisions()[-1]:
        raise StoreError(
            f"the store {place} has the form {found} of an older version",
            hint="bring it up to date (a copy is kept): keiretsu init",
        )
    _see_shape(connection, place)


def bring_up(connection: Connection, place: Place) -> str | None:
    """Give a store the newest form, within the transaction of a writer.

    Returns the form that it had; None where it had no tables yet.

    Raises
    ------
    StoreError
        If a newer version has written the store.
    """
    found = _revision(connection, place)
    if found is not None:
        _refuse_newer(found, place)
    if found == revisions()[-1]:
        _see_shape(connection, place)
        return found
    if found is not None:
        _keep_copy(place, found)
    _migrate(connection, command.upgrade, "head")
    return found


def go_back(place: Place, wanted: str) -> None:
    """Give a store an older form; what that form cannot hold is in the copy alone.

    Raises
    ------
    StoreError
        If the store does not have that form behind it.
    """
    with writing(place) as connection:
        found = _revision(connection, place)
        known = ("base", *revisions())
        if wanted not in known or found not in known[known.index(wanted) :]:
            raise StoreError(
                f"the store {place} cannot go from form {found} back to {wanted!r}",
                hint=f"the forms are: {', '.join(known)}",
            )
        _keep_copy(place, found)
        _migrate(connection, command.downgrade, wanted)


def copy_of(file: Path, revision: str) -> Path:
    """Return where the copy is kept of a file that had a form."""
    return file.with_name(f"{file.name}.form-{revision}")


def _keep_copy(place: Place, revision: str) -> None:
    """Copy a file while we hold the writer's turn: nobody changes it meanwhile."""
    if place.file is None:
        return
    kept = copy_of(place.file, revision)
    source = open_file(place.file, "read")
    try:
        write_whole(kept, source.serialize(), "copy of the store", like=place.file)
    finally:
        source.close()


def _see_shape(connection: Connection, place: Place) -> None:
    for wrong in shape.missing(connection):
        raise StoreError(
            f"the store {place} was changed from outside: {wrong}",
            hint="ask what is wrong and how to mend it: keiretsu doctor",
        )


def _refuse_newer(found: str, place: Place) -> None:
    if found not in revisions():
        raise StoreError(
            f"the store {place} has the form {found}, which a newer keiretsu wrote",
            hint="install the newer version; the file is left as it is",
        )


def _migrate(
    connection: Connection, go: Callable[[Config, str], None], target: str
) -> None:
    config = _config()
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        go(config, target)


def _config() -> Config:
    config = Config()
    folder: Any = files("keiretsu.landscape.store") / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
