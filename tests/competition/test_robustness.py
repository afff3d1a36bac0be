"""Hard markets by the hundred, and what must hold in every market and form.

Each market is solved or says in a sentence what is wrong; nothing that comes back is
ever not a number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import (
    Equilibrium,
    first_order_residuals,
    ownership_to_weights,
    recover_costs,
    solve_prices,
    weights_to_ownership,
)
from keiretsu.competition.solvers.any_demand.jacobian import conditions_by_prices
from keiretsu.demand import (
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
    diversion,
    invert_nested_logit,
    pcaids,
)
from keiretsu.errors import DataError, NoConvergence
from keiretsu.screens import cmcr_of_products

NESTS = 4
LARGEST = {"logit": 3000, "nested": 3000, "CES": 48, "two-level": 24, "mixed": 24}
MARKETS = {"logit": 100, "nested": 100, "CES": 100, "two-level": 100, "mixed": 20}


class Hard:
    """A market with tiny shares, small or huge prices, and one-firm nests."""

    def __init__(self, form: str, seed: int) -> None:
        rng = np.random.default_rng(seed)
        count = int(10 ** rng.uniform(0, np.log10(LARGEST[form])))
        sizes = rng.dirichlet(np.full(count, 0.2)) + 1e-9
        self.shares = sizes / sizes.sum() * (1 - 10 ** rng.uniform(-3, -0.01))
        scale = 10 ** rng.uniform(-3, 7)
        self.prices = scale * rng.uniform(0.5, 2, count)
        makers = int(rng.integers(1, 12))
        self.firms = rng.integers(0, makers, count)
        one_firm = rng.random() < 0.3
        self.nests = self.firms % NESTS if one_firm else rng.integers(0, NESTS, count)
        self.alpha = 10 ** rng.uniform(-0.5, 1.2) / scale
        self.rng = rng
        self.demand = self.make(form)
        self.alone = np.eye(makers)
        self.deal = np.eye(makers)
        if makers > 1:
            self.deal[0, 1], self.deal[1, 0] = rng.uniform(0, 1, 2)

    def make(self, form: str) -> Demand:
        rng, shares, prices = self.rng, self.shares, self.prices
        if form == "nested":
            nests = np.unique(self.nests, return_inverse=True)[1]
            spread = rng.uniform(0, 0.95, nests.max() + 1)
            return invert_nested_logit(
                shares, prices, alpha=self.alpha, nesting=spread, nests=nests
            )
        odds = np.log(shares / (1 - shares.sum()))
        if form == "CES":
            gamma = 1 + 10 ** rng.uniform(-0.5, 1)
            self.prices = prices = prices / prices.mean()
            values = np.exp(odds + (gamma - 1) * np.log(prices))
            return CES(gamma=gamma, values=values)
        delta = odds + self.alpha * prices
        if form == "logit":
            return Logit(alpha=self.alpha, delta=delta)
        if form == "mixed":
            steep = self.alpha * rng.uniform(0.7, 1.4, 20)
            tastes = rng.normal(0, 0.5, (len(prices), 20))
            return MixedLogit(
                values=delta[:, None] + np.outer(prices, steep - self.alpha) + tastes,
                alpha=steep,
                weights=np.full(20, 1 / 20),
            )
        groups = np.array([0, 0, 1, 1])
        high = rng.uniform(0, 0.6, 2)
        low = high[groups] + rng.uniform(0, 0.35, NESTS)
        of_nest = np.bincount(self.nests, weights=shares, minlength=NESTS)
        of_group = np.bincount(groups, weights=of_nest)[groups]
        near, far = shares / of_nest[self.nests], (of_nest / of_group)[self.nests]
        group = groups[self.nests]
        return TwoLevelLogit(
            alpha=self.alpha,
            delta=delta - low[self.nests] * np.log(near) - high[group] * np.log(far),
            subgroup_nesting=low,
            group_nesting=high,
            subgroups=self.nests,
            groups=groups,
        )


def judge_honestly(found: Equilibrium) -> bool:
    """Check that nothing is NaN and a failure says so; return whether it is solved."""
    for values in (found.prices, found.markups, found.shares):
        assert np.isfinite(values).all()
    assert not np.isnan(found.residual)
    assert not np.isnan(found.curvature)
    if not found.converged:
        assert found.status.startswith("not ")
        assert f"of product {found.worst}" in found.status
        with pytest.raises(NoConvergence):
            found.check()
    return found.converged


@pytest.mark.filterwarnings("ignore:divide by zero|invalid value:RuntimeWarning")
@pytest.mark.parametrize("form", MARKETS)
def test_hard_markets_are_solved_or_say_why_not(form: str) -> None:
    """From today's prices nearly all are solved; from nowhere, most."""
    warm, cold = 0, 0
    for seed in range(MARKETS[form]):
        hard = Hard(form, seed)
        market = {"firms": hard.firms}
        costs = recover_costs(hard.demand, hard.prices, kappa=hard.alone, **market)
        assert np.isfinite(costs).all()
        start = hard.prices
        for kappa, first in (
            (hard.alone, start),
            (hard.deal, start),
            (hard.deal, None),
        ):
            found = solve_prices(hard.demand, costs, kappa=kappa, start=first, **market)
            solved = judge_honestly(found)
            warm += solved and first is not None
            cold += solved and first is None
    assert warm >= 1.99 * MARKETS[form]
    assert cold >= 0.95 * MARKETS[form]


def test_a_market_in_which_everybody_buys_is_refused() -> None:
    with pytest.raises(DataError, match="nobody is left who buys none"):
        invert_nested_logit(np.array([0.6, 0.4]), np.ones(2), alpha=1.0)


PRICES = np.array([2.0, 2.5, 1.8, 3.0])
DELTA = np.array([3.0, 3.5, 2.0, 4.0])
FIRMS = np.array([0, 1, 2, 0])
TWO = TwoLevelLogit(
    alpha=1.2,
    delta=DELTA,
    subgroup_nesting=np.array([0.6, 0.5, 0.3]),
    group_nesting=np.array([0.4, 0.1]),
    subgroups=np.array([0, 0, 1, 2]),
    groups=np.array([0, 0, 1]),
)
FORMS: dict[str, Any] = {
    "logit": Logit(alpha=1.2, delta=DELTA),
    "nested": NestedLogit(
        alpha=1.2,
        delta=DELTA,
        nesting=np.array([0.5, 0.2]),
        nests=np.array([0, 1, 0, 1]),
    ),
    "mixed": MixedLogit(
        values=np.outer(DELTA, [0.9, 1.1]),
        alpha=np.array([1.0, 1.4]),
        weights=np.array([0.5, 0.4]),
    ),
    "mixed, nested": MixedLogit(
        values=np.outer(DELTA, [0.9, 1.1]),
        alpha=np.array([1.0, 1.4]),
        weights=np.array([0.5, 0.4]),
        nesting=np.array([0.5, 0.2]),
        nests=np.array([0, 1, 0, 1]),
    ),
    "two-level": TWO,
    "generalized": GeneralizedNestedLogit(
        alpha=1.2,
        delta=DELTA,
        nesting=np.array([0.6, 0.3]),
        allocation=np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.2, 0.8]]),
    ),
    "captive": NoOutsideGood(demand=Logit(alpha=1.2, delta=DELTA)),
    "CES": CES(gamma=3.0, values=np.array([2.0, 3.0, 1.0, 4.0])),
    "nested CES": NestedCES(
        gamma=2.5,
        values=np.array([2.0, 3.0, 1.0, 4.0]),
        nesting=np.array([0.5, 0.3]),
        nests=np.array([0, 0, 1, 1]),
    ),
    "two-level CES": ConstantExpenditure(demand=TWO),
    "linear": Linear(
        intercepts=np.array([7.0, 9.0, 6.0, 10.0]),
        slopes=0.25 * np.ones((4, 4)) - 3.5 * np.eye(4),
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
MERGED = np.eye(3)
MERGED[0, 1] = MERGED[1, 0] = 1


@pytest.mark.parametrize("form", FORMS)
def test_the_conditions_move_with_prices_as_their_formula_says(form: str) -> None:
    """Differentiated anew by small steps, away from any equilibrium."""
    stake = np.array([[1.0, 0.2, 0.0], [0.0, 1.0, 0.0], [0.1, 0.0, 1.0]])
    costs, weights = 0.6 * PRICES, stake[np.ix_(FIRMS, FIRMS)]
    found = conditions_by_prices(FORMS[form], PRICES, weights, costs)
    step = 1e-5
    for product in range(4):
        nudge = step * (np.arange(4) == product)
        up, down = (
            first_order_residuals(
                FORMS[form], PRICES + way * nudge, costs, firms=FIRMS, kappa=stake
            )
            for way in (1, -1)
        )
        by_hand = (up - down) / (2 * step)
        np.testing.assert_allclose(found[:, product], by_hand, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("form", FORMS)
def test_the_savings_that_undo_a_merger_undo_it_exactly(form: str) -> None:
    demand = FORMS[form]
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(3))
    savings = cmcr_of_products(
        PRICES,
        1 - costs / PRICES,
        diversion(demand, PRICES),
        before=np.eye(3)[np.ix_(FIRMS, FIRMS)],
        after=MERGED[np.ix_(FIRMS, FIRMS)],
    )
    assert (savings >= -1e-12).all()
    cheaper = costs * (1 - savings)
    found = solve_prices(demand, cheaper, firms=FIRMS, kappa=MERGED, start=PRICES)
    np.testing.assert_allclose(found.prices, PRICES, rtol=1e-8)
    assert found.residual < 1e-9


@pytest.mark.parametrize("form", FORMS)
def test_kappa_as_it_was_is_no_deal_and_order_of_makers_means_nothing(
    form: str,
) -> None:
    demand = FORMS[form]
    stake = np.eye(3)
    stake[0, 1] = 0.25
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=stake)
    found = solve_prices(demand, costs, firms=FIRMS, kappa=stake, start=PRICES)
    np.testing.assert_allclose(found.check(local=True).prices, PRICES, rtol=1e-9)
    order = np.array([2, 0, 1])  # new number of each maker
    moved = np.zeros((3, 3))
    moved[np.ix_(order, order)] = stake
    again = recover_costs(demand, PRICES, firms=order[FIRMS], kappa=moved)
    np.testing.assert_allclose(again, costs, rtol=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    weights=st.lists(st.floats(0, 1), min_size=2, max_size=5, unique=True),
)
def test_a_larger_weight_on_a_rival_lowers_no_logit_price(
    seed: int, weights: list[float]
) -> None:
    """From no deal to a full merger, symmetric weights: every price rises with them."""
    rng = np.random.default_rng(seed)
    count, makers = int(rng.integers(3, 12)), 3
    firms = np.concatenate([np.arange(makers), rng.integers(0, makers, count - makers)])
    sizes = rng.dirichlet(np.ones(count)) * rng.uniform(0.1, 0.9)
    prices = rng.uniform(10, 40, count)
    demand = invert_nested_logit(sizes, prices, alpha=0.3)
    costs = recover_costs(demand, prices, firms=firms, kappa=np.eye(makers))
    last = prices
    for weight in (0.0, *sorted(weights), 1.0):
        kappa = np.eye(makers)
        kappa[0, 1] = kappa[1, 0] = weight
        found = (
            solve_prices(demand, costs, firms=firms, kappa=kappa)
            .check(local=True)
            .prices
        )
        assert (found >= last - 1e-7 * prices).all()
        last = found


@pytest.mark.parametrize("size", [1e-6, 37.0, 1e9])
def test_the_size_of_the_market_moves_no_price(size: float) -> None:
    mixed, linear = FORMS["mixed"], FORMS["linear"]
    bigger = (
        (mixed, replace(mixed, weights=size * mixed.weights)),
        (
            linear,
            Linear(intercepts=size * linear.intercepts, slopes=size * linear.slopes),
        ),
    )
    for small, large in bigger:
        costs = recover_costs(small, PRICES, firms=FIRMS, kappa=np.eye(3))
        again = recover_costs(large, PRICES, firms=FIRMS, kappa=np.eye(3))
        np.testing.assert_allclose(again, costs, rtol=1e-9)
        one, other = (
            solve_prices(form, costs, firms=FIRMS, kappa=MERGED, start=PRICES).check(
                local=True
            )
            for form in (small, large)
        )
        np.testing.assert_allclose(other.prices, one.prices, rtol=1e-8)
        np.testing.assert_allclose(other.shares, size * one.shares, rtol=1e-7)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**31), makers=st.integers(1, 5))
def test_ownership_tables_come_back_from_weights(seed: int, makers: int) -> None:
    """Every column of stakes belongs to somebody in full; own parts are largest."""
    rng = np.random.default_rng(seed)
    stakes = rng.uniform(0, 1, (makers, makers)) * (rng.random((makers, makers)) < 0.4)
    np.fill_diagonal(stakes, stakes.sum(axis=0) + rng.uniform(0.5, 2, makers))
    stakes /= stakes.sum(axis=0)
    firms = np.concatenate([np.arange(makers), rng.integers(0, makers, 4)])
    table = stakes[np.ix_(firms, firms)]
    found, kappa = ownership_to_weights(table, convention="antitrust")
    back = weights_to_ownership(found, kappa, convention="antitrust")
    np.testing.assert_allclose(back, table, atol=1e-12)
    again = ownership_to_weights(
        weights_to_ownership(found, kappa, convention="pyblp"), convention="pyblp"
    )
    np.testing.assert_allclose(again[1], kappa, atol=1e-12)


def test_weights_that_no_stakes_give_are_refused_not_multiplied() -> None:
    merged = weights_to_ownership(np.arange(2), np.ones((2, 2)), convention="antitrust")
    np.testing.assert_array_equal(merged, np.ones((2, 2)))
    greedy = np.array([[1.0, 1.5], [1.5, 1.0]])
    kept = weights_to_ownership(np.arange(2), greedy, convention="pyblp")
    np.testing.assert_array_equal(kept, greedy)
    odd = np.array([[1.0, 1.5], [0.0, 1.0]])
    with pytest.raises(DataError, match="no stakes give these profit weights"):
        weights_to_ownership(np.arange(2), odd, convention="antitrust")
    with pytest.raises(DataError, match="maker 1 weighs its own profit by 2"):
        weights_to_ownership(np.arange(2), np.diag([1.0, 2.0]), convention="antitrust")
    with pytest.raises(DataError, match="ownership convention 'other'"):
        weights_to_ownership(
            np.arange(2),
            np.eye(2),
            convention="other",  # type: ignore[arg-type]
        )
