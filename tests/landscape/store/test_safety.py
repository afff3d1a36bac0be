"""Writers lose nothing, and whatever is killed leaves whole entries behind."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from keiretsu.errors import StoreError
from keiretsu.landscape import load_landscape
from keiretsu.landscape.store import Place, Store, doctor, open_store
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.connection import reading, writing
from keiretsu.landscape.store.schema import ENTRIES, METADATA, STATEMENTS

PROGRAM = Path(__file__).with_name("writers.py")
PROCESSES, THREADS = 10, 5
WRITES = int(os.environ.get("KEIRETSU_TEST_WRITES", "5"))
"""Writes of each of fifty writers; 200 take minutes on a server that syncs each."""


def url(place: Place) -> str:
    return place.url or str(place.file)


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *words], stdout=subprocess.PIPE, text=True
    )


def is_sound(place: Place) -> bool:
    return all(finding.is_sound for finding in doctor.examine(place))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("processes", "threads", "writes", "is_made"),
    [(PROCESSES, THREADS, WRITES, True), (3, 2, 1, False)],
    ids=["fifty", "six who make it"],
)
def test_what_many_write_is_all_there_once(
    place: Place, processes: int, threads: int, writes: int, is_made: bool
) -> None:
    """Making a store of the bundled facts takes a second each: not of fifty."""
    if is_made:
        open_store(place).fill()
    with start("write", url(place), *map(str, (processes, threads, writes))) as running:
        assert running.wait() == 0
    with reading(place) as connection:
        writers = connection.execute(
            select(ENTRIES.c.by, func.count(STATEMENTS.c.n))
            .join(STATEMENTS, STATEMENTS.c.entry == ENTRIES.c.n)
            .where(ENTRIES.c.origin == "a test")
            .group_by(ENTRIES.c.by)
        ).all()
        said = connection.scalars(
            select(STATEMENTS.c.fields).where(STATEMENTS.c.kind == "group_sales")
        ).all()
    counted = {by: count for by, count in writers}
    assert counted == {f"writer {n}": writes for n in range(processes * threads)}
    assert set(Counter(said).values()) == {1}
    assert is_sound(place)


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_whole_entries(place: Place) -> None:
    size, rng = 40, random.Random(5)
    store = open_store(place)
    store.fill()
    told = 0
    for run in range(6):
        process = start("load", url(place), str(run), str(size))
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 6)):
            told += process.stdout.readline() == "written\n"
        try:
            process.wait(timeout=rng.uniform(0, 0.03))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        whole = entries_of_load(store)
        assert set(whole.values()) == {size}
        assert len(whole) >= told
    assert is_sound(place)


def entries_of_load(store: Store) -> dict[int, int]:
    """How many statements each entry of a load brought, entries without any too."""
    with reading(store.place) as connection:
        rows = connection.execute(
            select(ENTRIES.c.n, func.count(STATEMENTS.c.n))
            .outerjoin(STATEMENTS, STATEMENTS.c.entry == ENTRIES.c.n)
            .where(ENTRIES.c.by.startswith("load"))
            .group_by(ENTRIES.c.n)
        ).all()
    return {entry: count for entry, count in rows}


def older(place: Place) -> Store:
    """A store with facts, in the form of an older version."""
    store = open_store(place)
    store.fill()
    form.go_back(place, "0001")
    return store


def tables(place: Place) -> set[str]:
    with reading(place) as connection:
        return set(inspect(connection).get_table_names())


def test_migrations_lead_forward_and_back_and_forward(place: Place) -> None:
    store = older(place)
    assert "sightings" not in tables(place)
    store.fill()
    assert set(METADATA.tables) < tables(place)
    assert load_landscape("2025-06-01", store=store).stake("toyota", "subaru")
    form.go_back(place, "base")
    assert tables(place) == {"alembic_version"}
    assert len(store.fill().new) > 700
    assert is_sound(place)


def test_the_migrations_make_the_tables_that_the_code_knows(place: Place) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    open_store(place).fill()
    with reading(place) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_a_migration_that_is_killed_half_way_recovers(place: Place) -> None:
    store = older(place)
    process = start("migrate", url(place))
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    process.kill()
    process.communicate()
    assert "sightings" not in tables(place)
    with reading(place) as connection:
        assert form.revision(connection) == "0001"
    assert store.fill().new == ()
    assert is_sound(place)


def test_an_older_store_is_not_read_but_says_how_to_bring_it_up(place: Place) -> None:
    store = older(place)
    with pytest.raises(StoreError, match="0001 of an older version"):
        load_landscape("2025-06-01", store=store)
    (wrong,) = (f for f in doctor.examine(place) if not f.is_sound)
    assert wrong.check == "form"
    assert "keiretsu init" in str(wrong.mend)


def test_a_newer_store_is_neither_read_nor_written(place: Place) -> None:
    store = open_store(place)
    store.fill()
    with writing(place) as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    for use in (store.fill, store.statements):
        with pytest.raises(StoreError, match="9999, which a newer keiretsu wrote"):
            use()


def test_a_file_is_copied_before_its_form_changes(tmp_path: Path) -> None:
    place = Place(tmp_path / "store.db")
    store = older(place)
    before = store.place.file
    assert before is not None
    store.fill()
    kept = Place(form.copy_of(before, "0001"))
    assert "sightings" not in tables(kept)
    with reading(kept) as connection:
        assert len(connection.scalars(select(STATEMENTS.c.n)).all()) > 700
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "store.db",
        "store.db.form-0001",
        "store.db.form-0004",
    ]


def test_a_form_that_is_not_behind_is_refused(place: Place) -> None:
    older(place)
    for wanted in ("0002", "7"):
        with pytest.raises(StoreError, match="cannot go from form 0001 back"):
            form.go_back(place, wanted)
