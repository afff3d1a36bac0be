"""Sales, ventures, supply, launches and the rest: each against what it must equal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import Scenario
from keiretsu.costs import equivalent_interest, split_margin
from keiretsu.deals import (
    CutParts,
    Deal,
    Divest,
    JointVenture,
    Launch,
    MarketEffects,
    Merge,
    PoolCO2,
    Rebadge,
    Remedy,
    Reposition,
    SaveCost,
    SaveFixedCost,
    SharePowertrain,
    Step,
    Subsidy,
    Supply,
    SupplyRival,
    TakeStake,
    Tax,
    Withdraw,
    run,
)
from keiretsu.deals.steps import read_step
from keiretsu.demand import NestedLogit
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market, markets_from_frame

DAY = dt.date(2025, 5, 19)
NONE = 1e-12


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


ROWS: dict[str, list[Any]] = {
    "market_ids": ["small"] * 6,
    "product_ids": ["Yaris", "bZ4X", "Note", "Leaf", "Fit", "Swift"],
    "brands": ["Toyota", "Toyota", "Nissan", "Nissan", "Honda", "Suzuki"],
    "firm_ids": ["toyota", "toyota", "nissan", "nissan", "honda", "suzuki"],
    "powertrains": ["ICE", "BEV", "ICE", "BEV", "ICE", "ICE"],
    "prices": [20.0, 40.0, 22.0, 36.0, 24.0, 18.0],
    "shares": [0.15, 0.03, 0.10, 0.04, 0.12, 0.08],
}


def table(**columns: list[Any]) -> Market:
    return markets_from_frame({**ROWS, **columns}, currency="USD")[0]


@pytest.fixture(scope="module")
def market() -> Market:
    return table()


def after(
    market: Market, landscape: Landscape, *steps: Step, **options: Any
) -> MarketEffects:
    options = {"control": ["silent"], "demand": "logit"} | options
    deal = Deal(steps=steps, on=landscape.on)
    return run(deal, landscape, market, **options).markets[0]


def welfare(one: MarketEffects) -> tuple[float, float]:
    """Return what profit and taxes sum to before and after, over all sold."""
    size = float(one.market.quantities.sum() / one.shares_before.sum())
    passed = sum(float(earned.sum()) for _, earned in one.passed_on)
    new = sum(car.earned for car in one.launched)
    before = float((one.prices_before - one.costs) @ one.shares_before) * size
    return before, float(one.earned_after.sum()) + passed + new + one.revenue_change


def test_a_sold_brand_prices_for_itself(market: Market, landscape: Landscape) -> None:
    sold = after(market, landscape, Divest(seller="toyota", models=("bz4x",)))
    alone = with_newcomer(today(market), [0, 4, 1, 1, 2, 3])
    np.testing.assert_allclose(
        sold.prices_after, alone.solve().check().prices, rtol=1e-9
    )


def today(market: Market) -> Scenario:
    """Return the bundled plain logit of the market under the stakes of the day."""
    from keiretsu.deals.assumption_files import default_assumptions
    from keiretsu.deals.demand_models import demand_source
    from keiretsu.deals.observed import Observed
    from keiretsu.deals.reorganisation import Makers, reorganise

    deal = Deal(steps=(SaveCost(makers=("nissan",), share=0.1),), on=DAY)
    change = reorganise(deal, load_landscape(DAY), market.firms)
    makers = Makers.of(market, change)
    kappa = makers.weights(change.before, "silent")  # Toyota has 5 % of Suzuki
    observed = Observed(market=market, makers=makers, kappa=kappa)
    demand = demand_source("logit", default_assumptions()).model(observed).demand
    return Scenario.observed(demand, observed.prices, firms=observed.firms, kappa=kappa)


def with_newcomer(scenario: Scenario, firms: list[int]) -> Scenario:
    kappa = np.eye(len(scenario.kappa) + 1)
    kappa[:-1, :-1] = scenario.kappa
    return replace(scenario, firms=np.array(firms), kappa=kappa)


def test_a_brand_that_goes_to_a_rival_is_the_rivals(
    market: Market, landscape: Landscape
) -> None:
    sold = after(
        market, landscape, Divest(seller="nissan", buyer="honda", models=("Leaf",))
    )
    theirs = replace(today(market), firms=np.array([0, 0, 1, 2, 2, 3]))
    np.testing.assert_allclose(
        sold.prices_after, theirs.solve().check().prices, rtol=1e-9
    )
    assert sold.groups_after[3] == "honda"
    assert sold.groups_before[3] == "nissan"


def test_a_part_is_called_by_its_name_everywhere(
    market: Market, landscape: Landscape
) -> None:
    one = after(market, landscape, Divest(seller="nissan", models=("Leaf",)))
    assert one.groups_after[3] == "model:Leaf"
    assert landscape.label(one.groups_after[3]) == "Leaf"
    assert landscape.label("brand:Infiniti") == "Infiniti"


def test_a_remedy_undoes_what_it_sells(market: Market, landscape: Landscape) -> None:
    """Toyota takes Nissan and sells Nissan's cars to a newcomer: all is as it was."""
    merger = Merge(first="toyota", second="nissan")
    remedy = Remedy(seller="nissan", models=("Note", "Leaf"))
    whole = after(market, landscape, merger)
    assert whole.price_change[:4].min() > 0.001
    part = after(market, landscape, merger, Remedy(seller="nissan", models=("Leaf",)))
    assert 0 < part.price_change[0] < whole.price_change[0]
    apart = after(market, landscape, merger, remedy)
    # two cars that go to nobody named are two newcomers: they lose each other
    assert abs(apart.price_change[:2]).max() < abs(whole.price_change[:2]).max()
    assert (apart.price_change[2:4] < 0).all()


def test_the_sale_of_a_brand_is_that_of_its_models(landscape: Landscape) -> None:
    market = table(brands=["Toyota", "Lexus", "Nissan", "Infiniti", "Honda", "Suzuki"])
    brand = after(market, landscape, Divest(seller="nissan", brand="infiniti"))
    model = after(market, landscape, Divest(seller="nissan", models=("Leaf",)))
    np.testing.assert_allclose(brand.prices_after, model.prices_after, rtol=1e-12)


def test_a_venture_of_two_weighs_both_parents(
    market: Market, landscape: Landscape
) -> None:
    step = JointVenture(
        name="EV", parents=("toyota", "nissan"), shares=(0.5, 0.5), models=("Leaf",)
    )
    half = after(market, landscape, step)
    # Toyota now earns half of the Leaf, Nissan half: the Note heeds it less
    assert half.price_change[2] < 0 < half.price_change[1]
    sole = replace(step, shares=(0.51, 0.49))
    decided = after(market, landscape, sole)
    assert decided.groups_after[3] == "toyota"
    nothing = JointVenture(name="Labs", parents=("toyota", "nissan"), shares=(0.5, 0.5))
    assert abs(after(market, landscape, nothing).price_change).max() < NONE


def test_who_supplies_a_rival_earns_on_it() -> None:
    """Theory E35: a margin of 1,500 where the seller keeps 6,000 weighs as 25 %."""
    assert float(equivalent_interest(20_000.0, 14_000.0, 12_500.0)) == 0.25
    assert [float(x) for x in split_margin(20_000.0, 15_500.0, 14_000.0)] == [
        4500,
        1500,
    ]
    assert pytest.approx(0.0075) == 0.10 * 1500 / 20_000
    with pytest.raises(DataError, match="seller that earns"):
        equivalent_interest(10.0, 10.0, 5.0)


@pytest.mark.parametrize("kind", [Supply, Rebadge])
def test_supply_sets_the_sellers_cost_and_softens_the_supplier(
    kind: type[Supply], market: Market, landscape: Landscape
) -> None:
    step = kind(
        supplier="suzuki", seller="toyota", models=("Yaris",), transfer=0.7, cost=0.7
    )
    bare = after(market, landscape, step)
    paid = after(market, landscape, replace(step, cost=0.4))
    # the same cost to Toyota; Suzuki now loses 30 % of a Yaris on every buyer it takes
    assert paid.price_change[5] > bare.price_change[5]
    assert paid.passed_on[0][0] == "suzuki"
    size = float(market.quantities.sum() / paid.shares_before.sum())
    earned = (0.7 - 0.4) * 20.0 * paid.shares_after[0] * size
    assert float(paid.passed_on[0][1].sum()) == pytest.approx(earned)
    assert paid.profits_after["suzuki"] == pytest.approx(
        float(paid.earned_after[5]) + earned
    )


def test_a_launch_is_one_product_more(market: Market, landscape: Landscape) -> None:
    found = after(
        market,
        landscape,
        Launch(maker="nissan", model="Leaf III", like="leaf", worth=0.1, cost=-0.05),
    )
    scenario = today(market)
    demand = scenario.demand
    assert isinstance(demand, NestedLogit)
    assert not demand.nesting.any()
    grown = scenario.adding(
        np.array([demand.delta[3] + demand.alpha * 3.6]),
        places=np.array([0]),
        costs=np.array([0.95 * scenario.costs[3]]),
        firms=np.array([1]),
    )
    outcome = grown.solve().check()
    np.testing.assert_allclose(found.prices_after, outcome.prices[:6], rtol=1e-9)
    (car,) = found.launched
    assert (car.name, car.group, car.like) == ("Leaf III", "nissan", "Leaf")
    assert car.price == pytest.approx(outcome.prices[6])
    assert car.share == pytest.approx(outcome.quantities[6])
    assert (found.surplus_change or 0) > 0


def test_a_withdrawal_is_one_product_less(market: Market, landscape: Landscape) -> None:
    found = after(market, landscape, Withdraw(maker="nissan", models=("Leaf",)))
    less = today(market).without([3]).solve().check()
    kept = [0, 1, 2, 4, 5]
    np.testing.assert_allclose(found.prices_after[kept], less.prices, rtol=1e-9)
    assert found.withdrawn.tolist() == [False] * 3 + [True] + [False] * 2
    assert found.shares_after[3] == 0 == found.earned_after[3]
    assert (found.surplus_change or 0) < 0


def test_a_launch_and_its_withdrawal_cancel(
    market: Market, landscape: Landscape
) -> None:
    """The old car leaves for one that is the same: nothing moves but the name."""
    found = after(
        market,
        landscape,
        Launch(maker="nissan", model="Leaf again", like="Leaf"),
        Withdraw(maker="nissan", models=("Leaf",)),
    )
    assert abs(found.price_change).max() < 1e-9
    assert found.surplus_change == pytest.approx(0, abs=1e-9)
    assert found.launched[0].price == pytest.approx(36.0)


def test_worth_and_cost_alike_leave_the_margin(
    market: Market, landscape: Landscape
) -> None:
    """Under a logit what is worth 1 more and costs 1 more is sold 1 dearer."""
    scenario = today(market)
    by = 0.1 * 36.0
    step = Reposition(
        maker="nissan", models=("Leaf",), worth=0.1, cost=by / float(scenario.costs[3])
    )
    found = after(market, landscape, step)
    assert found.prices_after[3] == pytest.approx(36.0 + by)
    np.testing.assert_allclose(found.shares_after, found.shares_before, rtol=1e-9)


def test_a_tax_takes_what_buyers_and_makers_lose(
    market: Market, landscape: Landscape
) -> None:
    found = after(market, landscape, Tax(rate=0.1))
    assert found.revenue_change > 0
    assert (found.price_change > 0).all()
    each = after(market, landscape, Tax(amount=1.0, powertrains=("BEV",)))
    assert each.price_change[[1, 3]].min() > 0.01
    assert abs(each.price_change[[0, 2, 4, 5]]).max() < 0.005


EVERY: tuple[Step, ...] = (
    Merge(first="toyota", second="nissan"),
    Divest(seller="toyota", models=("bZ4X",)),
    SaveCost(makers=("toyota",), share=0.05),
    CutParts(makers=("nissan",), share=0.1, part=0.5),
    SharePowertrain(makers=("honda", "nissan"), share=0.1, part=0.2),
    Supply(supplier="suzuki", seller="honda", models=("Fit",), transfer=0.7, cost=0.6),
    SupplyRival(supplier="nissan", rival="suzuki", models=("Swift",), share=0.05),
    Launch(maker="honda", model="e:N", like="Leaf", worth=0.02),
    Withdraw(maker="toyota", models=("Yaris",)),
    Reposition(maker="nissan", models=("Note",), worth=-0.05),
    Tax(rate=0.05, powertrains=("BEV",)),
    Tax(amount=0.5),
)


@pytest.mark.parametrize("step", EVERY, ids=lambda step: step.kind)
def test_surplus_profits_and_taxes_are_the_market(
    step: Step, market: Market, landscape: Landscape
) -> None:
    """What is paid less what cars cost is what makers and the state get."""
    found = after(market, landscape, step)
    before, total = welfare(found)
    assert float(found.earned_before.sum()) == pytest.approx(before)
    if isinstance(step, Merge | Divest | Withdraw | Reposition | Tax):
        size = float(market.quantities.sum() / found.shares_before.sum())
        real = float((found.prices_after - found.costs) @ found.shares_after) * size
        assert total == pytest.approx(real, rel=1e-9)


@pytest.mark.parametrize("demand", ["logit", "nested logit"])
def test_the_order_of_independent_steps_does_not_matter(
    demand: str, market: Market, landscape: Landscape
) -> None:
    steps = (EVERY[1], EVERY[3], EVERY[5], EVERY[7], EVERY[9], EVERY[11])
    one = after(market, landscape, *steps, demand=demand)
    for order in ((5, 4, 3, 2, 1, 0), (2, 0, 4, 1, 5, 3)):
        other = after(market, landscape, *(steps[n] for n in order), demand=demand)
        np.testing.assert_allclose(one.prices_after, other.prices_after, rtol=1e-10)
        assert one.launched[0].price == pytest.approx(other.launched[0].price)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_order_of_any_independent_steps_is_the_same(data: st.DataObject) -> None:
    market, landscape = table(), load_landscape(DAY)
    free = (EVERY[1], *EVERY[3:8], *EVERY[9:])
    chosen = data.draw(st.lists(st.sampled_from(free), min_size=2, unique_by=id))
    order = data.draw(st.permutations(chosen))
    one, other = (after(market, landscape, *steps) for steps in (chosen, order))
    np.testing.assert_allclose(one.prices_after, other.prices_after, rtol=1e-9)
    assert one.surplus_change == pytest.approx(other.surplus_change, rel=1e-7)


def test_who_is_called_what_does_not_matter(landscape: Landscape) -> None:
    """Honda and Nissan change names: so do the effects, and nothing else."""
    swapped = {"honda": "nissan", "nissan": "honda"}
    other = table(firm_ids=[swapped.get(f, f) for f in ROWS["firm_ids"]])
    first = after(
        table(),
        landscape,
        Supply(
            supplier="nissan", seller="honda", models=("Fit",), transfer=0.7, cost=0.6
        ),
    )
    second = after(
        other,
        landscape,
        Supply(
            supplier="honda", seller="nissan", models=("Fit",), transfer=0.7, cost=0.6
        ),
    )
    np.testing.assert_allclose(first.prices_after, second.prices_after, rtol=1e-12)


def test_nothing_is_nothing(market: Market, landscape: Landscape) -> None:
    for step in (
        Divest(seller="nissan", plant="Oppama"),
        CutParts(makers=("nissan",), share=0.1, part=0.0),
        SharePowertrain(makers=("mazda", "mitsubishi"), share=0.1, part=0.5),
        JointVenture(name="x", parents=("nissan", "honda"), shares=(0.5, 0.5)),
    ):
        found = after(market, landscape, step)
        assert abs(found.price_change).max() < NONE
        assert found.surplus_change == pytest.approx(0, abs=NONE)


def test_a_pool_moves_profit_in_the_union_alone(
    market: Market, landscape: Landscape
) -> None:
    pool = PoolCO2(
        makers=("nissan", "byd"),
        emissions=(104.0, 0.0),
        targets=(94.0, 94.0),
        units=(300_000.0, 10_000.0),
    )
    # 10 g on 300,000 cars, less 94 g on 10,000: 3,000,000 against 940,000
    assert pool.gain == pytest.approx(95 * 940_000)
    parts = {one.maker: one.amount for one in pool.fixed_savings}
    assert parts == pytest.approx({"nissan": 95 * 470_000, "byd": 95 * 470_000})
    with pytest.raises(DataError, match="CO2 pool of makers in market 'small'"):
        after(market, landscape, pool)
    german = run(
        Deal(steps=(pool,), on=DAY),
        landscape,
        load_market("de-2025-brands"),
        control=["silent"],
    ).markets[0]
    assert abs(german.price_change).max() < NONE


def test_a_stake_that_is_sold_leaves_others_alone(landscape: Landscape) -> None:
    market = table(firm_ids=["toyota", "toyota", "subaru", "subaru", "honda", "suzuki"])
    found = after(
        market,
        landscape,
        Divest(seller="toyota", buyer="honda", company="subaru", share=0.1),
    )
    assert found.price_change[4] > 0  # Honda heeds Subaru a little
    assert found.price_change[0] < 0  # Toyota less than it did
    with pytest.raises(DataError, match="step 1: Toyota sells 40 % of Subaru and has"):
        after(
            market,
            landscape,
            Divest(seller="toyota", company="subaru", share=0.4),
        )


def test_a_stake_bought_from_one_holder_leaves_the_others(
    landscape: Landscape,
) -> None:
    market = table(firm_ids=["toyota", "toyota", "subaru", "subaru", "honda", "suzuki"])
    bought = TakeStake(holder="honda", held="subaru", share=0.1, seller="toyota")
    sold = Divest(seller="toyota", buyer="honda", company="subaru", share=0.1)
    np.testing.assert_allclose(
        after(market, landscape, bought).prices_after,
        after(market, landscape, sold).prices_after,
        rtol=1e-12,
    )
    for seller, says in (
        ("nissan", "step 1: Nissan sells 10 % of Subaru and has 0 %"),
        ("toyota", "step 1: Toyota sells 30 % of Subaru and has"),
    ):
        share = 0.3 if seller == "toyota" else 0.1
        with pytest.raises(DataError, match=says):
            after(market, landscape, replace(bought, share=share, seller=seller))


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (Withdraw(maker="nissan", models=("Leef",)), "step 1: there is no model"),
        (Launch(maker="nissan", model="x", like="Laef"), "step 1: there is no model"),
        (
            Launch(maker="nissan", model="leaf", like="Note"),
            "step 1: Nissan Leaf .*is on sale already in",
        ),
        (
            Launch(maker="nissan", model="Toyota Yaris", like="Note"),
            "step 1: Toyota Yaris .*is on sale already in",
        ),
        (Divest(seller="nissan", models=("Yaris",)), "Yaris is a model of Toyota, not"),
        (
            Withdraw(maker="nissan", models=("Yaris",)),
            "step 1: Yaris is a model of Toy",
        ),
        (
            Reposition(maker="honda", models=("Leaf", "Note"), worth=0.1),
            "step 1: Leaf is a model of Nissan, not of Honda",
        ),
        (
            Merge(first="nissan", second="Nissan Motor"),
            "step 1: a deal merges 'nissan'",
        ),
        (Subsidy(powertrains=("FCEV",), amount=9.0), "step 1: market .* has no priced"),
        (Divest(seller="nissan", brand="Lexus"), "Lexus is a brand of Toyota, not of"),
        (Divest(seller="nissan", brand="Lexsus"), "no brand of Nissan called 'Lexsus'"),
    ],
)
def test_what_nobody_has_is_told_with_its_step(
    step: Step, says: str, market: Market, landscape: Landscape
) -> None:
    with pytest.raises((UnknownName, DataError), match=says):
        after(market, landscape, step)


def test_a_car_that_is_withdrawn_may_come_again(
    market: Market, landscape: Landscape
) -> None:
    again = Launch(maker="nissan", model="Leaf", like="Note")
    found = after(market, landscape, Withdraw(maker="nissan", models=("Leaf",)), again)
    assert [one.name for one in found.launched] == ["Leaf"]


@pytest.mark.parametrize("code", ["XYZ", "yen", "EURO", ""])
def test_fixed_costs_are_in_a_currency_that_there_is(code: str) -> None:
    with pytest.raises(DataError, match="there is no currency"):
        SaveFixedCost(maker="nissan", amount=5.0, currency=code)
    with pytest.raises(DataError, match="there is no currency"):
        Launch(maker="nissan", model="N", like="Leaf", fixed=5.0, currency=code)


@pytest.mark.parametrize(
    ("written", "code"), [("yen", "JPY"), ("€", "EUR"), ("usd", "USD"), ("THB", "THB")]
)
def test_a_file_may_write_a_currency_as_people_do(written: str, code: str) -> None:
    told = {"kind": "close_plant", "plant": "P", "maker": "nissan", "millions": 5}
    step = read_step(told | {"currency": written}, "step 1")
    assert step.to_dict()["currency"] == code


def test_who_merged_has_the_cars_of_both(market: Market, landscape: Landscape) -> None:
    """After a merger either name stands for the company that has them."""
    merger = Merge(first="toyota", second="nissan")
    found = after(
        market, landscape, merger, Withdraw(maker="nissan", models=("Yaris",))
    )
    assert found.withdrawn.sum() == 1
    with pytest.raises(DataError, match="step 1: Yaris is a model of Toyota"):
        after(market, landscape, Withdraw(maker="nissan", models=("Yaris",)), merger)


@pytest.mark.parametrize("demand", ["nested logit", "side by side"])
def test_draws_hold_the_point_for_launches_too(
    demand: str, market: Market, landscape: Landscape
) -> None:
    found = after(
        market,
        landscape,
        Launch(maker="nissan", model="Leaf III", like="Leaf"),
        Withdraw(maker="toyota", models=("bZ4X",)),
        demand=demand,
        draws=20,
    )
    assert found.draws is not None
    low, high = np.quantile(found.draws.surplus_change, [0.0, 1.0])
    assert low <= (found.surplus_change or 0) <= high
