"""A damaged store is recognised, with advice on how to mend it, not a traceback."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keiretsu.errors import DataError, StoreError
from keiretsu.landscape import load_landscape
from keiretsu.landscape.store import Place, Store, open_store
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import writing as entries
from keiretsu.landscape.store.connection import writing
from keiretsu.landscape.store.doctor import Finding, examine
from keiretsu.landscape.store.moments import now
from keiretsu.landscape.tables.schema import TABLES


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store with the bundled facts."""
    file = tmp_path_factory.mktemp("whole") / "store.db"
    open_store(file).fill()
    return file


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to damage."""
    return Path(shutil.copy(whole, tmp_path / "store.db"))


def wrong(file: Path) -> list[Finding]:
    return [finding for finding in examine(Place(file)) if not finding.is_sound]


def test_a_sound_store_passes_every_check(store: Store) -> None:
    store.fill()
    findings = examine(store.place)
    assert {"form", "statements", "sources", "order"} < {f.check for f in findings}
    assert [f for f in findings if not f.is_sound or f.mend] == []


def scribble(file: Path) -> None:
    file.write_text("dear diary, this is no database at all\n" * 9, encoding="utf-8")


def cut(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def cut_within_the_head(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(50)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def noise(file: Path) -> None:
    file.write_bytes(random.Random(3).randbytes(40_000))


def noise_after_the_head(file: Path) -> None:
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:100] + random.Random(4).randbytes(size - 100))


@pytest.mark.parametrize(
    ("damage", "check", "said"),
    [
        (scribble, "file", "does not begin as an SQLite file does"),
        (cut, "file", "is cut short"),
        (cut_within_the_head, "file", "does not begin as"),
        (empty, "file", "is empty"),
        (noise, "file", "does not begin as"),
        (noise_after_the_head, "pages", "malformed"),
        (Path.unlink, "file", "is not there"),
    ],
)
def test_damage_is_recognised_with_advice(
    file: Path, damage: Callable[[Path], None], check: str, said: str
) -> None:
    damage(file)
    first = wrong(file)[0]
    assert first.check == check
    assert said in first.text
    assert first.mend
    with pytest.raises(StoreError) as caught:
        load_landscape("2025-06-01", store=file)
    assert caught.value.hint


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    (first,) = wrong(tmp_path)
    assert "is no file" in first.text
    with pytest.raises(DataError, match="a data set is a folder of CSV tables"):
        load_landscape("2025-06-01", store=tmp_path)


def test_an_empty_file_is_filled_by_init(file: Path) -> None:
    empty(file)
    assert len(open_store(file).fill().new) > 700
    assert wrong(file) == []


def test_what_the_doctor_passes_says_what_was_written(whole: Path, file: Path) -> None:
    """Noise in the middle is seen, unless it fell where nothing is written."""
    rng = random.Random(7)
    sound = whole.read_bytes()
    expected = records(whole)
    seen = 0
    for _ in range(25):
        damaged = bytearray(sound)
        where = rng.randrange(4096, len(sound) - 64)
        damaged[where : where + 48] = rng.randbytes(48)
        file.write_bytes(damaged)
        if found := wrong(file):
            seen += 1
            assert all(finding.mend for finding in found)
        else:
            assert records(file) == expected
    assert seen >= 15


def records(file: Path) -> dict[str, tuple[Any, ...]]:
    facts = open_store(file).facts()
    return {kind: facts.records(kind) for kind in TABLES}


def test_a_figure_that_was_changed_behind_our_back_is_seen(store: Store) -> None:
    store.fill()
    with writing(store.place) as connection:
        connection.exec_driver_sql(
            "update statements set "
            """fields = replace(fields, '"percent":"', '"percent":"1')"""
            " where kind = 'stakes' and subject = 'toyota;subaru'"
        )
    (first,) = (f for f in examine(store.place) if not f.is_sound)
    assert first.check == "statements"
    assert "does not say what was written" in first.text


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ("update statements set fields = '{' where n = 5", "statements", "5"),
        ("update statements set fields = '[]' where n = 5", "statements", "5"),
        ("update statements set kind = 'x' where n = 5", "statements", "5"),
        ("update statements set since = 'soon' where n = 403", "statements", "403"),
        ("update sources set title = '' where n = 2", "sources", "names no source"),
        ("update entries set at = '2000' where n = 2", "order", "follows"),
    ],
)
def test_each_kind_of_nonsense_is_seen(
    store: Store, change: str, check: str, said: str
) -> None:
    store.fill()
    store.judge(404, verdict="rejected", because="a test", by="me")
    with writing(store.place) as connection:
        connection.exec_driver_sql(change)
    found = {f.check: f.text for f in examine(store.place) if not f.is_sound}
    assert said in found[check]


def test_a_row_that_names_nothing_is_seen(file: Path) -> None:
    with sqlite3.connect(file) as loose:
        loose.execute("update statements set source = 99999 where n = 5")
    loose.close()
    assert {"links", "sources"} <= {finding.check for finding in wrong(file)}


def test_a_log_left_by_a_dead_process_is_fine(file: Path, tmp_path: Path) -> None:
    """What was committed stands in the log alone, and is read from there."""
    busy = transactions.open_file(file, "write")
    busy.execute("pragma wal_autocheckpoint = 0")
    last = open_store(file).statements()[-1].number
    open_store(file).judge(last, verdict="rejected", because="a test", by="me")
    left = tmp_path / "left"
    left.mkdir()
    for part in ("store.db", "store.db-wal"):
        shutil.copy(tmp_path / part, left / part)
    busy.close()
    assert (left / "store.db-wal").stat().st_size > 0
    assert wrong(left / "store.db") == []
    assert not open_store(left / "store.db").statements()[-1].is_believed


def test_a_copy_kept_before_is_what_the_advice_names(file: Path) -> None:
    kept = file.with_name("store.db.form-0001")
    shutil.copy(file, kept)
    cut(file)
    assert str(kept) in str(wrong(file)[0].mend)


@pytest.mark.parametrize("host", ["{}", "no-such-host.invalid"])
def test_a_server_that_does_not_answer_is_one_finding(
    tmp_path: Path, host: str
) -> None:
    address = f"postgresql+psycopg://postgres@/none?host={host.format(tmp_path)}"
    (first,) = examine(Place(None, address))
    assert (first.check, first.is_sound) == ("server", False)
    assert "see that the server runs" in str(first.mend)


def test_a_rejected_company_that_others_name_is_found_with_its_statement(
    file: Path,
) -> None:
    store = open_store(file)
    numbers = [
        one.number
        for one in store.statements()
        if one.statement.kind == "companies" and one.statement.fields["id"] == "toyota"
    ]
    with (
        writing(store.place) as connection,  # as earlier versions let it be done
        entries.new_entry(connection, "me", "judgement", now()) as entry,
    ):
        entries.judge(connection, entry, numbers, "rejected", "a test")
    with pytest.raises(StoreError, match="'toyota'"):
        load_landscape("2025-06-01", store=store)
    (found,) = wrong(file)
    assert found.check == "parties"
    assert (
        f"on toyota, which is no company believed in (see statement {numbers[0]}"
        in (found.text)
    )
    assert "judge STATEMENT accept" in str(found.mend)
    store.judge(numbers[0], verdict="accepted", because="a test", by="me")
    assert wrong(file) == []
