"""What two makers share without a stake: worked by hand, and never counted twice."""

from __future__ import annotations

import numpy as np
import pytest

import keiretsu as kt
from keiretsu.deals import (
    BuyTogether,
    ClosePlant,
    Deal,
    SaveCost,
    SaveFixedCost,
    SharePlatform,
    Step,
)
from keiretsu.deals.steps import read_step
from keiretsu.errors import DataError
from keiretsu.market import Market, markets_from_frame

DAY = "2025-05-19"
BOTH = ("toyota", "nissan")


@pytest.fixture(scope="module")
def market() -> Market:
    rows = {
        "market_ids": ["small"] * 4,
        "product_ids": ["Yaris", "bZ4X", "Note", "Fit"],
        "firm_ids": ["toyota", "toyota", "nissan", "honda"],
        "powertrains": ["ICE", "BEV", "ICE", "ICE"],
        "prices": [20.0, 40.0, 22.0, 24.0],
        "shares": [0.15, 0.03, 0.10, 0.12],
    }
    return markets_from_frame(rows, currency="USD")[0]


def after(market: Market, *steps: Step) -> kt.deals.MarketEffects:
    landscape = kt.load_landscape(DAY)
    deal = Deal(steps=steps, on=landscape.on)
    found = kt.run(deal, landscape, market, control=["silent"], demand="logit")
    return found.markets[0]


def test_a_platform_saves_part_of_part_of_cost(market: Market) -> None:
    # a quarter, of 64 % of the cost, half realised: 8 %
    shared = SharePlatform(makers=BOTH, share=0.25, part=0.64, realised=0.5)
    assert shared.saved == pytest.approx(0.08)
    same = SaveCost(makers=BOTH, share=0.08)
    one, other = after(market, shared), after(market, same)
    assert one.prices_after == pytest.approx(other.prices_after, rel=1e-12)
    assert (one.price_change[:3] < 0).all()


def test_only_the_cars_that_have_the_part_get_cheaper(market: Market) -> None:
    cells = BuyTogether(
        makers=BOTH, component="cells", share=0.1, part=0.3, powertrains=("BEV",)
    )
    found = after(market, cells)
    change = found.price_change
    assert change[1] < -0.01
    assert np.abs(change[[0, 2, 3]]).max() < 0.01


def test_nothing_shared_saves_nothing(market: Market) -> None:
    found = after(market, SharePlatform(makers=BOTH, share=0.3, part=0.0))
    assert np.abs(found.price_change).max() < 1e-12


def test_order_and_splitting_do_not_matter(market: Market) -> None:
    platform = SharePlatform(makers=BOTH, share=0.1, part=0.5)
    cells = BuyTogether(makers=BOTH, component="cells", share=0.1, part=0.3)
    one, other = after(market, platform, cells), after(market, cells, platform)
    assert one.prices_after == pytest.approx(other.prices_after, rel=1e-12)
    first = SaveCost(makers=BOTH, share=0.1)
    whole = SaveCost(makers=BOTH, share=1 - 0.9**2)
    assert after(market, first, first).prices_after == pytest.approx(
        after(market, whole).prices_after, rel=1e-10
    )


def test_fixed_costs_move_no_price(market: Market) -> None:
    plan = (
        SaveFixedCost(maker="nissan", amount=230_000, currency="JPY"),
        ClosePlant(plant="Oppama", maker="nissan", amount=20_000, currency="JPY"),
    )
    found = after(market, *plan)
    assert not found.price_change.any()
    deal = Deal(steps=plan, on=kt.load_landscape(DAY).on)
    assert sum(one.amount for one in deal.fixed_savings) == 250e9
    assert deal.sentence == (
        "the fixed costs of nissan fall by JPY 230,000 million a year, then nissan "
        "closes Oppama, which saves JPY 20,000 million of fixed costs a year"
    )


def test_one_component_is_not_saved_for_two_reasons() -> None:
    learning, power = (
        BuyTogether(makers=BOTH, component="cells", mechanism=how, share=0.05, part=0.3)
        for how in ("learning", "bargaining")
    )
    with pytest.raises(DataError, match="saved by learning and by bargaining"):
        Deal(steps=(learning, power), on=kt.load_landscape(DAY).on)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"kind": "share_platform", "makers": ["a"], "percent": 5}, "part_percent"),
        (
            {
                "kind": "share_platform",
                "makers": ["a", "a"],
                "percent": 5,
                "part_percent": 50,
            },
            "alone",
        ),
        (
            {
                "kind": "share_platform",
                "makers": ["a", "b"],
                "percent": 5,
                "part_percent": 150,
            },
            "part_percent is 150",
        ),
        (
            {
                "kind": "joint_purchasing",
                "makers": ["a", "b"],
                "component": "cells",
                "mechanism": "magic",
            },
            "step 1 of deal.toml: mechanism is 'magic'",
        ),
        (
            {"kind": "save_fixed_cost", "maker": "a", "millions": 5, "currency": "XYZ"},
            "no currency 'XYZ'",
        ),
        (
            {"kind": "close_plant", "maker": "a", "millions": 5, "currency": "JPY"},
            "lacks the field 'plant'",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(
    data: dict[str, object], says: str
) -> None:
    with pytest.raises(DataError, match=says):
        read_step(data, "step 1 of deal.toml")
