"""What tables write short is told in words."""

from __future__ import annotations

import pytest

from keiretsu.countries import country_name
from keiretsu.landscape import load_landscape
from keiretsu.market import catalogue, load_market
from keiretsu.words import drive


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("JP", "Japan"),
        ("GB", "United Kingdom"),
        ("UK", "United Kingdom"),
        ("EU", "European Union"),
        ("KR", "South Korea"),
        ("FR/JP", "France and Japan"),
        ("XX", "XX"),
        ("", ""),
    ],
)
def test_a_code_of_a_country_is_its_name(code: str, name: str) -> None:
    assert country_name(code) == name


def test_every_country_on_record_has_a_name() -> None:
    landscape = load_landscape("2025-06-01")
    codes = {c.country for c in landscape.companies.values() if c.country}
    codes |= {place for car in landscape.vehicles for place in car.markets}
    assert len(codes) > 15
    assert [code for code in codes if len(country_name(code)) <= 2] == []


def test_whatever_drives_a_car_on_record_has_words() -> None:
    landscape = load_landscape("2025-06-01")
    codes = {car.powertrain for car in landscape.vehicles if car.powertrain}
    for entry in catalogue():
        codes |= {code for code in load_market(entry.name).powertrains if code}
    codes -= {"all"}
    assert len(codes) > 6
    assert [code for code in codes if drive(code) == code] == []
    assert drive("ICE_petrol") == "petrol"
    assert drive("steam") == "steam"


def test_no_product_of_ours_is_called_by_a_spelled_code() -> None:
    for entry in catalogue():
        market = load_market(entry.name)
        assert not [name for name in market.products if "_" in name], entry.name
        assert len(set(market.products)) == len(market.products)
    assert "Volkswagen GOLF petrol" in load_market("de-2025").products
