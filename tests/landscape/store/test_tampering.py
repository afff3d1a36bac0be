"""What somebody changes from outside is found by the doctor, and nothing is shown."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete
from tests.landscape.store.conftest import Stake

from keiretsu.errors import DataError, KeiretsuError, StoreError
from keiretsu.landscape.store import Place, Store, open_store
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.connection import MARK, reading, writing
from keiretsu.landscape.store.doctor import examine
from keiretsu.landscape.store.schema import SEALS, TIP
from keiretsu.landscape.store.seals import seal_all
from keiretsu.landscape.tables.schema import TABLES

FLIPS = int(os.environ.get("KEIRETSU_TEST_FLIPS", "40"))


def filled(place: Place, stake: Stake) -> Store:
    """A store with facts of the bundle and of people, seen twice and judged."""
    store = open_store(place)
    (own,) = store.add([stake()], by="Ada", origin="notes").new
    store.add([stake()], by="Ben", origin="notes")
    store.judge(own, verdict="rejected", because="misread", by="Ada")
    store.judge(own, verdict="accepted", because="read again", by="Ben")
    return store


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("whole") / "store.db"
    make = stake_of_conftest()
    filled(Place(file), make)
    return file


def stake_of_conftest() -> Stake:
    from keiretsu.landscape.store import statement

    def make(percent: str = "12.5", **cells: str) -> object:
        row = {"holder": "honda", "held": "nissan", "since": "2024"}
        row |= {"percent": percent, "source_title": "a paper"}
        return statement("stakes", row | cells, "here")

    return make  # type: ignore[return-value]


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "store.db"))


LAST = "(select max(n) from entries)"
TAMPERINGS = {
    "a table is dropped": "drop table sightings",
    "the views are dropped": "drop view current_stakes",
    "an index is dropped": "drop index statements_about",
    "the version is dropped": "drop table alembic_version",
    "the version is empty": "delete from alembic_version",
    "the seals are dropped": "drop table seals",
    "a column is dropped": "alter table judgements drop column because",
    "a statement is deleted": "delete from statements where n = 500",
    "the last statement is deleted": (
        "delete from judgements; delete from sightings;"
        "delete from statements where n = (select max(n) from statements)"
    ),
    "a judgement is deleted": "delete from judgements where verdict = 'rejected'",
    "all judgements are deleted": "delete from judgements",
    "a sighting is deleted": "delete from sightings",
    "the last entry is deleted with all it brought": (
        f"delete from judgements where entry = {LAST};"
        f"delete from seals where entry = {LAST}; delete from tip;"
        f"delete from entries where n = {LAST}"
    ),
    "a verdict is changed": "update judgements set verdict = 'rejected' where n = 2",
    "a reason is changed": "update judgements set because = 'no' where n = 1",
    "a judgement is of another": "update judgements set statement = 7 where n = 1",
    "a writer is changed": "update entries set by = 'Eve' where n = 2",
    "an origin is changed": "update entries set origin = 'x' where n = 2",
    "a moment is changed": "update entries set at = '2020-01-01' where n = 1",
    "a moment after 9999": "update entries set at = '99999-01-01' where n = 4",
    "a moment of garbage": "update entries set at = 'soon' where n = 4",
    "a figure is changed": (
        "update statements set fields = replace(fields, '12.5', '21.5')"
    ),
    "a figure and its hash": (
        "update statements set fields = replace(fields, '12.5', '21.5'),"
        "hash = 'f00' where n = (select max(n) from statements)"
    ),
    "a quote is changed": "update statements set quote = 'yes' where n = 9",
    "a source is renamed": "update sources set title = 'a rumour' where n = 3",
    "a source is moved": "update statements set source = 3 where n = 500",
    "a kind is changed": "update statements set kind = 'links' where n = 500",
    "a subject is changed": "update statements set subject = 'kia' where n = 500",
    "a date is changed": "update statements set since = '1999' where kind = 'stakes'",
    "an entry is made": "insert into entries values (99, '2099', 'Eve', 'x')",
    "a judgement is made": (
        "insert into judgements values (99, 5, 4, 'rejected', null, 'x')"
    ),
    "a row of no entry is made": (
        "insert into judgements values (99, 5, 77, 'rejected', null, 'x')"
    ),
    "two statements change numbers": (
        "update statements set n = 99999 where n = 500;"
        "update statements set n = 500 where n = 501;"
        "update statements set n = 501 where n = 99999"
    ),
    "a hostile trigger": (
        "create trigger t after insert on statements begin delete from judgements; end"
    ),
    "a trigger on a view": (
        "create trigger t instead of insert on believed begin select 1; end"
    ),
    "the mark of another program": "pragma application_id = 7",
}
SEEN_BY_THE_DOCTOR_ALONE = {
    "a hostile view": (
        "drop view believed; create view believed as select * from statements"
    ),
    "a table of somebody's": "create table notes (text)",
    "a view of somebody's": "create view notes as select 1",
    "no mark at all": "pragma application_id = 0",
}


def tamper(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript(script)


def wrong(file: Path) -> list[str]:
    return [f.text for f in examine(Place(file)) if not f.is_sound]


def test_the_store_is_sound_before(file: Path) -> None:
    assert wrong(file) == []
    assert open_store(file).statements()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_nothing_is_shown(file: Path, name: str) -> None:
    tamper(file, TAMPERINGS[name])
    found = [f for f in examine(Place(file)) if not f.is_sound]
    assert found
    assert all(finding.mend for finding in found)
    store = open_store(file)
    for read in (lambda: store.facts().records("stakes"), store.statements):
        with pytest.raises(StoreError) as caught:
            read()
        assert caught.value.hint


@pytest.mark.parametrize("name", SEEN_BY_THE_DOCTOR_ALONE)
def test_what_changes_no_answer_is_found_by_the_doctor(file: Path, name: str) -> None:
    tamper(file, SEEN_BY_THE_DOCTOR_ALONE[name])
    assert wrong(file)
    assert open_store(file).statements()


@pytest.mark.parametrize(
    "script",
    [
        "create table customers (id integer primary key); pragma application_id = 0",
        "create table alembic_version (version_num text);"
        "insert into alembic_version values ('abcd'); create table orders (x)",
        "create table entries (n); create table sources (n)",
        "pragma application_id = 252006674; create table gpkg_contents (x)",
        "pragma application_id = 5",
        "create view v as select 1; create table t (x)",
    ],
)
def test_the_file_of_another_program_is_left_as_it_is(
    tmp_path: Path, script: str, stake: Stake
) -> None:
    file = tmp_path / "other.db"
    tamper(file, script)
    before = tables_of(file)
    store = open_store(file)
    for write in (store.fill, lambda: store.add([stake()], by="me", origin="x")):
        with pytest.raises(StoreError, match="belongs to another program"):
            write()
    with pytest.raises(StoreError, match="belongs to another program"):
        store.statements()
    assert tables_of(file) == before
    assert "another program" in wrong(file)[-1]


SEALED_ANEW = {
    "a moment after 9999": (
        "update entries set at = '19999-01-01T00:00:00.000000Z' where n = 4",
        "entry 4 is of '19999-01-01",
    ),
    "a moment of garbage": (
        "update entries set at = 'soon' where n = 4",
        "entry 4 is of 'soon', which is no moment",
    ),
    "a moment of bytes": (
        "update entries set at = x'ff' where n = 4",
        r"entry 4 is of b'\\xff', which is no moment",
    ),
    "a verdict that is none": (
        "update judgements set verdict = 'perhaps' where n = 1",
        "judgement of statement .* says 'perhaps', which is no verdict",
    ),
    "a reason that is no text": (
        "update judgements set because = x'00' where n = 1",
        "a judgement of statement .* which is no text",
    ),
    "a writer that is no text": (
        "update entries set by = x'00' where n = 4",
        "entry 4 says .* which is no text",
    ),
}


def seal_anew(file: Path) -> None:
    with writing(Place(file)) as connection:
        connection.execute(delete(TIP))
        connection.execute(delete(SEALS))
        seal_all(connection)


@pytest.mark.parametrize("name", SEALED_ANEW)
def test_what_nobody_writes_is_found_though_it_is_sealed(file: Path, name: str) -> None:
    script, said = SEALED_ANEW[name]
    tamper(file, script)
    seal_anew(file)
    assert any(re.search(said, text) for text in wrong(file))
    store = open_store(file)
    for read in (lambda: store.facts().records("stakes"), store.statements):
        with pytest.raises(StoreError, match=said):
            read()


def test_writer_origin_and_reason_hold_what_can_be_kept(
    store: Store, stake: Stake
) -> None:
    for by, origin in (("\x1b[31m", "x"), ("a", "\0"), ("a" * 501, "x")):
        with pytest.raises(DataError, match=r"letter that is none|501 characters"):
            store.add([stake()], by=by, origin=origin)
    (number,) = store.add([stake()], by="a", origin="x").new
    with pytest.raises(DataError, match=r"the reason .because.* none"):
        store.judge(number, verdict="rejected", because="\x1b", by="a")
    assert [one.is_believed for one in store.history("stakes", "honda", "nissan")]


def tables_of(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as opened:
        rows = opened.execute("select type, name, sql from sqlite_master").fetchall()
        return [*rows, *opened.execute("pragma application_id").fetchall()]


def test_tables_of_another_program_in_a_database_are_left_alone(place: Place) -> None:
    with writing(place) as connection:
        connection.exec_driver_sql("create table customers (id integer)")
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(place).fill()


def test_tampering_is_found_on_either_database(store: Store, stake: Stake) -> None:
    filled(store.place, stake)
    assert all(f.is_sound for f in examine(store.place))
    with writing(store.place) as connection:
        connection.exec_driver_sql("update judgements set because = 'x' where n = 1")
    assert [f.check for f in examine(store.place) if not f.is_sound] == ["seals"]
    with pytest.raises(StoreError, match="changed from outside: entry"):
        store.facts().records("stakes")


def test_nothing_is_added_behind_an_entry_that_is_gone(file: Path) -> None:
    tamper(
        file,
        f"delete from judgements where entry = {LAST};"
        f"delete from seals where entry = {LAST};"
        f"delete from entries where n = {LAST}",
    )
    with pytest.raises(StoreError, match="not the one that was written last"):
        open_store(file).judge(5, verdict="rejected", because="x", by="me")


def test_a_trigger_never_runs(file: Path, stake: Stake) -> None:
    tamper(file, TAMPERINGS["a hostile trigger"])
    with pytest.raises(StoreError, match="trigger t"):
        open_store(file).add([stake("13")], by="me", origin="x")
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("select count(*) from judgements").fetchone() == (2,)


def test_seals_come_with_the_form_and_go_with_it(store: Store, stake: Stake) -> None:
    filled(store.place, stake)
    with reading(store.place) as connection:
        before = connection.exec_driver_sql("select * from seals").all()
    form.go_back(store.place, "0003")
    store.fill()
    with reading(store.place) as connection:
        after = connection.exec_driver_sql("select * from seals").all()
        assert transactions.mark(connection) in (None, MARK)
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
    assert all(f.is_sound for f in examine(store.place))


def test_a_store_that_was_changed_before_it_had_seals_gets_none(file: Path) -> None:
    form.go_back(Place(file), "0003")
    tamper(file, TAMPERINGS["a figure is changed"])
    with pytest.raises(StoreError, match="does not say what was written"):
        open_store(file).fill()


def test_flipped_bytes_never_show_a_wrong_fact(whole: Path, tmp_path: Path) -> None:
    rng = random.Random(11)
    sound = whole.read_bytes()
    expected = {kind: open_store(whole).facts().records(kind) for kind in TABLES}
    refused = 0
    for run in range(FLIPS):
        file = tmp_path / f"{run}.db"
        damaged = bytearray(sound)
        where = rng.randrange(len(sound))
        damaged[where] ^= 1 << rng.randrange(8)
        file.write_bytes(damaged)
        try:
            facts = open_store(file).facts()
            assert {kind: facts.records(kind) for kind in TABLES} == expected
        except KeiretsuError:
            refused += 1
            assert not all(f.is_sound for f in examine(Place(file)))
    assert refused >= 10


def test_a_copy_before_a_change_of_form_is_as_private_as_the_store(file: Path) -> None:
    form.go_back(Place(file), "0003")
    file.chmod(0o600)
    form.copy_of(file, "0003").unlink(missing_ok=True)
    open_store(file).fill()
    assert form.copy_of(file, "0003").stat().st_mode & 0o777 == 0o600
