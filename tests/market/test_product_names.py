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


@pytest.mark.parametrize(
    ("market_name", "asked", "found"),
    [
        ("us-2022", "Corolla", {"Toyota Corolla ICE", "Toyota Corolla HEV"}),
        ("us-2022", "Corolla Cross", {"Toyota Corolla Cross ICE"}),
        ("us-2022", "toyota corolla", {"Toyota Corolla ICE", "Toyota Corolla HEV"}),
        ("us-2022", "Corolla HEV", {"Toyota Corolla HEV"}),
        ("us-2022", "Ioniq", {"Hyundai Ioniq HEV", "Hyundai Ioniq PHEV"}),
        ("us-2022", "Rogue Sport", {"Nissan Rogue Sport ICE"}),
        ("de-2025", "BYD Seal", {"BYD SEAL BEV", "BYD SEAL PHEV"}),
        ("de-2025", "seal u", {"BYD SEAL U BEV", "BYD SEAL U PHEV"}),
        ("de-2025", "Golf diesel", {"Volkswagen GOLF diesel"}),
    ],
)
def test_a_name_is_no_longer_one_where_just_that_is_sold(
    market_name: str, asked: str, found: set[str]
) -> None:
    sold = load_market(market_name)
    rows = np.flatnonzero(rows_of_models(sold, [asked])).tolist()
    assert {sold.products[row] for row in rows} == found
