"""Cars of millions: what one price coefficient says of them is not believed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from keiretsu.deals import Deal, MarketEffects, SaveCost, Step, Tax, run
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market

DAY = dt.date(2025, 5, 19)
CARS = load_market("us-2022")


def under(step: Step, demand: Any) -> MarketEffects:
    (one,) = run(
        Deal(steps=(step,), on=DAY),
        load_landscape(DAY),
        CARS,
        demand=demand,
        control=["silent"],
        draws=0,
    ).markets
    return one


@pytest.mark.parametrize("demand", ["logit", "nested logit", "second choices"])
def test_a_saving_on_a_car_of_millions_takes_no_market(demand: str) -> None:
    one = under(SaveCost(makers=("volkswagen",), share=0.1), demand)
    assert float((one.shares_after - one.shares_before).max()) < 0.005
    ours = np.array(CARS.firms) == "volkswagen"
    rise = np.average(one.price_change[ours], weights=CARS.quantities[ours])
    assert -0.1 < rise < -0.04
    assert any("Bugatti Chiron" in words for words in one.warnings)


@pytest.mark.parametrize("demand", ["nested logit", "second choices"])
def test_a_tenth_off_the_price_of_all_cars_reaches_buyers(demand: str) -> None:
    one = under(Tax(rate=-0.1), demand)
    rise = np.average(one.price_change, weights=CARS.quantities)
    assert -0.1 < rise < -0.06
    chiron = [n for n, name in enumerate(CARS.products) if "Chiron" in name]
    if demand == "nested logit":
        assert abs(one.price_change[chiron]).max() < 0.01


def test_a_car_that_no_step_is_about_is_not_named() -> None:
    one = under(SaveCost(makers=("toyota",), share=0.1), "nested logit")
    assert not any("left as today" in words for words in one.warnings)
