"""Deals solved together have the digits that each has by itself."""

from __future__ import annotations

import numpy as np
import pytest

import keiretsu as kt
from keiretsu.deals import Coordinate, Deal, Merge, PriceSetting, SaveCost, Tariff, run
from keiretsu.deals.compute import moved
from keiretsu.deals.demand_models import DemandModel, Form
from keiretsu.deals.demand_models.assumed import AssumedNestedLogit
from keiretsu.deals.draws import draw_effects
from keiretsu.deals.frontier import SAVINGS, STAKES, frontier
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, reorganise
from keiretsu.deals.steps import Step, Subsidy, TakeStake, Tax
from keiretsu.deals.together import Case, solved_together
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape

DAY = "2025-05-19"
MERGER = Merge(first="toyota", second="nissan")
COORDINATION = Coordinate(makers=("toyota", "honda"), weight=0.3)
SAVING = SaveCost(makers=("toyota", "nissan"), share=0.05)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return kt.load_landscape(DAY)


def tie(stake: float) -> Step:
    if stake == 1:
        return MERGER
    return TakeStake(holder="toyota", held="nissan", share=stake)


@pytest.mark.parametrize("demand", ["second choices", "nested logit", "logit"])
@pytest.mark.parametrize("name", ["us-2022", "jp-2024"])
def test_every_cell_of_a_frontier_is_its_deal(
    name: str, demand: Form, landscape: Landscape
) -> None:
    market = kt.load_market(name)
    stakes, savings = (STAKES[1], STAKES[-1]), (SAVINGS[0], SAVINGS[2])
    found = frontier(
        *("toyota", "nissan", landscape, market),
        stakes=stakes,
        savings=savings,
        demand=demand,
    )
    near = PriceSetting(look_afar=False)
    for row, stake in enumerate(stakes):
        for column, saving in enumerate(savings):
            saved = (SaveCost(makers=("toyota", "nissan"), share=saving),)
            deal = Deal(steps=(tie(stake), *(saved if saving else ())), on=landscape.on)
            (one,) = run(
                *(deal, landscape, market),
                control="silent",
                demand=demand,
                conduct=near,
            ).markets
            sold = np.where(one.parties, market.quantities, 0.0)
            alone = float(np.average(one.price_change, weights=sold))
            assert found.parties[row, column] == pytest.approx(alone, abs=1e-10)
            assert one.surplus_change is not None
            assert found.buyers[row, column] == pytest.approx(
                one.surplus_change, rel=1e-9
            )


def place_of(name: str, landscape: Landscape, *steps: Step) -> Place:
    market = kt.load_market(name)
    deal = Deal(steps=steps, on=landscape.on)
    change = reorganise(deal, landscape, market.firms)
    near = PriceSetting(look_afar=False)
    return Place.of(market, Makers.of(market, change), change, "silent", near)


@pytest.mark.parametrize(
    "steps",
    [
        (SAVING,),
        (MERGER, SAVING),
        (COORDINATION,),
        (MERGER, COORDINATION, SAVING),
        (MERGER, Tariff(makers=("toyota",), rate=0.1)),
        (MERGER, SAVING, Subsidy(powertrains=("BEV",), amount=5000.0)),
        (MERGER, SAVING, Tax(powertrains=("BEV",), rate=0.1)),
    ],
)
def test_draws_with_other_costs_are_those_of_one_at_a_time(
    steps: tuple[Step, ...], landscape: Landscape
) -> None:
    place = place_of("us-2022", landscape, *steps)
    source = AssumedNestedLogit(assumed=kt.default_assumptions())
    found = draw_effects(place, source, count=4, seed=0)
    alone = [
        moved(place, model)
        for _, model in source.draws(place.observed, 0, 4)
        if model is not None
    ]
    assert len(alone) == len(found.price_change) > 2
    assert np.abs(found.price_change).max() > 1e-4
    changes = np.array([one.price_change for one in alone])
    np.testing.assert_allclose(found.price_change, changes, atol=1e-10)
    gains = np.array([one.gain for one in alone])
    np.testing.assert_allclose(found.surplus_change, gains, rtol=1e-9)


def test_a_tax_is_not_solved_among_owners_and_costs(landscape: Landscape) -> None:
    place = place_of("us-2022", landscape, Tariff(makers=("toyota",), rate=0.1))
    source = AssumedNestedLogit(assumed=kt.default_assumptions())
    sold = np.ones(len(place.observed.firms), dtype=bool)
    with pytest.raises(DataError, match="changes taxes or what is sold"):
        solved_together(place.observed.market, source, [Case(place, sold)])


def test_where_a_saving_is_left_out_taxes_stay_what_they_are(
    landscape: Landscape,
) -> None:
    place = place_of("us-2022", landscape, SaveCost(makers=("ferrari",), share=0.05))
    source = AssumedNestedLogit(assumed=kt.default_assumptions())
    model = source.model(place.observed)
    assert isinstance(model, DemandModel)
    today = place.conduct.today(model.demand, place.observed)
    assert place.held(today).any()
    assert place.after(today).taxes is today.taxes
