"""A deal solved alone is the same deal solved among many; what is quick refuses too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.arrays import floats
from keiretsu.competition import first_order_residual, solve_deals, solve_prices
from keiretsu.demand import Logit, MixedLogit
from keiretsu.errors import DataError
from keiretsu.extremes import every, has_nan, largest, largest_size

LEVELS = (-600.0, -40.0, -3.0, 0.0, 4.0, 60.0)
"""Mean utilities: nobody buys, hardly anybody, some, nearly everybody."""


def test_two_makers_worked_by_hand() -> None:
    """Alike makers with costs 1: m = 1 / (1 - s) and s = e^(d - 1 - m) / (1 + 2 ...).

    A share of a quarter each needs a markup of 4/3 and e^(d - 7/3) = 1/2.
    """
    delta = 7 / 3 - np.log(2)
    found = solve_prices(
        Logit(alpha=1.0, delta=np.full(2, delta)),
        np.ones(2),
        firms=np.arange(2),
        kappa=np.eye(2),
    ).check()
    assert found.markups == pytest.approx([4 / 3, 4 / 3], rel=1e-12)
    assert found.shares == pytest.approx([1 / 4, 1 / 4], rel=1e-12)


@settings(max_examples=80)
@given(st.integers(0, 10_000), st.sampled_from(LEVELS), st.sampled_from(["", "stake"]))
def test_a_deal_alone_and_among_many(seed: int, level: float, stake: str) -> None:
    draws = np.random.default_rng(seed)
    makers, products = int(draws.integers(2, 7)), int(draws.integers(1, 12))
    firms = draws.integers(0, makers, products)  # some makers may sell nothing
    owner = draws.integers(0, makers, makers)
    kappa = (owner[:, None] == owner[None, :]).astype(float)
    if stake:
        kappa[0, 1] = 0.3
    demand = Logit(
        alpha=float(np.exp(draws.normal())), delta=level + draws.normal(0, 2, products)
    )
    costs = draws.uniform(0, 3, products)
    alone = solve_prices(demand, costs, firms=firms, kappa=kappa).check()
    both = solve_deals(
        demand, costs, firms=firms, kappas=np.array([np.eye(makers), kappa])
    ).check()
    assert alone.prices == pytest.approx(both.prices[1], rel=1e-10)
    assert alone.shares == pytest.approx(both.shares[1], rel=1e-8)
    assert alone.converged
    sells = alone.shares > 1e-300
    if sells.all():
        miss = first_order_residual(
            demand, alone.prices, costs, firms=firms, kappa=kappa
        )
        assert miss <= 1e-9 * alone.markups.max()


def test_mixed_deal_alone_and_among_many() -> None:
    draws = np.random.default_rng(3)
    demand = MixedLogit(
        values=draws.normal(1, 1, (9, 40)),
        alpha=draws.uniform(0.5, 2, 40),
        weights=np.full(40, 1 / 40),
    )
    firms, kappa = np.arange(9) % 4, np.eye(4)
    kappa[0, 1] = kappa[1, 0] = 1
    costs = draws.uniform(0.5, 1.5, 9)
    alone = solve_prices(demand, costs, firms=firms, kappa=kappa).check()
    both = solve_deals(demand, costs, firms=firms, kappas=np.array([np.eye(4), kappa]))
    assert alone.prices == pytest.approx(both.check().prices[1], rel=1e-9)


def test_shares_that_32_bits_do_not_hold() -> None:
    """Of a product that hardly anybody buys the markup is 1 / alpha, here 1/40."""
    demand = MixedLogit(
        values=np.array([[-2.0], [-60.0], [-110.0], [-300.0]]),
        alpha=np.array([40.0]),
        weights=np.ones(1),
    )
    costs = np.full(4, 1.0)
    found = solve_prices(demand, costs, firms=np.arange(4), kappa=np.eye(4))
    assert found.check(local=True).markups == pytest.approx([1 / 40] * 4, rel=1e-8)
    assert found.shares[3] < 1e-130


@pytest.mark.parametrize("start", [3.0, 30.0, 300.0])
def test_a_start_beyond_the_range_of_32_bits(start: float) -> None:
    draws = np.random.default_rng(8)
    demand = MixedLogit(
        values=draws.normal(9, 1, (6, 30)),
        alpha=draws.uniform(4, 9, 30),
        weights=np.full(30, 1 / 30),
    )
    firms, costs = np.arange(6) % 3, np.full(6, 1.0)
    near = solve_prices(demand, costs, firms=firms, kappa=np.eye(3)).check(local=True)
    far = solve_prices(
        demand, costs, firms=firms, kappa=np.eye(3), start=np.full(6, start)
    ).check(local=True)
    assert far.prices == pytest.approx(near.prices, rel=1e-8)


@pytest.mark.parametrize(
    "numbers",
    [[1.0, 3.0, 2.0], [-5.0], [np.inf, 1.0], [-np.inf, 2.0], [[1.0, 2.0], [-7.0, 0.0]]],
)
def test_largest_is_what_max_says(numbers: list[float]) -> None:
    table = np.array(numbers)
    assert largest(table) == table.max()
    assert largest_size(table) == np.abs(table).max()
    assert not has_nan(table)


@pytest.mark.parametrize(
    "numbers",
    [[np.nan], [1.0, np.nan, np.inf], [2.0, complex(1.0, np.nan), 5.0], [[0, np.nan]]],
)
def test_nan_is_found_anywhere(numbers: list[complex]) -> None:
    assert has_nan(np.array(numbers))
    assert largest_size(np.array(numbers)) != largest_size(np.array(numbers))


def test_nothing_among_nothing() -> None:
    nothing = np.zeros(0)
    assert every(nothing == 1)
    assert not has_nan(nothing)
    assert largest_size(nothing) == 0


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [(0, 0), (1, 2)])
def test_numbers_that_are_none_are_refused(
    wrong: float, place: tuple[int, int]
) -> None:
    table = np.ones((2, 3))
    table[place] = wrong
    with pytest.raises(DataError, match=rf"t\[{place[0]}\]\[{place[1]}\]"):
        floats(table, "t")
