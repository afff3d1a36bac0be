"""Second-score auctions: by hand, by drawing them one by one, and at the edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition.conduct.second_score_auction import (
    alpha_from_auction_margins,
    auction_margins,
    solve_auctions,
)
from keiretsu.demand import Logit
from keiretsu.errors import DataError, ShapeError

Worked = Callable[[str], dict[str, Any]]
MERGED = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def test_margins_and_a_merger_are_the_worked_example(worked: Worked) -> None:
    expected = worked("E25")
    shares, alpha = np.array([expected["s1"], expected["s2"]]), expected["alpha"]
    alone = auction_margins(shares, alpha=alpha, firms=np.arange(2), kappa=np.eye(2))
    np.testing.assert_allclose(alone, [expected["margin1"], expected["margin2"]])
    demand = Logit(alpha=alpha, delta=np.log(shares / (1 - shares.sum())))
    before, after = (
        solve_auctions(demand, np.zeros(2), firms=np.arange(2), kappa=kappa).check()
        for kappa in (np.eye(2), np.ones((2, 2)))
    )
    gain = after.profits.sum() - before.profits.sum()
    assert gain == pytest.approx(expected["delta_exp_profit"])
    assert before.surplus - after.surplus == pytest.approx(gain)
    rise = gain / shares.sum()
    assert rise == pytest.approx(expected["avg_price_rise_when_merged_wins"])


def test_drawn_auctions_have_these_mean_margins_and_shares() -> None:
    """A million auctions with extreme-value tastes, second score paid."""
    demand = Logit(alpha=0.5, delta=np.array([6.0, 6.5, 7.0]))
    costs = np.array([10.0, 11.0, 11.5])
    solved = solve_auctions(demand, costs, firms=np.arange(3), kappa=MERGED).check()
    rng = np.random.default_rng(3)
    scores = np.append(demand.delta - 0.5 * costs, 0) + rng.gumbel(size=(400_000, 4))
    group = np.array([0, 0, 1, 2])
    winner = scores.argmax(axis=1)
    rivals = np.where(group[None, :] == group[winner][:, None], -np.inf, scores)
    margin = (scores.max(axis=1) - rivals.max(axis=1)) / 0.5
    for product in range(3):
        won = winner == product
        assert won.mean() == pytest.approx(solved.shares[product], abs=4e-3)
        assert margin[won].mean() == pytest.approx(solved.markups[product], rel=0.01)


def test_a_merger_moves_no_share_but_its_own_prices() -> None:
    demand = Logit(alpha=0.5, delta=np.array([6.0, 6.5, 7.0]))
    costs = np.array([10.0, 11.0, 11.5])
    both = (
        solve_auctions(demand, costs, firms=np.arange(3), kappa=kappa).check()
        for kappa in (np.eye(3), MERGED)
    )
    before, after = both
    np.testing.assert_allclose(after.shares, before.shares)
    assert (after.prices[:2] > before.prices[:2]).all()
    assert after.prices[2] == pytest.approx(before.prices[2])


@given(
    shares=st.lists(st.floats(0.001, 0.3), min_size=3, max_size=3),
    alpha=st.floats(0.01, 5),
)
@settings(max_examples=60, deadline=None)
def test_one_known_margin_returns_the_price_coefficient(
    shares: list[float], alpha: float
) -> None:
    won = np.array(shares)
    both = {"firms": np.arange(3), "kappa": MERGED}
    margins = auction_margins(won, alpha=alpha, **both)
    margins[[0, 2]] = np.nan
    assert alpha_from_auction_margins(won, margins, **both) == pytest.approx(alpha)


def test_a_buyer_who_must_buy_never_buys_none() -> None:
    demand = Logit(alpha=0.5, delta=np.array([1.0, 2.0]))
    solved = solve_auctions(
        demand, np.zeros(2), firms=np.arange(2), kappa=np.eye(2), must_buy=True
    ).check()
    assert solved.shares.sum() == pytest.approx(1)


def test_a_partial_stake_is_refused_as_bids_are_no_longer_costs() -> None:
    shares = np.array([0.3, 0.2, 0.1])
    kappa = np.eye(3)
    kappa[0, 1] = 0.25
    with pytest.raises(DataError, match=r"weight of 0\.25") as caught:
        auction_margins(shares, alpha=1.0, firms=np.arange(3), kappa=kappa)
    assert "bracket" in str(caught.value)
    kappa[0, 1] = kappa[1, 0] = kappa[1, 2] = kappa[2, 1] = 1
    with pytest.raises(DataError, match="not with each other"):
        auction_margins(shares, alpha=1.0, firms=np.arange(3), kappa=kappa)


def test_what_cannot_be_is_refused() -> None:
    both: dict[str, Any] = {"firms": np.arange(2), "kappa": np.eye(2)}
    half = np.array([0.5, 0.4])
    with pytest.raises(DataError, match="one maker wins"):
        auction_margins(
            np.array([0.5, 0.5]), alpha=1.0, firms=np.arange(2), kappa=np.ones((2, 2))
        )
    with pytest.raises(DataError, match="price coefficient of -1"):
        auction_margins(half, alpha=-1.0, **both)
    with pytest.raises(DataError, match="no margin"):
        alpha_from_auction_margins(half, np.full(2, np.nan), **both)
    with pytest.raises(ShapeError):
        solve_auctions(Logit(alpha=1.0, delta=np.zeros(2)), np.zeros(3), **both)
