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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool, StaticPool

from keiretsu.errors import StoreError
from keiretsu.files import write_new
from keiretsu.landscape.store.complaints import told
from keiretsu.landscape.store.limits import most_wait, most_wait_to_connect
from keiretsu.landscape.store.location import Place

Mode = Literal["read", "write"]
Made = TypeVar("Made")

MARK = 0x6B656972
"""The letters "keir": the application of a file, and the number of our lock."""

_BETWEEN_TRIES = 0.05
"""Seconds between two tries to write; fifty who wait then leave a processor free."""


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
    with told(place), _engine(place, mode="read").connect() as connection:
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
    with told(place):
        if place.file is not None:
            place.file.parent.mkdir(parents=True, exist_ok=True)
        with _engine(place, mode="write").connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if place.file is None:
                    connection.execute(
                        text("select pg_advisory_xact_lock(:lock)"), {"lock": MARK}
                    )
                yield connection


def make(place: Place, fill: Callable[[Connection], Made]) -> Made | None:
    """Make the file of a new store, whole at once; None where there is one by now.

    Raises
    ------
    StoreError
        If the file cannot be written there.
    """
    assert place.file is not None, "a server makes no files"
    memory = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, cached_statements=0
    )
    memory.execute("pragma foreign_keys = on")
    engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    try:
        with told(place):
            place.file.parent.mkdir(parents=True, exist_ok=True)
            with engine.begin() as connection:
                made = fill(connection)
            is_ours = write_new(place.file, _logging_ahead(memory), "store")
    finally:
        engine.dispose()
        memory.close()
    return made if is_ours else None


def open_file(file: Path, mode: Mode) -> sqlite3.Connection:
    """Open an SQLite file; we, not the driver, say where transactions begin.

    A reader opens it as a writer would, to tidy up behind itself, but may not write. In
    a folder that nobody may write, a file with nothing left in its log cannot change.
    What the schema of a file holds is not trusted to call functions.
    """
    log = file.with_name(f"{file.name}-wal")
    fixed = mode == "read" and not (os.access(file.parent, os.W_OK) or log.exists())
    how = "immutable=1" if fixed else f"mode={'rw' if mode == 'read' else 'rwc'}"
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(file))}?{how}",
        uri=True,
        timeout=most_wait(),
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma cell_size_check = on")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    if mode == "read":
        connection.execute("pragma query_only = on")
    else:
        _log_ahead(connection)
    return connection


def mark(connection: Connection) -> int | None:
    """Return the number of the application that a file says it is of; 0 if of none."""
    if connection.dialect.name != "sqlite":
        return None
    return connection.scalar(text("pragma application_id"))


def set_mark(connection: Connection, number: int = MARK) -> None:
    """Have a file say of which application it is."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"pragma application_id = {number}")


@cache
def _engine(place: Place, *, mode: Mode) -> Engine:
    file = place.file
    if file is None:
        wait = {"connect_timeout": most_wait_to_connect(), "client_encoding": "utf8"}
        server = create_engine(place.url, connect_args=wait)
        event.listen(server, "connect", _settle)
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


def _settle(connection: Any, _: object) -> None:
    """See that a new connection can carry every letter, and limit what it waits for."""
    connection.autocommit = True
    (encoding,) = connection.execute("show server_encoding").fetchone()
    connection.execute(f"set lock_timeout = {round(most_wait() * 1000)}")
    connection.autocommit = False
    if encoding != "UTF8":
        raise StoreError(
            f"the database keeps text as {encoding}, which cannot hold every name",
            hint="make one with: createdb --encoding UTF8 --template template0 NAME",
        )


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        _take_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    """Begin to write when whoever writes has ended.

    SQLite asks ever more seldom the longer it waits, so that of fifty writers one may
    never have its turn; we ask as often as the newest. The driver is asked itself: an
    error that passes the library costs five times as much.
    """
    last = time.monotonic() + most_wait()
    connection.exec_driver_sql("pragma busy_timeout = 0")
    driver: Any = connection.connection.driver_connection
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > last:
                raise
            time.sleep(_BETWEEN_TRIES)
    wait = round(most_wait() * 1000)
    connection.exec_driver_sql(f"pragma busy_timeout = {wait}")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _logging_ahead(memory: sqlite3.Connection) -> bytes:
    """Return a database as the bytes of a file that logs ahead (WAL)."""
    data = bytearray(memory.serialize())
    data[18:20] = b"\2\2"  # https://www.sqlite.org/fileformat.html, 1.3.3
    return bytes(data)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have the file log ahead (WAL), so that readers and a writer do not wait.

    The change needs the file for itself for an instant and does not wait by itself.
    """
    last = time.monotonic() + most_wait()
    while True:
        try:
            connection.execute("pragma journal_mode = wal").fetchone()
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > last:
                raise
            time.sleep(0.01)
