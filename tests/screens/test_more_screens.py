"""Coordination, Cournot links and supply ties: the numbered examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from keiretsu.errors import DataError
from keiretsu.screens import (
    critical_discount_factor,
    critical_discount_factors_with_stakes,
    highest_harmless_cost,
    matched_price_rise,
    mean_margin,
    mhhi,
    needed_saving,
    supply_pressure,
)

Worked = Callable[[str], dict[str, Any]]


def test_critical_discount_factors_are_the_worked_example(worked: Worked) -> None:
    e = worked("E27")
    for firms, factor in e["bertrand"].items():
        assert critical_discount_factor(int(firms)) == pytest.approx(factor)
    for firms, factor in e["cournot"].items():
        found = critical_discount_factor(int(firms), conduct="cournot")
        assert found == pytest.approx(factor)
    assert matched_price_rise(0.25, 0.15, 0.9) == pytest.approx(e["cppi_sym"])


def test_a_stake_eases_only_its_holders_condition(worked: Worked) -> None:
    e = worked("E36")
    stakes = np.zeros((e["n"], e["n"]))
    stakes[0, 1] = e["alpha"]
    factors = critical_discount_factors_with_stakes(stakes)
    assert factors[0] == pytest.approx(e["delta_star"])
    assert factors.max() == pytest.approx(e["no_stake"])


def test_cournot_links_are_the_worked_example(worked: Worked) -> None:
    e = worked("E28")
    shares = np.array([0.30, 0.20, 0.25, 0.15, 0.10])
    weights = np.eye(5)
    assert mean_margin(mhhi(shares, weights), e["eps"]) == pytest.approx(e["lerner"])
    weights[0, 1] = 0.25
    held = mean_margin(mhhi(shares, weights), e["eps"])
    assert held == pytest.approx(e["mhhi_lerner"])
    assert highest_harmless_cost(100, (80, 85)) == e["fs_required_c"]
    for delta, saving in e["nocke"].items():
        assert needed_saving(float(delta), e["eps"]) == pytest.approx(saving)


def test_a_supply_tie_presses_like_a_silent_stake(worked: Worked) -> None:
    e = worked("E35")
    found = supply_pressure(e["D_BA"], 1500.0, 0.0, e["P_B"])
    assert found == pytest.approx(e["pressure"])
    silent = e["equiv_silent_share_if_margin_A_is_6000"] * e["D_BA"] * 6000 / e["P_B"]
    assert found == pytest.approx(silent)


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(DataError, match="1 firms"):
        critical_discount_factor(1)
    with pytest.raises(DataError, match="conduct 'monopoly'"):
        critical_discount_factor(2, conduct="monopoly")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="stake is not between"):
        critical_discount_factors_with_stakes(np.eye(2))
    with pytest.raises(DataError, match="margin of 1"):
        matched_price_rise(1.0, 0.1, 0.5)
    with pytest.raises(DataError, match="elasticity is 0"):
        mean_margin(1000, 0)
    with pytest.raises(DataError, match="rise of -1"):
        needed_saving(-1, 1)
    with pytest.raises(DataError, match="elasticity of"):
        needed_saving(8000, 0.5)
