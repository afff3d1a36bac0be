"""Who sold under a brand on a day, and who was there to be a party of a deal."""

import re

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals.pairs import all_pairs
from keiretsu.deals.required import required_saving
from keiretsu.deals.where import markets_to_screen
from keiretsu.errors import DataError
from keiretsu.market import (
    as_sold,
    catalogue,
    resolve_party,
    sold_then,
)
from keiretsu.spelling import fold


@pytest.mark.parametrize(
    ("brand", "on", "who"),
    [
        ("Jeep", "2019-06-01", "fca"),
        ("JEEP", "2021-01-15", "fca"),
        ("Jeep", "2021-01-16", "stellantis"),
        ("Citroen", "2019-06-01", "psa"),
        ("Opel", "2017-07-31", "gm"),
        ("Opel", "2017-08-01", "psa"),
        ("Vauxhall", "2020-01-01", "psa"),
        ("Vauxhall", "2024-01-01", "stellantis"),
        ("Maserati", "2020-01-01", "fca"),
        ("Lexus", "2010-01-01", "toyota"),
        ("Dodge", "1998-05-06", "chrysler"),
        ("Lancia", "2010-01-01", "fiat"),
    ],
)
def test_a_brand_names_who_sold_under_it_on_the_day(
    brand: str, on: str, who: str
) -> None:
    assert resolve_party(brand, load_landscape(on)).id == who


@pytest.mark.parametrize("name", ["Daimler", "daimler", "DAIMLER", "Mercedes-Benz"])
def test_a_firm_that_was_only_renamed_is_one_firm(name: str) -> None:
    day = load_landscape("2019-06-01")
    assert resolve_party(name, day).id == "mercedes_benz"
    assert day.holders_of(name) == day.holders_of("mercedes_benz") != ()


@pytest.mark.parametrize(
    ("name", "on", "words"),
    [
        ("Stellantis", "2019-06-01", "before 16 Jan 2021.*name FCA or PSA"),
        ("stellantis", "2021-01-15", "no Stellantis before 16 Jan 2021"),
        ("FCA", "2013-01-01", "before 12 Oct 2014.*Fiat"),
        ("Daimler", "2025-06-01", "gone since 1 Feb 2022.*Mercedes-Benz"),
    ],
)
def test_who_is_not_there_is_refused(name: str, on: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        resolve_party(name, load_landscape(on))
    assert re.search(words, str(caught.value), re.DOTALL)


def test_a_market_is_of_the_sellers_of_the_day() -> None:
    market = load_market("us-2022")
    day = load_landscape("2019-06-01")
    sold = as_sold(market, day, {})
    assert {f for f, b in zip(sold.firms, sold.brands, strict=True) if b == "Ram"} == {
        "fca"
    }
    assert "stellantis" not in sold.firms
    assert as_sold(market, load_landscape("2025-06-01"), {}) is market
    (words,) = sold_then(market, day)
    assert words.startswith("us-2022: taken as sold by FCA, as on 1 Jun 2019: ")
    assert sold_then(market, load_landscape("2025-06-01")) == ()


@pytest.mark.parametrize(
    ("day", "seller"),
    [
        ("2010-06-01", "chrysler"),
        ("2018-01-01", "fca"),
        ("2021-01-15", "fca"),
        ("2021-01-16", "stellantis"),
    ],
)
def test_a_row_of_several_brands_is_of_whoever_sold_them_all(
    day: str, seller: str
) -> None:
    """The American row of Jeep, Ram, Dodge and Chrysler was of FCA in 2018."""
    market, there = load_market("us-2024-brands"), load_landscape(day)
    sold = as_sold(market, there, {})
    row = sold.brands.index("Jeep+Ram+Dodge+Chrysler")
    assert sold.firms[row] == seller
    party = resolve_party("Jeep+Ram+Dodge+Chrysler", there, [market])
    assert party.id == seller
    assert sold.firms[sold.brands.index("BMW+Mini")] == "bmw"


@pytest.mark.parametrize("day", ["2010-06-01", "2018-01-01", "2019-12-31"])
def test_no_bundled_market_is_sold_by_who_was_not_there(day: str) -> None:
    """But by today's maker where nobody sold the brand before it, as NIO in 2010."""
    there = load_landscape(day)
    for entry in catalogue():
        market = as_sold(load_market(entry.name), there, {})
        for firm, brand in zip(market.firms, market.brands, strict=True):
            company = there.companies.get(firm)
            if company is not None and not company.is_there(there.on):
                sold = {there.sellers.get(fold(b)) for b in brand.split("+")}
                assert sold <= {None, firm}, (entry.name, firm)


def test_a_past_merger_is_one_of_who_sold_then() -> None:
    """GM and FCA on a day in 2019 is what GM and Stellantis is in the US today."""
    market = load_market("us-2022")
    then = Deal.merge("GM", "FCA", on="2019-06-01")
    now = Deal.merge("GM", "Stellantis", on="2025-06-01")
    changes = [
        run(
            deal,
            load_landscape(deal.on),
            market,
            demand="nested logit",
            control=["silent"],
        )
        .markets[0]
        .price_change
        for deal in (then, now)
    ]
    first, second = changes
    np.testing.assert_allclose(first, second, atol=1e-4)  # other stakes differ a bit
    assert first.max() > 0.01


def test_pairs_and_screens_are_of_the_sellers_of_the_day_too() -> None:
    day = load_landscape("2019-12-18")
    pairs = all_pairs(day, load_market("it-2025-brands"), demand="logit")
    assert pairs.of("fca", "psa") is not None
    deal = Deal.merge("FCA", "PSA", on=day.on)
    names = {market.name for market in markets_to_screen(deal, day)}
    assert {"eur13-2024-brands", "uk-2024-brands"} <= names
    found = required_saving(deal, day, load_market("it-2025-brands"))
    assert found is not None
    assert found.unchanged > 0
