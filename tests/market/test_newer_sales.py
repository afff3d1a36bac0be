"""A market by model at what its makers sold in a newer year."""

import numpy as np
import pytest

from keiretsu import load_market
from keiretsu.market import Market, at_newer_sales


def sold(market: Market, maker: str) -> np.ndarray:
    return market.quantities[[firm == maker for firm in market.firms]]


@pytest.mark.parametrize(
    ("maker", "units"),
    [("nissan", 924_008), ("toyota", 2_332_623), ("hyundai", 836_802 + 75_003)],
)
def test_each_maker_sells_what_it_did_in_the_newer_year(maker: str, units: int) -> None:
    market = load_market("us-2022")
    found = at_newer_sales(market)
    assert found is not None
    scaled, year = found
    assert year == "2024"
    assert sold(scaled, maker).sum() == pytest.approx(units)
    old, new = sold(market, maker), sold(scaled, maker)
    np.testing.assert_allclose(new / new.sum(), old / old.sum())
    assert scaled.products == market.products
    assert scaled.name == market.name


def test_makers_of_whom_the_newer_year_is_silent_stay() -> None:
    market = load_market("us-2022")
    scaled, _ = at_newer_sales(market) or (market, "")
    np.testing.assert_array_equal(sold(scaled, "ferrari"), sold(market, "ferrari"))


@pytest.mark.parametrize("name", ["us-2019", "de-2025", "jp-2024", "us-2024-brands"])
def test_where_nothing_newer_is_known_there_is_none(name: str) -> None:
    assert at_newer_sales(load_market(name)) is None


def test_a_market_of_ones_own_has_none() -> None:
    assert at_newer_sales(load_market("us-2022").replace(name="mine")) is None
