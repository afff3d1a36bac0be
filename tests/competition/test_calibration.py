"""Calibration: exact data give the truth back; too little is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from keiretsu.competition import (
    Evidence,
    calibrate_aids,
    calibrate_ces,
    calibrate_linear,
    calibrate_logit,
    calibrate_loglinear,
    calibrate_no_outside_good,
    recover_costs,
)
from keiretsu.demand import (
    CES,
    Demand,
    Linear,
    LogLinear,
    NestedCES,
    NestedLogit,
    NoOutsideGood,
    diversion,
    elasticities,
    market_elasticity,
    pcaids,
)
from keiretsu.errors import DataError, ShapeError

PRICES = np.array([2.0, 2.5, 1.8, 3.0])
FIRMS = np.array([0, 1, 2, 0])
KAPPA = np.array([[1.0, 0.2, 0.0], [0.0, 1.0, 0.0], [0.1, 0.0, 1.0]])
NESTS = np.array([0, 0, 1, 1])
NESTED = NestedLogit(
    alpha=1.3,
    delta=np.array([2.0, 2.5, 1.5, 3.5]),
    nesting=np.full(2, 0.4),
    nests=NESTS,
)
FLAT = replace(NESTED, nesting=np.zeros(2))


def evidence_of(demand: Demand, known: list[int] | None = None) -> Evidence:
    """Return exact margins of the known products."""
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=KAPPA)
    margins = 1 - costs / PRICES
    if known is not None:
        margins[np.setdiff1d(np.arange(len(margins)), known)] = np.nan
    return Evidence(prices=PRICES, firms=FIRMS, kappa=KAPPA, margins=margins)


@pytest.mark.parametrize("known", [0, 1, 2])
def test_one_margin_pins_a_logit_under_partial_ownership(known: int) -> None:
    found = calibrate_logit(FLAT.shares(PRICES), evidence_of(FLAT, [known]))
    assert found.demand.alpha == pytest.approx(FLAT.alpha, rel=1e-8)
    np.testing.assert_allclose(found.demand.delta, FLAT.delta, rtol=1e-8)
    assert len(found.table) == 1
    assert found.worst < 1e-10


def test_one_margin_pins_a_logit_of_three_products() -> None:
    prices, firms = PRICES[:3], np.arange(3)
    demand = NestedLogit(
        alpha=0.9,
        delta=np.array([1.0, 2.0, 1.5]),
        nesting=np.zeros(1),
        nests=np.zeros(3, dtype=int),
    )
    costs = recover_costs(demand, prices, firms=firms, kappa=np.eye(3))
    margins = np.array([np.nan, 1 - costs[1] / prices[1], np.nan])
    evidence = Evidence(prices=prices, firms=firms, kappa=np.eye(3), margins=margins)
    found = calibrate_logit(demand.shares(prices), evidence)
    assert found.demand.alpha == pytest.approx(0.9, rel=1e-8)
    np.testing.assert_allclose(found.costs, costs, rtol=1e-8)


def test_two_margins_pin_a_nested_logit() -> None:
    found = calibrate_logit(
        NESTED.shares(PRICES), evidence_of(NESTED, [0, 2]), nests=NESTS
    )
    assert found.demand.alpha == pytest.approx(NESTED.alpha, rel=1e-8)
    np.testing.assert_allclose(found.demand.nesting, 0.4, rtol=1e-8)
    np.testing.assert_allclose(found.demand.delta, NESTED.delta, rtol=1e-8)


def test_one_margin_and_a_diversion_ratio_pin_a_nested_logit() -> None:
    caught = np.full((4, 4), np.nan)
    caught[0, 1] = diversion(NESTED, PRICES)[0, 1]
    evidence = replace(evidence_of(NESTED, [3]), diversions=caught)
    found = calibrate_logit(NESTED.shares(PRICES), evidence, nests=NESTS)
    assert found.demand.alpha == pytest.approx(NESTED.alpha, rel=1e-8)
    np.testing.assert_allclose(found.demand.nesting, 0.4, rtol=1e-8)


def test_an_unknown_outside_share_comes_out_of_two_margins() -> None:
    shares = FLAT.shares(PRICES)
    found = calibrate_logit(
        shares / shares.sum(), evidence_of(FLAT, [0, 1]), outside="unknown"
    )
    assert found.demand.alpha == pytest.approx(FLAT.alpha, rel=1e-8)
    np.testing.assert_allclose(found.demand.shares(PRICES), shares, rtol=1e-8)


def test_the_market_elasticity_tells_the_outside_share() -> None:
    shares = FLAT.shares(PRICES)
    evidence = replace(
        evidence_of(FLAT, [2]), market_elasticity=market_elasticity(FLAT, PRICES)
    )
    found = calibrate_logit(shares / shares.sum(), evidence, outside="unknown")
    np.testing.assert_allclose(found.demand.shares(PRICES), shares, rtol=1e-8)


def test_ces_and_nested_ces_come_back() -> None:
    demand = CES(gamma=2.7, values=np.array([2.0, 3.0, 1.0, 4.0]))
    found = calibrate_ces(demand.revenue_shares(PRICES), evidence_of(demand, [1]))
    assert found.demand.gamma == pytest.approx(2.7, rel=1e-8)
    np.testing.assert_allclose(found.demand.values, demand.values, rtol=1e-8)
    nested = NestedCES(
        gamma=2.2, values=demand.values, nesting=np.full(2, 0.5), nests=NESTS
    )
    both = calibrate_ces(
        nested.revenue_shares(PRICES), evidence_of(nested, [0, 2]), nests=NESTS
    )
    assert both.demand.gamma == pytest.approx(2.2, rel=1e-8)
    np.testing.assert_allclose(both.demand.nesting, 0.5, rtol=1e-8)


def test_captive_buyers_come_back() -> None:
    demand = NoOutsideGood(demand=FLAT)
    found = calibrate_no_outside_good(demand.shares(PRICES), evidence_of(demand, [0]))
    assert found.demand.demand.alpha == pytest.approx(FLAT.alpha, rel=1e-8)
    np.testing.assert_allclose(
        found.demand.derivatives(PRICES), demand.derivatives(PRICES), rtol=1e-8
    )


@pytest.mark.parametrize("symmetric", [False, True])
def test_linear_and_log_linear_come_back(symmetric: bool) -> None:
    slopes = 0.2 * np.ones((4, 4)) - 3.2 * np.eye(4)
    if not symmetric:
        slopes = slopes + 0.1 * np.triu(np.ones((4, 4)), 1)
    demand = Linear(intercepts=np.array([9.0, 9.0, 8.0, 12.0]), slopes=slopes)
    evidence = replace(evidence_of(demand), diversions=diversion(demand, PRICES))
    found = calibrate_linear(demand.quantities(PRICES), evidence, symmetric=symmetric)
    np.testing.assert_allclose(found.demand.slopes, slopes, rtol=1e-8)
    np.testing.assert_allclose(found.demand.intercepts, demand.intercepts, rtol=1e-8)
    steep = LogLinear(intercepts=np.zeros(4), slopes=slopes)
    evidence = replace(evidence_of(steep), diversions=diversion(steep, PRICES))
    again = calibrate_loglinear(steep.quantities(PRICES), evidence)
    np.testing.assert_allclose(again.demand.slopes, steep.slopes, rtol=1e-8)


def test_without_diversion_ratios_lost_sales_go_by_quantities() -> None:
    demand = Linear(intercepts=5.5 * PRICES, slopes=0.2 - 4.2 * np.eye(4))
    sold = demand.quantities(PRICES)
    found = calibrate_linear(sold, evidence_of(demand))
    expected = sold[1] / (sold.sum() - sold[0])
    assert diversion(found.demand, PRICES)[0, 1] == pytest.approx(expected)


def test_aids_comes_back_from_two_margins() -> None:
    demand = pcaids(
        np.array([0.2, 0.3, 0.1, 0.4]),
        known=(2, -3.5),
        market_elasticity=-0.8,
        base=PRICES,
    )
    found = calibrate_aids(demand.revenue, evidence_of(demand, [1, 2]))
    np.testing.assert_allclose(found.demand.slopes, demand.slopes, rtol=1e-8)
    assert found.demand.market_elasticity == pytest.approx(-0.8, rel=1e-8)


def test_aids_nests_come_back_from_elasticities() -> None:
    near = np.where(NESTS[:, None] == NESTS[None, :], 1.0, 0.4)
    demand = pcaids(
        np.array([0.2, 0.3, 0.1, 0.4]),
        known=(2, -3.5),
        market_elasticity=-0.8,
        nearness=near,
    )
    own = np.diagonal(elasticities(demand, np.ones(4)))
    evidence = Evidence(
        prices=np.ones(4),
        firms=FIRMS,
        kappa=KAPPA,
        own_elasticities=own,
        market_elasticity=-0.8,
    )
    found = calibrate_aids(demand.revenue, evidence, nests=NESTS)
    np.testing.assert_allclose(found.demand.slopes, demand.slopes, rtol=1e-8)


def test_too_many_margins_are_fitted_and_the_table_shows_how_well() -> None:
    evidence = evidence_of(FLAT)
    assert evidence.margins is not None
    off = evidence.margins * np.array([1.1, 1.0, 0.9, 1.0])
    found = calibrate_logit(FLAT.shares(PRICES), replace(evidence, margins=off))
    assert [row.what for row in found.table] == ["margin"] * 4
    assert [row.product for row in found.table] == [0, 1, 2, 3]
    np.testing.assert_array_equal([row.given for row in found.table], off)
    assert 0.001 < found.worst < 0.1


def test_a_number_that_may_be_far_off_counts_for_less() -> None:
    """With a vague elasticity the margin decides, and the other way round."""
    own = np.full(4, np.nan)
    own[1] = 2 * elasticities(FLAT, PRICES)[1, 1]
    both = replace(evidence_of(FLAT, [0]), own_elasticities=own)
    shares = FLAT.shares(PRICES)
    by_margin = calibrate_logit(shares, replace(both, elasticity_error=1e6))
    by_elasticity = calibrate_logit(shares, replace(both, margin_error=1e6))
    assert by_margin.demand.alpha == pytest.approx(FLAT.alpha, rel=1e-5)
    assert by_elasticity.demand.alpha == pytest.approx(2 * FLAT.alpha, rel=1e-5)


def test_too_little_is_refused_and_named() -> None:
    shares = NESTED.shares(PRICES)
    nothing = replace(evidence_of(NESTED), margins=None)
    with pytest.raises(DataError, match="0 known numbers for 1 parameter: alpha"):
        calibrate_logit(shares, nothing)
    with pytest.raises(DataError, match="1 known number for 2 parameters: alpha, nest"):
        calibrate_logit(shares, evidence_of(NESTED, [0]), nests=NESTS)
    demand = Linear(intercepts=5.5 * PRICES, slopes=0.2 - 4.2 * np.eye(4))
    with pytest.raises(DataError, match="leaves open: own slope of product 1"):
        calibrate_linear(demand.quantities(PRICES), evidence_of(demand, [0, 2, 3]))


def test_what_is_open_is_named_whatever_the_unit_or_order() -> None:
    """Scaling currency, errors or the order of products changes no name."""
    demand = Linear(intercepts=5.5 * PRICES, slopes=0.2 - 4.2 * np.eye(4))
    for unit in (1e-3, 1.0, 1e5):
        evidence = replace(
            evidence_of(demand, [0, 2, 3]), prices=PRICES * unit, margin_error=unit
        )
        with pytest.raises(DataError, match=r"open: own slope of product 1 .*0.* 3"):
            calibrate_linear(demand.quantities(PRICES), evidence)
    order = np.array([1, 3, 0, 2])
    known = evidence_of(demand, [0, 2, 3])
    assert known.margins is not None
    shuffled = replace(
        known,
        prices=PRICES[order],
        firms=FIRMS[order],
        margins=known.margins[order],
    )
    with pytest.raises(DataError, match="open: own slope of product 0 "):
        calibrate_linear(demand.quantities(PRICES)[order], shuffled)


def test_several_open_parameters_are_all_named() -> None:
    demand = Linear(intercepts=5.5 * PRICES, slopes=0.2 - 4.2 * np.eye(4))
    alone = Evidence(
        prices=PRICES,
        firms=np.arange(4),
        kappa=np.eye(4),
        margins=np.array([0.2, np.nan, np.nan, 0.3]),
        own_elasticities=np.array([-5.0, np.nan, np.nan, np.nan]),
        market_elasticity=None,
    )
    with pytest.raises(
        DataError, match="own slope of product 1, own slope of product 2"
    ):
        calibrate_linear(demand.quantities(PRICES), alone)


def test_numbers_that_say_the_same_twice_are_refused() -> None:
    """In a logit all diversion ratios follow from shares: they tell alpha nothing."""
    caught = diversion(FLAT, PRICES)
    evidence = replace(evidence_of(FLAT), margins=None, diversions=caught)
    with pytest.raises(DataError, match="leaves open: alpha"):
        calibrate_logit(FLAT.shares(PRICES), evidence)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"margins": np.array([1.2, np.nan, 0.3, 0.3])}, DataError, "margin of 1.2"),
        ({"margins": np.ones(3)}, ShapeError, "margins of shape"),
        ({"market_elasticity": 0.5}, DataError, "elasticity of 0.5"),
        ({"prices": -PRICES}, DataError, r"prices\[0\] is -2"),
        ({"margin_error": 0.0}, DataError, "an error of 0"),
    ],
)
def test_impossible_evidence_is_refused(
    change: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        replace(evidence_of(FLAT), **change)


def test_shares_of_products_sold_must_sum_to_one() -> None:
    with pytest.raises(DataError, match="sum to"):
        calibrate_logit(FLAT.shares(PRICES), evidence_of(FLAT), outside="unknown")
