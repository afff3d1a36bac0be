"""Price competition: worked by hand, then what must hold for any market."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import (
    alpha_from_margins,
    firm_nests_of,
    first_order_residual,
    first_order_residuals,
    recover_costs,
    solve_many_demands,
    solve_prices,
)
from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    System,
    markup_excess,
    markup_jacobian,
)
from keiretsu.competition.solvers.newton import complex_step
from keiretsu.demand import NestedLogit, diversion, invert_nested_logit
from keiretsu.errors import DataError, NoConvergence, ShapeError
from keiretsu.screens import cmcr

Worked = Callable[[str], dict[str, Any]]

PRICES = np.array([20.0, 25.0, 22.0, 30.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05])
FIRMS = np.arange(4)
MERGED = np.eye(4)
MERGED[0, 1] = MERGED[1, 0] = 1
FLAT = invert_nested_logit(SHARES, PRICES, alpha=0.2)
NESTED = invert_nested_logit(
    SHARES, PRICES, alpha=0.2, nesting=0.5, nests=np.array([0, 0, 1, 1])
)


def weights(first_on_second: float, second_on_first: float) -> np.ndarray:
    kappa = np.eye(4)
    kappa[0, 1], kappa[1, 0] = first_on_second, second_on_first
    return kappa


def costs_of(demand: NestedLogit) -> np.ndarray:
    return recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))


@pytest.mark.parametrize(
    ("kappa", "prices", "surplus"),
    [
        (MERGED, [20.570428, 25.897225, 22.042284, 30.009343], -0.1749086),
        (weights(0.25, 0), [20.139447, 25.002426, 22.005255, 30.001159], -0.0220274),
        (weights(0.25, 4), [20.169140, 28.650417, 22.075635, 30.016741], -0.3092292),
        (weights(0.25, 0.4), [20.145643, 25.357017, 22.0142, 30.003133], -0.0593313),
    ],
)
def test_logit_deals_are_the_worked_example(
    worked: Worked, kappa: np.ndarray, prices: list[float], surplus: float
) -> None:
    costs = costs_of(FLAT)
    np.testing.assert_allclose(costs, worked("E22")["mc"])
    solved = solve_prices(FLAT, costs, firms=FIRMS, kappa=kappa).check()
    np.testing.assert_allclose(solved.prices, prices, atol=1e-6)
    change = FLAT.surplus(solved.prices) - FLAT.surplus(PRICES)
    assert change == pytest.approx(surplus, abs=1e-6)


def test_a_merger_with_savings_is_the_worked_example() -> None:
    costs = costs_of(FLAT) * np.array([0.95, 0.95, 1, 1])
    solved = solve_prices(FLAT, costs, firms=FIRMS, kappa=MERGED)
    np.testing.assert_allclose(
        solved.prices, [20.053283, 25.113741, 22.004831, 30.001065], atol=1e-6
    )


@pytest.mark.parametrize(
    ("pair", "prices", "surplus"),
    [
        ((0, 1), [22.055929, 27.722596, 22.070428, 30.015022], -0.5000823),
        ((0, 2), [20.584718, 25.119883, 22.412209, 30.047646], -0.1775015),
    ],
)
def test_nested_mergers_are_the_worked_example(
    worked: Worked, pair: tuple[int, int], prices: list[float], surplus: float
) -> None:
    costs = costs_of(NESTED)
    np.testing.assert_allclose(costs, worked("E23")["mc"])
    kappa = np.eye(4)
    kappa[pair], kappa[pair[::-1]] = 1, 1
    solved = solve_prices(NESTED, costs, firms=FIRMS, kappa=kappa).check()
    np.testing.assert_allclose(solved.prices, prices, atol=1e-6)
    change = NESTED.surplus(solved.prices) - NESTED.surplus(PRICES)
    assert change == pytest.approx(surplus, abs=1e-6)


def test_the_cost_saving_that_undoes_a_merger_is_the_closed_form() -> None:
    needed = recover_costs(FLAT, PRICES, firms=FIRMS, kappa=MERGED)
    costs = costs_of(FLAT)
    margin, to = 1 - costs / PRICES, diversion(FLAT, PRICES)
    saving = cmcr(margin[0], margin[1], to[0, 1], to[1, 0], PRICES[0], PRICES[1])
    assert 1 - needed[0] / costs[0] == pytest.approx(saving)
    assert saving == pytest.approx(0.0555556, abs=1e-7)
    back = solve_prices(FLAT, needed, firms=FIRMS, kappa=MERGED)
    np.testing.assert_allclose(back.prices, PRICES)


@st.composite
def markets(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(2, 9))
    sizes = draw(st.lists(st.floats(1e-4, 1), min_size=count, max_size=count))
    outside = draw(st.floats(0.05, 0.95))
    shares = np.array(sizes) / sum(sizes) * (1 - outside)
    prices = np.array(draw(st.lists(st.floats(5, 60), min_size=count, max_size=count)))
    nests = np.array(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))
    nesting = np.array(draw(st.lists(st.floats(0, 0.9), min_size=3, max_size=3)))
    firms = np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    demand = invert_nested_logit(
        shares,
        prices,
        alpha=draw(st.floats(0.1, 1)),
        nesting=nesting[: nests.max() + 1],
        nests=nests,
    )
    return {"demand": demand, "prices": prices, "firms": firms}


@given(case=markets())
@settings(max_examples=40, deadline=None)
def test_without_a_deal_prices_stay(case: dict[str, Any]) -> None:
    costs = recover_costs(**case, kappa=np.eye(4))
    solved = solve_prices(
        case["demand"], costs, firms=case["firms"], kappa=np.eye(4)
    ).check()
    np.testing.assert_allclose(solved.prices, case["prices"], rtol=1e-8)


@given(case=markets())
@settings(max_examples=40, deadline=None)
def test_a_merger_lowers_no_price_and_harms_buyers(case: dict[str, Any]) -> None:
    kappa = np.eye(4)
    costs = recover_costs(**case, kappa=kappa)
    kappa[0, 1] = kappa[1, 0] = 1
    solved = solve_prices(
        case["demand"], costs, firms=case["firms"], kappa=kappa, start=case["prices"]
    ).check()
    assert (solved.prices >= case["prices"] - 1e-8).all()
    surplus = case["demand"].surplus
    assert surplus(solved.prices) <= surplus(case["prices"]) + 1e-9


@given(case=markets(), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_relabelling_products_permutes_prices(case: dict[str, Any], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(case["prices"]))
    demand = case["demand"]
    moved = NestedLogit(
        alpha=demand.alpha,
        delta=demand.delta[order],
        nesting=demand.nesting,
        nests=demand.nests[order],
    )
    costs = recover_costs(**case, kappa=np.eye(4))
    kappa = np.eye(4)
    kappa[0, 1] = 0.3
    plain = solve_prices(demand, costs, firms=case["firms"], kappa=kappa)
    other = solve_prices(moved, costs[order], firms=case["firms"][order], kappa=kappa)
    np.testing.assert_allclose(other.prices, plain.prices[order], rtol=1e-9)


@given(case=markets())
@settings(max_examples=30, deadline=None)
def test_the_exact_jacobian_is_the_derivative(case: dict[str, Any]) -> None:
    demand, firms = case["demand"], case["firms"]
    pairs, rng = firm_nests_of(firms, demand.nests), np.random.default_rng(len(firms))
    system = System(
        log_a=rng.normal(size=len(pairs.firm)),
        alpha=demand.alpha,
        nesting=demand.nesting,
        nest=pairs.nest,
        kappa=pairs.weights(rng.uniform(size=(4, 4))),
    )
    at = rng.uniform(1, 5, size=len(pairs.firm))
    exact = markup_jacobian(system, at)
    by_steps = complex_step(partial(markup_excess, system), at)
    np.testing.assert_allclose(exact, by_steps, atol=1e-9)


def test_known_margins_pin_the_price_coefficient() -> None:
    costs = costs_of(NESTED)
    margins = np.where([True, False, False, False], 1 - costs / PRICES, np.nan)
    alpha = alpha_from_margins(
        SHARES,
        PRICES,
        margins,
        firms=FIRMS,
        kappa=np.eye(4),
        nesting=NESTED.nesting,
        nests=NESTED.nests,
    )
    assert alpha == pytest.approx(0.2)


def test_a_batch_agrees_with_one_by_one() -> None:
    alpha, nesting = (
        np.array([0.1, 0.2, 0.4]),
        np.array([[0.5, 0.5], [0.2, 0.7], [0, 0]]),
    )
    outside = np.array([0.5, 0.3, 0.9])
    inside, pairs = SHARES / SHARES.sum(), firm_nests_of(FIRMS, NESTED.nests)
    batch = solve_many_demands(
        pairs,
        inside,
        before=weights(0.25, 0),
        after=MERGED,
        alpha=alpha,
        nesting=nesting,
        outside=outside,
    )
    assert batch.converged.all()
    for n in range(3):
        demand = invert_nested_logit(
            inside * (1 - outside[n]),
            PRICES,
            alpha=alpha[n],
            nesting=nesting[n],
            nests=NESTED.nests,
        )
        costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=weights(0.25, 0))
        one = solve_prices(demand, costs, firms=FIRMS, kappa=MERGED)
        rise = one.prices - PRICES
        np.testing.assert_allclose(batch.markup_change[n][pairs.of_product], rise)
        change = demand.surplus(one.prices) - demand.surplus(PRICES)
        assert batch.log_sum_change[n] / alpha[n] == pytest.approx(change)


def test_the_residual_is_zero_only_at_the_solution() -> None:
    costs = costs_of(FLAT)
    at = first_order_residual(FLAT, PRICES, costs, firms=FIRMS, kappa=np.eye(4))
    off = first_order_residual(FLAT, PRICES * 1.01, costs, firms=FIRMS, kappa=np.eye(4))
    assert at < 1e-12
    assert off > 0.01


def test_an_answer_that_is_none_says_so() -> None:
    solved = solve_prices(FLAT, costs_of(FLAT), firms=FIRMS, kappa=MERGED)
    assert "every maker is at a maximum" in solved.check().status
    with pytest.raises(NoConvergence, match=r"residual 1\.0e"):
        replace(solved, residual=1.0).check()
    with pytest.raises(NoConvergence, match="would gain"):
        replace(solved, curvature=-0.1).check()


def test_a_failure_names_its_market_product_and_residual() -> None:
    """A price that is 0.5 too high is the worst, and misses by near as much."""
    costs = costs_of(FLAT)
    moved = PRICES + np.array([0.0, 0.0, 0.5, 0.0])
    missed = first_order_residuals(FLAT, moved, costs, firms=FIRMS, kappa=np.eye(4))
    assert int(np.argmax(np.abs(missed))) == 2
    assert 0.3 < missed[2] < 0.7
    solved = solve_prices(FLAT, costs, firms=FIRMS, kappa=np.eye(4))
    failed = replace(solved, residual=0.5, worst=2)
    assert (
        failed.status
        == "not solved, no equilibrium found: first-order residual 5.0e-01 per unit, "
        "of product 2"
    )
    with pytest.raises(
        NoConvergence,
        match=r"^home: not solved, no equilibrium found: .* product Gamma\n",
    ):
        failed.check(market="home", products=("Alpha", "Beta", "Gamma", "Delta"))
    unsure = replace(solved, curvature=-1.0, worst=1)
    assert "not an equilibrium" in unsure.status
    assert unsure.status.endswith("of product 1")


def test_hard_markets_are_solved() -> None:
    """Tiny outside shares, prices from 1e-3 to 1e7, tiny sellers, strong nesting."""
    rng = np.random.default_rng(1)
    for _ in range(60):
        count, makers = int(rng.integers(1, 40)), int(rng.integers(1, 6))
        nests = np.unique(rng.integers(0, 4, count), return_inverse=True)[1]
        sizes = rng.dirichlet(np.full(count, 0.3)) + 1e-9
        outside, scale = 10 ** rng.uniform(-4, -0.01), 10 ** rng.uniform(-3, 7)
        prices = scale * rng.uniform(0.5, 2, count)
        demand = invert_nested_logit(
            sizes / sizes.sum() * (1 - outside),
            prices,
            alpha=10 ** rng.uniform(-0.5, 1.2) / scale,
            nesting=rng.uniform(0, 0.95, nests.max() + 1),
            nests=nests,
        )
        firms = rng.integers(0, makers, count)
        costs = recover_costs(demand, prices, firms=firms, kappa=np.eye(makers))
        cold = solve_prices(demand, costs, firms=firms, kappa=np.eye(makers)).check()
        np.testing.assert_allclose(cold.prices, prices, rtol=1e-8)


def test_weights_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError):
        recover_costs(FLAT, PRICES, firms=FIRMS, kappa=np.eye(3))
    with pytest.raises(DataError, match="weighs its own profit by 2"):
        recover_costs(FLAT, PRICES, firms=FIRMS, kappa=2 * np.eye(4))
