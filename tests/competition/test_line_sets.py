"""Product lines that hold: all of them, against paper and enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import lambertw

from keiretsu.competition import (
    Worth,
    fixed_cost_bounds,
    settle_lines,
    stable_lines,
    worth_of_products,
)
from keiretsu.demand import Logit
from keiretsu.errors import DataError


def twins(count: int) -> Logit:
    return Logit(alpha=1.0, delta=np.full(count, 1.5))


def profit_of_one(count: int) -> float:
    """One of `count` equal single-product makers at cost 1, by fixed point."""
    markup = 1.0
    for _ in range(200):
        worth = np.exp(0.5 - markup)
        markup = 1 / (1 - worth / (1 + count * worth))
    return float(markup * worth / (1 + count * worth))


def test_a_monopolist_earns_what_lambert_says() -> None:
    # with one product the markup is 1 + W(e^(delta - cost - 1)), the profit W
    assert profit_of_one(1) == pytest.approx(float(lambertw(np.exp(-0.5)).real))


def test_two_of_three_twins_fit_whichever_they_are() -> None:
    # a fixed cost between what one of three and one of two earns
    fixed = (profit_of_one(3) + profit_of_one(2)) / 2
    found = stable_lines(
        twins(3),
        np.ones(3),
        np.full(3, fixed),
        firms=np.arange(3),
        kappa=np.eye(3),
        offered=np.zeros(3, bool),
        candidates=[0, 1, 2],
    )
    lines = {tuple(map(int, line)) for line in found.offered}
    assert lines == {(0, 1, 1), (1, 0, 1), (1, 1, 0)}
    assert found.examined == 8
    earned = np.where(found.offered, profit_of_one(2) - fixed, 0)
    assert found.profits == pytest.approx(earned, abs=1e-10)


def test_one_maker_of_two_twins_drops_one_that_two_makers_keep() -> None:
    kappa = np.array([[1.0, 1.0], [1.0, 1.0]])
    alone = worth_of_products(
        twins(2), np.ones(2), products=[1], firms=np.arange(2), kappa=np.eye(2)
    ).worth[0]
    merged = worth_of_products(
        twins(2), np.ones(2), products=[1], firms=np.arange(2), kappa=kappa
    ).worth[0]
    fixed = np.full(2, (alone + merged) / 2)

    def lines(weights: np.ndarray) -> set[int]:
        found = stable_lines(
            twins(2),
            np.ones(2),
            fixed,
            firms=np.arange(2),
            kappa=weights,
            offered=np.zeros(2, bool),
            candidates=[0, 1],
        )
        return {int(line.sum()) for line in found.offered}

    assert merged < alone
    assert lines(np.eye(2)) == {2}
    assert lines(kappa) == {1}


def test_the_line_that_a_search_settles_on_is_among_them() -> None:
    rng = np.random.default_rng(4)
    for _ in range(10):
        demand = Logit(alpha=1.0, delta=rng.uniform(0, 3, 5))
        costs, fixed = rng.uniform(0.5, 1.5, 5), rng.uniform(0, 0.15, 5)
        firms, kappa = np.array([0, 0, 1, 1, 2]), np.eye(3)
        start = np.array([True, False, True, True, False])
        settled = settle_lines(
            demand,
            costs,
            fixed,
            offered=start,
            changeable=[1, 2, 3, 4],
            firms=firms,
            kappa=kappa,
        )
        found = stable_lines(
            demand,
            costs,
            fixed,
            offered=start,
            candidates=[1, 2, 3, 4],
            firms=firms,
            kappa=kappa,
        )
        assert settled.converged
        assert any((line == settled.offered).all() for line in found.offered)


def test_what_is_offered_bounds_fixed_costs() -> None:
    seen = Worth(
        products=(0, 1, 2),
        worth=np.array([3.0, 2.0, 1.0]),
        buyers_gain=np.zeros(3),
        residual=0.0,
        unsolved=(),
    )
    low, high = fixed_cost_bounds(seen, np.array([True, True, False]))
    assert low.tolist() == [0, 0, 1]
    assert high.tolist() == [3, 2, np.inf]


def test_too_many_candidates_are_refused() -> None:
    with pytest.raises(DataError, match="13 candidates"):
        stable_lines(
            twins(13),
            np.ones(13),
            np.ones(13),
            firms=np.arange(13),
            kappa=np.eye(13),
            offered=np.zeros(13, bool),
            candidates=range(13),
        )
