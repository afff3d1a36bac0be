"""The hypothetical monopolist: by hand, then on a market with nests."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.competition import monopolist_rises, recover_costs
from keiretsu.demand import NestedLogit, diversion
from keiretsu.errors import DataError, ShapeError
from keiretsu.screens import linear_rises, search_market

PRICES = np.array([20.0, 21.0, 22.0, 30.0, 31.0, 32.0])
NESTS = np.array([0, 0, 0, 1, 1, 1])
DEMAND = NestedLogit(
    alpha=0.25,
    delta=np.array([4.0, 4.0, 4.0, 6.0, 6.0, 6.0]),
    nesting=np.array([0.7, 0.7]),
    nests=NESTS,
)
COSTS = recover_costs(DEMAND, PRICES, firms=np.arange(6), kappa=np.eye(6))
RISES = monopolist_rises(DEMAND, PRICES, COSTS)
CAUGHT = diversion(DEMAND, PRICES)


def test_a_sole_seller_of_one_product_changes_nothing() -> None:
    for product in range(6):
        np.testing.assert_allclose(RISES(np.array([product])), 0, atol=1e-8)


def test_a_sole_seller_of_more_products_raises_prices_more() -> None:
    two, three = RISES(np.array([0, 1])), RISES(np.array([0, 1, 2]))
    assert (two > 0).all()
    assert (three[:2] > two).all()


def test_the_closest_products_are_added_first() -> None:
    tried = search_market([0, 1], CAUGHT, RISES, rise=0.9 * RISES(np.arange(3)).max())
    assert [list(one.products) for one in tried] == [[0, 1], [0, 1, 2]]
    assert [one.passed for one in tried] == [False, True]


def test_whole_nests_are_added_and_all_may_not_be_enough() -> None:
    tried = search_market([3], CAUGHT, RISES, nests=NESTS, rise=9.0)
    assert [list(one.products) for one in tried] == [[3, 4, 5], list(range(6))]
    assert not tried[-1].passed


def test_slopes_of_today_nearly_tell_a_small_rise() -> None:
    slopes = DEMAND.derivatives(PRICES)
    near = linear_rises(DEMAND.shares(PRICES), PRICES, PRICES - COSTS, slopes)
    np.testing.assert_allclose(near(np.array([3])), 0, atol=1e-12)
    exact, guess = (rises(np.array([0, 3])) for rises in (RISES, near))
    assert (exact > 0).all()
    np.testing.assert_allclose(guess, exact, rtol=0.15)


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(DataError, match="parties"):
        search_market([], CAUGHT, RISES)
    with pytest.raises(DataError, match="parties"):
        search_market([7], CAUGHT, RISES)
    with pytest.raises(DataError, match="a rise of 0"):
        search_market([0], CAUGHT, RISES, rise=0.0)
    with pytest.raises(ShapeError):
        search_market([0], CAUGHT, RISES, nests=NESTS[:2])
