"""A merger with a small company leaves the large one's holders with most of the two."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.control import Ownership
from keiretsu.deals import Deal, reorganise, run, with_known_parties
from keiretsu.deals.sizes import with_sizes
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market

DAY = "2026-10-01"
HERE = load_landscape(DAY)


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("polestar", "volkswagen"),
        ("xpeng", "volkswagen"),
        ("jlr", "bmw"),
        ("maruti_suzuki", "toyota"),
    ],
)
def test_the_smaller_is_not_half_of_the_two(small: str, large: str) -> None:
    day = Ownership.of_day(HERE)
    assert day.size(small) is None
    told = with_sizes(day, (small, large))
    sizes = told.size(small), told.size(large)
    assert sizes[0] is not None
    assert sizes[1] is not None
    assert sizes[1] == day.size(large)
    assert 0 < sizes[0] < 0.4 * sizes[1]


def test_the_holders_of_polestar_do_not_get_half_of_volkswagen() -> None:
    deal = with_known_parties(Deal.merge("polestar", "volkswagen", on=DAY), HERE)
    after = reorganise(deal, HERE).after
    held = after.between_groups
    cash = held.cash[held.index["geely"], held.index[after.head("volkswagen")]]
    assert 0 < cash < 0.02


def test_a_small_merger_moves_prices_a_little() -> None:
    """Not by 3.2 %, as where its owners held two fifths of Volkswagen afterwards."""
    deal, sweden = Deal.merge("polestar", "vw", on=DAY), load_market("se-2024-brands")
    for one in run(deal, HERE, sweden, demand="logit").markets:
        sold = np.where(one.parties, sweden.quantities, 0.0)
        assert 0 < float(np.average(one.price_change, weights=sold)) < 0.005


def test_what_is_known_or_is_no_company_of_ours_stays_as_it_is() -> None:
    day = Ownership.of_day(HERE, ["Delta"])
    assert with_sizes(day, ("toyota", "nissan", "Delta")) is day
