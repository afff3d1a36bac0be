"""No result passes as solved unless it is an equilibrium, and the rest says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from keiretsu.competition import (
    AffineCosts,
    Evidence,
    Experiment,
    Scenario,
    best_deviation,
    best_response,
    calibrate_linear,
    delta_bands,
    equilibria,
    recover_costs,
    solve_cournot,
    solve_deals,
    solve_prices,
    solve_stackelberg,
)
from keiretsu.demand import (
    CES,
    ConstantExpenditure,
    Demand,
    GeneralizedNestedLogit,
    IsoelasticInverse,
    Linear,
    LinearInverse,
    Logit,
    LogLinear,
    MixedLogit,
    NestedCES,
    NestedLogit,
    NoOutsideGood,
    TwoLevelLogit,
    pcaids,
)
from keiretsu.demand.differentiation import as_demand, second_derivatives
from keiretsu.errors import DataError, NoConvergence

PLAIN = Logit(alpha=2.0, delta=np.array([1.0, 2.0]))
NESTED = NestedLogit(
    alpha=2.0, delta=np.ones(3), nesting=np.array([0.5, 0.2]), nests=np.array([0, 0, 1])
)
TWO = TwoLevelLogit(
    alpha=1.0,
    delta=np.ones(4),
    subgroup_nesting=np.full(2, 0.3),
    group_nesting=np.full(1, 0.2),
    subgroups=np.array([0, 0, 1, 1]),
    groups=np.zeros(2, dtype=int),
)
OVERLAP = GeneralizedNestedLogit(
    alpha=1.0,
    delta=np.array([1.0, 2.0]),
    nesting=np.array([0.4, 0.2]),
    allocation=np.array([[0.5, 0.5], [0.2, 0.8]]),
)
NOBODY_LEAVES: dict[str, Demand] = {
    "logit": NoOutsideGood(demand=PLAIN),
    "nested": NoOutsideGood(demand=NESTED),
    "two-level": NoOutsideGood(demand=TWO),
    "generalized": NoOutsideGood(demand=OVERLAP),
    "CES": CES(gamma=3.0, values=np.array([1.0, 2.0]), outside=False),
    "nested CES": NestedCES(
        gamma=2.0,
        values=np.array([1.0, 2.0]),
        nesting=np.full(1, 0.5),
        nests=np.zeros(2, dtype=int),
        outside=False,
    ),
    "budget": ConstantExpenditure(demand=NoOutsideGood(demand=OVERLAP)),
    "AIDS at -1": pcaids(np.array([0.4, 0.6]), known=(0, -3.0), market_elasticity=-1.0),
    "AIDS at -0.7": pcaids(
        np.array([0.4, 0.6]), known=(0, -3.0), market_elasticity=-0.7
    ),
    "log-linear": LogLinear(intercepts=np.zeros(2), slopes=-0.5 * np.eye(2)),
}


@pytest.mark.parametrize("one_maker", [True, False])
@pytest.mark.parametrize("form", NOBODY_LEAVES)
def test_a_monopoly_that_buyers_cannot_leave_has_no_equilibrium(
    form: str, one_maker: bool
) -> None:
    demand: Any = NOBODY_LEAVES[form]
    count = demand.size
    costs = np.linspace(1.0, 2.0, count)
    firms = np.zeros(count, dtype=int) if one_maker else np.arange(count)
    kappa = np.ones((1, 1)) if one_maker else np.ones((count, count))
    found = solve_prices(demand, costs, firms=firms, kappa=kappa)
    assert not found.converged
    assert np.isfinite(found.prices).all()
    assert "no equilibrium exists" in found.status
    assert "maker" in found.status
    assert "product" in found.status
    with pytest.raises(NoConvergence, match="no equilibrium exists"):
        found.check()
    batch = solve_deals(demand, costs, firms=firms, kappas=kappa[None])
    assert "deal 0 has no equilibrium" in batch.status
    scenario = Scenario(demand=demand, costs=costs, firms=firms, kappa=kappa)
    with pytest.raises(NoConvergence, match="no equilibrium exists"):
        scenario.solve().check()


@pytest.mark.parametrize("form", ["logit", "CES", "AIDS at -1"])
def test_two_makers_of_what_nobody_leaves_have_one(form: str) -> None:
    demand = NOBODY_LEAVES[form]
    found = solve_prices(
        demand, np.array([1.0, 2.0]), firms=np.arange(2), kappa=np.eye(2)
    ).check()
    assert found.prices.max() < 50


def test_prices_that_ran_away_are_never_called_solved() -> None:
    """At 1e15 conditions cancel to zero whatever they were."""
    good = solve_prices(PLAIN, np.ones(2), firms=np.arange(2), kappa=np.eye(2)).check()
    for size in (1e8, 1e12, -1e15):
        away = replace(
            good, prices=np.full(2, size), markups=np.full(2, size), residual=0.0
        )
        assert not away.converged
    assert not replace(good, residual=1e-3).converged
    assert not replace(good, curvature=-1e-6).converged
    assert not replace(good, prices=np.array([np.inf, 1.0])).converged


RICH = MixedLogit(
    values=np.array([[1.0, 6.0], [1.2, 1.0]]),
    alpha=np.array([1.0, 0.02]),
    weights=np.array([0.97, 0.03]),
)
"""A few buyers hardly mind a price: it may pay to sell to them alone."""


def test_a_better_price_far_away_is_found_and_told() -> None:
    who: dict[str, Any] = {"firms": np.arange(2), "kappa": np.eye(2)}
    costs = np.array([0.5, 0.5])
    at = solve_prices(RICH, costs, **who, start=np.array([1.6, 1.6]))
    near = recover_costs(RICH, np.array([1.7, 1.7]), **who)
    here = solve_prices(RICH, near, **who, start=np.array([1.7, 1.7]))
    for found, cost in ((at, costs), (here, near)):
        if not found.converged:
            continue
        deviation = found.best_deviation()
        assert deviation is not None
        moved = np.array(found.prices)
        moved[deviation.product] = deviation.price
        gain = profit(RICH, moved, cost)[deviation.maker]
        gain /= profit(RICH, found.prices, cost)[deviation.maker]
        assert gain - 1 == pytest.approx(deviation.gain, rel=1e-6, abs=1e-9)
        if deviation.noticed:
            with pytest.raises(NoConvergence, match=r"local maximum only: maker \d"):
                found.check()
            assert found.check(local=True) is found
            best = best_response(
                RICH,
                found.prices,
                cost,
                maker=deviation.maker,
                **who,
                globally=True,
            )
            assert best.gain > 0
        else:
            found.check()


def profit(demand: Any, prices: np.ndarray, costs: np.ndarray) -> np.ndarray:
    return np.asarray(demand.quantities(prices) * (prices - costs))


@pytest.mark.parametrize("form", ["logit", "nested", "mixed", "RCNL", "CES", "linear"])
def test_deviations_are_what_quantities_say(form: str) -> None:
    """The quick way, nest by nest, gives what the form's own quantities give."""
    draws = np.random.default_rng(7)
    delta, nests = draws.normal(1, 1, 4), np.array([0, 1, 0, 1])
    types: dict[str, Any] = {
        "values": delta[:, None] + draws.normal(0, 1, (4, 5)),
        "alpha": draws.uniform(0.3, 2, 5),
        "weights": np.full(5, 0.2),
    }
    forms: dict[str, Demand] = {
        "logit": Logit(alpha=1.0, delta=delta),
        "nested": NestedLogit(
            alpha=1.0, delta=delta, nesting=np.array([0.6, 0.2]), nests=nests
        ),
        "mixed": MixedLogit(**types),
        "RCNL": MixedLogit(**types, nesting=np.array([0.6, 0.2]), nests=nests),
        "CES": CES(gamma=3.0, values=np.exp(delta)),
        "linear": Linear(
            intercepts=np.full(4, 6.0), slopes=0.2 * np.ones((4, 4)) - 1.4 * np.eye(4)
        ),
    }
    demand, costs = forms[form], np.full(4, 0.6)
    firms, kappa = np.array([0, 0, 1, 2]), np.eye(3)
    kappa[0, 1] = 0.4
    prices = costs + np.array([0.4, 1.5, 0.7, 0.9])  # no equilibrium: changes pay
    found = best_deviation(demand, prices, costs, firms=firms, kappa=kappa)
    assert found is not None
    assert found.noticed
    moved = prices.copy()
    moved[found.product] = found.price
    weights = kappa[found.maker][firms]
    now, then = (weights @ profit(demand, p, costs) for p in (prices, moved))
    assert then / now - 1 == pytest.approx(found.gain, rel=1e-9)
    grid = np.geomspace(0.61, 20, 4000)
    for product in range(4):
        table = np.tile(prices, (len(grid), 1))
        table[:, product] = grid
        own = kappa[firms[product]][firms]
        sold = np.array([demand.quantities(row) for row in table])
        possible = (sold >= 0).all(axis=1)
        earned = ((table - costs) * sold) @ own
        best = earned[possible].max() / (own @ profit(demand, prices, costs)) - 1
        assert best <= found.gain + 1e-4


@pytest.mark.parametrize("weight", [1.0, 2.0, 5.0])
@pytest.mark.parametrize("form", ["logit", "nested", "two-level", "CES"])
def test_weights_above_one_are_solved(form: str, weight: float) -> None:
    forms: dict[str, Demand] = {
        "logit": Logit(alpha=1.0, delta=np.array([2.0, 2.0])),
        "nested": NestedLogit(
            alpha=1.0,
            delta=np.array([2.0, 2.0]),
            nesting=np.full(1, 0.5),
            nests=np.zeros(2, dtype=int),
        ),
        "two-level": TwoLevelLogit(
            alpha=1.0,
            delta=np.array([2.0, 2.0]),
            subgroup_nesting=np.full(1, 0.5),
            group_nesting=np.full(1, 0.3),
            subgroups=np.zeros(2, dtype=int),
            groups=np.zeros(1, dtype=int),
        ),
        "CES": CES(gamma=3.0, values=np.array([2.0, 2.0])),
    }
    kappa = np.array([[1.0, weight], [0.0, 1.0]])
    market: dict[str, Any] = {"firms": np.arange(2), "kappa": kappa}
    found = solve_prices(forms[form], np.ones(2), **market)
    if not found.converged:  # then nothing else is found either
        assert not equilibria(forms[form], np.ones(2), **market, starts=3)
        return
    assert (found.prices > 0).all()
    batch = solve_deals(
        forms[form], np.ones(2), firms=np.arange(2), kappas=np.array([np.eye(2), kappa])
    )
    np.testing.assert_allclose(batch.prices[1], found.prices, rtol=1e-7)


def test_a_scenario_without_a_surplus_is_solved_and_banded() -> None:
    """One-sided diversion gives slopes that are not symmetric."""
    prices, quantities = np.array([10.0, 11.0, 12.0]), np.array([100.0, 80.0, 60.0])
    evidence = Evidence(
        prices=prices,
        firms=np.arange(3),
        kappa=np.eye(3),
        margins=np.array([0.5, 0.4, 0.45]),
    )
    demand = calibrate_linear(quantities, evidence).demand
    assert not demand.symmetric
    market: dict[str, Any] = {"firms": np.arange(3), "kappa": np.eye(3)}
    now = Scenario.observed(demand, prices, **market)
    outcome = now.solve(prices).check()
    assert outcome.surplus is None
    np.testing.assert_allclose(outcome.prices, prices, rtol=1e-10)
    merged = np.eye(3)
    merged[0, 1] = merged[1, 0] = 1
    bands = delta_bands(
        Experiment(
            build=lambda at: replace(demand, intercepts=at[0] * demand.intercepts),
            prices=prices,
            change=lambda today: today.with_weights(merged),
            **market,
        ),
        np.array([1.0]),
        np.array([[0.01]]),
    )
    assert bands.surplus_change is None
    assert np.isfinite(bands.elasticities).all()  # type: ignore[arg-type]


def line(*costs: float) -> AffineCosts:
    return AffineCosts(base=np.array(costs), rise=np.zeros(len(costs)))


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ((5.0, 6.0, 27.0), [52.0, 21.0, 0.0]),  # just keeps the third out
        ((5.0, 6.0, 60.0), [48.0, 23.0, 0.0]),  # it is out anyway
        ((5.0, 6.0, 7.0), [49.0, 46 / 3, 43 / 3]),  # it is better let in
        ((5.0, 40.0), [60.0, 0.0]),
        ((5.0, 51.0), [49.0, 0.0]),
        ((5.0, 70.0), [47.5, 0.0]),
    ],
)
def test_a_leader_takes_the_best_of_all_outputs(
    costs: tuple[float, ...], expected: list[float]
) -> None:
    """P = 100 - Q: by hand, a limit output where the leader's profit has its kink."""
    count = len(costs)
    found = solve_stackelberg(
        LinearInverse(intercept=100.0, coefficient=-1.0),
        line(*costs),
        leads=np.arange(count) == 0,
        firms=np.arange(count),
        kappa=np.eye(count),
    ).check()
    np.testing.assert_allclose(found.quantities, expected, atol=1e-6)

    def earned(output: float) -> float:
        """The leader's profit when followers answer this output."""
        others = solve_cournot(
            LinearInverse(intercept=100.0 - output, coefficient=-1.0),
            line(*costs[1:]),
            firms=np.arange(count - 1),
            kappa=np.eye(count - 1),
        ).quantities
        return float((100 - output - others.sum() - costs[0]) * output)

    best = earned(float(found.quantities[0]))
    assert max(map(earned, np.linspace(1, 95, 95))) <= best * (1 + 1e-9)


@pytest.mark.parametrize("extra", [1, 4])
def test_makers_without_products_are_welcome_everywhere(extra: int) -> None:
    wide = np.eye(2 + extra)
    demand = LinearInverse(intercept=10.0, coefficient=-1.0)
    for kappa in (np.eye(2), wide):
        found = solve_cournot(demand, line(2.0, 2.0), firms=np.arange(2), kappa=kappa)
        np.testing.assert_allclose(found.check().quantities, 8 / 3)
        led = solve_stackelberg(
            demand,
            line(2.0, 2.0),
            leads=np.array([True, False]),
            firms=np.arange(2),
            kappa=kappa,
        )
        np.testing.assert_allclose(led.check().quantities, [4.0, 2.0])
        prices = solve_prices(PLAIN, np.ones(2), firms=np.arange(2), kappa=kappa)
        np.testing.assert_allclose(prices.prices, prices.check().prices)


def test_nothing_sold_has_shares_of_nothing() -> None:
    found = solve_cournot(
        LinearInverse(intercept=1.0, coefficient=-1.0),
        line(5.0, 6.0),
        firms=np.arange(2),
        kappa=np.eye(2),
    )
    np.testing.assert_array_equal(found.shares, [0.0, 0.0])


def test_an_output_of_nothing_but_rounding_is_nothing() -> None:
    found = solve_cournot(
        IsoelasticInverse(intercept=0.0, coefficient=-0.6875),
        AffineCosts(
            base=np.array([2.0, 0.5, 2.0, 1.875]), rise=np.array([0.0, 0.5, 0.0, 2.0])
        ),
        firms=np.arange(4),
        kappa=np.eye(4),
    ).check()
    np.testing.assert_array_equal(found.quantities[[0, 2]], 0.0)


TODAY = Scenario.observed(
    Logit(alpha=0.2, delta=np.array([4.0, 5.0, 4.5, 3.0])),
    np.array([20.0, 25.0, 22.0, 24.0]),
    firms=np.arange(4),
    kappa=np.eye(4),
)


def test_a_new_maker_comes_with_its_product() -> None:
    new = {"costs": np.array([12.0]), "firms": np.array([4])}
    alone = TODAY.adding(np.array([4.0]), **new).solve().check()
    tied = np.eye(5)
    tied[4, 0] = 0.5
    with_stake = TODAY.adding(np.array([4.0]), **new, kappa=tied).solve().check()
    assert alone.prices.shape == (5,)
    assert with_stake.prices[4] > alone.prices[4]
    with pytest.raises(DataError, match="maker 6 beside 4 makers"):
        TODAY.adding(np.array([4.0]), costs=np.array([1.0]), firms=np.array([6]))


@pytest.mark.parametrize("wrong", [[7], [-1], [0.5], ["a"], [np.nan]])
def test_products_that_are_none_do_not_leave(wrong: Any) -> None:
    with pytest.raises(DataError, match=r"products\[0\]"):
        TODAY.without(wrong)
    assert len(TODAY.without([1, 2]).costs) == 2
    assert len(TODAY.without(3).costs) == 3
    with pytest.raises(DataError, match="no product is offered"):
        TODAY.without([0, 1, 2, 3])


def test_a_saving_lowers_prices() -> None:
    cheaper = TODAY.with_costs(0.9 * TODAY.costs).solve().check()
    assert (cheaper.prices < TODAY.solve().check().prices).all()
    with pytest.raises(DataError, match=r"costs\[0\] is not a number"):
        TODAY.with_costs(np.array([np.nan, 1.0, 1.0, 1.0]))


class Own:
    """A form of a user's own: nothing but shares."""

    def shares(self, prices: Any) -> Any:
        worth = np.exp(np.array([2.0, 3.0, 2.5]) - prices)
        return worth / (1 + worth.sum())


def folded(prices: Any) -> Any:
    """Return the same, in a way that takes no complex numbers."""
    return Own().shares(np.abs(np.asarray(prices, dtype=float)))


@pytest.mark.parametrize("own", [Own(), folded, Own().shares])
def test_ten_lines_of_a_users_own_are_a_demand(own: Any) -> None:
    ours = Logit(alpha=1.0, delta=np.array([2.0, 3.0, 2.5]))
    market: dict[str, Any] = {
        "firms": np.array([0, 0, 1]),
        "kappa": np.array([[1.0, 0.3], [0.0, 1.0]]),
    }
    costs = np.array([1.0, 1.2, 0.9])
    expected = solve_prices(ours, costs, **market).check()
    found = solve_prices(own, costs, **market).check()
    np.testing.assert_allclose(found.prices, expected.prices, rtol=1e-8)
    seen = recover_costs(own, expected.prices, **market)
    np.testing.assert_allclose(seen, costs, rtol=1e-8)
    at = expected.prices
    np.testing.assert_allclose(
        as_demand(own).derivatives(at), ours.derivatives(at), rtol=1e-8, atol=1e-10
    )
    weights = np.random.default_rng(1).normal(size=(3, 3))
    np.testing.assert_allclose(
        second_derivatives(as_demand(own), at, weights),
        second_derivatives(ours, at, weights),
        atol=1e-7,
    )


@pytest.mark.parametrize("wrong", [3.0, "logit", None, object()])
def test_what_is_no_demand_is_refused(wrong: Any) -> None:
    with pytest.raises(DataError, match="is no demand"):
        solve_prices(wrong, np.ones(2), firms=np.arange(2), kappa=np.eye(2))


ALL: dict[str, Any] = NOBODY_LEAVES | {
    "plain": PLAIN,
    "RCNL": replace(RICH, nesting=np.array([0.4]), nests=np.zeros(2, dtype=int)),
}


@pytest.mark.parametrize("form", ALL)
def test_second_derivatives_are_those_of_the_first(form: str) -> None:
    demand = ALL[form]
    prices = np.linspace(1.1, 1.7, demand.size)
    weights = np.random.default_rng(2).normal(size=(demand.size, demand.size))
    exact = second_derivatives(demand, prices, weights)
    step = 1e-5
    for product in range(demand.size):
        move = step * np.eye(demand.size)[product]
        sides = [
            weights[product] @ demand.derivatives(prices + s * move) for s in (1, -1)
        ]
        np.testing.assert_allclose(
            exact[product], (sides[0] - sides[1]) / (2 * step), rtol=1e-5, atol=1e-7
        )


@pytest.mark.parametrize(("gamma", "outside"), [(1 + 1e-7, True), (1 + 1e-7, False)])
def test_prices_beyond_what_can_be_told_are_neither_solved_nor_denied(
    gamma: float, outside: bool
) -> None:
    """Rivals' markups are about one over gamma less 1: ten million times costs."""
    demand = CES(gamma=gamma, values=np.array([1.0, 2.0]), outside=outside)
    rivals: Any = {"firms": np.arange(2), "kappa": np.eye(2)}
    found = solve_prices(demand, np.array([1.0, 2.0]), **rivals)
    assert not found.converged
    assert found.no_equilibrium is None
    assert "no equilibrium found below 1e+06 times the level of costs" in found.status
