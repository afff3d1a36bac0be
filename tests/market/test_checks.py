"""Product tables: each fault is found, named with place and value, and refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import DataError, KeiretsuError, UnknownName
from keiretsu.market import (
    catalogue,
    check_table,
    load_market,
    markets_from_frame,
    read_table,
)
from keiretsu.market.product_table import ProductTable, to_table

GOOD: dict[str, list[Any]] = {
    "market_ids": ["jp", "jp", "us"],
    "product_ids": ["Yaris", "Note", "Camry"],
    "firm_ids": ["Toyota", "Nissan", "toyota"],
    "prices": [20.0, 21.0, 30.0],
    "shares": [0.2, 0.1, 0.3],
}


def table(**changes: list[Any]) -> ProductTable:
    return to_table(pl.DataFrame(GOOD | changes, strict=False))


@pytest.mark.parametrize(
    ("changes", "check", "place"),
    [
        ({"prices": [20.0, -1.0, 30.0]}, "positive", "row 2, column prices"),
        ({"prices": [20.0, None, 30.0]}, "missing", "row 2, column prices"),
        ({"prices": [20.0, float("nan"), 30.0]}, "missing", "row 2, column prices"),
        ({"shares": [0.2, 1.5, 0.3]}, "shares", "row 2, column shares"),
        ({"shares": [0.6, 0.4, 0.3]}, "shares", "market 'jp'"),
        ({"product_ids": ["Yaris", "Yaris", "Camry"]}, "duplicates", "row 2, column"),
        ({"currency": ["JPY", "USD", "USD"]}, "currencies", "market 'jp'"),
        ({"Market Size": [9.0, 9.0, 9.0]}, "columns", "the header"),
        ({"QUANTITY": [6.0, 3.0, 9.0]}, "columns", "the header"),
        (
            {"quantities": [6.0, 3.0, 9.0], "total_quantities": [12.0, 12.0, 9.0]},
            "totals",
            "market 'jp'",
        ),
    ],
)
def test_a_fault_is_found_at_its_place(
    changes: dict[str, list[Any]], check: str, place: str
) -> None:
    errors = [f for f in check_table(table(**changes)) if f.severity == "error"]
    assert [f.check for f in errors][:1] == [check]
    assert errors[0].place.startswith(place)
    with pytest.raises(DataError, match=r"faults? in the table"):
        markets_from_frame(table(**changes))


def test_a_sound_table_has_no_fault_and_an_unknown_maker_a_remark() -> None:
    assert check_table(table()) == ()
    (remark,) = check_table(table(firm_ids=["Toyota", "Acme", "toyota"]))
    assert (remark.check, remark.severity) == ("makers", "remark")


@pytest.mark.parametrize("column", ["market_ids", "firm_ids", "shares"])
def test_a_missing_column_is_named(column: str) -> None:
    without = {name: values for name, values in GOOD.items() if name != column}
    (fault, *_) = check_table(without)
    assert fault.check == "columns"
    assert fault.advice.startswith("name a column ")
    assert ("quantities" if column == "shares" else column) in fault.message


def test_a_namesake_in_the_register_makes_no_beer() -> None:
    """The register has Schneider Electric; a car's maker keeps what it has of it."""
    rows = {"market_ids": ["x"] * 3, "quantities": [3.0, 2.0, 1.0]}
    (beer,) = markets_from_frame(rows | {"firm_ids": ["Schneider", "3M", "Jever"]})
    assert beer.firms == ("Schneider", "3M", "Jever")
    assert beer.words.products == "products"
    (cars,) = markets_from_frame(rows | {"firm_ids": ["VW", "Citroën", "Jever"]})
    assert cars.firms == ("volkswagen", "stellantis", "Jever")
    assert cars.words.products == "cars"


@pytest.mark.parametrize("frame", [pl.DataFrame(GOOD), pd.DataFrame(GOOD)])
def test_any_data_frame_becomes_markets(frame: Any) -> None:
    japan, america = markets_from_frame(frame, currency="USD")
    assert japan.firms == ("toyota", "nissan")
    assert japan.outside_share == pytest.approx(0.7)
    np.testing.assert_allclose(america.inside_shares, [1.0])
    assert america.currency == "USD"


def test_market_size_gives_the_outside_share() -> None:
    frame = pl.DataFrame(
        {
            "market_ids": 1,
            "firm_ids": ["a", "b"],
            "quantities": [3, 5],
            "market_size": 20,
        }
    )
    (market,) = markets_from_frame(frame)
    assert market.outside_share == pytest.approx(0.6)
    assert market.prices is None


def test_words_where_numbers_should_be_are_named() -> None:
    with pytest.raises(DataError, match="row 2, column prices: '25k' is no number"):
        to_table(pl.DataFrame(GOOD | {"prices": ["20", "25k", "30"]}))


@given(cells=st.lists(st.text(max_size=8), min_size=1, max_size=6))
def test_no_table_of_text_breaks_the_checks(cells: list[str]) -> None:
    frame = pl.DataFrame({"market_ids": cells, "firm_ids": cells, "quantities": cells})
    with suppress(KeiretsuError):
        markets_from_frame(frame)


def test_hostile_files_get_one_clear_error(tmp_path: Path) -> None:
    cases = {
        "empty.csv": b"",
        "binary.csv": b"\x7fELF\0\0\0",
        "huge.csv": b"a" * 41_000_000,
    }
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataError):
            read_table(path)
    with pytest.raises(DataError, match="there is no file"):
        read_table(tmp_path / "nowhere.csv")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("market_ids,firm_ids\nx,Citro\xebn\n".encode("latin-1"))
    read = read_table(latin)
    assert read.text("firm_ids") == ("Citroën",)
    assert "cp1252" in read.notes[0]


@pytest.mark.parametrize("name", [entry.name for entry in catalogue()])
def test_every_bundled_market_is_sound(name: str) -> None:
    market = load_market(name)
    columns: dict[str, Any] = {
        "market_ids": market.name,
        "product_ids": market.products,
        "firm_ids": market.firms,
        "quantities": market.quantities,
        "prices": market.prices,
    }
    frame = to_table(pl.DataFrame({k: v for k, v in columns.items() if v is not None}))
    faults = [f for f in check_table(frame) if f.place != "column firm_ids"]
    assert faults == []
    unknown = {f.message for f in check_table(frame)}
    assert unknown <= {"'other' is no maker in our register"}
    assert market.sources
    assert market.inside_shares.sum() == pytest.approx(1)


def test_the_priced_market_is_the_american_one() -> None:
    market = load_market("us-2022")
    assert market.prices is not None
    assert market.currency == "USD"
    assert len(market.products) == 373
    assert {"large pickup", "compact SUV"} <= {nest for nest in market.nests if nest}


def test_an_unknown_market_offers_near_names() -> None:
    with pytest.raises(UnknownName, match="us-2022"):
        load_market("us-2202")


@pytest.mark.parametrize("name", ["price", "Prices", "PRICE", "pri ces"])
def test_prices_under_another_name_are_not_passed_over(name: str) -> None:
    columns = {name if key == "prices" else key: v for key, v in GOOD.items()}
    frame = pl.DataFrame(columns)
    (error,) = (f for f in check_table(frame) if f.severity == "error")
    assert error.message == f"there is no column 'prices', but one called {name!r}"
    with pytest.raises(DataError, match="but one called"):
        markets_from_frame(frame)


def test_a_column_of_names_that_is_not_read_is_a_remark() -> None:
    found = check_table(table(brand=["Toyota", "Nissan", "Toyota"]))
    told = [f.message for f in found if f.check == "columns"]
    assert told == ["there is no column 'brands', but one called 'brand'"]
    assert {f.severity for f in found} == {"remark"}


@pytest.mark.parametrize(("size", "sound"), [(9.0, False), (8.0, False), (9.1, True)])
def test_a_market_sells_to_fewer_than_might_buy(size: float, sound: bool) -> None:
    columns = {key: v for key, v in GOOD.items() if key != "shares"}
    columns |= {"quantities": [6.0, 3.0, 1.0], "market_size": [size] * 3}
    errors = [f for f in check_table(pl.DataFrame(columns)) if f.severity == "error"]
    assert [f.place for f in errors] == ([] if sound else ["market 'jp'"])
