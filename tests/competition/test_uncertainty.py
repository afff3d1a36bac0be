"""Bands of a deal: derivatives against solving again, and both ways of making them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from keiretsu.competition import (
    Experiment,
    Scenario,
    Taxes,
    alpha_from_margins,
    delta_bands,
    draw_bands,
)
from keiretsu.demand import CES, Demand, LogLinear, TwoLevelLogit, invert_nested_logit
from keiretsu.errors import DataError, NoConvergence, ShapeError

SHARES = np.array([0.15, 0.10, 0.20, 0.05])
PRICES = np.array([20.0, 25.0, 22.0, 30.0])
FIRMS, NESTS = np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])
MERGED = np.eye(3)
MERGED[0, 1] = MERGED[1, 0] = 1


def nested(at: np.ndarray) -> Demand:
    return invert_nested_logit(SHARES, PRICES, alpha=at[0], nesting=at[1], nests=NESTS)


def two_level(at: np.ndarray) -> Demand:
    within, among = SHARES / [0.25, 0.25, 0.2, 0.05], np.array([1, 1, 0.8, 0.2])
    delta = np.log(SHARES / 0.5) - at[1] * np.log(within) - at[2] * np.log(among)
    return TwoLevelLogit(
        alpha=at[0],
        delta=delta + at[0] * PRICES,
        subgroup_nesting=np.full(3, at[1]),
        group_nesting=np.full(2, at[2]),
        subgroups=np.array([0, 0, 1, 2]),
        groups=np.array([0, 1, 1]),
    )


def ces(at: np.ndarray) -> Demand:
    return CES(gamma=at[0], values=SHARES / 0.5 * PRICES ** (at[0] - 1))


def log_linear(at: np.ndarray) -> Demand:
    slopes = 0.2 * np.ones((4, 4)) - (at[0] + 0.2) * np.eye(4)
    return LogLinear(intercepts=np.log(SHARES) - slopes @ np.log(PRICES), slopes=slopes)


def merge(now: Scenario) -> Scenario:
    return now.with_weights(MERGED)


def tax(now: Scenario) -> Scenario:
    return now.with_taxes(Taxes(ad_valorem=np.array([0.2, 0.0, 0.1, 0.0])))


def merge_and_hold(now: Scenario) -> Scenario:
    return merge(now).with_fixed_prices(np.array([np.nan, np.nan, np.nan, 30.0]))


CASES: dict[str, tuple[Callable[[np.ndarray], Demand], list[float], Any]] = {
    "nested, a merger": (nested, [0.2, 0.4], merge),
    "nested, taxes that differ": (nested, [0.2, 0.4], tax),
    "nested, a held price": (nested, [0.2, 0.4], merge_and_hold),
    "two-level, a merger": (two_level, [0.2, 0.5, 0.3], merge),
    "CES, a merger": (ces, [3.5], merge),
    "log-linear, a merger": (log_linear, [3.0], merge),
}


def experiment(name: str) -> tuple[Experiment, np.ndarray]:
    build, theta, change = CASES[name]
    asked = Experiment(
        build=build, change=change, prices=PRICES, firms=FIRMS, kappa=np.eye(3)
    )
    return asked, np.array(theta)


@pytest.mark.parametrize("name", CASES)
def test_derivatives_are_what_solving_again_gives(name: str) -> None:
    asked, theta = experiment(name)
    bands = delta_bands(asked, theta, np.eye(len(theta)))
    assert bands.by_parameter is not None
    assert bands.elasticities is not None
    for number in range(len(theta)):
        step = 1e-4 * theta * (np.arange(len(theta)) == number)
        up, down = (
            asked.change(asked.today(theta + way * step))
            .solve(PRICES)
            .check(local=True)
            for way in (1, -1)
        )
        rise = (up.prices - down.prices) / PRICES / (2 * step[number])
        found = bands.by_parameter[:, number]
        np.testing.assert_allclose(found, rise, rtol=1e-5, atol=1e-8)
        effect = bands.price_change.estimate
        moves = np.abs(effect) > 1e-9
        relative = rise * theta[number] / np.where(moves, effect, 1.0)
        np.testing.assert_allclose(
            bands.elasticities[moves, number], relative[moves], rtol=1e-4, atol=1e-6
        )


@pytest.mark.parametrize("name", CASES)
def test_bands_by_derivatives_and_by_draws_agree_where_the_estimate_is_sure(
    name: str,
) -> None:
    asked, theta = experiment(name)
    spread = 0.01 * theta
    covariance = np.outer(spread, spread) * (0.7 * np.eye(len(theta)) + 0.3)
    smooth = delta_bands(asked, theta, covariance)
    drawn = draw_bands(asked, theta, covariance, draws=192, seed=3)
    assert (drawn.draws, drawn.unsolved) == (192, 0)
    for what in ("price_change", "surplus_change", "revenue_change", "profit_change"):
        ours, theirs = getattr(smooth, what), getattr(drawn, what)
        if ours is None:
            assert what == "surplus_change"
            assert theirs is None
            continue
        np.testing.assert_allclose(ours.estimate, theirs.estimate, rtol=1e-9)
        size = np.max(np.abs(ours.error), initial=0.0)
        for end in ("error", "low", "high"):
            gap = np.abs(getattr(ours, end) - getattr(theirs, end))
            assert (gap <= 0.15 * ours.error + 1e-6 * size + 1e-12).all()


def test_a_lone_margin_pins_the_effect_of_a_logit_merger() -> None:
    """Markups are proportional to 1/alpha, so price effects have elasticity -1."""

    def logit(at: np.ndarray) -> Demand:
        return invert_nested_logit(SHARES, PRICES, alpha=at[0])

    asked = Experiment(
        build=logit, change=merge, prices=PRICES, firms=FIRMS, kappa=np.eye(3)
    )
    alpha = alpha_from_margins(
        SHARES,
        PRICES,
        np.array([0.3, np.nan, np.nan, np.nan]),
        firms=FIRMS,
        kappa=np.eye(3),
        nesting=np.zeros(1),
        nests=np.zeros(4, dtype=int),
    )
    bands = delta_bands(asked, np.array([alpha]), np.array([[(alpha / 10) ** 2]]))
    assert bands.elasticities is not None
    np.testing.assert_allclose(bands.elasticities, -1, rtol=1e-6)
    rise = bands.price_change
    np.testing.assert_allclose(rise.error, rise.estimate / 10, rtol=1e-6)
    np.testing.assert_allclose(
        rise.high - rise.estimate, 1.6448536 * rise.error, rtol=1e-6
    )


def test_draws_without_a_market_are_counted_and_too_many_are_an_error() -> None:
    asked, theta = experiment("nested, a merger")
    wide = np.diag([0.0, 0.3**2])
    found = draw_bands(asked, theta, wide, draws=64)
    assert found.unsolved > 0
    assert found.draws + found.unsolved == 64
    with pytest.raises(NoConvergence, match="draws have no equilibrium"):
        draw_bands(asked, theta, np.diag([0.0, 10.0**2]), draws=32)


def test_a_covariance_that_is_none_is_refused() -> None:
    asked, theta = experiment("nested, a merger")
    for wrong, error in (
        (np.eye(3), ShapeError),
        (np.array([[1.0, 0.5], [0.0, 1.0]]), DataError),
        (-np.eye(2), DataError),
        (np.full((2, 2), np.nan), DataError),
    ):
        with pytest.raises(error):
            delta_bands(asked, theta, wrong)
    with pytest.raises(DataError, match="a level of 90"):
        delta_bands(asked, theta, np.eye(2), level=90)
    limited = replace(
        asked, change=lambda now: replace(now, capacities=np.full(4, 0.9))
    )
    with pytest.raises(DataError, match="under capacities"):
        delta_bands(limited, theta, np.eye(2))
