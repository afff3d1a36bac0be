"""What a launch is worth, and that it comes sooner: within what is published."""

from __future__ import annotations

import numpy as np
import pytest

import keiretsu as kt
from keiretsu.costs import worth_of_sooner
from keiretsu.deals import Launch
from keiretsu.deals.alternatives import months_sooner
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.launch_times import (
    YEARS,
    LaunchWorth,
    sooner_by_year,
    worth_of_launch,
)
from keiretsu.errors import DataError

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def leaf() -> LaunchWorth:
    return worth_of_launch(
        Launch(maker="nissan", model="Ariya", like="leaf"),
        kt.load_landscape(DAY),
        kt.load_market("us-2022"),
    )


def test_a_year_of_one_electric_car_is_worth_what_is_published(
    leaf: LaunchWorth,
) -> None:
    """About USD 63 million each to buyers and to the maker, 5,000 a car (3 to 7)."""
    known = cost_parameters()["year_sooner"]
    assert 10_000 < leaf.sold < 15_000
    assert known.low < leaf.buyers.point / leaf.sold < known.high
    for gain in (leaf.buyers, leaf.maker):
        assert 50e6 < gain.point < 90e6
        sooner = worth_of_sooner(
            gain.point, start=4, sooner=1, years=6, discount=0, end_stays=True
        )
        assert sooner == pytest.approx(gain.point)
    assert leaf.rivals.point < 0


def test_the_quicker_way_is_worth_more_and_adds_up_by_year(leaf: LaunchWorth) -> None:
    worth = [way.buyers.point for way in leaf.ways]
    assert worth == sorted(worth)
    for n, way in enumerate(leaf.ways):
        assert list(way.on_sale) == sorted(way.on_sale)
        assert way.on_sale[-1] <= 1 - cost_parameters()["cancelled"].value + 1e-12
        assert way.buyers.low is not None
        assert way.buyers.high is not None
        assert way.buyers.low < way.buyers.point < way.buyers.high
        gained = sooner_by_year(leaf, 0, n)
        assert gained.shape == (YEARS, 3)
        assert gained[:, 0].sum() == pytest.approx(way.buyers.point - worth[0])
    assert np.abs(sooner_by_year(leaf, 1, 1)).max() == 0


def test_months_sooner_are_between_the_ranges_by_hand() -> None:
    told = months_sooner()
    assert (told.point, told.low, told.high) == (48 - 30, 0, 60 - 24)


@pytest.mark.parametrize(
    ("market", "like", "says"),
    [
        ("jp-2024", "leaf", "has no prices and units"),
        ("us-2022", "swift", "nothing like swift is sold"),
    ],
)
def test_what_has_no_worth_is_told(market: str, like: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        worth_of_launch(
            Launch(maker="nissan", model="x", like=like),
            kt.load_landscape(DAY),
            kt.load_market(market),
        )
