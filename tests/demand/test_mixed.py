"""Mixed logit: worked by hand, its special cases, and what must hold for any market."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.demand import (
    Logit,
    MixedLogit,
    NestedLogit,
    mixed_from_tastes,
    normal_nodes,
)
from keiretsu.demand.form import Form
from keiretsu.errors import DataError, ShapeError

PRICES = np.array([20.0, 25.0, 22.0, 30.0])
NESTS = np.array([0, 0, 1, 1])
SIGMA = np.array([0.5, 0.2])


def market(seed: int, *, nested: bool) -> MixedLogit:
    rng = np.random.default_rng(seed)
    return MixedLogit(
        values=rng.normal(4, 2, size=(4, 6)),
        alpha=rng.uniform(0.1, 0.5, 6),
        weights=rng.dirichlet(np.ones(6)) * 0.7,
        nesting=SIGMA if nested else None,
        nests=NESTS if nested else None,
    )


def test_two_types_are_the_mean_of_two_logits() -> None:
    demand = MixedLogit(
        values=np.array([[4.0, 6.0], [5.0, 6.0]]),
        alpha=np.array([0.2, 0.3]),
        weights=np.array([0.25, 0.75]),
    )
    prices = np.array([20.0, 20.0])
    # The first type values the cars at 0 and 1, the second both at 0.
    first = np.array([1, math.e]) / (2 + math.e)
    np.testing.assert_allclose(demand.shares(prices), 0.25 * first + 0.75 / 3)
    surplus = 0.25 * np.log(2 + math.e) / 0.2 + 0.75 * np.log(3) / 0.3
    assert demand.surplus(prices) == pytest.approx(surplus)


def test_the_second_derivative_of_one_car_by_hand() -> None:
    """Of a share s it is alpha^2 s (1 - s) (1 - 2 s): .04 x .25 x .75 x .5."""
    demand = MixedLogit(
        values=np.array([[4.0 - math.log(3)]]),
        alpha=np.array([0.2]),
        weights=np.ones(1),
    )
    found = demand.second_derivatives(np.array([20.0]), np.ones((1, 1)), np.array([0]))
    assert found[0, 0] == pytest.approx(0.00375)


@given(seed=st.integers(0, 10_000), some=st.permutations(range(4)))
def test_second_derivatives_are_those_of_an_imaginary_step(
    seed: int, some: list[int]
) -> None:
    demand = market(seed, nested=False)
    products = np.array(some[: 1 + seed % 4])
    weights = np.random.default_rng(seed).normal(size=(len(products), 4))
    np.testing.assert_allclose(
        demand.second_derivatives(PRICES, weights, products),
        Form.second_derivatives(demand, PRICES, weights, products),
        atol=1e-14,
    )


def test_one_type_with_nests_is_the_nested_logit() -> None:
    delta = np.array([4.0, 5.0, 4.5, 6.0])
    plain = NestedLogit(alpha=0.2, delta=delta, nesting=SIGMA, nests=NESTS)
    mixed = MixedLogit(
        values=delta[:, None],
        alpha=np.array([0.2]),
        weights=np.ones(1),
        nesting=SIGMA,
        nests=NESTS,
    )
    np.testing.assert_allclose(mixed.shares(PRICES), plain.shares(PRICES))
    np.testing.assert_allclose(mixed.derivatives(PRICES), plain.derivatives(PRICES))
    assert mixed.surplus(PRICES) == pytest.approx(plain.surplus(PRICES))


def test_weights_are_used_as_they_are() -> None:
    demand = market(1, nested=False)
    half = MixedLogit(
        values=demand.values, alpha=demand.alpha, weights=demand.weights / 2
    )
    np.testing.assert_allclose(half.shares(PRICES), demand.shares(PRICES) / 2)


@given(seed=st.integers(0, 10_000), nested=st.booleans())
@settings(max_examples=40, deadline=None)
def test_derivatives_are_differences_and_surplus_falls_by_sales(
    seed: int, nested: bool
) -> None:
    demand, step = market(seed, nested=nested), 1e-5
    for k in range(4):
        up, down = PRICES.copy(), PRICES.copy()
        up[k] += step
        down[k] -= step
        slope = (demand.shares(up) - demand.shares(down)) / (2 * step)
        np.testing.assert_allclose(demand.derivatives(PRICES)[:, k], slope, atol=1e-9)
        lost = (demand.surplus(up) - demand.surplus(down)) / (2 * step)
        assert lost == pytest.approx(-demand.shares(PRICES)[k], abs=1e-8)


def test_nests_that_bind_nothing_change_nothing() -> None:
    flat = market(3, nested=False)
    loose = MixedLogit(
        values=flat.values,
        alpha=flat.alpha,
        weights=flat.weights,
        nesting=np.zeros(3),
        nests=NESTS,
    )
    np.testing.assert_allclose(loose.shares(PRICES), flat.shares(PRICES))
    np.testing.assert_allclose(loose.derivatives(PRICES), flat.derivatives(PRICES))


def test_huge_utilities_stay_in_range() -> None:
    demand = MixedLogit(
        values=np.array([[5000.0], [-5000.0]]),
        alpha=np.array([1.0]),
        weights=np.ones(1),
        nesting=np.array([0.9]),
        nests=np.zeros(2, dtype=int),
    )
    np.testing.assert_allclose(demand.shares(np.ones(2)), [1, 0])


def test_tastes_without_spread_are_the_logit() -> None:
    demand = mixed_from_tastes(
        delta=np.array([4.0, 5.0]),
        alpha=0.2,
        characteristics=np.ones((2, 1)),
        nodes=normal_nodes(16, 2, seed=1),
        spread=np.zeros(1),
    )
    plain = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    np.testing.assert_allclose(demand.shares(PRICES[:2]), plain.shares(PRICES[:2]))


def test_tastes_spread_and_follow_demographics() -> None:
    nodes, income = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[3.0], [5.0]])
    demand = mixed_from_tastes(
        delta=np.array([4.0]),
        alpha=0.5,
        characteristics=np.array([[10.0]]),
        nodes=nodes,
        spread=np.array([0.1]),
        price_spread=0.05,
        demographics=income,
        pi=np.array([[0.2]]),
        price_pi=np.array([0.01]),
    )
    # 4 + 10 (0.1 * 2 + 0.2 * 3) and 4 + 10 (0.1 * 0.5 + 0.2 * 5)
    np.testing.assert_allclose(demand.values, [[12.0, 14.5]])
    np.testing.assert_allclose(demand.alpha, [0.58, 0.5])
    np.testing.assert_allclose(demand.weights, [0.5, 0.5])


@pytest.mark.parametrize("kind", ["halton", "sobol"])
def test_draws_are_normal_and_come_again(kind: str) -> None:
    draw = {"halton": "halton", "sobol": "sobol"}[kind]
    nodes = normal_nodes(1024, 3, seed=5, kind=draw)  # type: ignore[arg-type]
    np.testing.assert_allclose(nodes.mean(axis=0), 0, atol=0.01)
    np.testing.assert_allclose(nodes.std(axis=0), 1, atol=0.02)
    again = normal_nodes(1024, 3, seed=5, kind=draw)  # type: ignore[arg-type]
    np.testing.assert_array_equal(nodes, again)


def test_impossible_tastes_are_refused() -> None:
    values, ones = np.zeros((2, 3)), np.ones(3)
    with pytest.raises(DataError, match="price coefficient of -1"):
        MixedLogit(values=values, alpha=-ones, weights=ones)
    with pytest.raises(DataError, match=r"weights\[0\] is -1"):
        MixedLogit(values=values, alpha=ones, weights=-ones)
    with pytest.raises(ShapeError, match="2 weights for 3"):
        MixedLogit(values=values, alpha=ones, weights=np.ones(2))
    with pytest.raises(ShapeError, match="come with their nesting"):
        MixedLogit(values=values, alpha=ones, weights=ones, nesting=np.zeros(1))
    nests = np.array([0, 1])
    for nesting, words in (
        (np.array([1.0, 0]), "of 1"),
        (np.zeros(1), "nest 1 with 1"),
    ):
        with pytest.raises(DataError, match=words):
            MixedLogit(
                values=values, alpha=ones, weights=ones, nesting=nesting, nests=nests
            )
    with pytest.raises(DataError, match="100 Sobol draws"):
        normal_nodes(100, 2, seed=1, kind="sobol")
    with pytest.raises(ShapeError, match=r"nodes of shape \(4, 1\)"):
        mixed_from_tastes(
            delta=np.zeros(2),
            alpha=0.2,
            characteristics=np.ones((2, 1)),
            nodes=np.zeros((4, 1)),
            spread=np.zeros(1),
        )
