"""Logit and nested logit demand: worked by hand, then what must hold for any input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.demand import (
    Logit,
    NestedLogit,
    diversion,
    elasticities,
    invert_nested_logit,
    market_elasticity,
)
from keiretsu.demand.nested_logit_inversion import (
    alpha_from_elasticity,
    outside_from_market_elasticity,
)
from keiretsu.errors import DataError, ShapeError

PRICES = np.array([20.0, 25.0, 22.0, 30.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05])
NESTS = np.array([0, 0, 1, 1])


@st.composite
def demands(draw: st.DrawFn) -> tuple[NestedLogit, np.ndarray]:
    count = draw(st.integers(1, 8))
    numbers = st.floats(-3, 3)
    nests = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    form = NestedLogit(
        alpha=draw(st.floats(0.05, 2)),
        delta=np.array(draw(st.lists(numbers, min_size=count, max_size=count))),
        nesting=np.array(draw(st.lists(st.floats(0, 0.9), min_size=3, max_size=3))),
        nests=np.array(nests),
    )
    prices = np.array(draw(st.lists(st.floats(0.1, 5), min_size=count, max_size=count)))
    return form, prices


def test_logit_elasticities_are_those_worked_by_hand() -> None:
    demand = invert_nested_logit(SHARES, PRICES, alpha=0.2)
    own = np.diagonal(elasticities(demand, PRICES))
    np.testing.assert_allclose(own, [-3.4, -4.5, -3.52, -5.7])
    assert market_elasticity(demand, PRICES) == pytest.approx(-2.28)


def test_nested_elasticities_and_diversion_are_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    example = worked("E23")
    demand = invert_nested_logit(SHARES, PRICES, alpha=0.2, nesting=0.5, nests=NESTS)
    own = np.diagonal(elasticities(demand, PRICES))
    np.testing.assert_allclose(own, example["own_elast"])
    np.testing.assert_allclose(diversion(demand, PRICES), example["diversion"])


def test_surplus_change_is_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    example = worked("E24")
    free = np.zeros(3)
    before, after = (
        Logit(alpha=example["alpha"], delta=np.array(example[v])).surplus(free)
        for v in ("V0", "V1")
    )
    assert after - before == pytest.approx(example["cv"])


def test_logit_is_nested_logit_that_binds_nothing() -> None:
    demand = Logit(alpha=0.2, delta=np.array([1.0, 2.0, 3.0, 4.0]))
    nested = NestedLogit(
        alpha=0.2, delta=demand.delta, nesting=np.zeros(2), nests=NESTS
    )
    np.testing.assert_allclose(demand.shares(PRICES), nested.shares(PRICES))
    assert demand.surplus(PRICES) == pytest.approx(nested.surplus(PRICES))


@given(case=demands())
@settings(max_examples=60, deadline=None)
def test_derivatives_are_those_of_the_shares(
    case: tuple[NestedLogit, np.ndarray],
) -> None:
    demand, prices = case
    steps = 1e-30j * np.eye(len(prices))
    slopes = np.array([demand.shares(prices + step).imag for step in steps]).T / 1e-30
    np.testing.assert_allclose(demand.derivatives(prices), slopes, atol=1e-12)


@given(case=demands())
@settings(max_examples=60, deadline=None)
def test_shares_are_what_surplus_loses_when_a_price_rises(
    case: tuple[NestedLogit, np.ndarray],
) -> None:
    demand, prices = case
    steps = 1e-30j * np.eye(len(prices))
    loss = np.array([demand.surplus(prices + step).imag for step in steps]) / 1e-30
    np.testing.assert_allclose(-loss, demand.shares(prices), atol=1e-12)


@given(case=demands(), shift=st.floats(0.1, 100))
@settings(max_examples=60, deadline=None)
def test_the_unit_of_money_does_not_matter(
    case: tuple[NestedLogit, np.ndarray], shift: float
) -> None:
    demand, prices = case
    scaled = NestedLogit(
        alpha=demand.alpha / shift,
        delta=demand.delta,
        nesting=demand.nesting,
        nests=demand.nests,
    )
    np.testing.assert_allclose(
        scaled.shares(prices * shift), demand.shares(prices), atol=1e-12
    )


@given(case=demands())
@settings(max_examples=60, deadline=None)
def test_inversion_gives_back_the_demand(case: tuple[NestedLogit, np.ndarray]) -> None:
    demand, prices = case
    found = invert_nested_logit(
        demand.shares(prices),
        prices,
        alpha=demand.alpha,
        nesting=demand.nesting[: demand.nests.max() + 1],
        nests=demand.nests,
    )
    np.testing.assert_allclose(found.delta, demand.delta, atol=1e-6)


def test_extreme_utilities_give_shares_and_no_nan() -> None:
    demand = NestedLogit(
        alpha=1.0,
        delta=np.array([800.0, -800.0, 1.0]),
        nesting=np.array([0.9, 0.0, 0.5]),
        nests=np.array([0, 0, 2]),
    )
    shares = demand.shares(np.array([1e-3, 1.0, 700.0]))
    assert np.isfinite(shares).all()
    assert shares[0] == pytest.approx(1.0)


def test_both_elasticities_hold_at_once() -> None:
    inside, nesting = SHARES / SHARES.sum(), np.array([0.5, 0.3])
    outside = outside_from_market_elasticity(
        inside,
        PRICES,
        own_elasticity=-4,
        market_elasticity=-1,
        nesting=nesting,
        nests=NESTS,
    )
    shares = inside * (1 - outside)
    alpha = alpha_from_elasticity(
        shares, PRICES, elasticity=-4, nesting=nesting, nests=NESTS
    )
    demand = invert_nested_logit(
        shares, PRICES, alpha=alpha, nesting=nesting, nests=NESTS
    )
    own = np.diagonal(elasticities(demand, PRICES))
    assert np.average(own, weights=shares) == pytest.approx(-4)
    assert market_elasticity(demand, PRICES) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alpha": -1.0}, "price coefficient of -1"),
        ({"nesting": 1.0}, "nesting parameter of 1"),
        ({"shares": np.array([0.5, 0.5, 0.1, 0.1])}, "shares sum to 1.2"),
        ({"shares": np.array([0.5, 0.0, 0.1, 0.1])}, "product 1 has a share of 0"),
        ({"prices": np.array([1.0, np.nan, 1.0, 1.0])}, "NaN"),
    ],
)
def test_impossible_inputs_are_named(changes: dict[str, Any], words: str) -> None:
    inputs: dict[str, Any] = {"shares": SHARES, "prices": PRICES, "alpha": 0.2}
    inputs |= changes
    with pytest.raises(DataError, match=words):
        invert_nested_logit(inputs.pop("shares"), inputs.pop("prices"), **inputs)


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError):
        invert_nested_logit(SHARES, PRICES[:3], alpha=0.2)


def test_contradicting_elasticities_are_refused() -> None:
    with pytest.raises(DataError, match="no outside share"):
        outside_from_market_elasticity(
            SHARES / SHARES.sum(),
            PRICES,
            own_elasticity=-1,
            market_elasticity=-3,
            nesting=np.zeros(2),
            nests=NESTS,
        )


def test_one_product_alone_has_no_price_coefficient() -> None:
    for nesting in (np.array([0.0]), np.array([0.7])):
        with pytest.raises(DataError, match="nothing to turn to"):
            alpha_from_elasticity(
                np.array([1.0]),
                np.array([20_000.0]),
                elasticity=-5.0,
                nesting=nesting,
                nests=np.array([0]),
            )
