"""Bargains: by hand, against the Nash product itself, and splits of a pie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.competition.conduct.bargaining import (
    solve_bargaining,
    unit_bargaining_markups,
)
from keiretsu.competition.conduct.supply_chain import Chain, Level, solve_chain
from keiretsu.competition.conduct.surplus_division import (
    nash_bargaining,
    nash_in_nash,
    shapley_value,
)
from keiretsu.demand import Logit
from keiretsu.errors import DataError, ShapeError

Worked = Callable[[str], dict[str, Any]]
CARS = Logit(alpha=0.2, delta=np.array([4.5, 4.0, 4.5, 3.0]))
COSTS = np.array([10.0, 14.0, 15.0, 9.0])
FIRMS = np.array([0, 0, 1, 2])
POWER = np.array([0.3, 0.5, 0.7, 0.2])


def one_stake(stake: float) -> np.ndarray:
    kappa = np.eye(3)
    kappa[0, 1] = stake
    return kappa


def nash_product(prices: np.ndarray, product: int, kappa: np.ndarray) -> float:
    """Return the log Nash product of one product's bargain, from its definition."""
    weights = kappa[FIRMS[product], FIRMS]

    def both(there: np.ndarray) -> tuple[float, float]:
        worth = np.where(there, np.exp(CARS.delta - CARS.alpha * prices), 0.0)
        shares = worth / (1 + worth.sum())
        profit = weights @ (shares * (prices - COSTS))
        return float(profit), float(np.log(1 + worth.sum()) / CARS.alpha)

    there = np.ones(4, dtype=bool)
    without = there.copy()
    without[product] = False
    agreed, apart = both(there), both(without)
    power = POWER[product]
    makers, buyers = agreed[0] - apart[0], agreed[1] - apart[1]
    return float((1 - power) * np.log(makers) + power * np.log(buyers))


@pytest.mark.parametrize("stake", [0.0, 0.25, 1.0])
def test_each_price_maximises_its_own_nash_product(stake: float) -> None:
    kappa = one_stake(stake)
    solved = solve_bargaining(
        CARS, COSTS, power=POWER, firms=FIRMS, kappa=kappa
    ).check()
    for product in range(4):
        at = nash_product(solved.prices, product, kappa)
        for step in (-1e-3, 1e-3, -1.0, 1.0):
            moved = solved.prices.copy()
            moved[product] += step
            assert nash_product(moved, product, kappa) < at
        moved = np.stack([solved.prices, solved.prices])
        moved[:, product] += [1e-4, -1e-4]
        slope = nash_product(moved[0], product, kappa) - nash_product(
            moved[1], product, kappa
        )
        assert abs(slope / 2e-4) < 1e-8


def test_without_power_of_buyers_bargains_are_price_competition() -> None:
    kappa = one_stake(0.25)
    bargained = solve_bargaining(
        CARS, COSTS, power=0.0, firms=FIRMS, kappa=kappa
    ).check()
    priced = solve_prices(CARS, COSTS, firms=FIRMS, kappa=kappa).check()
    np.testing.assert_allclose(bargained.prices, priced.prices)
    unit = unit_bargaining_markups(priced.shares, power=0.0, firms=FIRMS, kappa=kappa)
    costs = recover_costs(CARS, priced.prices, firms=FIRMS, kappa=kappa)
    np.testing.assert_allclose(priced.prices - unit / CARS.alpha, costs)


@given(
    values=st.lists(st.floats(-4, 5), min_size=4, max_size=4),
    powers=st.lists(st.floats(0, 0.95), min_size=4, max_size=4),
    alpha=st.floats(0.05, 2),
    stake=st.floats(0, 1),
)
@settings(max_examples=80, deadline=None)
def test_prices_return_their_costs_and_power_lowers_them(
    values: list[float], powers: list[float], alpha: float, stake: float
) -> None:
    demand = Logit(alpha=alpha, delta=np.array(values) + alpha * COSTS)
    both = {"firms": FIRMS, "kappa": one_stake(stake)}
    power = np.array(powers)
    solved = solve_bargaining(demand, COSTS, power=power, **both).check()
    unit = unit_bargaining_markups(solved.shares, power=power, **both)
    np.testing.assert_allclose(solved.prices - unit / alpha, COSTS, rtol=1e-8)
    stronger = solve_bargaining(demand, COSTS, power=(1 + power) / 2, **both).check()
    assert (stronger.prices <= solved.prices + 1e-9).all()


def test_powers_that_cannot_be_are_refused() -> None:
    both = {"firms": FIRMS, "kappa": np.eye(3)}
    with pytest.raises(DataError, match="power of buyers of 1"):
        solve_bargaining(CARS, COSTS, power=1.0, **both)
    with pytest.raises(ShapeError, match="3 powers for 4"):
        solve_bargaining(CARS, COSTS, power=np.zeros(3), **both)


# a chain of suppliers and makers


def chain(
    power: np.ndarray | float, merged: bool = False
) -> tuple[Chain, Level, Level]:
    makers = Level(firms=FIRMS, kappa=one_stake(0.25), costs=COSTS - 4)
    kappa = np.ones((2, 2)) if merged else np.eye(2)
    suppliers = Level(
        firms=np.array([0, 1, 0, 1]), kappa=kappa, costs=np.array([2.0, 3, 4, 1])
    )
    found = solve_chain(CARS, makers=makers, suppliers=suppliers, power=power)
    return found.check(), makers, suppliers


def test_makers_set_prices_at_their_wholesale_prices() -> None:
    found, makers, _ = chain(POWER)
    priced = solve_prices(
        CARS, makers.costs + found.wholesale, firms=FIRMS, kappa=makers.kappa
    ).check()
    np.testing.assert_allclose(found.prices, priced.prices, rtol=1e-9)


def test_each_wholesale_price_maximises_its_own_nash_product() -> None:
    """Retail prices given; without the bargain the car is not sold."""
    found, makers, suppliers = chain(POWER)

    def level_gain(level: Level, markups: np.ndarray, product: int) -> float:
        weights = level.kappa[level.firms[product], level.firms]
        worth = np.exp(CARS.delta - CARS.alpha * found.prices)
        earned = []
        for there in (1.0, 0.0):
            kept = worth.copy()
            kept[product] *= there
            shares = kept / (1 + kept.sum())
            earned.append(float(weights @ (shares * markups)))
        return earned[0] - earned[1]

    def log_product(shift: float, product: int) -> float:
        step = shift * np.eye(4)[product]
        makers_gain = level_gain(makers, found.maker_markups - step, product)
        suppliers_gain = level_gain(suppliers, found.supplier_markups + step, product)
        power = POWER[product]
        return float(power * np.log(suppliers_gain) + (1 - power) * np.log(makers_gain))

    for product in range(4):
        at = log_product(0.0, product)
        assert all(log_product(s, product) < at for s in (-0.5, -1e-3, 1e-3, 0.5))


def test_suppliers_without_power_sell_at_cost_and_mergers_of_them_raise_prices() -> (
    None
):
    powerless, makers, suppliers = chain(0.0)
    np.testing.assert_allclose(powerless.supplier_markups, 0, atol=1e-12)
    alone, joint = chain(0.5)[0], chain(0.5, merged=True)[0]
    assert (joint.wholesale > alone.wholesale).all()
    assert (joint.prices > alone.prices).all()
    with pytest.raises(DataError, match="power of suppliers"):
        solve_chain(CARS, makers=makers, suppliers=suppliers, power=1.0)


# splits


def test_splits_of_a_pie_are_the_worked_example(worked: Worked) -> None:
    expected = worked("E26")
    assert nash_bargaining(100.0, (20.0, 10.0))[0] == pytest.approx(
        expected["nash_split"]
    )

    def value(suppliers: frozenset[int]) -> float:
        return {0: 0.0, 1: expected["v1"], 2: expected["v12"]}[len(suppliers)]

    separate = nash_in_nash(value, [[0], [1]])
    np.testing.assert_allclose(separate, expected["pre_each"])
    merged = nash_in_nash(value, [[0, 1]])
    np.testing.assert_allclose(merged, expected["post_total"])
    rise = 100 * (merged.sum() / separate.sum() - 1)
    assert rise == pytest.approx(expected["pct_rise"])


def test_joint_buying_pays_only_if_suppliers_fear_to_lose_both() -> None:
    """The mirror: a supplier with falling returns to scale loses more per car."""
    for curve, gains in ((np.sqrt, True), (np.square, False)):

        def value(buyers: frozenset[int], curve: Any = curve) -> float:
            return float(curve(len(buyers)))

        apart, joint = (
            nash_in_nash(value, groups).sum() for groups in ([[0], [1]], [[0, 1]])
        )
        # what suppliers add is what buyers can threaten to take away
        assert (joint > apart) == gains


def test_shares_of_a_synergy_are_the_worked_example(worked: Worked) -> None:
    expected = worked("E34")
    values = {
        frozenset(int(digit) - 1 for digit in key): worth
        for key, worth in expected["v"].items()
    }
    found = shapley_value(values, 3)
    np.testing.assert_allclose(found, expected["shapley"])
    assert found.sum() == pytest.approx(expected["sum"])


@given(
    worths=st.lists(st.floats(0, 100), min_size=16, max_size=16),
    swap=st.permutations(range(4)),
)
@settings(max_examples=50, deadline=None)
def test_shapley_shares_sum_to_all_and_follow_the_names(
    worths: list[float], swap: list[int]
) -> None:
    worths[0] = 0.0

    def value(chosen: frozenset[int]) -> float:
        return worths[sum(1 << partner for partner in chosen)]

    found = shapley_value(value, 4)
    assert found.sum() == pytest.approx(worths[15], abs=1e-9)
    renamed = shapley_value(lambda c: value(frozenset(swap[p] for p in c)), 4)
    np.testing.assert_allclose(renamed, found[swap], atol=1e-9)


def test_a_partner_who_adds_nothing_gets_nothing() -> None:
    found = shapley_value(lambda chosen: float(7 * (0 in chosen)), 3)
    np.testing.assert_allclose(found, [7, 0, 0], atol=1e-12)


def test_splits_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="would not agree"):
        nash_bargaining(10.0, (8.0, 5.0))
    with pytest.raises(DataError, match="bargaining power"):
        nash_bargaining(10.0, power=1.5)
    with pytest.raises(DataError, match="two groups"):
        nash_in_nash(len, [[0], [0]])
    with pytest.raises(DataError, match="no value for the partners"):
        shapley_value({frozenset({0}): 1.0}, 2)
