"""Every test of the store runs on an SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from keiretsu.landscape.store import Place, Statement, Store, open_store, statement
from keiretsu.landscape.store.connection import disconnect

NUMBERS = count()
Stake = Callable[..., Statement]


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest if there are several."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(found, key=lambda path: float(path.parts[-3]))
    if newest:
        return newest[-1].parent
    named = shutil.which("initdb")
    return None if named is None else Path(named).parent


def as_owner(*words: str | Path) -> None:
    """Run a program of the server's; root may not, so the server's user does."""
    runuser = shutil.which("runuser") or "/usr/sbin/runuser"  # of root, off many paths
    first = (runuser, "-u", "postgres", "--") if os.getuid() == 0 else ()
    subprocess.run([*first, *words], check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL server of our own; its socket lies in this folder."""
    bin = programs()
    if bin is None:
        pytest.skip("no PostgreSQL server; on Debian: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="keiretsu-pg-"))
    data, log = home / "data", home / "log"
    options = f"-k {home} -c listen_addresses='' -c fsync=off -c max_connections=150"
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, home)
        if os.getuid() == 0:
            shutil.chown(home, "postgres")
        as_owner(bin / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "-N")
        as_owner(bin / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        undo.callback(as_owner, bin / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        yield home


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where a store may be made; nothing is there yet."""
    if request.param == "sqlite":
        yield Place(tmp_path / "store.db")
        return
    made = database(request.getfixturevalue("server"))
    yield made
    disconnect(made)


def database(server: Path) -> Place:
    """A new, empty database."""
    import psycopg

    name = f"store{next(NUMBERS)}"
    with psycopg.connect(
        f"host={server} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(f"create database {name}".encode())
    return Place(None, f"postgresql+psycopg://postgres@/{name}?host={server}")


@pytest.fixture
def store(place: Place) -> Store:
    """A store that nobody has written yet."""
    return open_store(place)


@pytest.fixture
def day() -> Callable[[str], Callable[[], dt.datetime]]:
    """A clock that stands at noon of a day."""

    def clock(text: str) -> Callable[[], dt.datetime]:
        noon = dt.datetime.fromisoformat(f"{text}T12:00:00+00:00")
        return lambda: noon

    return clock


@pytest.fixture
def stake() -> Stake:
    """Make a statement on a stake; cells may be given."""

    def make(percent: str = "12.5", **cells: str) -> Statement:
        row = {"holder": "honda", "held": "nissan", "since": "2024", "percent": percent}
        row |= {"source_title": "a paper", "confidence": "sourced"}
        return statement("stakes", row | cells, "here")

    return make
