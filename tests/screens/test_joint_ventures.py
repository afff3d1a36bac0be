"""Concentration where stakes are shared: joint ventures, and votes unlike cash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from keiretsu.control import profit_weights
from keiretsu.screens import hhi, mhhi

Worked = Callable[[str], dict[str, Any]]

# makers: parent 1, parent 2, their venture, two rivals; holders: the four owners
CASH = np.array(
    [
        [1.0, 0, 0.5, 0, 0],
        [0, 1.0, 0.5, 0, 0],
        [0, 0, 0, 1.0, 0],
        [0, 0, 0, 0, 1.0],
    ]
)


@pytest.mark.parametrize(
    ("say", "key"),
    [
        ([0.5, 0.5], "delta_joint_control"),
        ([1.0, 0.0], "delta_P1_sole_control"),
    ],
)
def test_a_venture_is_as_concentrated_as_who_runs_it(
    worked: Worked, say: list[float], key: str
) -> None:
    example = worked("E10")
    shares = np.array(example["shares"])
    control = CASH.copy()
    control[:2, 2] = say
    found = mhhi(shares, profit_weights(control, CASH)) - hhi(shares)
    assert found == pytest.approx(example[key])
    assert hhi(shares) == pytest.approx(example["hhi"])


def test_a_venture_that_is_run_for_itself_counts_only_its_parents_interest(
    worked: Worked,
) -> None:
    example = worked("E10")
    shares = np.array(example["shares"])
    cash = np.vstack([CASH, np.zeros(5)])
    cash[4, 2] = 1e-9  # a manager with a token stake has all the say
    control = cash.copy()
    control[:2, 2], control[4, 2] = 0, 1
    found = mhhi(shares, profit_weights(control, cash)) - hhi(shares)
    assert found == pytest.approx(example["delta_silent"])


def test_votes_unlike_cash_are_the_worked_example(worked: Worked) -> None:
    """A quarter of the cash with a fifth of the votes, the rest in 500 small hands."""
    example = worked("E37")
    crowd = 500
    cash, votes = np.zeros((2 + crowd + 3, 5)), np.zeros((2 + crowd + 3, 5))
    for table, key in ((cash, "beta"), (votes, "gamma")):
        stakes = example[key]
        table[0, :2] = stakes["T_owner"]["J"], stakes["T_owner"]["T"]
        table[1, 0] = stakes["D"]["J"]
        table[2 : 2 + crowd, 0] = stakes["dispersed_500"]["J"] / crowd
        table[-3:, 2:] = np.eye(3)
    kappa = profit_weights(votes, cash)
    assert kappa[0, 1] == pytest.approx(example["kappa_J_to_T"])
    assert kappa[1, 0] == pytest.approx(example["kappa_T_to_J"])
    shares = np.array(example["shares"])
    found = mhhi(shares, kappa) - hhi(shares)
    assert found == pytest.approx(example["mhhi_delta"])
    votes[0, 0] = 0  # the rival's owner has the cash but no say
    independent = profit_weights(votes, cash)
    rest = mhhi(shares, independent) - hhi(shares)
    assert rest == pytest.approx(150)


def test_a_silent_stake_between_halves_of_a_market_makes_5750() -> None:
    cash = np.array([[1.0, 0.3], [0.0, 0.7]])
    kappa = profit_weights(np.eye(2), cash)
    assert mhhi(np.array([0.5, 0.5]), kappa) == pytest.approx(5750)
