"""A merger with a small company leaves the large one's holders with most of the two."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.control import Ownership
from keiretsu.deals import Deal, reorganise, run, with_known_parties
from keiretsu.deals.exchange_terms import exchange_terms
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
    held = after.groups.holdings
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


@pytest.mark.parametrize("pair", [("subaru", "foxconn"), ("foxconn", "subaru")])
def test_a_company_without_cars_takes_nothing_from_the_holders(
    pair: tuple[str, str],
) -> None:
    """Toyota's 20 % of Subaru are 20 % of Subaru with Foxconn, and no price moves."""
    deal = with_known_parties(Deal.merge(*pair, on=DAY), HERE)
    change = reorganise(deal, HERE)
    parts = [one.part("toyota", "subaru") for one in change.stages]
    np.testing.assert_allclose(parts[1], parts[0], rtol=1e-12)
    for one in run(deal, HERE, load_market("us-2022"), demand="logit").markets:
        np.testing.assert_allclose(one.prices_after, one.prices_before, rtol=1e-12)
    (told,) = exchange_terms(deal, HERE)
    assert "how much Foxconn sells is not known" in told
    assert "those of Subaru to keep their parts" in told


def test_whom_no_table_by_brand_names_has_the_size_of_a_table_by_model() -> None:
    told = with_sizes(Ownership.of_day(HERE), ("rivian", "lucid"))
    sizes = told.size("rivian"), told.size("lucid")
    assert sizes[0] is not None
    assert sizes[1] is not None
    assert sizes[0] > sizes[1] > 0
    assert (
        exchange_terms(
            with_known_parties(Deal.merge("rivian", "lucid", on=DAY), HERE), HERE
        )
        == ()
    )


def test_a_subsidiary_has_the_size_of_its_brand() -> None:
    day = Ownership.of_day(HERE, ["audi"])
    size = with_sizes(day, ("audi",), {"audi": ("Audi",)}).size("audi")
    group = day.size("volkswagen")
    assert size is not None
    assert group is not None
    assert 0.1 * group < size < 0.4 * group  # 1.7 of 9 million in 2024


def test_of_two_without_cars_shares_are_exchanged_one_for_one() -> None:
    deal = with_known_parties(Deal.merge("denso", "foxconn", on=DAY), HERE)
    change = reorganise(deal, HERE)
    before, after = (one.part("toyota", "denso") for one in change.stages)
    assert before[0] > 0
    assert after[0] == pytest.approx(before[0] / 2)
    (told,) = exchange_terms(deal, HERE)
    assert told.endswith("half of the two each")
