"""Screens: the numbered examples, then what must hold for any input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import DataError, ShapeError
from keiretsu.screens import (
    cmcr,
    critical_elasticity,
    critical_loss,
    guppi,
    hhi,
    merger_delta,
    mhhi,
    price_rise_linear,
    price_rise_symmetric,
    upp,
)

Worked = Callable[[str], dict[str, Any]]


def test_concentration_is_the_worked_example(worked: Worked) -> None:
    expected = worked("E01")
    shares = np.array(expected["shares"])
    assert hhi(shares) == pytest.approx(expected["hhi"])
    assert merger_delta(shares, [0, 1]) == pytest.approx(expected["delta"])
    joined = np.array([shares[0] + shares[1], *shares[2:]])
    assert hhi(joined) == pytest.approx(expected["post"])


def test_a_silent_stake_between_two_halves_gives_5750() -> None:
    weights = np.array([[1.0, 0.3], [0.0, 1.0]])
    assert mhhi(np.array([0.5, 0.5]), weights) == pytest.approx(5750)


def test_pressure_is_the_worked_example(worked: Worked) -> None:
    e = worked("E17")
    price, margin = np.array([e["P1"], e["P2"]]), np.array([e["m1"], e["m2"]])
    there, back = np.array([e["D12"], e["D21"]]), np.array([e["D21"], e["D12"]])
    cost, other = price * (1 - margin), price[::-1]
    gross = upp(there, (price - cost)[::-1], cost, efficiency=0)
    np.testing.assert_allclose(gross, [e["gross_upp1"], e["gross_upp2"]])
    net = upp(there, (price - cost)[::-1], cost)
    np.testing.assert_allclose(net, [e["upp1_E10"], e["upp2_E10"]])
    index = guppi(there, margin[::-1], price, other)
    np.testing.assert_allclose(index, [e["guppi1"], e["guppi2"]])
    saving = cmcr(margin, margin[::-1], there, back, price, other)
    np.testing.assert_allclose(saving, [e["cmcr1"], e["cmcr2"]])


def test_symmetric_price_rises_are_the_worked_example(worked: Worked) -> None:
    e = worked("E18")
    rise = {
        form: price_rise_symmetric(e["m"], e["D"], demand=form)
        for form in ("linear", "isoelastic")
    }
    assert rise["linear"] == pytest.approx(e["ipr_linear"])
    assert rise["isoelastic"] == pytest.approx(e["ipr_isoelastic"])
    assert guppi(e["D"], e["m"], 1.0, 1.0) == pytest.approx(e["guppi"])
    saving = cmcr(e["m"], e["m"], e["D"], e["D"], 1.0, 1.0)
    assert saving == pytest.approx(e["cmcr_sym"])


def test_linear_price_rises_are_the_worked_example(worked: Worked) -> None:
    pair, e = worked("E17"), worked("E19")
    markups = np.array([pair["P1"] - pair["C1"], pair["P2"] - pair["C2"]])
    rise = price_rise_linear(
        np.array([e["q1"], e["q2"]]), markups, (pair["D12"], pair["D21"])
    )
    np.testing.assert_allclose(rise, [e["dp1"], e["dp2"]])


def test_partial_stakes_scale_pressure_as_in_the_worked_example(
    worked: Worked,
) -> None:
    pair, e = worked("E17"), worked("E20")
    first = (pair["D12"], pair["m2"], pair["P1"], pair["P2"])
    second = (pair["D21"], pair["m1"], pair["P2"], pair["P1"])
    assert guppi(*first, weight=e["f"]) == pytest.approx(e["silent_firm1"])
    assert guppi(*second, weight=1 / e["f"]) == pytest.approx(e["control_firm2"])
    assert guppi(*second, weight=0.4) == pytest.approx(e["proportional_block_firm2"])


def test_critical_loss_is_the_worked_example(worked: Worked) -> None:
    e = worked("E21")
    t, m = e["t"], e["m"]
    assert critical_loss(t, m) == pytest.approx(e["breakeven"])
    maximising = critical_loss(t, m, test="profit-maximising")
    assert maximising == pytest.approx(e["profitmax_linear"])
    for name, test, demand in (
        ("crit_elast_be_linear", "break-even", "linear"),
        ("crit_elast_pm_linear", "profit-maximising", "linear"),
        ("crit_elast_be_iso", "break-even", "isoelastic"),
        ("crit_elast_pm_iso", "profit-maximising", "isoelastic"),
    ):
        found = critical_elasticity(t, m, test=test, demand=demand)  # type: ignore[arg-type]
        assert found == pytest.approx(e[name])


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=12))
def test_a_merger_raises_hhi_by_twice_the_product(sizes: list[float]) -> None:
    shares = np.array(sizes) / sum(sizes)
    joined = np.array([shares[0] + shares[1], *shares[2:]])
    rise = hhi(joined) - hhi(shares)
    assert rise == pytest.approx(merger_delta(shares, [0, 1]), abs=1e-7)
    assert rise == pytest.approx(2e4 * shares[0] * shares[1], abs=1e-7)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=12))
def test_without_ties_both_indices_agree(sizes: list[float]) -> None:
    shares = np.array(sizes) / sum(sizes)
    assert mhhi(shares, np.eye(len(shares))) == pytest.approx(hhi(shares))


def test_impossible_shares_are_refused() -> None:
    with pytest.raises(DataError, match="sum to"):
        hhi(np.array([0.6, 0.6]))
    with pytest.raises(DataError, match="negative"):
        hhi(np.array([-0.1, 0.5]))
    with pytest.raises(ShapeError):
        mhhi(np.array([0.5, 0.5]), np.eye(3))
    with pytest.raises(DataError, match="demand 'cubic'"):
        price_rise_symmetric(0.2, 0.1, demand="cubic")
    with pytest.raises(DataError, match="margin of 0"):
        critical_loss(0.05, 0.0)
