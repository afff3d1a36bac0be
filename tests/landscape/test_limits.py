"""Large and hostile input ends in one line, and soon."""

from __future__ import annotations

import bz2
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.invented import landscape, stake

from keiretsu.errors import DataError, StoreError
from keiretsu.landscape import load_landscape
from keiretsu.landscape.exchange import csv_tables, read_path, recorded
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Store, open_store
from keiretsu.landscape.store.connection import writing
from keiretsu.landscape.tables import tables


def zipped(data: bytes, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", way) as archive:
        archive.writestr("stakes.csv", data)
    return packed.getvalue()


def damaged(data: bytes) -> bytes:
    """The packed bytes with some in the middle turned."""
    middle = data.index(b"stakes.csv") + 30
    return (
        data[:middle]
        + bytes(b ^ 255 for b in data[middle : middle + 8])
        + data[middle + 8 :]
    )


TEXT = b"holder,held,percent,since,source_title,confidence\n" + b"a,b,1,2020,x,y\n" * 50


@pytest.mark.parametrize(
    "way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_member_is_one_line(way: int, tmp_path: Path) -> None:
    file = tmp_path / "facts.zip"
    file.write_bytes(damaged(zipped(TEXT, way)))
    with pytest.raises(DataError) as caught:
        read_path(file, Parties())
    assert "facts.zip" in str(caught.value)


def test_a_member_that_lies_about_its_size_is_counted_while_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_tables, "MOST_BYTES", 1000)
    file = tmp_path / "facts.zip"
    file.write_bytes(zipped(b"0" * 5000))
    with pytest.raises(DataError, match="unpacks to more than 1000 bytes"):
        read_path(file, Parties())


def test_a_table_of_too_many_rows_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    file = tmp_path / "stakes.csv"
    file.write_bytes(TEXT)
    with pytest.raises(DataError, match="more than 10 rows"):
        read_path(file, Parties())


@pytest.mark.parametrize("data", [b"\0\0", bz2.compress(b"x"), b"\xff\xfea\0", b'"'])
def test_bytes_that_are_no_table_are_one_line(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "stakes.csv"
    file.write_bytes(data)
    with pytest.raises(DataError):
        read_path(file, Parties())


def test_more_steps_than_there_are_companies_end() -> None:
    day = landscape(stake("a", "b", 0.2), stake("b", "c", 0.2), stake("y", "z", 0.2))
    assert day.map("a", steps=10**9).title == day.map("a", steps=10**9).title


def test_a_timeline_of_thousands_of_years_is_drawn() -> None:
    day = load_landscape("9999-12-31")
    assert "9999" in day.timeline("toyota", "subaru").title


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = open_store(tmp_path / "facts.db")
    made.fill()
    return made


def test_a_judgement_by_somebody_called_keiretsu_stays(store: Store) -> None:
    plants = [o.number for o in store.statements() if o.statement.kind == "plants"]
    three = plants[:3]
    store.judge(*three, verdict="superseded", because="a test", by="keiretsu team")
    assert store.fill().judged == ()
    lapsed = [one.number for one in store.statements() if not one.is_believed]
    assert lapsed == three


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_beyond_what_a_database_counts_to_is_one_line(
    store: Store, number: int
) -> None:
    with pytest.raises(DataError, match="there is no statement"):
        store.judge(number, verdict="rejected", because="a test", by="me")


@pytest.mark.parametrize(
    "read",
    [
        lambda store: recorded(store),
        lambda store: load_landscape("2025-06-01", store=store),
    ],
)
def test_a_row_that_lost_its_cells_is_told_with_its_number(
    store: Store, read: Callable[[Store], object]
) -> None:
    with writing(store.place) as connection:
        connection.exec_driver_sql(
            "update statements set fields = '{}' where n = "
            "(select min(n) from statements where kind = 'brands')"
        )
    with pytest.raises(StoreError, match=r"statement [0-9]+ does not say"):
        read(store)
