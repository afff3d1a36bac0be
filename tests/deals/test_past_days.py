"""Deals of past days: who was one group then, and what is of another time."""

from __future__ import annotations

import pytest

from keiretsu.deals import Deal, reorganise, run
from keiretsu.deals.caveats import not_known_to_exist
from keiretsu.deals.half_dated import half_dated
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.templates import template
from keiretsu.errors import DataError
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


@pytest.mark.parametrize(
    ("text", "day", "since"),
    [
        ("rivian", "1995-05-01", "Apr 2009"),
        ("Tesla", "2003-06-30", "1 Jul 2003"),
        ("比亚迪", "1994-12-31", "1995"),
        ("XPeng", "2013-12-31", "2014"),
        ("現代自動車", "1966-01-01", "1967"),
        ("JLR", "2005-05-01", "2 Jun 2008"),
        ("Horse Powertrain", "2024-05-01", "31 May 2024"),
        ("Stellantis", "2020-01-01", "16 Jan 2021"),
    ],
)
def test_who_was_not_there_yet_is_no_party(text: str, day: str, since: str) -> None:
    deal = Deal.merge(text, "bmw", on=day)
    with pytest.raises(DataError, match=rf"there is no .* before {since}: "):
        with_known_parties(deal, load_landscape(day))


@pytest.mark.parametrize(
    ("text", "day", "party"),
    [
        ("Jaguar", "2008-06-01", "ford"),
        ("Jaguar", "2008-06-02", "jlr"),
        ("ジャガー", "2005-01-01", "ford"),
        ("ジャガー", "2012-01-01", "jlr"),
    ],
)
def test_a_brand_that_was_sold_is_its_owner_of_the_day(
    text: str, day: str, party: str
) -> None:
    deal = with_known_parties(Deal.merge(text, "bmw", on=day), load_landscape(day))
    assert deal.companies[0] == party


def test_no_subsidiary_counts_to_a_parent_that_is_to_come() -> None:
    assert load_landscape("2005-01-01").group_of("land_rover") == "land_rover"
    assert load_landscape("2009-01-01").group_of("land_rover") == "tata_motors"


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("leapmotor", "2022-01-01", "the oldest fact on it is of 26 Oct 2023"),
        ("li_auto", "2012-01-01", "no fact on it is dated"),
        ("li_auto", "2025-05-19", None),
        ("toyota", "1990-01-01", None),
        ("tesla", "2003-07-01", None),
    ],
)
def test_who_may_not_have_been_there_yet_is_told(
    text: str, day: str, said: str | None
) -> None:
    here = load_landscape(day)
    deal = with_known_parties(Deal.merge(text, "ford", on=day), here)
    found = list(not_known_to_exist(deal, here))
    assert [words.split(": ")[1] for words in found] == ([said] if said else [])


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
