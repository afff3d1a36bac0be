"""Quantity competition: by hand, by what theory says, and at the edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition.conduct.cost_curves import AffineCosts
from keiretsu.competition.conduct.cournot import slope_from_margins, solve_cournot
from keiretsu.competition.conduct.logit_cournot import (
    recover_cournot_costs,
    solve_logit_cournot,
)
from keiretsu.competition.conduct.stackelberg import solve_stackelberg
from keiretsu.demand import Logit
from keiretsu.demand.homogeneous import (
    IsoelasticInverse,
    LinearInverse,
    market_elasticity_at,
)
from keiretsu.errors import DataError, NoConvergence, ShapeError
from keiretsu.screens import highest_harmless_cost, mean_margin, mhhi

Worked = Callable[[str], dict[str, Any]]
LINE = LinearInverse(intercept=10.0, coefficient=-1.0)


def constant(*costs: float) -> AffineCosts:
    return AffineCosts(base=np.array(costs), rise=np.zeros(len(costs)))


def one_stake(count: int, stake: float) -> np.ndarray:
    kappa = np.eye(count)
    kappa[0, 1] = stake
    return kappa


@pytest.mark.parametrize("makers", [1, 2, 5])
def test_equal_makers_share_a_line_as_in_the_textbook(makers: int) -> None:
    solved = solve_cournot(
        LINE, constant(*[2.0] * makers), firms=np.arange(makers), kappa=np.eye(makers)
    ).check()
    np.testing.assert_allclose(solved.quantities, 8 / (makers + 1))
    assert solved.price == pytest.approx(10 - 8 * makers / (makers + 1))
    np.testing.assert_allclose(solved.profits, (8 / (makers + 1)) ** 2)


def test_a_silent_stake_softens_its_holder_as_in_the_textbook() -> None:
    """With kappa_12 = f the duopoly has q1 = (1 - f) q2 and q2 = 8 / (3 - f)."""
    solved = solve_cournot(
        LINE, constant(2.0, 2.0), firms=np.arange(2), kappa=one_stake(2, 0.25)
    ).check()
    np.testing.assert_allclose(solved.quantities, [0.75 * 8 / 2.75, 8 / 2.75])


def test_a_plant_that_loses_money_stands_still() -> None:
    solved = solve_cournot(
        LINE, constant(2.0, 9.0), firms=np.arange(2), kappa=np.eye(2)
    ).check()
    np.testing.assert_allclose(solved.quantities, [4.0, 0.0])


def test_a_full_plant_makes_its_capacity_and_rivals_fill_in() -> None:
    solved = solve_cournot(
        LINE,
        constant(2.0, 2.0),
        firms=np.arange(2),
        kappa=np.eye(2),
        capacities=np.array([1.0, np.inf]),
    ).check()
    np.testing.assert_allclose(solved.quantities, [1.0, 3.5])


def test_the_mean_margin_is_concentration_over_elasticity(worked: Worked) -> None:
    expected = worked("E28")
    assert mean_margin(2250, 1.5) == pytest.approx(expected["lerner"])
    kappa = one_stake(3, 0.25)
    demand = IsoelasticInverse(intercept=4.0, coefficient=-1 / 1.5)
    solved = solve_cournot(
        demand, constant(1.0, 1.1, 1.2), firms=np.arange(3), kappa=kappa
    ).check()
    index = mhhi(solved.shares, kappa)
    margins = solved.markups / solved.price
    assert solved.shares @ margins == pytest.approx(mean_margin(index, 1.5))


def test_a_merged_plant_at_the_harmless_cost_leaves_the_price() -> None:
    """Farrell and Shapiro's condition is exact in the model."""
    demand = LinearInverse(intercept=150.0, coefficient=-1.0)
    before = solve_cournot(
        demand, constant(80.0, 85.0, 90.0), firms=np.arange(3), kappa=np.eye(3)
    ).check()
    cost = highest_harmless_cost(before.price, (80.0, 85.0))
    after = solve_cournot(
        demand, constant(cost, 90.0), firms=np.arange(2), kappa=np.eye(2)
    ).check()
    assert after.price == pytest.approx(before.price)


@st.composite
def markets(draw: st.DrawFn) -> dict[str, Any]:
    number = st.floats(0.5, 4)
    costs = AffineCosts(
        base=np.array(draw(st.lists(number, min_size=4, max_size=4))),
        rise=np.array(draw(st.lists(st.floats(0, 2), min_size=4, max_size=4))),
    )
    linear = LinearInverse(
        intercept=draw(st.floats(8, 30)), coefficient=-draw(st.floats(0.01, 5))
    )
    elastic = IsoelasticInverse(
        intercept=draw(st.floats(0, 3)), coefficient=-draw(st.floats(0.2, 0.8))
    )
    demand = draw(st.sampled_from([linear, elastic]))
    return {"demand": demand, "costs": costs, "firms": np.arange(4)}


@given(case=markets(), stake=st.floats(0, 0.9))
@settings(max_examples=60, deadline=None)
def test_a_stake_raises_the_price_and_the_residual_is_small(
    case: dict[str, Any], stake: float
) -> None:
    alone = solve_cournot(**case, kappa=np.eye(4)).check()
    tied = solve_cournot(**case, kappa=one_stake(4, stake)).check()
    assert tied.price >= alone.price * (1 - 1e-10)
    loss = case["demand"].buyers_loss(alone.quantities.sum(), tied.quantities.sum())
    assert loss >= -1e-9


@given(case=markets())
@settings(max_examples=40, deadline=None)
def test_leading_pays_and_leaders_without_followers_are_cournot(
    case: dict[str, Any],
) -> None:
    kappa = np.eye(4)
    together = solve_cournot(**case, kappa=kappa).check()
    everyone = solve_stackelberg(
        **case, leads=np.ones(4, dtype=bool), kappa=kappa, start=together.quantities
    ).check()
    np.testing.assert_allclose(everyone.quantities, together.quantities, atol=1e-7)


def test_a_leaders_output_is_its_best_when_followers_answer() -> None:
    """No leader's output on a grid earns more than the solved one."""
    leads, costs = np.array([True, False, False]), constant(2.0, 2.5, 3.0)
    rising = AffineCosts(base=costs.base, rise=np.array([0.1, 0.4, 0.2]))
    kappa = one_stake(3, 0.3)
    solved = solve_stackelberg(
        LINE, rising, leads=leads, firms=np.arange(3), kappa=kappa
    ).check()

    def earns(output: float) -> float:
        followers = solve_cournot(
            LinearInverse(intercept=10.0 - output, coefficient=-1.0),
            AffineCosts(base=rising.base[1:], rise=rising.rise[1:]),
            firms=np.arange(2),
            kappa=np.eye(2),
        ).check()
        total = output + followers.quantities.sum()
        own = LINE.price(total) * output - rising.total(np.full(3, output))[0]
        return float(own + 0.3 * followers.profits[0])

    best = float(solved.quantities[0])
    highest = max(earns(output) for output in best + np.linspace(-0.5, 0.5, 41))
    assert earns(best) == pytest.approx(highest, rel=1e-12)


def test_known_margins_pin_the_slope_with_stakes_counted() -> None:
    kappa = one_stake(3, 0.4)
    solved = solve_cournot(
        LINE, constant(2.0, 2.5, 3.0), firms=np.arange(3), kappa=kappa
    ).check()
    margins = solved.markups / solved.price
    margins[1:] = np.nan
    slope = slope_from_margins(
        solved.quantities, solved.price, margins, firms=np.arange(3), kappa=kappa
    )
    assert slope == pytest.approx(-1.0)


def test_a_better_offer_elsewhere_is_not_an_equilibrium() -> None:
    """An isoelastic monopoly at an elasticity below one has no best output."""
    solved = solve_cournot(
        IsoelasticInverse(intercept=1.0, coefficient=-2.0),
        constant(1.0),
        firms=np.zeros(1, dtype=int),
        kappa=np.eye(1),
    )
    assert not solved.converged
    assert "no" in solved.status
    with pytest.raises(NoConvergence):
        solved.check()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(DataError, match="negative coefficient"):
        LinearInverse(intercept=1.0, coefficient=0.5)
    with pytest.raises(DataError, match="changes by -1"):
        AffineCosts(base=np.ones(1), rise=-np.ones(1))
    with pytest.raises(ShapeError):
        solve_cournot(LINE, constant(1.0), firms=np.arange(2), kappa=np.eye(2))
    with pytest.raises(ShapeError):
        solve_cournot(LINE, constant(1.0), firms=np.arange(1), kappa=np.eye(2)[:1])
    with pytest.raises(DataError, match="own profit by 2"):
        solve_cournot(LINE, constant(1.0), firms=np.arange(1), kappa=2 * np.eye(1))
    with pytest.raises(DataError, match="no margin"):
        slope_from_margins(
            np.ones(1), 1.0, np.array([np.nan]), firms=np.arange(1), kappa=np.eye(1)
        )


def test_the_elasticity_of_an_isoelastic_demand_is_the_same_everywhere() -> None:
    demand = IsoelasticInverse(intercept=0.3, coefficient=-0.5)
    for total in (0.1, 7.0):
        assert market_elasticity_at(demand, total) == pytest.approx(-2.0)


# differentiated products


CARS = Logit(alpha=0.2, delta=np.array([3.0, 4.0, 4.5, 2.0]))
COSTS = np.array([10.0, 14.0, 15.0, 9.0])


@pytest.mark.parametrize("stake", [0.0, 0.25, 4.0])
def test_the_condition_is_the_derivative_of_profit_by_own_quantity(
    stake: float,
) -> None:
    """By finite differences of each maker's objective in its own shares."""
    firms, kappa = np.array([0, 0, 1, 2]), one_stake(3, stake)
    solved = solve_logit_cournot(CARS, COSTS, firms=firms, kappa=kappa).check()
    assert solved.markups[0] == pytest.approx(solved.markups[1])
    assert solved.curvature == pytest.approx(1.0)

    def objective(shares: np.ndarray, maker: int) -> float:
        prices = (CARS.delta - np.log(shares / (1 - shares.sum()))) / CARS.alpha
        return float(kappa[maker, firms] @ (shares * (prices - COSTS)))

    for product, maker in enumerate(firms):
        step = np.zeros(4)
        step[product] = 1e-6
        slope = objective(solved.shares + step, maker) - objective(
            solved.shares - step, maker
        )
        assert abs(slope / 2e-6) < 1e-7
    costs = recover_cournot_costs(CARS, solved.prices, firms=firms, kappa=kappa)
    np.testing.assert_allclose(costs, COSTS)


@given(
    values=st.lists(st.floats(-3, 6), min_size=4, max_size=4),
    alpha=st.floats(0.05, 2),
    stake=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_quantities_are_solved_for_any_logit(
    values: list[float], alpha: float, stake: float
) -> None:
    firms, kappa = np.array([0, 1, 2, 3]), one_stake(4, stake)
    demand = Logit(alpha=alpha, delta=np.array(values) + alpha * COSTS)
    alone = solve_logit_cournot(demand, COSTS, firms=firms, kappa=np.eye(4))
    tied = solve_logit_cournot(demand, COSTS, firms=firms, kappa=kappa).check()
    assert tied.prices[0] >= alone.check().prices[0] - 1e-9
