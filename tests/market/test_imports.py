"""Markets of the literature come in whole, and other files are refused by name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from keiretsu.errors import DataError
from keiretsu.market import european_cars, pyblp_automobile

CARS = pd.DataFrame(
    {
        "year": [98, 98, 98],
        "country": [3, 3, 3],
        "co": [7, 18, 21],
        "firm": [4, 2, 2],
        "qu": [1000.0, 2000.0, 3000.0],
        "price": [10.0, 12.0, 14.0],
        "pop": [80_000.0, 80_000.0, 80_000.0],
        "segment": [1, 1, 2],
    }
)


def test_pyblps_automobiles_are_twenty_markets_of_2217_cars() -> None:
    markets = pyblp_automobile()
    assert [m.name for m in markets] == [str(year) for year in range(1971, 1991)]
    assert sum(len(m.products) for m in markets) == 2217
    assert all(m.outside_share is not None and m.outside_share > 0.8 for m in markets)


def test_european_cars_become_a_market_a_country_and_year(tmp_path: Path) -> None:
    path = tmp_path / "cars1.dta"
    CARS.to_stata(path, write_index=False)
    (market,) = european_cars(path)
    assert market.name == "98 3"
    assert market.products == ("7", "18", "21")
    assert market.nests == ("1", "1", "2")
    assert market.outside_share == pytest.approx(1 - 6000 / 20_000)


def test_a_file_that_is_not_the_cars_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file"):
        european_cars(tmp_path / "none.dta")
    broken = tmp_path / "cars1.dta"
    broken.write_bytes(b"not Stata at all")
    with pytest.raises(DataError, match="no Stata file"):
        european_cars(broken)
    CARS.drop(columns="segment").to_stata(broken, write_index=False)
    with pytest.raises(DataError, match="no column 'segment'"):
        european_cars(broken)
