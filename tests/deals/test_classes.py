"""Effects by class of cars: parts that add up to the whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from keiretsu.deals import Deal, Launch, MarketEffects, Merge, Step, Withdraw, run
from keiretsu.deals.classes import CLASSES, ByClass, by_class
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market, markets_from_frame

DAY = dt.date(2025, 5, 19)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def market() -> Market:
    rows: dict[str, list[Any]] = {
        "market_ids": ["small"] * 5,
        "product_ids": ["Yaris", "bZ4X", "Note", "Leaf", "Fit"],
        "brands": ["Toyota", "Toyota", "Nissan", "Nissan", "Honda"],
        "firm_ids": ["toyota", "toyota", "nissan", "nissan", "honda"],
        "powertrains": ["ICE", "BEV", "ICE", "BEV", "ICE"],
        "range_km": [float("nan"), 400.0, float("nan"), 300.0, float("nan")],
        "prices": [20.0, 40.0, 22.0, 36.0, 24.0],
        "shares": [0.15, 0.03, 0.10, 0.06, 0.12],
    }
    found = markets_from_frame(rows, currency="USD")[0]
    return found.replace(characteristics={"range_km": np.array(rows["range_km"])})


def told(
    market: Market, landscape: Landscape, *steps: Step
) -> tuple[MarketEffects, ByClass]:
    deal = Deal(steps=steps, on=landscape.on)
    one = run(deal, landscape, market, control=["silent"], demand="logit").markets[0]
    found = by_class(one, "powertrain")
    assert found is not None
    return one, found


def test_classes_add_up_by_hand(market: Market, landscape: Landscape) -> None:
    one, found = told(market, landscape, Merge(first="toyota", second="nissan"))
    names = {each.name: each for each in found.classes}
    assert list(names) == ["ICE", "BEV"]  # the largest first
    assert names["BEV"].share == pytest.approx(0.09 / 0.46)
    assert sum(each.share_after for each in found.classes) == pytest.approx(1)
    weights = np.array([0.03, 0.06])
    change = one.price_change[[1, 3]] @ weights / weights.sum()
    assert names["BEV"].price is not None
    assert names["BEV"].price.point == pytest.approx(change)
    km = (400 / 0.040 * 0.03 + 300 / 0.036 * 0.06) / 0.09
    assert names["BEV"].range_per_price == pytest.approx(km)
    assert names["ICE"].range_per_price is None
    parts = sum(each.buyers.point for each in found.classes)
    assert one.surplus_change is not None
    assert parts + (found.choice or 0) == pytest.approx(one.surplus_change)
    # without a new car what prices leave is the bend of demand alone
    assert abs(found.choice or 0) < 0.01 * abs(one.surplus_change)


def test_a_launch_is_choice(market: Market, landscape: Landscape) -> None:
    step = Launch(maker="nissan", model="Leaf III", like="Leaf")
    one, found = told(market, landscape, step)
    electric = next(each for each in found.classes if each.name == "BEV")
    assert (electric.models, electric.models_after) == (2, 3)
    assert electric.share_after > electric.share
    assert (found.choice or 0) > 0.5 * (one.surplus_change or 0) > 0


def test_a_class_that_goes_has_no_price(market: Market, landscape: Landscape) -> None:
    both = (
        Withdraw(maker="toyota", models=("bZ4X",)),
        Withdraw(maker="nissan", models=("Leaf",)),
    )
    one, found = told(market, landscape, *both)
    electric = next(each for each in found.classes if each.name == "BEV")
    assert electric.price is None
    assert electric.models_after == electric.share_after == 0
    assert electric.range_after is None
    assert by_class(one, "segment") is None


@pytest.mark.parametrize("name", ["us-2022", "jp-2024", "de-2025"])
@pytest.mark.parametrize("by", CLASSES)
def test_bundled_markets_add_up(name: str, by: Any, landscape: Landscape) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    one = run(
        deal, landscape, load_market(name), control=["silent"], demand="nested logit"
    ).markets[0]
    found = by_class(one, by)
    assert found is not None
    parts = sum(each.buyers.point for each in found.classes)
    assert parts + (found.choice or 0) == pytest.approx(one.surplus_change, rel=1e-9)
    assert sum(each.share for each in found.classes) == pytest.approx(1)
