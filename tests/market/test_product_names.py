"""Products as people call them: what drives one is said where it tells two apart."""

from __future__ import annotations

import numpy as np
import pytest
from tests.report.factories import market

from keiretsu.market import Market, load_market, product_names, rows_of_models

SOLD = (
    ("Toyota Corolla ICE", "Toyota", "ICE", "Toyota Corolla (combustion)"),
    ("Toyota Corolla HEV", "Toyota", "HEV", "Toyota Corolla (hybrid)"),
    ("Nissan Leaf BEV", "Nissan", "BEV", "Nissan Leaf"),
    ("Golf", "Volkswagen", "ICE_petrol", "Volkswagen Golf"),
    ("Suzuki (rest, kei cars)", "Suzuki", None, "Suzuki (rest, kei cars)"),
)


@pytest.fixture
def five() -> Market:
    return market().replace(
        products=tuple(row[0] for row in SOLD),
        firms=("toyota", "toyota", "nissan", "volkswagen", "suzuki"),
        brands=tuple(row[1] for row in SOLD),
        quantities=np.full(5, 1000.0),
        prices=np.full(5, 30_000.0),
        nests=("car",) * 5,
        powertrains=tuple(row[2] for row in SOLD),
        competing=np.ones(5, dtype=bool),
    )


def test_what_drives_a_car_is_said_where_it_tells_two_apart(five: Market) -> None:
    assert product_names(five) == tuple(row[3] for row in SOLD)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Toyota Corolla (hybrid)", [1]),
        ("corolla hybrid", [1]),
        ("corolla hev", [1]),
        ("corolla", [0, 1]),
        ("leaf bev", [2]),
        ("volkswagen golf", [3]),
    ],
)
def test_a_product_is_found_by_any_of_its_names(
    five: Market, asked: str, found: list[int]
) -> None:
    assert np.flatnonzero(rows_of_models(five, [asked])).tolist() == found


@pytest.mark.parametrize("name", ["us-2022", "us-2019", "jp-2024"])
def test_no_two_products_are_called_alike_and_none_by_a_code(name: str) -> None:
    names = product_names(load_market(name))
    assert len(set(names)) == len(names)
    assert not any(n.endswith((" ICE", "EV")) for n in names)
