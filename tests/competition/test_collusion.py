"""Collusion and best responses: by hand, by theory's limits, and at the edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.competition.conduct.best_response import best_response
from keiretsu.competition.conduct.collusion import (
    assess_collusion,
    cartel_weights,
    critical_discount_factors,
)
from keiretsu.competition.conduct.cost_curves import AffineCosts
from keiretsu.competition.conduct.cournot import solve_cournot
from keiretsu.demand import Logit, invert_nested_logit
from keiretsu.demand.homogeneous import LinearInverse
from keiretsu.errors import DataError, NoConvergence

Worked = Callable[[str], dict[str, Any]]
PRICES = np.array([20.0, 25.0, 22.0, 30.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05])
FIRMS = np.arange(4)
CARS = invert_nested_logit(SHARES, PRICES, alpha=0.2)
COSTS = recover_costs(CARS, PRICES, firms=FIRMS, kappa=np.eye(4))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_cournot_cartels_need_the_patience_of_the_worked_example(
    worked: Worked, count: int
) -> None:
    """Profits from the solver: monopoly shared, best answer to it, competition."""
    line = LinearInverse(intercept=10.0, coefficient=-1.0)

    def alone(intercept: float) -> Any:
        demand = replace(line, intercept=intercept)
        costs = AffineCosts(base=np.array([2.0]), rise=np.zeros(1))
        return solve_cournot(
            demand, costs, firms=np.zeros(1, dtype=int), kappa=np.eye(1)
        ).check()

    monopoly = alone(10.0)
    others = monopoly.quantities[0] * (count - 1) / count
    departing = alone(10.0 - others).profits
    competing = solve_cournot(
        line,
        AffineCosts(base=np.full(count, 2.0), rise=np.zeros(count)),
        firms=np.arange(count),
        kappa=np.eye(count),
    ).profits[:1]
    found = critical_discount_factors(monopoly.profits / count, departing, competing)
    assert found[0] == pytest.approx(worked("E27")["cournot"][str(count)])


@pytest.mark.parametrize("count", [2, 3])
def test_cartels_of_near_equal_cars_come_to_the_bertrand_patience(
    worked: Worked, count: int
) -> None:
    """As cars become alike, competition leaves nothing and undercutting takes all."""
    alpha = 200.0
    demand = Logit(alpha=alpha, delta=np.full(count, alpha * 2.0))
    found = assess_collusion(
        demand,
        np.full(count, 1.0),
        members=range(count),
        firms=np.arange(count),
        kappa=np.eye(count),
    ).check()
    expected = worked("E27")["bertrand"][str(count)]
    np.testing.assert_allclose(found.discount_factor, expected, atol=0.03)


def test_a_maker_passes_on_its_cost_as_in_the_worked_example(worked: Worked) -> None:
    """Rivals' prices given, a maker with 15 % of buyers passes on 85 %."""
    step = 1e-3
    moved = [
        best_response(
            CARS,
            PRICES,
            COSTS + side * step * np.eye(4)[0],
            maker=0,
            firms=FIRMS,
            kappa=np.eye(4),
        )
        .check()
        .prices[0]
        for side in (1, -1)
    ]
    passed = (moved[0] - moved[1]) / (2 * step)
    assert passed == pytest.approx(worked("E33")["val"], abs=1e-6)


def test_at_an_equilibrium_nobody_gains_by_moving_alone() -> None:
    kappa = np.eye(4)
    kappa[0, 1], kappa[1, 0] = 0.25, 4
    solved = solve_prices(CARS, COSTS, firms=FIRMS, kappa=kappa).check()
    for maker in range(4):
        found = best_response(
            CARS, solved.prices, COSTS, maker=maker, firms=FIRMS, kappa=kappa
        ).check()
        np.testing.assert_allclose(found.prices, solved.prices, rtol=1e-8)
        assert abs(found.gain) < 1e-12


def test_a_cartel_of_all_is_a_monopoly_and_costs_buyers_most() -> None:
    everyone = assess_collusion(
        CARS, COSTS, members=range(4), firms=FIRMS, kappa=np.eye(4)
    ).check()
    one = solve_prices(CARS, COSTS, firms=np.zeros(4, dtype=int), kappa=np.eye(1))
    np.testing.assert_allclose(everyone.collusive.prices, one.check().prices)
    some = assess_collusion(
        CARS, COSTS, members=[0, 2], firms=FIRMS, kappa=np.eye(4)
    ).check()
    assert (some.collusive.prices < everyone.collusive.prices).all()
    assert (some.collusive.prices > PRICES).all()


def test_the_smallest_maker_is_the_maverick() -> None:
    found = assess_collusion(
        CARS, COSTS, members=range(4), firms=FIRMS, kappa=np.eye(4)
    ).check()
    assert found.maverick == 3
    assert found.discount_factor[3] == found.discount_factor.max()


def test_a_stake_of_the_maverick_eases_collusion_others_do_not() -> None:
    """Gilo, Moshe and Spiegel: only the binding maker's stake matters."""
    alpha, count = 200.0, 3
    demand = Logit(alpha=alpha, delta=np.full(count, alpha * 2.0))

    def factors(kappa: np.ndarray) -> np.ndarray:
        found = assess_collusion(
            demand, np.full(3, 1.0), members=range(3), firms=np.arange(3), kappa=kappa
        )
        return found.check().discount_factor

    kappa = np.eye(3)
    kappa[0, 1] = 0.25
    plain, tied = factors(np.eye(3)), factors(kappa)
    assert tied[0] < plain[0] - 0.05
    assert tied.max() == pytest.approx(plain.max(), abs=0.02)


@given(
    sizes=st.lists(st.floats(0.02, 0.2), min_size=4, max_size=4),
    cooperation=st.floats(0.05, 1),
)
@settings(max_examples=25, deadline=None)
def test_milder_cartels_raise_prices_less_and_departing_always_pays(
    sizes: list[float], cooperation: float
) -> None:
    demand = invert_nested_logit(np.array(sizes), PRICES, alpha=0.2)
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))
    both: dict[str, Any] = {"members": [0, 1, 2], "firms": FIRMS, "kappa": np.eye(4)}
    full = assess_collusion(demand, costs, **both).check()
    mild = assess_collusion(demand, costs, cooperation=cooperation, **both).check()
    assert (mild.collusive.prices <= full.collusive.prices + 1e-9).all()
    assert (mild.departing >= mild.colluding - 1e-12).all()
    assert (full.discount_factor >= 0).all()
    np.testing.assert_allclose(full.competitive.prices, PRICES, rtol=1e-8)


def test_patience_has_no_use_where_competition_is_no_punishment() -> None:
    found = critical_discount_factors(
        np.array([1.0, 1.0, 1.0]), np.array([2.0, 1.0, 2.0]), np.array([2.0, 0.5, 1.5])
    )
    np.testing.assert_array_equal(found, [np.inf, 0.0, 2.0])


def test_an_unsolved_state_is_named() -> None:
    found = assess_collusion(
        CARS, COSTS, members=[0, 1], firms=FIRMS, kappa=np.eye(4)
    ).check()
    broken = replace(found.collusive, residual=1.0)
    with pytest.raises(NoConvergence, match="the cartel"):
        replace(found, collusive=broken).check()


def test_cartels_that_cannot_be_are_refused() -> None:
    for members in ([0], [0, 0], [0, 4], [-1, 0]):
        with pytest.raises(DataError):
            cartel_weights(np.eye(4), members)
    with pytest.raises(DataError, match="cooperation of 2"):
        cartel_weights(np.eye(4), [0, 1], cooperation=2.0)
