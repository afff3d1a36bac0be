"""Cars that a deal makes worth less: by hand, and every set that holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from keiretsu.deals import Deal, MarketEffects, Merge, SaveCost, Tax, Withdraw, run
from keiretsu.deals.variety import MOST_IN_SETS, Variety, variety
from keiretsu.errors import DataError
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
        "firm_ids": ["toyota", "toyota", "nissan", "nissan", "honda"],
        "powertrains": ["ICE", "BEV", "ICE", "BEV", "ICE"],
        "prices": [20.0, 40.0, 22.0, 36.0, 24.0],
        "shares": [0.15, 0.03, 0.10, 0.06, 0.12],
    }
    found = markets_from_frame(rows, currency="USD")[0]
    return found.replace(quantities=1000 * found.quantities)  # of a thousand buyers


def merged(
    market: Market, landscape: Landscape, fixed: float | None = None, **how: Any
) -> Variety:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    return variety(deal, landscape, market, fixed=fixed, demand="logit", **how)


def test_worth_today_is_what_the_maker_loses_without_it(
    market: Market, landscape: Landscape
) -> None:
    """The worth of a car is the loss of its maker by its withdrawal."""
    found = {car.product: car for car in merged(market, landscape).cars}
    deal = Deal(steps=(Withdraw(maker="nissan", models=("Leaf",)),), on=DAY)
    one: MarketEffects = run(
        deal, landscape, market, control=["silent"], demand="logit"
    ).markets[0]
    lost = one.profits_before["nissan"] - one.profits_after["nissan"]
    assert found["Leaf"].before == pytest.approx(lost)
    assert found["Leaf"].buyers == pytest.approx(-(one.surplus_change or 0))


def test_a_merger_makes_every_car_of_the_parties_worth_less(
    market: Market, landscape: Landscape
) -> None:
    found = merged(market, landscape)
    assert {car.group for car in found.cars} == {"toyota", "nissan"}
    assert all(0 < car.after < car.before for car in found.cars)
    risks = [car.at_risk for car in found.cars]
    assert risks == sorted(risks, reverse=True)
    electric = merged(market, landscape, powertrain="BEV")
    assert {car.product for car in electric.cars} == {"bZ4X", "Leaf"}
    assert (electric.asked, electric.parties) == (2, 4)


def test_sets_that_hold_by_the_worths(market: Market, landscape: Landscape) -> None:
    free = merged(market, landscape, fixed=0.0, powertrain="BEV")
    assert free.sets is not None
    assert free.sets.before == free.sets.after == (free.sets.cars,)
    dear = merged(market, landscape, fixed=1e9, powertrain="BEV")
    assert dear.sets is not None
    assert dear.sets.before == dear.sets.after == ((),)
    # between its two worths a car is offered before the merger and not after it
    car = free.cars[0]
    between = (car.before + car.after) / 2
    told = merged(market, landscape, fixed=between, powertrain="BEV").sets
    assert told is not None
    assert any(car.product in offered for offered in told.before)
    assert told.cars != told.after[0]
    assert len(told.cars) <= MOST_IN_SETS


def test_a_saving_makes_cars_worth_more(market: Market, landscape: Landscape) -> None:
    steps = (
        Merge(first="toyota", second="nissan"),
        SaveCost(makers=("toyota", "nissan"), share=0.1),
    )
    plain = {car.product: car.after for car in merged(market, landscape).cars}
    cheaper = variety(Deal(steps=steps, on=DAY), landscape, market, demand="logit").cars
    assert all(car.after > plain[car.product] for car in cheaper)


@pytest.mark.parametrize(
    ("name", "how", "says"),
    [
        ("jp-2024", {}, "has no prices and units"),
        ("small", {"powertrain": "FCEV"}, "no fuel-cell car of Toyota or Nissan is"),
        ("small", {"fixed": -1.0}, "a fixed cost of -1"),
        ("small", {"fixed": float("nan")}, "a fixed cost of nan"),
    ],
)
def test_what_cannot_be_asked_is_told(
    name: str, how: Any, says: str, market: Market, landscape: Landscape
) -> None:
    where = market if name == "small" else load_market(name)
    with pytest.raises(DataError, match=says):
        merged(where, landscape, **how)
    taxed = Deal(steps=(Merge(first="toyota", second="nissan"), Tax(rate=0.1)), on=DAY)
    with pytest.raises(DataError, match="a step changes taxes"):
        variety(taxed, landscape, market, demand="logit")


def test_american_hybrids_by_the_command_are_those_of_the_library(
    landscape: Landscape,
) -> None:
    found = variety(
        Deal.merge("toyota", "nissan", on=DAY),
        landscape,
        load_market("us-2022"),
        powertrain="BEV",
    )
    assert found.cars
    assert np.isfinite([car.after for car in found.cars]).all()


def test_the_range_of_a_worth_is_over_the_models_of_the_market(
    landscape: Landscape,
) -> None:
    """The ends are those of the models run one by one."""
    deal, america = Deal.merge("toyota", "nissan", on=DAY), load_market("us-2022")
    found = variety(deal, landscape, america, powertrain="BEV")
    assert found.models[0] == "second choices"
    assert "nested logit on segments" in found.models
    assert not [name for name in found.models if "2019" in name or "plain" in name]
    alone = [
        variety(deal, landscape, america, powertrain="BEV", demand=demand).cars[0]
        for demand in ("second choices", "nested logit")
    ]
    (car,) = found.cars
    assert car.at_risk == pytest.approx(alone[0].at_risk)
    assert alone[0].risks == (alone[0].at_risk, alone[0].at_risk)
    low, high = car.risks
    assert low < high
    for one in alone:
        assert low - 1e-12 <= one.at_risk <= high + 1e-12
