"""Prices under mixed logit, and many deals at once: special cases, then any market."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keiretsu.competition import (
    first_order_residual,
    recover_costs,
    solve_deals,
    solve_prices,
)
from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.solvers.mixed_logit.conditions import Conditions
from keiretsu.competition.solvers.mixed_logit.market import Market
from keiretsu.competition.solvers.mixed_logit.nested_conditions import NestedConditions
from keiretsu.demand import MixedLogit, NestedLogit, invert_nested_logit
from keiretsu.errors import DataError, NoConvergence, ShapeError

PRICES = np.array([20.0, 25.0, 22.0, 30.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05])
NESTS, FIRMS = np.array([0, 0, 1, 1]), np.arange(4)
MERGED = np.eye(4)
MERGED[0, 1] = MERGED[1, 0] = 1


def as_mixed(demand: NestedLogit, types: int = 3) -> MixedLogit:
    """The same demand as several types that are all alike."""
    return MixedLogit(
        values=np.repeat(demand.delta[:, None], types, axis=1),
        alpha=np.full(types, demand.alpha),
        weights=np.full(types, 1 / types),
        nesting=demand.nesting if demand.nesting.any() else None,
        nests=demand.nests if demand.nesting.any() else None,
    )


@pytest.mark.parametrize("nesting", [0.0, 0.5])
def test_types_that_are_alike_give_the_worked_prices(nesting: float) -> None:
    """Examples E22 and E23 of the theory notes, through the other solver."""
    plain = invert_nested_logit(SHARES, PRICES, alpha=0.2, nesting=nesting, nests=NESTS)
    demand = as_mixed(plain)
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))
    np.testing.assert_allclose(
        costs, recover_costs(plain, PRICES, firms=FIRMS, kappa=np.eye(4))
    )
    expected = {
        0.0: [20.570428, 25.897225, 22.042284, 30.009343],
        0.5: [22.055929, 27.722596, 22.070428, 30.015022],
    }[nesting]
    solved = solve_prices(demand, costs, firms=FIRMS, kappa=MERGED).check()
    np.testing.assert_allclose(solved.prices, expected, atol=1e-6)


@st.composite
def markets(draw: st.DrawFn) -> dict[str, Any]:
    """Markets of eight products, six types, three makers."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    nested = draw(st.booleans())
    demand = MixedLogit(
        values=rng.normal(3, 1.5, (8, 6)),
        alpha=rng.uniform(0.5, 1.5, 6),
        weights=rng.dirichlet(np.ones(6)),
        nesting=rng.uniform(0, 0.7, 2) if nested else None,
        nests=np.array([0, 1] * 4) if nested else None,
    )
    costs, firms = rng.uniform(1, 4, 8), np.array([0, 0, 1, 1, 2, 2, 0, 1])
    return {"demand": demand, "costs": costs, "firms": firms}


@given(case=markets(), weight=st.floats(0, 1.5))
@settings(max_examples=25, deadline=None)
def test_what_is_solved_meets_the_conditions_and_gives_back_its_costs(
    case: dict[str, Any], weight: float
) -> None:
    kappa = np.eye(3)
    kappa[0, 1] = weight
    solved = solve_prices(**case, kappa=kappa)
    assume(solved.converged)  # a few types may leave a market without equilibrium
    solved.check(local=True)
    demand, firms = case["demand"], case["firms"]
    residual = first_order_residual(
        demand, solved.prices, case["costs"], firms=firms, kappa=kappa
    )
    assert residual <= 1e-10 * solved.markups.max()
    assert solved.residual == pytest.approx(residual, abs=1e-11)
    costs = recover_costs(demand, solved.prices, firms=firms, kappa=kappa)
    np.testing.assert_allclose(costs, case["costs"], rtol=1e-8)


@given(case=markets())
@settings(max_examples=15, deadline=None)
def test_no_maker_gains_by_another_price(case: dict[str, Any]) -> None:
    demand, costs, firms = case["demand"], case["costs"], case["firms"]
    solved = solve_prices(**case, kappa=np.eye(3))
    assume(solved.converged)  # a few types may leave a market without equilibrium

    def profit(prices: np.ndarray) -> float:
        earned = (prices - costs) * demand.shares(prices)
        return float(earned[firms == 0].sum())

    rng = np.random.default_rng(0)
    for _ in range(5):
        other = solved.prices + 0.05 * rng.normal(size=8) * (firms == 0)
        assert profit(other) <= profit(solved.prices) + 1e-12


def conditions(case: dict[str, Any]) -> Market:
    form: Any = Conditions if case["demand"].nests is None else NestedConditions
    pairs = firm_nests_under(case["demand"], case["firms"])
    market: Market = form(case["demand"], case["costs"], pairs)
    market.fix(case["costs"] + 1.5)
    return market


@given(case=markets())
@settings(max_examples=20, deadline=None)
def test_the_exact_jacobian_is_the_derivative(case: dict[str, Any]) -> None:
    market, kappa = conditions(case), np.eye(3)
    kappa[0, 1] = 0.4
    weights = market.pairs.weights(kappa)
    at, step = case["costs"] + 1.5, 1e-6

    def zeta(prices: np.ndarray) -> np.ndarray:
        return market.best_markups(market.choices(prices), weights).zeta

    by_steps = np.eye(8)
    for k in range(8):
        move = step * np.eye(8)[k]
        by_steps[:, k] -= (zeta(at + move) - zeta(at - move)) / (2 * step)
    table = market.choices(at)
    exact = market.jacobian(table, weights, market.best_markups(table, weights))
    np.testing.assert_allclose(exact, by_steps, atol=1e-7)


@given(case=markets())
@settings(max_examples=20, deadline=None)
def test_the_second_order_is_that_of_the_makers_profits(case: dict[str, Any]) -> None:
    """A maker's own block of the Jacobian is minus its Hessian, scaled and turned."""
    solved = solve_prices(**case, kappa=np.eye(3))
    assume(solved.converged)
    demand, costs, firms = case["demand"], case["costs"], case["firms"]
    sharpest = np.inf
    for firm in range(3):
        own = np.flatnonzero(firms == firm)

        def gain(prices: np.ndarray, own: np.ndarray = own) -> np.ndarray:
            slopes = demand.derivatives(prices)[np.ix_(own, own)]
            return demand.shares(prices)[own] + slopes.T @ (prices - costs)[own]

        hessian = np.empty((len(own), len(own)))
        for column, k in enumerate(own):
            move = 1e-5 * np.eye(8)[k]
            moved = gain(solved.prices + move) - gain(solved.prices - move)
            hessian[:, column] = moved / 2e-5
        sharpest = min(sharpest, float(-np.linalg.eigvalsh(hessian)[-1]))
    assert sharpest > 0
    assert solved.curvature > 0


def test_a_view_in_fewer_digits_proves_the_same() -> None:
    rng = np.random.default_rng(4)
    demand = MixedLogit(
        values=rng.normal(3, 1.5, (8, 6)),
        alpha=rng.uniform(0.5, 1.5, 6),
        weights=rng.dirichlet(np.ones(6)),
    )
    case: dict[str, Any] = {
        "demand": demand,
        "costs": rng.uniform(1, 4, 8),
        "firms": np.array([0, 0, 1, 1, 2, 2, 0, 1]),
    }
    market, kappa = conditions(case), np.eye(3)
    table = market.choices(solve_prices(**case, kappa=kappa).prices)
    found = market.best_markups(table, kappa)
    exact = market.second_order(table, kappa, found)
    brief = market.second_order(market.rounded(table), kappa, market.rounded(found))
    np.testing.assert_allclose(brief.residual_scale, exact.residual_scale, rtol=1e-5)
    assert brief.curvature == pytest.approx(exact.curvature, abs=1e-5)


@pytest.mark.parametrize("far", [1e-12, 1e-9, 1e-7, 5e-6, 1e-5, 1e-3])
def test_a_look_nearby_sees_what_a_look_of_its_own_sees(far: float) -> None:
    """Near prices already looked at, exponentials come from those there, to rounding.

    `far` is the largest change of a utility; the series is left beyond 8e-6.
    """
    rng = np.random.default_rng(5)
    demand = MixedLogit(
        values=rng.normal(3, 1.5, (8, 6)),
        alpha=rng.uniform(0.5, 1.5, 6),
        weights=rng.dirichlet(np.ones(6)),
    )
    costs, firms = rng.uniform(1, 4, 8), np.array([0, 0, 1, 1, 2, 2, 0, 1])
    pairs, prices = firm_nests_under(demand, firms), costs + 1.0
    move = rng.uniform(-1, 1, 8)
    move *= far / (np.abs(move).max() * demand.alpha.max())
    market, fresh = Conditions(demand, costs, pairs), Conditions(demand, costs, pairs)
    market.fix(prices)
    fresh.fix(prices)
    first = market.choices(prices)
    kept = first.lifted.copy()
    for way in (move, -move, 0.5 * move):
        near, own = market.choices(prices + way), fresh.choices(prices + way)
        np.testing.assert_allclose(near.lifted, own.lifted, rtol=2e-15)
        np.testing.assert_allclose(near.earned, own.earned, rtol=1e-14)
        fresh.fix(prices.copy())  # forgets what it saw
        if far < 4e-6:
            assert (first.lifted == kept).all()


def test_a_root_that_is_no_maximum_is_left_for_one_that_is() -> None:
    """Costs that make given prices a root where a maker's profit is at its least.

    Price-bound buyers and buyers who hardly mind: between the two prices that suit
    either kind lies one that suits none.
    """
    demand = MixedLogit(
        values=np.array([[5.0, 5.0]]),
        alpha=np.array([5.0, 0.1]),
        weights=np.array([0.9, 0.1]),
    )
    grid = np.linspace(1.05, 60, 4000)
    costs = np.array([0.5])
    gain = [(p - 0.5) * demand.shares(np.array([p]))[0] for p in grid]
    least = next(
        p
        for p, before, here, after in zip(
            grid[1:], gain, gain[1:], gain[2:], strict=False
        )
        if here < before and here < after
    )
    solved = solve_prices(
        demand,
        costs,
        firms=np.zeros(1, dtype=int),
        kappa=np.eye(1),
        start=np.array([least]),
    ).check()
    assert abs(solved.prices[0] - least) > 0.1


@pytest.mark.parametrize("nesting", [0.0, 0.5])
def test_many_deals_are_each_deal_alone(nesting: float) -> None:
    plain = invert_nested_logit(SHARES, PRICES, alpha=0.2, nesting=nesting, nests=NESTS)
    costs = recover_costs(plain, PRICES, firms=FIRMS, kappa=np.eye(4))
    stake = np.eye(4)
    stake[2, 0], stake[0, 2] = 0.25, 4.0
    kappas = np.array([np.eye(4), MERGED, stake] * 30)  # more than one chunk
    for demand in (plain, as_mixed(plain)):
        batch = solve_deals(demand, costs, firms=FIRMS, kappas=kappas).check()
        np.testing.assert_allclose(batch.prices[0], PRICES, rtol=1e-8)
        for n in (1, 2, 88, 89):
            one = solve_prices(plain, costs, firms=FIRMS, kappa=kappas[n])
            np.testing.assert_allclose(batch.prices[n], one.prices, rtol=1e-9)
            np.testing.assert_allclose(batch.shares[n], one.shares, rtol=1e-8)
        assert "all 90 solved" in batch.status


def test_a_batch_that_is_none_says_which_deal() -> None:
    plain = invert_nested_logit(SHARES, PRICES, alpha=0.2)
    costs = recover_costs(plain, PRICES, firms=FIRMS, kappa=np.eye(4))
    with pytest.raises(ShapeError, match="kappas of shape"):
        solve_deals(plain, costs, firms=FIRMS, kappas=MERGED)
    kappas = np.array([np.eye(4), 2 * np.eye(4)])
    with pytest.raises(DataError, match="weighs its own profit by 2"):
        solve_deals(plain, costs, firms=FIRMS, kappas=kappas)
    batch = solve_deals(plain, costs, firms=FIRMS, kappas=np.array([MERGED, MERGED]))
    batch = replace(batch, residual=np.array([0.0, 0.5]))
    with pytest.raises(NoConvergence, match=r"1 of 2 solved; the worst is deal 1"):
        batch.check()
