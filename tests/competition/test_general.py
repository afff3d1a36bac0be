"""Price competition under any demand form: by hand, then what must always hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import (
    equilibria,
    first_order_residual,
    ownership_to_weights,
    recover_costs,
    solve_prices,
)
from keiretsu.competition.solvers.any_demand.prices import solve_any_demand
from keiretsu.demand import (
    CES,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    LogLinear,
    MixedLogit,
    NestedCES,
    NestedLogit,
    NoOutsideGood,
    TwoLevelLogit,
    pcaids,
)
from keiretsu.errors import DataError, NoConvergence, ShapeError

NESTS = np.array([0, 0, 1, 1])
PRICES = np.array([2.0, 2.5, 1.8, 3.0])
FIRMS = np.arange(4)
MERGED = np.eye(4)
MERGED[0, 1] = MERGED[1, 0] = 1
SLOPES = 0.25 * np.ones((4, 4)) - 1.75 * np.eye(4)

FORMS: dict[str, Any] = {
    "CES": CES(gamma=3.0, values=np.array([2.0, 3.0, 1.0, 4.0])),
    "nested CES": NestedCES(
        gamma=2.5,
        values=np.array([2.0, 3.0, 1.0, 4.0]),
        nesting=np.array([0.5, 0.3]),
        nests=NESTS,
    ),
    "linear": Linear(intercepts=np.array([5.0, 6.0, 5.0, 7.0]), slopes=SLOPES),
    "log-linear": LogLinear(
        intercepts=np.zeros(4), slopes=0.2 * np.ones((4, 4)) - 3 * np.eye(4)
    ),
    "AIDS": pcaids(
        np.array([0.2, 0.3, 0.1, 0.4]),
        known=(0, -3.5),
        market_elasticity=-0.9,
        base=PRICES,
    ),
    "two-level": TwoLevelLogit(
        alpha=1.2,
        delta=np.array([3.0, 3.5, 2.0, 4.0]),
        subgroup_nesting=np.array([0.6, 0.5, 0.3]),
        group_nesting=np.array([0.4, 0.1]),
        subgroups=np.array([0, 0, 1, 2]),
        groups=np.array([0, 0, 1]),
    ),
    "generalized": GeneralizedNestedLogit(
        alpha=1.2,
        delta=np.array([3.0, 3.5, 2.0, 4.0]),
        nesting=np.array([0.6, 0.3]),
        allocation=np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.2, 0.8]]),
    ),
    "captive": NoOutsideGood(
        demand=Logit(alpha=1.2, delta=np.array([3.0, 3.5, 2.0, 4.0]))
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_recovered_costs_give_the_prices_back(form: str) -> None:
    costs = recover_costs(FORMS[form], PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(FORMS[form], costs, firms=FIRMS, kappa=np.eye(4)).check(
        local=True
    )
    np.testing.assert_allclose(solved.prices, PRICES, rtol=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_a_merger_raises_the_merged_makers_prices(form: str) -> None:
    costs = recover_costs(FORMS[form], PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(
        FORMS[form], costs, firms=FIRMS, kappa=MERGED, start=PRICES
    ).check(local=True)
    assert (solved.prices[:2] > PRICES[:2]).all()
    joined = solve_prices(
        FORMS[form], costs, firms=np.array([0, 0, 1, 2]), kappa=np.eye(3), start=PRICES
    ).check(local=True)
    np.testing.assert_allclose(joined.prices, solved.prices, rtol=1e-10)


def test_linear_duopoly_by_hand() -> None:
    """q = 10 - p + p'/2 at costs of 1: p = (10 + p'/2 + 1)/2, so p = 22/3."""
    demand = Linear(
        intercepts=np.full(2, 10.0), slopes=np.array([[-1.0, 0.5], [0.5, -1.0]])
    )
    solved = solve_prices(demand, np.ones(2), firms=np.arange(2), kappa=np.eye(2))
    np.testing.assert_allclose(solved.check().prices, 22 / 3, rtol=1e-12)
    merged = solve_prices(demand, np.ones(2), firms=np.zeros(2, int), kappa=np.eye(1))
    # together q = 10 - p/2 each: p = (20 + 1)/2
    np.testing.assert_allclose(merged.check().prices, 10.5, rtol=1e-12)


def test_single_product_ces_margin_is_one_over_its_elasticity() -> None:
    demand = FORMS["CES"]
    solved = solve_prices(demand, np.ones(4), firms=FIRMS, kappa=np.eye(4)).check()
    part = demand.revenue_shares(solved.prices)
    margins = 1 / (3.0 - 2.0 * part)
    np.testing.assert_allclose(solved.markups / solved.prices, margins, rtol=1e-10)


def test_the_general_solver_agrees_with_the_reduced_one() -> None:
    demand = NestedLogit(
        alpha=0.9,
        delta=np.array([3.0, 3.5, 2.0, 4.0]),
        nesting=np.array([0.5, 0.2]),
        nests=NESTS,
    )
    kappa = np.eye(4)
    kappa[0, 2], kappa[1, 3] = 0.4, 1.3
    costs = np.array([1.0, 1.2, 0.8, 1.5])
    ours = solve_any_demand(demand, costs, firms=FIRMS, kappa=kappa).check()
    reduced = solve_prices(demand, costs, firms=FIRMS, kappa=kappa).check()
    np.testing.assert_allclose(ours.prices, reduced.prices, rtol=1e-10)


def test_zero_diversion_means_no_price_effect() -> None:
    cross = SLOPES.copy()
    cross[0, 1] = cross[1, 0] = 0
    demand = replace(FORMS["linear"], slopes=cross)
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(demand, costs, firms=FIRMS, kappa=MERGED).check()
    np.testing.assert_allclose(solved.prices, PRICES, rtol=1e-12)
    steep = FORMS["log-linear"].slopes.copy()
    steep[0, 1] = steep[1, 0] = 0
    apart = replace(FORMS["log-linear"], slopes=steep)
    costs = recover_costs(apart, PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(apart, costs, firms=FIRMS, kappa=MERGED).check()
    np.testing.assert_allclose(solved.prices, PRICES, rtol=1e-12)


@given(order=st.permutations(range(4)), stake=st.floats(0, 0.9))
@settings(max_examples=10, deadline=None)
def test_relabelling_products_permutes_prices(order: list[int], stake: float) -> None:
    demand, costs = FORMS["linear"], np.array([1.0, 1.2, 0.8, 1.5])
    kappa = np.eye(4)
    kappa[0, 3] = stake
    solved = solve_prices(demand, costs, firms=FIRMS, kappa=kappa).check()
    moved = Linear(
        intercepts=demand.intercepts[order], slopes=demand.slopes[np.ix_(order, order)]
    )
    again = solve_prices(moved, costs[order], firms=FIRMS[order], kappa=kappa).check()
    np.testing.assert_allclose(again.prices, solved.prices[order], rtol=1e-10)


@given(scale=st.sampled_from([1e-3, 1.0, 1e4]))
@settings(max_examples=3, deadline=None)
def test_currency_scales_prices_and_nothing_else(scale: float) -> None:
    aids = FORMS["AIDS"]
    costs = recover_costs(aids, PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(aids, costs, firms=FIRMS, kappa=MERGED).check()
    moved = solve_prices(
        replace(aids, base=scale * PRICES), scale * costs, firms=FIRMS, kappa=MERGED
    ).check()
    np.testing.assert_allclose(moved.prices, scale * solved.prices, rtol=1e-9)


def test_a_binding_capacity_is_priced_where_demand_equals_it() -> None:
    demand = FORMS["CES"]
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))
    sold = demand.quantities(PRICES)
    most = np.array([np.inf, np.inf, 0.9 * sold[2], 2 * sold[3]])
    solved = solve_prices(
        demand, costs, firms=FIRMS, kappa=np.eye(4), capacities=most
    ).check()
    assert solved.shares[2] == pytest.approx(most[2], rel=1e-10)
    assert solved.shadow_costs is not None
    assert solved.shadow_costs[2] > 0
    np.testing.assert_array_equal(solved.shadow_costs[[0, 1, 3]], 0)
    assert (solved.prices > PRICES).all()


def test_slack_capacity_changes_nothing() -> None:
    demand = FORMS["two-level"]
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(4))
    solved = solve_prices(
        demand, costs, firms=FIRMS, kappa=np.eye(4), capacities=np.ones(4)
    ).check()
    np.testing.assert_allclose(solved.prices, PRICES, rtol=1e-9)


def test_a_maker_at_capacity_maximises_within_it() -> None:
    """No feasible change of the merged maker's prices earns it more."""
    demand = Logit(alpha=1.2, delta=np.array([3.0, 3.5, 2.0, 4.0]))
    firms, costs = np.array([0, 0, 1, 2]), np.array([1.0, 1.2, 0.8, 1.5])
    most = np.array([0.1, np.inf, np.inf, np.inf])
    solved = solve_prices(
        demand, costs, firms=firms, kappa=np.eye(3), capacities=most
    ).check()

    def profit(prices: np.ndarray) -> float:
        sold = np.minimum(demand.shares(prices), most)
        return float(((prices - costs) * sold)[:2].sum())

    best, draws = profit(solved.prices), np.random.default_rng(1)
    for _ in range(200):
        step = np.append(draws.normal(0, 0.05, 2), [0.0, 0.0])
        assert profit(solved.prices + step) <= best + 1e-12


def test_held_prices_stay_and_the_others_answer_them() -> None:
    """Makers price as if the held price were nobody's choice, its profit theirs."""
    demand = Logit(alpha=1.2, delta=np.array([3.0, 3.5, 2.0, 4.0]))
    firms, costs = np.array([0, 0, 1, 2]), np.array([1.0, 1.2, 0.8, 1.5])
    free = solve_prices(demand, costs, firms=firms, kappa=np.eye(3)).check()
    held = np.array([free.prices[0] + 0.2, np.nan, np.nan, np.nan])
    solved = solve_prices(
        demand, costs, firms=firms, kappa=np.eye(3), fixed_prices=held
    ).check()
    assert solved.prices[0] == held[0]
    slopes = demand.derivatives(solved.prices)
    same = firms[:, None] == firms[None, :]
    lacking = solved.shares + (same * slopes.T) @ solved.markups
    np.testing.assert_allclose(lacking[1:], 0, atol=1e-12)
    assert lacking[0] < -1e-3
    at_rest = np.array([free.prices[0], np.nan, np.nan, np.nan])
    again = solve_prices(
        demand, costs, firms=firms, kappa=np.eye(3), fixed_prices=at_rest
    )
    np.testing.assert_allclose(again.check().prices, free.prices, rtol=1e-9)
    with pytest.raises(DataError, match="all prices are fixed"):
        solve_prices(
            demand, costs, firms=firms, kappa=np.eye(3), fixed_prices=free.prices
        )


def test_no_product_sells_less_than_nothing() -> None:
    """Costs beyond the choke price: the product stays at zero, the rest is priced."""
    demand = FORMS["linear"]
    costs = np.array([1.0, 1.0, 1.0, 30.0])
    solved = solve_prices(demand, costs, firms=FIRMS, kappa=np.eye(4)).check()
    assert solved.shares[3] == pytest.approx(0, abs=1e-10)
    assert (solved.shares[:3] > 0).all()


def test_inelastic_demand_is_an_honest_failure() -> None:
    demand = LogLinear(intercepts=np.zeros(2), slopes=-0.5 * np.eye(2))
    found = solve_prices(demand, np.ones(2), firms=np.arange(2), kappa=np.eye(2))
    assert not found.converged
    assert np.isfinite(found.prices).all()
    assert "of product" in found.status
    with pytest.raises(NoConvergence):
        found.check()


def test_several_starts_find_the_same_equilibrium() -> None:
    costs = np.array([1.0, 1.2, 0.8, 1.5])
    found = equilibria(FORMS["CES"], costs, firms=FIRMS, kappa=MERGED, starts=4)
    assert len(found) == 1
    assert (
        first_order_residual(
            FORMS["CES"], found[0].prices, costs, firms=FIRMS, kappa=MERGED
        )
        < 1e-9
    )


def test_mixed_logit_takes_capacities_too() -> None:
    demand = MixedLogit(
        values=np.array([[3.0, 2.0], [3.5, 3.0]]),
        alpha=np.array([1.0, 1.4]),
        weights=np.array([0.5, 0.5]),
    )
    costs, firms = np.array([1.0, 1.2]), np.arange(2)
    free = solve_prices(demand, costs, firms=firms, kappa=np.eye(2)).check()
    most = free.shares * np.array([0.8, 2.0])
    solved = solve_prices(
        demand, costs, firms=firms, kappa=np.eye(2), capacities=most
    ).check()
    assert solved.shares[0] == pytest.approx(most[0], rel=1e-10)
    assert (solved.prices > free.prices).all()


def test_impossible_input_is_refused() -> None:
    demand, costs = FORMS["CES"], np.ones(4)
    with pytest.raises(DataError, match=r"capacities\[0\] is -1"):
        solve_prices(
            demand, costs, firms=FIRMS, kappa=np.eye(4), capacities=-np.ones(4)
        )
    with pytest.raises(ShapeError):
        solve_prices(demand, np.ones(3), firms=FIRMS, kappa=np.eye(4))
    with pytest.raises(DataError, match=r"start\[0\] is -1"):
        solve_prices(demand, costs, firms=FIRMS, kappa=np.eye(4), start=-costs)
    with pytest.raises(DataError, match="maker 0 weighs its own profit by 2"):
        solve_prices(demand, costs, firms=FIRMS, kappa=2 * np.eye(4))


def test_ownership_tables_become_makers_and_weights() -> None:
    """Maker 0 sells products 0 and 2 and holds a silent 20 % of maker 1."""
    table = np.array([[1.0, 0.2, 1.0], [0.0, 0.8, 0.0], [1.0, 0.2, 1.0]])
    firms, kappa = ownership_to_weights(table, convention="antitrust")
    np.testing.assert_array_equal(firms, [0, 1, 0])
    np.testing.assert_allclose(kappa, [[1.0, 0.2], [0.0, 1.0]])
    unit = table / np.diagonal(table)[:, None]
    again, same = ownership_to_weights(unit, convention="pyblp")
    np.testing.assert_array_equal(again, firms)
    np.testing.assert_allclose(same, kappa)


def test_makers_with_shares_in_each_other_stay_apart() -> None:
    table = np.array([[0.9, 0.3], [0.1, 0.7]])
    firms, kappa = ownership_to_weights(table, convention="antitrust")
    np.testing.assert_array_equal(firms, [0, 1])
    np.testing.assert_allclose(kappa, [[1.0, 1 / 3], [1 / 7, 1.0]])


@pytest.mark.parametrize(
    ("table", "convention", "message"),
    [
        ([[1.0, -0.1], [0.0, 1.0]], "antitrust", "weighs the profit of product 1 by"),
        ([[1.0, 0.0], [0.5, 0.0]], "antitrust", "does not weigh its own profit"),
        ([[1.0, 0.3], [0.0, 1.0]], "antitrust", "130% of the profit of product 1"),
        ([[1.0, 0.3], [0.0, 0.7]], "pyblp", "weighs its own profit by 0.7"),
        ([[1.0, np.nan], [0.0, 1.0]], "pyblp", "NaN"),
        ([[1.0]], "nobody", "ownership convention"),
    ],
)
def test_ownership_tables_that_mean_nothing_are_refused(
    table: list[list[float]], convention: Any, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        ownership_to_weights(np.array(table), convention=convention)


def test_an_ownership_table_is_square() -> None:
    with pytest.raises(ShapeError, match="not square"):
        ownership_to_weights(np.ones((2, 3)), convention="pyblp")
