"""A store is waited for so long and no longer, and the wait says what it was for."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.landscape.store.conftest import Stake, database

from keiretsu.errors import StoreError
from keiretsu.landscape.store import Place, open_store
from keiretsu.landscape.store.connection import MARK
from keiretsu.landscape.store.doctor import examine
from keiretsu.landscape.store.limits import most_wait, most_wait_to_connect


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEIRETSU_WAIT", "0.2")


def test_without_a_word_a_minute_and_ten_seconds_are_waited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KEIRETSU_WAIT")
    assert (most_wait(), most_wait_to_connect()) == (60, 10)
    for said, wait, connect in (("0", 0, 2), ("7.5", 7.5, 8), ("60", 60, 10)):
        monkeypatch.setenv("KEIRETSU_WAIT", said)
        assert (most_wait(), most_wait_to_connect()) == (wait, connect)


@pytest.mark.parametrize("said", ["61", "-1", "nan", "inf", "soon", "1e9", "x" * 99])
def test_a_wait_that_is_none_is_told(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "store.db"
    open_store(file).fill()
    monkeypatch.setenv("KEIRETSU_WAIT", said)
    with pytest.raises(StoreError, match="KEIRETSU_WAIT is") as caught:
        open_store(file).statements()
    assert len(str(caught.value)) < 200


def test_a_locked_file_is_waited_for_and_told(tmp_path: Path, stake: Stake) -> None:
    store = open_store(tmp_path / "store.db")
    store.fill()
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreError, match=r"another program is writing, .* 0\.2 s"):
            store.add([stake()], by="me", origin="x")
        assert store.statements()
    assert store.add([stake()], by="me", origin="x").new


@pytest.mark.parametrize("lock", ["advisory", "table"])
def test_a_lock_at_a_server_is_waited_for_and_told(
    server: Path, lock: str, stake: Stake
) -> None:
    import psycopg

    store = open_store(database(server))
    store.fill()
    name = store.place.url.partition("@/")[2].partition("?")[0]
    take = (
        f"select pg_advisory_xact_lock({MARK})"
        if lock == "advisory"
        else "lock table statements in access exclusive mode"
    )
    with psycopg.connect(f"host={server} user=postgres dbname={name}") as other:
        other.execute(take.encode())
        with pytest.raises(StoreError, match="another program is writing"):
            store.add([stake()], by="me", origin="x")
        told = [f for f in examine(store.place) if not f.is_sound]
        assert ["is locked" in f.text for f in told] == [True] * (lock == "table")
        assert all(str(f.mend).startswith("try again") for f in told)
    assert store.add([stake()], by="me", origin="x").new


def test_of_a_file_that_another_holds_nothing_is_called_damaged(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    open_store(file).fill()
    with closing(sqlite3.connect(file)) as other:
        other.execute("pragma journal_mode = delete")
        other.execute("begin exclusive")
        *_, last = examine(Place(file))
    assert "is locked" in last.text
    assert str(last.mend).startswith("try again")


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        yield listening.getsockname()[1]


def test_a_server_that_never_answers_is_given_up(silent: int) -> None:
    store = open_store(f"postgresql://u:s3cret@127.0.0.1:{silent}/d")
    with pytest.raises(StoreError, match="timeout") as caught:
        store.statements()
    assert "see that the server runs" in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_JP"])
def test_a_database_that_cannot_hold_every_name_is_refused(
    server: Path, encoding: str
) -> None:
    import psycopg

    name = f"in_{encoding.lower()}"
    made = f"create database {name} encoding '{encoding}' template template0 "
    made += "lc_collate 'C' lc_ctype 'C'"
    with psycopg.connect(
        f"host={server} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(made.encode())
    place = Place(None, f"postgresql+psycopg://postgres@/{name}?host={server}")
    for use in (open_store(place).fill, open_store(place).statements):
        with pytest.raises(StoreError, match=f"keeps text as {encoding}"):
            use()
