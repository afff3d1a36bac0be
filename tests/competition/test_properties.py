"""What must hold of price competition under any demand, whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.demand import (
    AIDS,
    CES,
    ConstantExpenditure,
    Demand,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    LogLinear,
    MixedLogit,
    NestedCES,
    NestedLogit,
    NoOutsideGood,
    TwoLevelLogit,
    extend,
    pcaids,
)

J, MAKERS = 5, 3
FIRMS = np.array([0, 0, 1, 2, 2])
NESTS = np.array([0, 1, 0, 1, 0])
Make = Callable[[np.random.Generator], Any]


def delta(draws: np.random.Generator) -> np.ndarray:
    return draws.normal(3.0, 0.7, J)


def two_level(draws: np.random.Generator) -> TwoLevelLogit:
    return TwoLevelLogit(
        alpha=1.0,
        delta=delta(draws),
        subgroup_nesting=np.array([0.5, 0.6, 0.4]),
        group_nesting=np.array([0.2, 0.3]),
        subgroups=np.array([0, 1, 0, 2, 1]),
        groups=np.array([0, 0, 1]),
    )


def generalized(draws: np.random.Generator) -> GeneralizedNestedLogit:
    part = draws.uniform(0.2, 0.8, J)
    return GeneralizedNestedLogit(
        alpha=1.0,
        delta=delta(draws),
        nesting=np.array([0.5, 0.3]),
        allocation=np.stack([part, 1 - part], axis=1),
    )


def linear(draws: np.random.Generator) -> Linear:
    cross = draws.uniform(0.05, 0.2, (J, J))
    slopes = (cross + cross.T) / 2
    np.fill_diagonal(slopes, -1.5)
    return Linear(intercepts=draws.uniform(6, 9, J), slopes=slopes)


def loglinear(draws: np.random.Generator) -> LogLinear:
    slopes = draws.uniform(0.0, 0.1, (J, J))
    np.fill_diagonal(slopes, draws.uniform(-4, -3, J))
    return LogLinear(intercepts=draws.normal(0, 0.3, J), slopes=slopes)


def mixed(draws: np.random.Generator) -> MixedLogit:
    return MixedLogit(
        values=delta(draws)[:, None] + draws.normal(0, 0.3, (1, 12)),
        alpha=draws.uniform(0.8, 1.2, 12),
        weights=np.full(12, 1 / 12),
    )


FORMS: dict[str, Make] = {
    "logit": lambda draws: Logit(alpha=1.0, delta=delta(draws)),
    "nested": lambda draws: NestedLogit(
        alpha=1.0, delta=delta(draws), nesting=np.array([0.3, 0.5]), nests=NESTS
    ),
    "two-level": two_level,
    "generalized": generalized,
    "no outside good": lambda draws: NoOutsideGood(
        demand=Logit(alpha=1.0, delta=delta(draws))
    ),
    "CES": lambda draws: CES(gamma=3.0, values=draws.uniform(1, 3, J)),
    "nested CES": lambda draws: NestedCES(
        gamma=3.0, values=draws.uniform(1, 3, J), nesting=np.full(2, 0.3), nests=NESTS
    ),
    "linear": linear,
    "log-linear": loglinear,
    "mixed": mixed,
}
CHOICE = ["logit", "nested", "two-level", "generalized", "CES", "nested CES", "mixed"]


def relabelled(demand: Any, order: np.ndarray) -> Any:
    """Return the same demand with products in another order."""
    if isinstance(demand, NoOutsideGood | ConstantExpenditure):
        return replace(demand, demand=relabelled(demand.demand, order))
    moved: dict[str, Any] = {}
    for name in ("delta", "nests", "subgroups", "allocation", "values", "intercepts"):
        held = getattr(demand, name, None)
        if held is not None:
            moved[name] = held[order]
    if isinstance(demand, Linear | LogLinear):
        moved["slopes"] = demand.slopes[np.ix_(order, order)]
    return replace(demand, **moved)


def rescaled(demand: Any, unit: float) -> Any:
    """Return the same demand for prices in another currency, unit to one of before."""
    if isinstance(demand, NoOutsideGood):
        return replace(demand, demand=rescaled(demand.demand, unit))
    if isinstance(demand, CES | NestedCES):
        return replace(demand, values=demand.values * unit ** (demand.gamma - 1))
    if isinstance(demand, Linear):
        return replace(demand, slopes=demand.slopes / unit)
    if isinstance(demand, LogLinear):
        shift = demand.slopes.sum(axis=1) * np.log(unit)
        return replace(demand, intercepts=demand.intercepts - shift)
    return replace(demand, alpha=demand.alpha / unit)


def market(form: str, seed: int) -> tuple[Any, np.ndarray, np.ndarray]:
    """Return a demand, costs, and weights with some stakes."""
    draws = np.random.default_rng(seed)
    demand = FORMS[form](draws)
    kappa = np.eye(MAKERS)
    kappa[0, 1], kappa[1, 2] = draws.uniform(0, 0.6, 2)
    return demand, draws.uniform(0.8, 1.6, J), kappa


def solved(demand: Demand, costs: np.ndarray, firms: Any, kappa: np.ndarray) -> Any:
    found = solve_prices(demand, costs, firms=firms, kappa=kappa)
    assume(found.converged)
    return found.prices


SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=6, deadline=None)


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS)
@FEW
def test_most_markets_are_solved(form: str, seed: int) -> None:
    demand, costs, kappa = market(form, seed)
    found = solve_prices(demand, costs, firms=FIRMS, kappa=kappa)
    assert found.converged, found.status
    assert np.isfinite(found.prices).all()


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS)
@FEW
def test_the_order_of_products_means_nothing(form: str, seed: int) -> None:
    demand, costs, kappa = market(form, seed)
    order = np.random.default_rng(seed).permutation(J)
    prices = solved(demand, costs, FIRMS, kappa)
    moved = solved(relabelled(demand, order), costs[order], FIRMS[order], kappa)
    np.testing.assert_allclose(moved, prices[order], rtol=1e-8)


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS)
@FEW
def test_the_numbers_of_makers_mean_nothing(form: str, seed: int) -> None:
    demand, costs, kappa = market(form, seed)
    new = np.random.default_rng(seed).permutation(MAKERS)
    moved = np.empty_like(kappa)
    moved[np.ix_(new, new)] = kappa
    prices = solved(demand, costs, FIRMS, kappa)
    again = solved(demand, costs, new[FIRMS], moved)
    np.testing.assert_allclose(again, prices, rtol=1e-8)
    idle = np.eye(MAKERS + 2)  # makers without products change nothing
    idle[:MAKERS, :MAKERS] = kappa
    np.testing.assert_allclose(solved(demand, costs, FIRMS, idle), prices, rtol=1e-8)


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS, unit=st.sampled_from([1e-4, 0.37, 150.0, 1e6]))
@FEW
def test_the_currency_means_nothing(form: str, seed: int, unit: float) -> None:
    demand, costs, kappa = market(form, seed)
    prices = solved(demand, costs, FIRMS, kappa)
    moved = solved(rescaled(demand, unit), unit * costs, FIRMS, kappa)
    np.testing.assert_allclose(moved / unit, prices, rtol=1e-8)


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS)
@FEW
def test_a_deal_that_changes_nothing_changes_no_price(form: str, seed: int) -> None:
    demand, costs, kappa = market(form, seed)
    prices = solved(demand, costs, FIRMS, kappa)
    seen = recover_costs(demand, prices, firms=FIRMS, kappa=kappa)
    np.testing.assert_allclose(seen, costs, rtol=1e-8)
    found = solve_prices(demand, seen, firms=FIRMS, kappa=kappa, start=prices)
    np.testing.assert_allclose(found.prices, prices, rtol=1e-12)


@pytest.mark.parametrize("form", FORMS)
@given(seed=SEEDS)
@FEW
def test_a_maker_that_cares_more_for_another_charges_more(form: str, seed: int) -> None:
    """Substitutes at constant costs: its own prices rise, and nobody else's fall."""
    demand, costs, _ = market(form, seed)
    last = None
    for weight in (0.0, 0.2, 0.5, 1.0):
        kappa = np.eye(MAKERS)
        kappa[0, 1] = weight
        prices = solved(demand, costs, FIRMS, kappa)
        if last is not None:
            assert (prices[FIRMS == 0] > last[FIRMS == 0]).all()
            if form != "log-linear":  # there prices need not be complements
                assert (prices >= last * (1 - 1e-9)).all()
        last = prices


@pytest.mark.parametrize("form", CHOICE)
@given(seed=SEEDS)
@FEW
def test_a_product_that_nobody_buys_changes_no_price(form: str, seed: int) -> None:
    demand, costs, kappa = market(form, seed)
    prices = solved(demand, costs, FIRMS, kappa)
    worth: Any = np.array([1e-30 if "CES" in form else -80.0])
    if form == "mixed":
        worth = np.full((1, 12), -80.0)
    places: Any = {"two-level": [0], "nested": [0], "nested CES": [0]}.get(form)
    if form == "generalized":
        places = [[1.0, 0.0]]
    wider: Any = extend(demand, worth, places=places)
    found = solve_prices(
        wider, np.append(costs, 1.0), firms=np.append(FIRMS, 1), kappa=kappa
    )
    np.testing.assert_allclose(found.prices[:J], prices, rtol=1e-7)


@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_product_cut_into_two_of_half_the_worth_changes_no_price(seed: int) -> None:
    """Under the logit, where a maker's products share a markup."""
    demand, costs, kappa = market("logit", seed)
    prices = solved(demand, costs, FIRMS, kappa)
    halves = np.append(demand.delta, demand.delta[0])
    halves[[0, -1]] -= np.log(2)
    found = solved(
        replace(demand, delta=halves),
        np.append(costs, costs[0]),
        np.append(FIRMS, FIRMS[0]),
        kappa,
    )
    np.testing.assert_allclose(found, np.append(prices, prices[0]), rtol=1e-9)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_aids_knows_relative_prices_only(seed: int) -> None:
    draws = np.random.default_rng(seed)
    revenue = draws.dirichlet(np.full(J, 8.0))
    demand = pcaids(revenue, known=(0, -4.0), market_elasticity=-1.5)
    assert isinstance(demand, AIDS)
    base = draws.uniform(5, 50, J)
    costs = draws.uniform(0.6, 0.8, J)
    low = solved(demand, costs, FIRMS, np.eye(MAKERS))
    high = solved(replace(demand, base=base), base * costs, FIRMS, np.eye(MAKERS))
    np.testing.assert_allclose(high / base, low, rtol=1e-8)
