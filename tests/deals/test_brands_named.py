"""A brand named in a step: its own cars where it can stand alone, else that is said."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals import Divest, Merge, SaveCost, SharePlatform, TakeStake, Tariff
from keiretsu.deals.answers import average_change
from keiretsu.deals.parties import who_is_meant, with_known_parties
from keiretsu.market.parties import held_brand
from keiretsu.spelling import fold

HERE = load_landscape("2025-05-19")
AMERICA = load_market("us-2022")


@pytest.mark.parametrize("brand", ["Lexus", "Infiniti", "Cadillac", "Audi", "Mini"])
def test_a_saving_of_a_brand_is_one_of_its_cars(brand: str) -> None:
    """By hand: costs fall by a tenth, and a car's price by less than its cost does."""
    step = SaveCost(makers=(brand,), share=0.1)
    deal = Deal(steps=(step,), on=HERE.on)
    (one,) = run(deal, HERE, AMERICA, demand="logit", control="silent").markets
    own = np.array([fold(name) == fold(brand) for name in one.market.brands])
    np.testing.assert_array_equal(one.parties, own)
    assert (one.price_change[own] < -0.03).all()
    assert np.abs(one.price_change[~own]).max() < 0.01
    weights = one.market.quantities[own]
    mean = float(one.price_change[own] @ weights / weights.sum())
    assert average_change(one, "parties").point == pytest.approx(mean)


def test_makers_of_steps_are_brands_where_they_are_so_called() -> None:
    steps = (
        Tariff(makers=("Lexus",), rate=0.1),
        SharePlatform(makers=("Infiniti", "Acura"), share=0.1, part=0.5),
        TakeStake(holder="bmw", held="Cadillac", share=0.2),
    )
    known = with_known_parties(Deal(steps=steps, on=HERE.on), HERE)
    assert [known.labels[p] for p in known.parties] == [
        *("Lexus", "Infiniti", "Acura", "BMW", "Cadillac"),
    ]
    assert set(known.brands.values()) == {"toyota", "nissan", "honda", "gm"}


def test_what_another_step_takes_whole_is_whole_in_all() -> None:
    steps = (Merge(first="Lexus", second="bmw"), SaveCost(makers=("Lexus",), share=0.1))
    known = with_known_parties(Deal(steps=steps, on=HERE.on), HERE)
    assert set(known.parties) == {"toyota", "bmw"}


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        (Deal.merge("Lexus", "bmw", on=HERE.on), ("Lexus is a brand of Toyota",)),
        (Deal.stake("Skoda", "bmw", 0.1, on=HERE.on), ("Skoda is a brand of Volksw",)),
        (Deal.stake("bmw", "Skoda", 0.1, on=HERE.on), ()),
        (Deal.merge("Lexus", "toyota", on=HERE.on), ()),
        (Deal.merge("toyota", "nissan", on=HERE.on), ()),
    ],
)
def test_a_brand_that_brings_its_owner_is_told(
    deal: Deal, said: tuple[str, ...]
) -> None:
    found = who_is_meant(deal, HERE)
    assert [words[: len(start)] for words, start in zip(found, said, strict=True)] == [
        *said
    ]


@pytest.mark.parametrize("brand", ["Lexus", "レクサス", "雷克萨斯", "LEXUS"])
def test_a_brand_is_sold_in_any_spelling(brand: str) -> None:
    step = Divest(seller="toyota", buyer="bmw", brand=brand)
    deal = Deal(steps=(step,), on=HERE.on)
    (one,) = run(deal, HERE, AMERICA, demand="logit", control="silent").markets
    pairs = zip(one.groups_after, one.market.brands, strict=True)
    rows = [group for group, name in pairs if fold(name) == "lexus"]
    assert set(rows) == {"bmw"}
    theirs = np.array([fold(name) == "bmw" for name in one.market.brands])
    assert (one.price_change[theirs] > 0).all()


@pytest.mark.parametrize("brand", ["chrysler", "Chrysler", "fiat"])
def test_a_brand_that_bears_the_name_of_a_company_that_is_gone(brand: str) -> None:
    day = load_landscape("2024-12-31")
    merger = Deal.merge(brand, "ford", on="2024-12-31")
    assert any("is a brand of Stellantis" in said for said in who_is_meant(merger, day))
    held = held_brand(brand, day)
    assert held is not None
    assert held.owner == "stellantis"
