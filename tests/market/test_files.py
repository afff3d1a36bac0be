"""Tables from files and frames: one form whatever they come from, or a clear error."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu import frames
from keiretsu.errors import DataError
from keiretsu.frames import to_frame
from keiretsu.market import files, read_table
from keiretsu.market.product_table import ProductTable, to_table

COLUMNS: dict[str, list[Any]] = {
    "market_ids": [1999, 1999, 2000],
    "firm_ids": ["toyota", "nissan", None],
    "prices": [20.5, None, 30],
    "size": [1, 2, 3],
    "word": ["a", None, "c"],
}
FRAMES = [pl.DataFrame, pd.DataFrame, pa.table, dict]


def plain(table: ProductTable) -> dict[str, list[Any]]:
    return {
        name: [None if v != v else v for v in table[name]] for name in table.columns
    }


@pytest.mark.parametrize("make", FRAMES, ids=["polars", "pandas", "pyarrow", "dict"])
def test_a_table_is_the_same_from_every_library(make: Any) -> None:
    table = to_table(make(COLUMNS) if make is not pl.DataFrame else pl_frame())
    assert plain(table) == {
        "market_ids": ["1999", "1999", "2000"],
        "firm_ids": ["toyota", "nissan", None],
        "prices": [20.5, None, 30.0],
        "size": [1.0, 2.0, 3.0],
        "word": ["a", None, "c"],
    }


def pl_frame() -> pl.DataFrame:
    return pl.DataFrame(COLUMNS, strict=False)


@pytest.mark.parametrize("backend", frames.BACKENDS)
def test_a_table_survives_the_way_through_a_frame(backend: frames.Backend) -> None:
    table = to_table(COLUMNS)
    assert plain(to_table(table.to_frame(backend))) == plain(table)


def test_names_that_a_gap_turned_into_floats_stay_names() -> None:
    frame = pd.DataFrame({"firm_ids": [15.0, np.nan, 7.0]})
    assert to_table(frame)["firm_ids"] == ("15", None, "7")


@pytest.mark.parametrize(
    "wrong",
    [True, dt.date(2025, 1, 1), "25k", "1_000", "٥", 1j, "12.5 %", b"9", [1.0]],
)
def test_what_is_no_number_is_named_with_its_row(wrong: Any) -> None:
    with pytest.raises(DataError, match=r"row 2, column prices: .* is no number"):
        to_table({"prices": [1.0, wrong]})


def test_columns_of_unlike_length_are_refused() -> None:
    with pytest.raises(DataError, match="'prices' has 2 rows, others have 3"):
        to_table({"firm_ids": ["a", "b", "c"], "prices": [1.0, 2.0]})


@pytest.mark.parametrize("wrong", [None, 3, "a,b", [1, 2], object()])
def test_what_is_no_frame_is_refused(wrong: Any) -> None:
    with pytest.raises(DataError, match="is no data frame"):
        to_table(wrong)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_of_every_usual_form_is_read(
    separator: str, start: str, end: str, tmp_path: Path
) -> None:
    rows = [["market_ids", " firm_ids", "prices"], ["1", f'"a{separator}b"', "2.5"]]
    path = tmp_path / "cars.csv"
    text = start + end.join(separator.join(row) for row in [*rows, ["1", "", ""]])
    path.write_bytes(text.encode())
    assert plain(read_table(path)) == {
        "market_ids": ["1", "1"],
        "firm_ids": [f"a{separator}b", None],
        "prices": [2.5, None],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", "line 3: 3 cells under 2 columns"),
        ("a,b\n1\n", "line 2: 1 cells under 2 columns"),
        ("a,a\n1,2\n", "two columns 'a'"),
        ('a,b\n"1,2\n', "is not a table"),
        ("firm_ids,prices\nx,1e5x\n", "row 1, column prices: '1e5x' is no number"),
        ("a\n" + "x" * 200_000, "is not a table"),
    ],
)
def test_a_broken_csv_is_told_with_its_line(
    text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "cars.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_table(path)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    path = Path(__file__).with_name("nothing.csv")
    try:
        files._divided(path, data.decode("utf-8", errors="replace") + "x")
    except DataError:
        return


def test_parquet_is_read_and_a_broken_one_told(tmp_path: Path) -> None:
    path = tmp_path / "cars.parquet"
    pl_frame().write_parquet(path)
    assert plain(read_table(path)) == plain(to_table(COLUMNS))
    path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(DataError, match="is not a table"):
        read_table(path)


def test_too_many_rows_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    pl_frame().write_parquet(tmp_path / "cars.parquet")
    pl_frame().write_csv(tmp_path / "cars.csv")
    for name in ("cars.parquet", "cars.csv"):
        with pytest.raises(DataError, match="3 rows; 2 is the most"):
            read_table(tmp_path / name)


def test_without_a_frame_library_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    with pytest.raises(DataError) as caught:
        to_frame([{"a": 1}])
    assert "polars, pandas, pyarrow" in str(caught.value)
    path = tmp_path / "cars.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(DataError, match="polars, pyarrow"):
        read_table(path)


@pytest.mark.parametrize("backend", frames.BACKENDS)
def test_rows_become_a_frame_of_the_chosen_library(backend: frames.Backend) -> None:
    found = to_frame([{"a": 1, "b": None}, {"a": 2, "b": "x"}], backend)
    assert type(found).__module__.partition(".")[0] == backend
    assert found.shape == (2, 2)


@pytest.mark.slow
def test_the_commands_need_no_frame_library(tmp_path: Path) -> None:
    (tmp_path / "cars.csv").write_text(
        "market_ids,firm_ids,prices,quantities\nx,toyota,20,5\nx,nissan,21,6\n"
    )
    code = """
import sys
for name in ("polars", "pandas", "pyarrow"):
    sys.modules[name] = None
from keiretsu.cli import app
deal = ["--stake", "toyota", "nissan", "25", "--market", "is-2024-brands"]
for words in (["market", "check", "cars.csv"], ["deal", "run", *deal, "--csv"],
              ["landscape", "show", "--csv"]):
    app(words, standalone_mode=False)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "is-2024-brands" in done.stdout
