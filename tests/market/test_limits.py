"""What is too large for any market is told before work starts, and briefly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from keiretsu.errors import DataError
from keiretsu.market import files
from keiretsu.market.checks import MOST_FAULTS, check_table
from keiretsu.market.market_checks import MOST_PRODUCTS
from keiretsu.market.product_table import to_table


def table(rows: int, **columns: Any) -> dict[str, Any]:
    told = {"market_ids": ["m"] * rows, "firm_ids": ["Toyota"] * rows}
    return {**told, "prices": [9.0] * rows, "quantities": [5.0] * rows, **columns}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("prices", v) for v in (1e308, 1e16, 1e-13, 5e-324)),
        *(("quantities", v) for v in (1e300, 2e15, 1e-300)),
        ("market_size", 1e200),
        ("shares", 1e-300),
    ],
)
def test_a_number_beyond_any_market_is_a_fault(column: str, value: float) -> None:
    rows = table(3, **{column: [0.1 if column == "shares" else 50.0] * 3})
    if column == "shares":
        del rows["quantities"]
    rows[column] = [*rows[column][:2], value]
    (fault,) = (f for f in check_table(rows) if f.check == "beyond")
    assert fault.place == f"row 3, column {column}"


def test_more_products_than_memory_holds_pairs_of_are_a_fault() -> None:
    most = check_table(table(MOST_PRODUCTS))
    assert not [f for f in most if f.check == "products"]
    more = check_table(table(MOST_PRODUCTS + 1))
    assert [f.check for f in more if f.severity == "error"] == ["products"]


def test_faults_are_listed_up_to_a_number() -> None:
    rows = table(5_000, prices=[-1.0] * 5_000, quantities=[-1.0] * 5_000)
    found = check_table(rows | {"firm_ids": [f"f{n}" for n in range(5_000)]})
    for check in ("positive", "makers"):
        listed = [f for f in found if f.check == check]
        assert len(listed) == MOST_FAULTS + 1
        assert "the others are not listed" in listed[-1].message


def test_more_cells_than_a_table_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl

    monkeypatch.setattr(files, "MOST_CELLS", 30)
    pl.DataFrame(table(10)).write_parquet(tmp_path / "m.parquet")
    pl.DataFrame(table(10)).write_csv(tmp_path / "m.csv")
    for name in ("m.parquet", "m.csv"):
        with pytest.raises(DataError, match="more than 30 cells"):
            files.read_table(tmp_path / name)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_name_without_end_is_refused_in_any_frame(library: str) -> None:
    module = pytest.importorskip(library)
    rows = table(2, product_ids=["a", "x" * 100_000])
    frame = module.table(rows) if library == "pyarrow" else module.DataFrame(rows)
    with pytest.raises(DataError, match="characters"):
        to_table(frame)


@pytest.mark.parametrize(
    "words",
    [
        ("landscape", "company", "subaru"),
        ("market", "list"),
        ("deal", "run", "--merge", "toyota", "nissan"),
        ("report", "--merge", "toyota", "nissan"),
    ],
)
def test_python_works_without_documentation(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    if words[0] in ("deal", "report"):
        words = (*words, "--market", "us-2022", "--on", "2025-06-01", "--draws", "0")
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "keiretsu", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_text_that_rows_share_in_a_parquet_file_is_not_unfolded(
    tmp_path: Path,
) -> None:
    polars = pytest.importorskip("polars")
    file = tmp_path / "shared.parquet"
    columns = table(40, brands=["x" * 2_000_000] * 40)
    polars.DataFrame(columns).write_parquet(file, compression="zstd")
    assert file.stat().st_size < 200_000
    with pytest.raises(DataError, match="column brands: a cell of 2000000 characters"):
        files.read_table(file)


@pytest.mark.parametrize(
    ("count", "whole", "kind"),
    [
        (2**31 - 1, pl.Int32, pl.Date),
        (-(2**31) + 1, pl.Int32, pl.Date),
        (2**55, pl.Int64, pl.Datetime("ms")),
        (2**62, pl.Int64, pl.Datetime("us")),
        (-(2**62), pl.Int64, pl.Datetime("us", "Asia/Tokyo")),
    ],
)
def test_dates_that_are_none_are_refused(
    tmp_path: Path, count: int, whole: Any, kind: Any
) -> None:
    dates = pl.Series([count, 0, None], dtype=whole).cast(kind)
    frame = pl.DataFrame({"market_ids": dates, "prices": [1.0, 2.0, 3.0]})
    frame.write_parquet(tmp_path / "m.parquet")
    for read in (
        lambda: files.read_table(tmp_path / "m.parquet"),
        lambda: to_table(frame),
    ):
        with pytest.raises(DataError, match="market_ids holds a date that is none"):
            read()  # type: ignore[no-untyped-call]
    first, none = to_table(frame[1:]).data["market_ids"]
    assert str(first).startswith("1970-01-01")
    assert none is None


def test_a_length_of_time_is_neither_number_nor_name() -> None:
    for kind in (pl.Duration("ms"), pl.Time()):
        dates = pl.Series([5, 6], dtype=pl.Int64).cast(kind)
        with pytest.raises(DataError, match="holds values of type"):
            to_table(pl.DataFrame({"market_ids": dates, "prices": [1.0, 2.0]}))


def test_a_column_of_lists_in_a_parquet_file_is_refused(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    file = tmp_path / "lists.parquet"
    columns = table(2, prices=[[1.0], [2.0]])
    polars.DataFrame(columns).write_parquet(file)
    with pytest.raises(DataError, match="column prices holds values of type List"):
        files.read_table(file)
