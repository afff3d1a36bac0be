"""Where the parties meet: markets by overlap, never one where one sells alone."""

from __future__ import annotations

import pytest

from keiretsu.deals import Deal, reorganise, with_known_parties
from keiretsu.deals.where import (
    both_sell,
    markets_to_price,
    markets_to_screen,
    overlap,
    where_they_meet,
)
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import load_market, markets_from_frame
from keiretsu.rules import assess

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ("stellantis", "renault", "FR"),
        ("BYD", "Tesla", "CN"),
        ("Toyota", "Nissan", "JP"),
        ("tata", "mahindra", "IN"),
        ("volkswagen", "bmw", "DE"),
        ("gm", "ford", "US"),
    ],
)
def test_the_first_market_is_where_they_meet_most(
    first: str, second: str, place: str, landscape: Landscape
) -> None:
    deal = Deal.merge(first, second, on=DAY)
    priced = markets_to_price(deal, landscape)
    assert priced[0].jurisdiction == place
    known = with_known_parties(deal, landscape)
    for market in priced:
        change = reorganise(known, landscape, market.firms)
        assert both_sell(change, market)
        assert overlap(change, market) > 0


def test_the_overlap_is_half_the_rise_of_the_index() -> None:
    rows = {
        "market_ids": ["m"] * 3,
        "firm_ids": ["A Works", "B Works", "C Works"],
        "quantities": [20.0, 30.0, 50.0],
    }
    (market,) = markets_from_frame(rows)
    landscape = load_landscape(DAY)
    deal = Deal.merge("A Works", "B Works", on=DAY)
    known = with_known_parties(deal, landscape, [market])
    change = reorganise(known, landscape, market.firms)
    assert overlap(change, market) == pytest.approx(0.2 * 0.3)


def test_parties_that_meet_nowhere_are_looked_at_where_they_sell(
    landscape: Landscape,
) -> None:
    markets = [load_market(n) for n in ("in-2024-brands", "us-2022")]
    deal = Deal.merge("mahindra", "rivian", on=DAY)
    found = where_they_meet(deal, landscape, markets, most=5)
    assert {market.name for market in found} == {"in-2024-brands", "us-2022"}


def test_large_markets_are_screened_where_a_party_sells(landscape: Landscape) -> None:
    deal = Deal.merge("stellantis", "renault", on=DAY)
    names = [market.name for market in markets_to_screen(deal, landscape)]
    assert "us-2024-brands" in names
    assert any(name.startswith("fr-") for name in names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("holder", "held", "percent", "one"),
    [
        ("geely", "volvo cars", 60, True),
        ("toyota", "daihatsu", 51, True),
        ("toyota", "daihatsu", 40, False),
        ("renault", "nissan", 15, False),
    ],
)
def test_a_step_inside_one_group_is_told_and_has_markets(
    holder: str, held: str, percent: float, one: bool, landscape: Landscape
) -> None:
    deal = Deal.stake(holder, held, percent / 100, on=DAY)
    known = with_known_parties(deal, landscape)
    change = reorganise(known, landscape)
    assert change.within_one_group == one
    assert markets_to_price(deal, landscape)
    assessment = assess(deal, landscape, [load_market("eur13-2024-brands")])
    assert any(v.market for v in assessment.verdicts) != one
