"""Transactions on a store: reads see one moment, and writers wait for one another.

Writers take turns on both databases: SQLite by `BEGIN IMMEDIATE`, PostgreSQL by an
advisory lock. Facts are written rarely, and in return the order of entries is the order
in which they were committed, so that what was believed at a moment never changes later.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from keiretsu.errors import StoreError
from keiretsu.landscape.store.location import Place

WAIT = 60.0
"""Seconds that a writer waits for its turn."""

Mode = Literal["read", "write"]

_LOCK = 0x6B656972
"""Number of the advisory lock: the letters "keir"."""


@contextmanager
def reading(place: Place) -> Iterator[Connection]:
    """Open a store for reading; everything read is of one moment.

    Raises
    ------
    StoreError
        If there is no store, or it cannot be read.
    """
    if not place.exists:
        raise StoreError(
            f"there is no store at {place}", hint="make one: keiretsu init"
        )
    with _told(place), _engine(place, mode="read").connect() as connection:
        if place.file is None:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(place: Place) -> Iterator[Connection]:
    """Open a store for writing, making the file if need be, when our turn has come.

    All is committed at the end, or nothing if anything goes wrong.

    Raises
    ------
    StoreError
        If the store cannot be written.
    """
    with _told(place):
        if place.file is not None:
            place.file.parent.mkdir(parents=True, exist_ok=True)
        with _engine(place, mode="write").connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if place.file is None:
                    connection.execute(
                        text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK}
                    )
                yield connection


def open_file(file: Path, mode: Mode) -> sqlite3.Connection:
    """Open an SQLite file; we, not the driver, say where transactions begin.

    A reader opens it as a writer would, to tidy up behind itself, but may not write. In
    a folder that nobody may write, a file with nothing left in its log cannot change.
    """
    log = file.with_name(f"{file.name}-wal")
    fixed = mode == "read" and not (os.access(file.parent, os.W_OK) or log.exists())
    how = "immutable=1" if fixed else f"mode={'rw' if mode == 'read' else 'rwc'}"
    connection = sqlite3.connect(
        f"file:{quote(str(file))}?{how}",
        uri=True,
        timeout=WAIT,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    if mode == "read":
        connection.execute("pragma query_only = on")
    else:
        _log_ahead(connection)
    return connection


@cache
def _engine(place: Place, *, mode: Mode) -> Engine:
    file = place.file
    if file is None:
        server = create_engine(place.url)
        atexit.register(server.dispose)
        return server
    engine = create_engine(
        "sqlite://", creator=lambda: open_file(file, mode), poolclass=NullPool
    )
    event.listen(engine, "begin", _begin)
    return engine


def disconnect(place: Place) -> None:
    """Close the connections to a server that are kept for the next transaction."""
    for mode in get_args(Mode):
        _engine(place, mode=mode).dispose()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have the file log ahead (WAL), so that readers and a writer do not wait.

    The change needs the file for itself for an instant and does not wait by itself.
    """
    last = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("pragma journal_mode = wal").fetchone()
            return
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not locked or time.monotonic() > last:
                raise
            time.sleep(0.01)


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """Turn what a database says into an error of ours, with advice."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise _error(place, getattr(error, "orig", None) or error) from None
    except SQLAlchemyError as error:
        raise StoreError(f"the store {place}: {error}") from None
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise StoreError(
            "a store on PostgreSQL needs psycopg",
            hint="install it: pip install 'keiretsu[postgres]'",
        ) from None


def _error(place: Place, error: Any) -> StoreError:
    said = " ".join(str(error).split())
    hints = (
        ("locked", "another program is writing; try again when it is done"),
        ("readonly", "choose a folder that can be written: --store FILE"),
        ("Permission denied", "choose a folder that can be written: --store FILE"),
        ("unable to open", "see that folder and file can be read: --store FILE"),
        ("full", "free some space; what was committed is safe"),
        ("connection", "see that the server runs and the address is right"),
    )
    hint = next((hint for mark, hint in hints if mark in said), None)
    return StoreError(
        f"the store {place}: {said}",
        hint=hint or "ask what is wrong: keiretsu doctor",
    )
