"""Files of SQLite that are ours: marked, numbered by form, brought up to date, told of.

What SQLite or the disk refuses is told in one line, with the option that names another
file; what belongs together is written whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from keiretsu.errors import StoreError
from keiretsu.files import shown


def bring_up(
    connection: sqlite3.Connection,
    file: Path,
    *,
    mark: int,
    forms: Sequence[str],
    kind: str,
) -> None:
    """Bring an empty or older file to the newest form; refuse one of another kind.

    Parameters
    ----------
    connection, file
        The file, open, and where it lies.
    mark
        The number by which SQLite knows whose file it is.
    forms
        What makes the first form, and each next one of the one before: statements
        with semicolons between them.
    kind
        What it is a file of, as the error says it.

    Raises
    ------
    StoreError
        If it is a file of something else, or of a newer form.
    """
    connection.execute("begin immediate")
    (found,) = connection.execute("pragma application_id").fetchone()
    (form,) = connection.execute("pragma user_version").fetchone()
    (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
    is_new = (found, form, tables) == (0, 0, 0)
    if is_new or (found == mark and 0 < form < len(forms)):
        for statement in ";".join(forms[form:]).split(";"):
            connection.execute(statement)
        connection.execute(f"pragma application_id = {mark}")
        connection.execute(f"pragma user_version = {len(forms)}")
    connection.execute("commit")
    if tables and found != mark:
        raise StoreError(f"{shown(file)} is not a file of {kind}")
    if tables and form > len(forms):
        raise StoreError(
            f"{shown(file)} was made by a newer version", hint="update keiretsu"
        )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it, or nothing."""
    connection.execute("begin immediate")
    try:
        yield connection
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def told(file: Path, *, kind: str, option: str) -> Iterator[None]:
    """Turn what SQLite and the disk say into one line.

    Parameters
    ----------
    file, kind
        As for `bring_up`.
    option
        The option of the command line that names another file.
    """
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, TypeError, AttributeError) as error:
        raise refused(file, error, kind=kind, option=option) from None


def refused(file: Path, error: Exception, *, kind: str, option: str) -> StoreError:
    """Return in one line what was refused."""
    said = str(getattr(error, "strerror", None) or error).lower()
    return StoreError(
        f"the file of {kind}, {shown(file)}: {said}", hint=f"name another with {option}"
    )
