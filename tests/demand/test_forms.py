"""Every demand form: worked by hand, then what must hold for any prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.demand import (
    AIDS,
    CES,
    ConstantExpenditure,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    LogLinear,
    NestedCES,
    NestedLogit,
    NoOutsideGood,
    TwoLevelLogit,
    pcaids,
    surplus_change,
)
from keiretsu.errors import DataError, ShapeError

J = 5
NESTS = np.array([0, 0, 1, 1, 1])
PRICES = np.array([2.0, 2.5, 1.8, 3.0, 2.2])
REVENUE = np.array([0.1, 0.15, 0.2, 0.25, 0.3])
Make = Callable[[np.random.Generator], Any]


def negative(draws: np.random.Generator, *, symmetric: bool) -> np.ndarray:
    """Return slopes with a dominant negative diagonal."""
    cross = draws.uniform(0, 0.2, (J, J))
    cross = (cross + cross.T) / 2 if symmetric else cross
    np.fill_diagonal(cross, -1.5)
    return cross


def two_level(draws: np.random.Generator) -> TwoLevelLogit:
    high = draws.uniform(0, 0.4, 2)
    groups = np.array([0, 0, 1])
    return TwoLevelLogit(
        alpha=draws.uniform(0.3, 2),
        delta=draws.normal(1, 1, J),
        subgroup_nesting=high[groups] + draws.uniform(0, 0.4, 3),
        group_nesting=high,
        subgroups=np.array([0, 0, 1, 2, 2]),
        groups=groups,
    )


def generalized(draws: np.random.Generator) -> GeneralizedNestedLogit:
    parts = draws.uniform(0, 1, (J, 3)) * np.array([1, 1, 0])
    parts[0] = [0, 0, 1]
    return GeneralizedNestedLogit(
        alpha=draws.uniform(0.3, 2),
        delta=draws.normal(1, 1, J),
        nesting=draws.uniform(0, 0.8, 3),
        allocation=parts / parts.sum(axis=1, keepdims=True),
    )


def nested(draws: np.random.Generator) -> NestedLogit:
    return NestedLogit(
        alpha=draws.uniform(0.3, 2),
        delta=draws.normal(1, 1, J),
        nesting=draws.uniform(0, 0.8, 2),
        nests=NESTS,
    )


def nested_ces(draws: np.random.Generator, *, outside: bool = True) -> NestedCES:
    return NestedCES(
        gamma=draws.uniform(1.5, 5),
        values=draws.uniform(0.5, 3, J),
        nesting=draws.uniform(0, 0.8, 2),
        nests=NESTS,
        outside=outside,
    )


def aids(draws: np.random.Generator) -> AIDS:
    return pcaids(
        REVENUE,
        known=(0, draws.uniform(-5, -2)),
        market_elasticity=draws.uniform(-1.6, -0.4),
        base=PRICES,
        spent=7.0,
    )


INTEGRABLE: dict[str, Make] = {
    "nested logit": nested,
    "two-level": two_level,
    "generalized": generalized,
    "captive": lambda draws: NoOutsideGood(demand=two_level(draws)),
    "constant expenditure": lambda draws: ConstantExpenditure(demand=two_level(draws)),
    "CES": lambda draws: CES(
        gamma=draws.uniform(1.5, 5), values=draws.uniform(1, 3, J)
    ),
    "nested CES": nested_ces,
    "captive CES": lambda draws: nested_ces(draws, outside=False),
    "symmetric linear": lambda draws: Linear(
        intercepts=draws.uniform(5, 9, J), slopes=negative(draws, symmetric=True)
    ),
    "AIDS": aids,
}
FORMS: dict[str, Make] = INTEGRABLE | {
    "linear": lambda draws: Linear(
        intercepts=draws.uniform(5, 9, J), slopes=negative(draws, symmetric=False)
    ),
    "log-linear": lambda draws: LogLinear(
        intercepts=draws.normal(0, 1, J), slopes=negative(draws, symmetric=False)
    ),
}


@pytest.mark.parametrize("form", FORMS)
@given(seed=st.integers(0, 2**31), scale=st.floats(0.8, 1.25))
@settings(max_examples=8, deadline=None)
def test_derivatives_are_those_of_the_quantities(
    form: str, seed: int, scale: float
) -> None:
    demand, prices = FORMS[form](np.random.default_rng(seed)), scale * PRICES
    steps = 1e-30j * np.eye(J)
    expected = np.array([demand.quantities(prices + step).imag for step in steps])
    expected = expected.T / 1e-30
    np.testing.assert_allclose(
        demand.derivatives(prices), expected, rtol=1e-8, atol=1e-12
    )


@pytest.mark.parametrize("form", INTEGRABLE)
@given(seed=st.integers(0, 2**31), scale=st.floats(0.8, 1.25))
@settings(max_examples=8, deadline=None)
def test_surplus_falls_by_what_is_bought(form: str, seed: int, scale: float) -> None:
    demand, prices = INTEGRABLE[form](np.random.default_rng(seed)), scale * PRICES
    rise = 1e-4 * np.random.default_rng(seed + 1).uniform(0, 1, J)
    lost = (demand.surplus(prices + rise) - demand.surplus(prices - rise)) / 2
    assert lost == pytest.approx(-demand.quantities(prices) @ rise, rel=1e-5)


@pytest.mark.parametrize("form", INTEGRABLE)
def test_the_way_of_prices_does_not_matter_where_a_surplus_exists(form: str) -> None:
    demand, after = INTEGRABLE[form](np.random.default_rng(3)), 1.1 * PRICES[::-1]
    change = demand.surplus(after) - demand.surplus(PRICES)
    assert surplus_change(demand, PRICES, after) == pytest.approx(change, rel=1e-10)


@pytest.mark.parametrize("make", [nested, two_level, generalized])
def test_currency_moves_no_share(make: Make) -> None:
    demand = make(np.random.default_rng(5))
    cents = replace(demand, alpha=demand.alpha / 100)
    np.testing.assert_allclose(cents.shares(100 * PRICES), demand.shares(PRICES))
    assert cents.surplus(100 * PRICES) == pytest.approx(100 * demand.surplus(PRICES))


def test_currency_moves_no_revenue_share() -> None:
    demand = aids(np.random.default_rng(5))
    cents = replace(demand, base=100 * demand.base)
    np.testing.assert_allclose(
        cents.revenue_shares(120 * PRICES), demand.revenue_shares(1.2 * PRICES)
    )
    captive = nested_ces(np.random.default_rng(5), outside=False)
    np.testing.assert_allclose(
        captive.revenue_shares(100 * PRICES), captive.revenue_shares(PRICES)
    )


def test_two_level_with_equal_parameters_is_one_level() -> None:
    one = nested(np.random.default_rng(1))
    two = TwoLevelLogit(
        alpha=one.alpha,
        delta=one.delta,
        subgroup_nesting=one.nesting[[0, 1, 1]],
        group_nesting=one.nesting,
        subgroups=np.array([0, 0, 1, 2, 2]),
        groups=np.array([0, 1, 1]),
    )
    np.testing.assert_allclose(two.shares(PRICES), one.shares(PRICES), rtol=1e-12)
    np.testing.assert_allclose(
        two.derivatives(PRICES), one.derivatives(PRICES), rtol=1e-12
    )


def test_two_level_diverts_most_within_the_subgroup() -> None:
    demand = TwoLevelLogit(
        alpha=1.0,
        delta=np.zeros(4),
        subgroup_nesting=np.array([0.8, 0.5, 0.0]),
        group_nesting=np.array([0.5, 0.0]),
        subgroups=np.array([0, 0, 1, 2]),
        groups=np.array([0, 0, 1]),
    )
    slopes = demand.derivatives(np.ones(4))
    ratio = slopes[1:, 0] / demand.shares(np.ones(4))[1:]
    assert ratio[0] > ratio[1] > ratio[2] > 0


def test_whole_allocations_are_the_nested_logit() -> None:
    one = nested(np.random.default_rng(2))
    general = GeneralizedNestedLogit(
        alpha=one.alpha,
        delta=one.delta,
        nesting=one.nesting,
        allocation=np.eye(2)[NESTS],
    )
    np.testing.assert_allclose(general.shares(PRICES), one.shares(PRICES), rtol=1e-12)
    assert general.surplus(PRICES) == pytest.approx(one.surplus(PRICES), rel=1e-12)


def test_ces_by_hand() -> None:
    """Values 10 and 20 at prices 10 and 20 are worth 1 each, as is the outside."""
    demand = CES(gamma=2.0, values=np.array([10.0, 20.0]))
    prices = np.array([10.0, 20.0])
    np.testing.assert_allclose(demand.revenue_shares(prices), [1 / 3, 1 / 3])
    np.testing.assert_allclose(demand.quantities(prices), [1 / 30, 1 / 60])
    assert demand.surplus(prices) == pytest.approx(np.log(3))


def test_pcaids_by_hand_is_the_published_example() -> None:
    """Epstein and Rubinfeld: elasticity -3, market -1, shares 20, 30 and 50 %."""
    demand = pcaids(np.array([0.2, 0.3, 0.5]), known=(0, -3.0), market_elasticity=-1.0)
    slopes = demand.derivatives(np.ones(3)) / demand.quantities(np.ones(3))[:, None]
    np.testing.assert_allclose(np.diagonal(slopes), [-3.0, -2.75, -2.25])
    np.testing.assert_allclose(slopes[0, 1:], [0.75, 1.25])


def test_shares_of_captive_buyers_sum_to_one() -> None:
    demand = NoOutsideGood(demand=Logit(alpha=0.2, delta=np.array([4.0, 5.0])))
    prices = np.array([20.0, 25.0])
    assert demand.shares(prices).sum() == pytest.approx(1, rel=1e-14)
    np.testing.assert_allclose(demand.derivatives(prices).sum(axis=0), 0, atol=1e-16)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: CES(gamma=1.0, values=np.ones(2)), DataError, "of 1"),
        (lambda: CES(gamma=2.0, values=np.zeros(2)), DataError, r"values\[0\] is 0"),
        (lambda: Linear(intercepts=np.ones(2), slopes=np.eye(2)), DataError, "dearer"),
        (lambda: Linear(intercepts=np.ones(3), slopes=-np.eye(2)), ShapeError, "3"),
        (
            lambda: pcaids(REVENUE, known=(0, -0.5), market_elasticity=-1.0),
            DataError,
            "stronger",
        ),
        (
            lambda: GeneralizedNestedLogit(
                alpha=1.0,
                delta=np.zeros(1),
                nesting=np.zeros(2),
                allocation=np.array([[0.5, 0.4]]),
            ),
            DataError,
            "sum to 0.9",
        ),
        (
            lambda: TwoLevelLogit(
                alpha=1.0,
                delta=np.zeros(1),
                subgroup_nesting=np.array([0.2]),
                group_nesting=np.array([0.3]),
                subgroups=np.array([0]),
                groups=np.array([0]),
            ),
            DataError,
            "subgroup 0 has parameter 0.2, its group 0.3",
        ),
        (
            lambda: Linear(
                intercepts=np.ones(2), slopes=np.array([[-1.0, 0.5], [0.1, -1.0]])
            ).surplus(np.ones(2)),
            DataError,
            "not symmetric",
        ),
    ],
)
def test_impossible_forms_are_refused(
    make: Callable[[], Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make()
