"""Deals of past days: who was one group then, and what is of another time."""

from __future__ import annotations

import pytest

from keiretsu.deals import Deal, reorganise, run
from keiretsu.deals.half_dated import half_dated
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.templates import template
from keiretsu.landscape import load_landscape
from keiretsu.market import Market, as_sold, load_market, of_another_time

GERMANY = load_market("de-2024-brands")


def moves(deal: Deal, market: Market = GERMANY) -> bool:
    day = load_landscape(deal.on.isoformat())
    (one,) = run(deal, day, market, control=["silent"], demand="logit").markets
    return bool(abs(one.price_change).max() > 1e-9)


@pytest.mark.parametrize(
    ("first", "second", "apart", "one"),
    [
        ("hyundai", "kia", "1998-10-19", "1999-03-31"),
        ("hyundai", "kia", "1999-02-28", "2005-01-01"),
        ("renault", "dacia", "1999-08-31", "1999-10-01"),
        ("ford", "volvo_cars", "2010-08-02", "2010-08-01"),
        ("geely", "volvo_cars", "2010-08-01", "2010-08-02"),
    ],
)
def test_a_group_is_one_from_the_day_on_which_it_was(
    first: str, second: str, apart: str, one: str
) -> None:
    assert moves(Deal.merge(first, second, on=apart))
    assert not moves(Deal.merge(first, second, on=one))


def test_the_template_of_kia_takes_it_over() -> None:
    deal = template("hyundai-kia-1998").deal
    assert moves(deal)
    day = load_landscape(deal.on.isoformat())
    known = with_known_parties(deal, day)
    change = reorganise(known, day)
    assert change.before.head("kia") == "kia"
    assert change.after.head("kia") == "hyundai"


def test_a_brand_is_of_its_maker_of_then() -> None:
    sold = as_sold(GERMANY, load_landscape("1999-08-31"), {})
    assert sold.firms[sold.brands.index("Dacia")] == "dacia"
    now = as_sold(GERMANY, load_landscape("1999-10-01"), {})
    assert now.firms[now.brands.index("Dacia")] == "renault"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1999-06-01", "Ford in Volvo Cars, 100 %, is dated 1999 without a day"),
        ("2000-06-01", ""),
    ],
)
def test_a_stake_without_a_day_is_told_on_the_days_it_may_not_have_been(
    day: str, said: str
) -> None:
    there = load_landscape(day)
    deal = with_known_parties(Deal.stake("ford", "volvo", 1.0, on=day), there)
    assert "".join(half_dated(deal, there)).startswith(said)
    assert bool(half_dated(deal, there)) == bool(said)


def test_a_market_of_another_time_is_told() -> None:
    (said,) = of_another_time(GERMANY, load_landscape("1999-06-01").on)
    assert "its cars and prices are those of 2024, 25 years after the deal" in said
    assert of_another_time(GERMANY, load_landscape("2020-06-01").on) == ()
