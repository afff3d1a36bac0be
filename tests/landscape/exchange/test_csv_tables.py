"""CSV holds everything: tables of facts in a zip file, a folder or one by one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.landscape.exchange.strategies import stakes

from keiretsu.errors import DataError
from keiretsu.landscape.exchange import csv_tables, recorded
from keiretsu.landscape.store import Statement
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import bundled_text


def zipped(**tables: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


def test_the_bundled_tables_come_out_as_they_are_bundled() -> None:
    data, losses = csv_tables.write(recorded())
    assert losses == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for kind in TABLES:
            assert archive.read(f"{kind}.csv").decode() == bundled_text(kind)


def test_the_bundled_facts_come_back_in_again() -> None:
    facts = recorded()
    assert csv_tables.read(csv_tables.write(facts)[0], "facts.zip").statements == facts


def test_a_folder_of_tables_is_read_as_a_zip_of_them_is(tmp_path: Path) -> None:
    data, _ = csv_tables.write(recorded())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    found = csv_tables.read_folder(tmp_path).statements
    assert sorted(one.hash for one in found) == sorted(s.hash for s in recorded())


@given(facts=st.lists(stakes(), min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_whatever_is_stated_comes_back_as_it_was_stated(
    facts: list[Statement],
) -> None:
    data, losses = csv_tables.write(facts)
    assert losses == ()
    assert list(csv_tables.read(data, "facts.zip").statements) == facts


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no zip", "cannot be unpacked"),
        (zipped(), "holds no rows"),
        (zipped(secrets="a,b\n1,2\n"), "secrets.csv is no table of facts"),
        (
            zipped(stakes="holder,held\ntoyota,nobody\n"),
            "stakes.csv, line 2, column source_title",
        ),
        (
            zipped(
                stakes="holder,held,percent,since,source_title,confidence\n"
                "toyota,subaru,20,2020,a,sourced\ntoyota,subaru,２０,2020,a,sourced\n"
            ),
            "stakes.csv, line 3, column percent: '２０' is no number",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_place(
    data: bytes, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        csv_tables.read(data, "facts.zip")


def test_a_zip_that_would_fill_the_memory_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(csv_tables, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match="unpacks to more than 1000 bytes"):
        csv_tables.read(zipped(stakes="x" * 1001), "facts.zip")


def test_a_file_that_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(DataError, match=r"stakes.csv, line 2: byte 9 is not UTF-8"):
        csv_tables.read(b"holder\n12\xff", "stakes.csv")
