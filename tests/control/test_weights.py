"""Profit weights: the textbook's stakes, worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from keiretsu.control import (
    Holdings,
    Reading,
    banzhaf,
    direct_control,
    leontief,
    merge,
    network_control,
    profit_weights,
    shapley_shubik,
    take_stake,
    ultimate_ownership,
    weights_under,
)
from keiretsu.control.power import swings
from keiretsu.errors import DataError
from keiretsu.screens import mhhi

M5 = np.array([0.30, 0.20, 0.25, 0.15, 0.10])

tables = arrays(float, (3, 3), elements=st.floats(0.01, 1))


def a_quarter(share: float = 0.25, votes: float | None = None) -> Holdings:
    """A holds a share of B; C, D and E stand alone."""
    index = {name: n for n, name in enumerate("ABCDE")}
    none = Holdings(index=index, cash=np.zeros((5, 5)), votes=np.zeros((5, 5)))
    return take_stake(none, "A", "B", share, share if votes is None else votes)


def delta(weights: np.ndarray) -> float:
    return mhhi(M5, weights) - mhhi(M5, np.eye(5))


@pytest.mark.parametrize(
    ("example", "reading", "rest"),
    [
        ("E02", "silent", 1),
        ("E03", "full", 1),
        ("E05", "silent", 1),
        ("E06", "proportional", 1),
        ("E07", "proportional", 1000),
    ],
)
def test_a_quarter_stake_weighs_as_in_the_textbook(
    worked: Callable[[str], dict[str, Any]],
    example: str,
    reading: Reading,
    rest: float,
) -> None:
    expected = worked(example)
    weights = weights_under(reading, a_quarter(), rest_holders=rest)
    assert weights[0, 1] == pytest.approx(expected["kappa_AB"])
    assert weights[1, 0] == pytest.approx(expected["kappa_BA"])
    assert delta(weights) == pytest.approx(expected["delta"])


@pytest.mark.parametrize("example", ["E04", "E08"])
def test_other_conducts_are_given_by_their_weights(
    worked: Callable[[str], dict[str, Any]], example: str
) -> None:
    expected = worked(example)
    weights = np.eye(5)
    weights[0, 1], weights[1, 0] = expected["kappa_AB"], expected["kappa_BA"]
    assert delta(weights) == pytest.approx(expected["delta"])


def test_two_way_silent_holdings_add_up(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    expected = worked("E09")
    both = take_stake(a_quarter(expected["a"]), "B", "A", expected["b"], expected["b"])
    weights = weights_under("silent", both)
    assert weights[0, 1] == pytest.approx(expected["a"])
    assert weights[1, 0] == pytest.approx(expected["b"])
    assert delta(weights) == pytest.approx(expected["delta"])


def test_common_owners_weigh_as_in_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    expected = worked("E11")
    owned = np.array([expected["beta_f"], expected["beta_g"]]).T
    weights = profit_weights(owned, owned)
    assert weights[0, 1] == pytest.approx(expected["kappa_fg"])
    assert weights[1, 0] == pytest.approx(expected["kappa_gf"])


def test_votes_and_cash_may_differ() -> None:
    """A quarter of the cash without votes is a silent stake even in proportion."""
    silent = weights_under("silent", a_quarter())
    voteless = weights_under("proportional", a_quarter(votes=0.0))
    np.testing.assert_allclose(voteless, silent)


@pytest.mark.parametrize("reading", ["silent", "proportional", "full"])
def test_a_stake_of_nothing_changes_nothing(reading: Reading) -> None:
    np.testing.assert_allclose(weights_under(reading, a_quarter(0.0)), np.eye(5))


def test_full_control_needs_the_floor_and_the_sole_lead() -> None:
    small = weights_under("full", a_quarter(0.19))
    np.testing.assert_allclose(small, weights_under("silent", a_quarter(0.19)))
    tied = take_stake(a_quarter(0.25), "C", "B", 0.25, 0.25)
    cash, votes = tied.cash.copy(), tied.votes.copy()
    cash[0, 1] = votes[0, 1] = 0.25
    equal = Holdings(index=tied.index, cash=cash, votes=votes)
    assert weights_under("full", equal)[1, 0] == 0


def test_a_merger_puts_the_parties_on_one_node() -> None:
    both = merge(a_quarter(), "A", "B", weight=0.6)
    assert both.index["A"] == both.index["B"]
    weights = weights_under("silent", both)
    node = both.index["A"]
    np.testing.assert_allclose(weights[node], np.eye(5)[node])


def test_integrated_and_ultimate_ownership_are_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    expected = worked("E12")
    holdings = np.array(expected["A_rows_own_cols"])
    np.testing.assert_allclose(leontief(holdings), expected["leontief"])
    outside = np.diag(1 - holdings.sum(axis=0))
    shares = ultimate_ownership(outside, holdings)
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    np.testing.assert_allclose(shares[0], [0.9073292, 0.2004141, 0.2368530], atol=1e-7)


def test_a_ring_of_two_is_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    expected = worked("E13")
    holdings = np.array([[0, expected["a"]], [expected["b"], 0]])
    np.testing.assert_allclose(leontief(holdings), expected["L"])
    outside = np.diag(1 - holdings.sum(axis=0))
    np.testing.assert_allclose(
        ultimate_ownership(outside, holdings), expected["external_ultimate"]
    )


def test_control_over_a_chain_is_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    expected = worked("E14")
    stakes, value = np.array(expected["W"]), np.array(expected["v"])
    others = np.array(
        [sum(x * x for x in expected["blocks"].get(str(n), [])) for n in range(4)]
    )
    reached = {
        model: network_control(
            direct_control(stakes, model=model, others_squared=others), value
        )
        for model in ("linear", "threshold", "relative")
    }
    np.testing.assert_allclose(reached["linear"][:2], [40.256, 38.4])
    np.testing.assert_allclose(reached["threshold"][:2], [0, 60])
    np.testing.assert_allclose(reached["relative"][:2], [54.310490, 42.527473])


@pytest.mark.parametrize("example", ["E15", "E15b", "E15c"])
def test_voting_power_is_the_worked_example(
    worked: Callable[[str], dict[str, Any]], example: str
) -> None:
    expected = worked(example)
    votes, quota = expected["w"], expected["q"]
    counted = swings(votes, quota).sum(axis=1)
    np.testing.assert_array_equal(counted, expected["banzhaf_swings"])
    np.testing.assert_allclose(banzhaf(votes, quota), counted / counted.sum())
    np.testing.assert_allclose(shapley_shubik(votes, quota), expected["shapley"])


@given(control=tables, cash=tables, scale=st.floats(0.1, 10))
def test_the_scale_of_control_does_not_matter(
    control: np.ndarray, cash: np.ndarray, scale: float
) -> None:
    np.testing.assert_allclose(
        profit_weights(scale * control, cash), profit_weights(control, cash)
    )


@given(share=st.floats(0, 0.49), order=st.permutations(range(5)))
def test_relabelling_companies_permutes_the_weights(
    share: float, order: list[int]
) -> None:
    plain = a_quarter(share)
    moved = Holdings(
        index=plain.index,
        cash=plain.cash[np.ix_(order, order)],
        votes=plain.votes[np.ix_(order, order)],
    )
    for reading in ("silent", "proportional", "full"):
        np.testing.assert_allclose(
            weights_under(reading, moved),
            weights_under(reading, plain)[np.ix_(order, order)],
        )


def test_impossible_holdings_are_refused() -> None:
    with pytest.raises(DataError, match="sum to 120"):
        leontief(np.array([[0, 0.6], [0, 0.6]]))
    with pytest.raises(DataError, match="owns itself"):
        leontief(np.array([[0, 1.0], [1.0, 0]]))
    with pytest.raises(DataError, match="nobody with a say"):
        profit_weights(np.eye(2), np.diag([1.0, 0.0]), firms=["A", "B"])
    with pytest.raises(DataError, match="quota of 101"):
        banzhaf([60, 40], 101)
