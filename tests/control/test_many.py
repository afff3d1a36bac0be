"""Ownership among many: sparse tables answer as dense ones, and chains multiply."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from keiretsu.control import (
    Holdings,
    Reading,
    direct_control,
    integrated_ownership,
    leontief,
    network_control,
    ultimate_ownership,
    weights_under,
)
from keiretsu.errors import DataError, UnknownName


def random_stakes(seed: int, count: int = 30) -> np.ndarray:
    rng = np.random.default_rng(seed)
    table = rng.random((count, count)) * (rng.random((count, count)) < 0.1)
    np.fill_diagonal(table, 0)
    return table * rng.uniform(0.2, 0.9, count) / np.maximum(table.sum(axis=0), 1e-9)


def as_holdings(table: np.ndarray, *, sparse: bool) -> Holdings:
    index = {f"c{n}": n for n in range(len(table))}
    held = csr_array(table) if sparse else table
    return Holdings(index=index, cash=held, votes=held)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_a_sparse_table_answers_as_a_dense_one(seed: int) -> None:
    table, some = random_stakes(seed), [3, 0, 17]
    sparse = csr_array(table)
    np.testing.assert_allclose(
        leontief(sparse, of=some), leontief(table)[:, some], atol=1e-12
    )
    value, others = np.arange(1.0, 31), np.full(30, 0.05)
    for model in ("linear", "threshold", "relative"):
        control, few = (
            direct_control(held, model=model, others_squared=others)
            for held in (table, sparse)
        )
        try:
            whole = network_control(control, value)
        except DataError:  # two that have the majority of one another
            with pytest.raises(DataError, match="owns itself"):
                network_control(few, value, of=some)
            continue
        reached = network_control(few, value, of=some)
        np.testing.assert_allclose(reached, whole[some], rtol=1e-9, atol=1e-12)
    names = [f"c{n}" for n in some]
    for reading in get_args(Reading):
        if reading == "banzhaf":  # more holders than coalitions can be counted for
            continue
        whole = weights_under(reading, as_holdings(table, sparse=False))
        part = weights_under(reading, as_holdings(table, sparse=True), of=names)
        np.testing.assert_allclose(part, whole[np.ix_(some, some)], atol=1e-10)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_in_the_end_outside_owners_have_everything(seed: int) -> None:
    table = random_stakes(seed)
    outside = np.diag(1 - table.sum(axis=0))
    shares = ultimate_ownership(outside, csr_array(table))
    np.testing.assert_allclose(shares.sum(axis=0), 1)


@given(stakes=st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_what_is_held_down_a_chain_is_the_product(stakes: list[float]) -> None:
    table = np.diag(stakes, k=1)
    assert integrated_ownership(table)[0, -1] == pytest.approx(np.prod(stakes))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_network_control_is_that_with_ones_own_holders_cut(seed: int) -> None:
    """The definition of Vitali, Glattfelder and Battiston, company by company."""
    control = direct_control(random_stakes(seed, 12), model="linear")
    value = np.random.default_rng(seed).uniform(1, 9, 12)
    for company, reached in enumerate(network_control(control, value)):
        cut = control.copy()
        cut[:, company] = 0
        paths = np.linalg.solve(np.eye(12) - cut, cut @ value)
        assert reached == pytest.approx(paths[company])


def test_a_ring_counts_once_and_a_closed_ring_is_refused() -> None:
    ring = csr_array(np.array([[0, 0.5, 0], [0, 0, 0.5], [0.5, 0, 0]]))
    np.testing.assert_allclose(np.diagonal(leontief(ring)), 8 / 7)
    closed = csr_array(np.array([[0, 1.0, 0.2], [1.0, 0, 0], [0, 0, 0]]))
    with pytest.raises(DataError, match="owns itself entirely: 0, 1"):
        leontief(closed)


def test_further_readings_are_the_worked_examples(worked: object) -> None:
    """E04 and E08: a quarter run one way, and run for both owners together."""
    table = np.zeros((2, 2))
    table[0, 1] = 0.25
    for example, reading in (("E04", "one-way"), ("E08", "joint")):
        expected = worked(example)  # type: ignore[operator]
        weights = weights_under(reading, as_holdings(table, sparse=False))  # type: ignore[arg-type]
        assert weights[0, 1] == pytest.approx(expected["kappa_AB"])
        assert weights[1, 0] == pytest.approx(expected["kappa_BA"])


def test_a_venture_is_run_by_whom_one_says() -> None:
    """E10: run by the first parent alone, its profit counts twice for the venture."""
    table = np.zeros((3, 3))
    table[0, 2] = table[1, 2] = 0.5
    venture = as_holdings(table, sparse=False)
    alone = weights_under("full", venture, deciders={"c2": "c0"})
    np.testing.assert_allclose(alone[2], [2, 0, 1])
    np.testing.assert_allclose(weights_under("joint", venture)[2], [1, 1, 1])
    np.testing.assert_allclose(weights_under("full", venture)[2], [0, 0, 1])


def test_power_weighs_more_than_votes_where_the_rest_is_scattered() -> None:
    table = np.zeros((2, 2))
    table[0, 1] = 0.34
    held = as_holdings(table, sparse=False)
    by_votes = weights_under("proportional", held, rest_holders=100)[1, 0]
    by_power = weights_under("shapley", held, rest_holders=100)[1, 0]
    # Oceanic power 0.34 / 0.66, the rest in a hundred hands (worked by hand).
    power = 0.34 / 0.66
    rest = (1 - power) / 100 * 0.66
    assert by_power == pytest.approx(power / (power * 0.34 + rest))
    assert by_power > by_votes
    equal = weights_under("banzhaf", held, rest_holders=2)[1, 0]
    assert equal == pytest.approx((1 / 3) / ((1 / 3) * 0.34 + (2 / 3) * 0.66 / 2))
    with pytest.raises(DataError, match="for the Banzhaf index"):
        weights_under("banzhaf", held, rest_holders=100)


def test_unknown_names_and_readings_are_refused() -> None:
    held = as_holdings(np.zeros((2, 2)), sparse=False)
    with pytest.raises(UnknownName, match="c9"):
        weights_under("silent", held, of=["c9"])
    with pytest.raises(UnknownName, match="c9"):
        weights_under("full", held, deciders={"c1": "c9"})
    with pytest.raises(DataError, match="no reading 'loud'"):
        weights_under("loud", held)  # type: ignore[arg-type]
