"""Taxes by hand and against each maker's own best prices; products come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from keiretsu.competition import (
    Scenario,
    Taxes,
    pass_through,
    solve_prices,
    taxes_by_maker,
)
from keiretsu.demand import (
    CES,
    ConstantExpenditure,
    Demand,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    LogLinear,
    MixedLogit,
    NestedLogit,
    TwoLevelLogit,
    pcaids,
)
from keiretsu.errors import DataError, NoConvergence, ShapeError

PRICES = np.array([2.0, 2.5, 1.8, 3.0])
FIRMS = np.array([0, 0, 1, 2])
STAKES = np.array([[1.0, 0.3, 0.0], [0.0, 1.0, 0.2], [0.1, 0.0, 1.0]])
DELTA = np.array([3.0, 3.5, 2.0, 4.0])
NESTS = np.array([0, 1, 0, 1])

FORMS: dict[str, Any] = {
    "logit": Logit(alpha=1.2, delta=DELTA),
    "nested": NestedLogit(
        alpha=1.2, delta=DELTA, nesting=np.array([0.5, 0.2]), nests=NESTS
    ),
    "mixed": MixedLogit(
        values=np.outer(DELTA, [0.9, 1.1]),
        alpha=np.array([1.0, 1.4]),
        weights=np.array([0.5, 0.4]),
    ),
    "two-level": TwoLevelLogit(
        alpha=1.2,
        delta=DELTA,
        subgroup_nesting=np.array([0.6, 0.5, 0.3]),
        group_nesting=np.array([0.4, 0.1]),
        subgroups=np.array([0, 0, 1, 2]),
        groups=np.array([0, 0, 1]),
    ),
    "generalized": GeneralizedNestedLogit(
        alpha=1.2,
        delta=DELTA,
        nesting=np.array([0.6, 0.3]),
        allocation=np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.2, 0.8]]),
    ),
    "CES": CES(gamma=3.0, values=np.array([2.0, 3.0, 1.0, 4.0])),
    "two-level CES": ConstantExpenditure(
        demand=TwoLevelLogit(
            alpha=2.0,
            delta=np.log([2.0, 3.0, 1.0, 4.0]),
            subgroup_nesting=np.array([0.6, 0.5, 0.3]),
            group_nesting=np.array([0.4, 0.1]),
            subgroups=np.array([0, 0, 1, 2]),
            groups=np.array([0, 0, 1]),
        )
    ),
    "linear": Linear(
        intercepts=np.array([5.0, 6.0, 5.0, 7.0]),
        slopes=0.25 * np.ones((4, 4)) - 1.75 * np.eye(4),
    ),
    "log-linear": LogLinear(
        intercepts=np.zeros(4), slopes=0.2 * np.ones((4, 4)) - 3 * np.eye(4)
    ),
    "AIDS": pcaids(
        np.array([0.2, 0.3, 0.1, 0.4]),
        known=(0, -3.5),
        market_elasticity=-0.9,
        base=PRICES,
    ),
}
CHOICE = [name for name in FORMS if name not in ("linear", "log-linear", "AIDS")]
MANY = Taxes(
    unit=np.array([0.05, 0.0, -0.04, 0.1]),
    ad_valorem=np.array([0.25, 0.05, 0.1, 0.2]),
    tariff=np.array([0.0, 0.15, 0.05, 0.0]),
)


def today(form: str, kappa: np.ndarray = STAKES, taxes: Taxes | None = None) -> Any:
    return Scenario.observed(FORMS[form], PRICES, firms=FIRMS, kappa=kappa, taxes=taxes)


def objective(
    demand: Demand, prices: np.ndarray, costs: np.ndarray, maker: int
) -> float:
    """What the manager maximises, written from what is received and paid."""
    received = prices / (1 + np.asarray(MANY.ad_valorem)) - MANY.unit
    paid = (1 + np.asarray(MANY.tariff)) * costs
    return float(STAKES[maker, FIRMS] @ ((received - paid) * demand.quantities(prices)))


def test_taxes_by_hand() -> None:
    """A lone maker with q = 10 - p, cost 2, unit tax 1, VAT 25 %: p = 6.875.

    It receives p/1.25 - 1, so its cost as buyers see it is 1.25 (1 + 2) = 3.75 and its
    price halfway between that and 10.
    """
    lone = Scenario(
        demand=Linear(intercepts=np.array([10.0]), slopes=np.array([[-1.0]])),
        costs=np.array([2.0]),
        firms=np.zeros(1, dtype=int),
        kappa=np.eye(1),
        taxes=Taxes(unit=1.0, ad_valorem=0.25),
    )
    found = lone.solve().check()
    assert found.prices[0] == pytest.approx(6.875)
    assert found.receipts[0] == pytest.approx(4.5)
    assert found.profits[0] == pytest.approx(2.5 * 3.125)
    assert found.revenue == pytest.approx((6.875 - 4.5) * 3.125)
    assert found.margins[0] == pytest.approx(2.5 / 4.5)


@pytest.mark.parametrize("form", FORMS)
def test_each_maker_is_at_its_own_best_under_taxes_that_differ(form: str) -> None:
    """Every manager, given the others' prices, finds no better prices by search."""
    scenario = today(form).with_taxes(MANY)
    found = scenario.solve(PRICES).check(local=True)
    size = abs(objective(FORMS[form], found.prices, scenario.costs, 0))
    for maker in range(3):
        own = np.flatnonzero(maker == FIRMS)

        def loss(moved: np.ndarray, maker: int = maker, own: Any = own) -> float:
            at = found.prices.copy()
            at[own] = moved
            value = objective(FORMS[form], at, scenario.costs, maker)
            return -value / size

        best = minimize(
            loss,
            found.prices[own] * 1.03,
            method="Nelder-Mead",
            options={"xatol": 1e-7, "fatol": 1e-13, "maxfev": 400},
        )
        np.testing.assert_allclose(best.x, found.prices[own], rtol=2e-5)
        assert loss(found.prices[own]) <= best.fun + 1e-10


@pytest.mark.parametrize("form", FORMS)
def test_costs_come_back_from_a_market_observed_under_taxes(form: str) -> None:
    scenario = today(form).with_taxes(MANY)
    found = scenario.solve(PRICES).check(local=True)
    again = Scenario.observed(
        FORMS[form], found.prices, firms=FIRMS, kappa=STAKES, taxes=MANY
    )
    np.testing.assert_allclose(again.costs, scenario.costs, rtol=1e-7)
    assert np.abs(scenario.residuals(found.prices)).max() < 1e-9
    assert np.abs(scenario.residuals(found.prices * 1.1)).max() > 1e-3


@pytest.mark.parametrize("form", FORMS)
def test_a_unit_tax_and_a_tariff_are_rises_of_cost(form: str) -> None:
    plain = today(form)
    tax = 0.1 * PRICES
    for taxes, costs in (
        (Taxes(unit=tax), plain.costs + tax),
        (Taxes(tariff=0.1), plain.costs * 1.1),
    ):
        found = plain.with_taxes(taxes).solve(PRICES).check(local=True)
        dearer = solve_prices(
            plain.demand, costs, firms=FIRMS, kappa=STAKES, start=PRICES
        )
        np.testing.assert_allclose(found.prices, dearer.prices, rtol=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_pass_through_is_what_small_cost_changes_do_under_any_form(form: str) -> None:
    market = {"firms": FIRMS, "kappa": STAKES}
    costs = today(form).costs
    found = pass_through(FORMS[form], PRICES, costs, **market)
    step = 1e-5
    for product in (0, 3):
        rise = step * (np.arange(4) == product)
        up, down = (
            solve_prices(FORMS[form], costs + way * rise, start=PRICES, **market)
            for way in (1, -1)
        )
        by_hand = (up.prices - down.prices) / (2 * step)
        np.testing.assert_allclose(found[:, product], by_hand, atol=1e-6)


def test_one_rate_for_all_is_a_rise_of_all_costs() -> None:
    plain = today("nested")
    found = plain.with_taxes(Taxes(ad_valorem=0.2)).solve().check(local=True)
    dearer = solve_prices(plain.demand, plain.costs * 1.2, firms=FIRMS, kappa=STAKES)
    np.testing.assert_allclose(found.prices, dearer.prices, rtol=1e-9)


def test_one_rate_by_maker_needs_no_more_makers_and_products_may_differ() -> None:
    costs = np.ones(4)
    by_maker = taxes_by_maker(FIRMS, ad_valorem=np.array([0.0, 0.25, 0.0]))
    problem = by_maker.untaxed(costs, firms=FIRMS, kappa=STAKES)
    assert problem.firms.tolist() == FIRMS.tolist()
    np.testing.assert_allclose(problem.kappa[0, 1], 0.3 / 1.25)
    np.testing.assert_allclose(problem.kappa[1, 2], 0.2 * 1.25)
    split = MANY.untaxed(costs, firms=FIRMS, kappa=STAKES)
    assert len(split.kappa) == 4
    np.testing.assert_allclose(split.kappa[0, 1] * split.kappa[1, 0], 1)


def test_the_same_wedge_on_either_basis_gives_the_same_prices() -> None:
    net = today("CES").with_taxes(Taxes(ad_valorem=0.25)).solve(PRICES)
    gross = today("CES").with_taxes(Taxes(ad_valorem=0.2, basis="gross")).solve(PRICES)
    np.testing.assert_allclose(net.check().prices, gross.check().prices, rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    rates=st.lists(st.floats(-0.1, 0.5), min_size=4, max_size=4),
    units=st.lists(st.floats(-0.1, 0.3), min_size=4, max_size=4),
    form=st.sampled_from(["logit", "nested", "two-level"]),
)
def test_taxes_on_the_day_of_the_prices_explain_them(
    rates: list[float], units: list[float], form: str
) -> None:
    taxes = Taxes(unit=np.array(units), ad_valorem=np.array(rates))
    found = today(form, taxes=taxes).solve(PRICES).check(local=True)
    np.testing.assert_allclose(found.prices, PRICES, rtol=1e-7)
    money = found.profits.sum() + found.revenue
    whole = (found.prices - today(form, taxes=taxes).costs) @ found.quantities
    assert money == pytest.approx(whole, rel=1e-9, abs=1e-12)


def test_the_maximum_is_checked_over_all_prices_of_a_maker() -> None:
    """A maker with two rates is two to the solver; its own Hessian has both prices."""
    taxes = Taxes(ad_valorem=np.array([0.3, 0.0, 0.0, 0.0]))
    found = today("nested", np.eye(3)).with_taxes(taxes).solve().check()
    same = today("nested", np.eye(3)).with_taxes(Taxes(ad_valorem=1e-14)).solve()
    for one in (found, same.check()):
        assert one.equilibrium is not None
        assert one.equilibrium.curvature > 0
    given = today("nested").at(PRICES)
    assert not given.converged
    with pytest.raises(NoConvergence, match="the prices were given"):
        given.check()


@pytest.mark.parametrize("form", CHOICE)
def test_products_leave_come_and_get_better(form: str) -> None:
    scenario = today(form)
    gone = scenario.without([3]).solve().check()
    assert gone.prices.shape == (3,)
    whole = scenario.solve(PRICES).check(local=True)
    assert gone.surplus is not None
    assert whole.surplus is not None
    assert gone.surplus < whole.surplus
    better = scenario.with_improved(np.array([0.2, 0.0, 0.0, 0.0])).solve().check()
    assert better.quantities[0] > whole.quantities[0]
    worthless = scenario.with_improved(np.array([0.0, 0.0, 0.0, -60.0])).demand
    left = worthless.quantities(PRICES)[:3]
    np.testing.assert_allclose(
        left, scenario.without([3]).demand.quantities(PRICES[:3]), rtol=1e-9
    )


ROWS: dict[str, tuple[Any, Any]] = {
    "logit": (DELTA[3:], None),
    "nested": (DELTA[3:], NESTS[3:]),
    "mixed": (FORMS["mixed"].values[3:], None),
    "two-level": (DELTA[3:], np.array([2])),
    "generalized": (DELTA[3:], np.array([[0.2, 0.8]])),
    "CES": (np.array([4.0]), None),
    "two-level CES": (np.log([4.0]), np.array([2])),
}


@pytest.mark.parametrize("form", ROWS)
def test_a_product_that_left_and_came_back_is_as_before(form: str) -> None:
    scenario, (values, places) = today(form), ROWS[form]
    back = scenario.without([3]).adding(
        values, costs=scenario.costs[3:], firms=FIRMS[3:], places=places
    )
    np.testing.assert_allclose(back.solve().check().prices, PRICES, rtol=1e-8)


def test_deals_held_prices_and_leavers_combine_with_taxes() -> None:
    scenario = today("nested").with_taxes(MANY)
    still = np.array([np.nan, np.nan, np.nan, 3.0])
    found = (
        scenario.with_weights(np.ones((3, 3))).with_fixed_prices(still).solve().check()
    )
    assert found.prices[3] == 3.0
    fewer = scenario.without([0])
    np.testing.assert_array_equal(fewer.taxes.ad_valorem, [0.05, 0.1, 0.2])
    assert fewer.solve().check().prices.shape == (3,)
    with pytest.raises(DataError, match="today's products only"):
        scenario.adding(
            np.array([1.0]), costs=np.ones(1), firms=np.zeros(1, int), places=[0]
        )


def test_taxes_and_changes_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="a rate of 20 on the gross price"):
        Taxes(ad_valorem=20.0, basis="gross")
    with pytest.raises(DataError, match=r"unit\) is not a number"):
        Taxes(unit=np.nan)
    with pytest.raises(DataError, match="tariff of -1"):
        Taxes(tariff=-1.0)
    with pytest.raises(DataError, match="tax basis"):
        Taxes(basis="both")  # type: ignore[arg-type]
    with pytest.raises(ShapeError, match=r"unit\) of shape \(3,\) for 4 products"):
        today("logit").with_taxes(Taxes(unit=np.ones(3))).solve()
    with pytest.raises(DataError, match="only the products that it was fitted to"):
        today("linear").without([0])
    with pytest.raises(DataError, match="does not know what products are worth"):
        today("AIDS").with_improved(np.ones(4))
    with pytest.raises(DataError, match="new products have no nest"):
        today("nested").adding(np.ones(1), costs=np.ones(1), firms=np.zeros(1, int))
    with pytest.raises(ShapeError, match=r"shape \(3,\) for 4 products"):
        today("logit").with_improved(np.ones(3))
    with pytest.raises(ShapeError, match="3 costs for 4"):
        replace(today("logit"), costs=np.ones(3))
