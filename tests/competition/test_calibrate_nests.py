"""Two levels, overlapping nests and spread tastes: exact data give the truth back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import (
    Evidence,
    calibrate_generalized,
    calibrate_mixed,
    calibrate_two_level,
    recover_costs,
)
from keiretsu.demand import (
    Demand,
    GeneralizedNestedLogit,
    Linear,
    Logit,
    MixedLogit,
    TwoLevelLogit,
    diversion,
    invert_nested_logit,
    invert_shares,
    mixed_from_tastes,
    normal_nodes,
    second_choices,
)
from keiretsu.errors import DataError, ShapeError

PRICES = np.array([2.0, 2.5, 1.8, 3.0, 2.2])
FIRMS = np.array([0, 1, 2, 0, 1])
DELTA = np.array([2.0, 2.5, 1.5, 3.5, 2.2])
SUBGROUPS, GROUPS = np.array([0, 0, 1, 2, 2]), np.array([0, 0, 1])
TWO = TwoLevelLogit(
    alpha=1.3,
    delta=DELTA,
    subgroup_nesting=np.full(3, 0.7),
    group_nesting=np.full(2, 0.4),
    subgroups=SUBGROUPS,
    groups=GROUPS,
)
PARTS = np.array([[1, 0], [0.5, 0.5], [0, 1], [0.2, 0.8], [0.6, 0.4]])
OVERLAP = GeneralizedNestedLogit(
    alpha=1.3, delta=DELTA, nesting=np.full(2, 0.6), allocation=PARTS
)
KINDS = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 0.5]])
NODES = normal_nodes(60, 3, seed=1)


def spread_out(spread: list[float]) -> MixedLogit:
    return mixed_from_tastes(
        delta=DELTA,
        alpha=1.3,
        characteristics=KINDS,
        nodes=NODES,
        spread=np.array(spread),
    )


def evidence_of(demand: Demand, known: list[int]) -> Evidence:
    """Return exact margins of the known products."""
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=np.eye(3))
    margins = np.full(5, np.nan)
    margins[known] = (1 - costs / PRICES)[known]
    return Evidence(prices=PRICES, firms=FIRMS, kappa=np.eye(3), margins=margins)


def test_margins_pin_a_two_level_nested_logit() -> None:
    found = calibrate_two_level(
        TWO.shares(PRICES),
        evidence_of(TWO, [0, 2, 3, 4]),
        subgroups=SUBGROUPS,
        groups=GROUPS,
    )
    assert found.demand.alpha == pytest.approx(1.3, rel=1e-8)
    np.testing.assert_allclose(found.demand.subgroup_nesting, 0.7, rtol=1e-8)
    np.testing.assert_allclose(found.demand.group_nesting, 0.4, rtol=1e-8)
    np.testing.assert_allclose(found.demand.delta, DELTA, rtol=1e-7)


def test_a_margin_and_two_diversion_ratios_pin_a_two_level_nested_logit() -> None:
    caught = np.full((5, 5), np.nan)
    for pair in ((0, 1), (0, 2)):
        caught[pair] = diversion(TWO, PRICES)[pair]
    evidence = replace(evidence_of(TWO, [3]), diversions=caught)
    found = calibrate_two_level(
        TWO.shares(PRICES), evidence, subgroups=SUBGROUPS, groups=GROUPS
    )
    assert found.demand.alpha == pytest.approx(1.3, rel=1e-8)
    np.testing.assert_allclose(found.demand.subgroup_nesting, 0.7, rtol=1e-8)
    np.testing.assert_allclose(found.demand.group_nesting, 0.4, rtol=1e-8)


def test_known_nesting_needs_one_margin_only() -> None:
    found = calibrate_two_level(
        TWO.shares(PRICES),
        evidence_of(TWO, [1]),
        subgroups=SUBGROUPS,
        groups=GROUPS,
        subgroup_nesting=0.7,
        group_nesting=0.4,
    )
    assert found.demand.alpha == pytest.approx(1.3, rel=1e-8)


def test_margins_pin_overlapping_nests() -> None:
    found = calibrate_generalized(
        OVERLAP.shares(PRICES), evidence_of(OVERLAP, [0, 2]), allocation=PARTS
    )
    assert found.demand.alpha == pytest.approx(1.3, rel=1e-8)
    np.testing.assert_allclose(found.demand.nesting, 0.6, rtol=1e-8)
    np.testing.assert_allclose(found.demand.delta, DELTA, rtol=1e-7)


def test_second_choices_and_a_margin_tell_how_tastes_spread() -> None:
    truth = spread_out([1.2, 2.0])
    told = np.full((5, 5), np.nan)
    for pair in ((1, 3), (0, 2)):
        told[pair] = second_choices(truth, PRICES)[pair]
    evidence = replace(evidence_of(truth, [0]), second_choices=told)
    found = calibrate_mixed(
        truth.shares(PRICES), evidence, characteristics=KINDS, nodes=NODES
    )
    np.testing.assert_allclose(found.demand.alpha, 1.3, rtol=1e-8)
    np.testing.assert_allclose(found.demand.values, truth.values, rtol=1e-6, atol=1e-7)
    assert [row.what for row in found.table].count("second choice") == 2


def test_too_little_is_refused_and_named() -> None:
    nesting: Any = {"subgroups": SUBGROUPS, "groups": GROUPS}
    with pytest.raises(
        DataError, match=r"1 known .* 3 parameters: alpha, group_nesting"
    ):
        calibrate_two_level(TWO.shares(PRICES), evidence_of(TWO, [0]), **nesting)
    with pytest.raises(DataError, match=r"1 known .* 2 parameters: alpha, nesting"):
        calibrate_generalized(
            OVERLAP.shares(PRICES), evidence_of(OVERLAP, [0]), allocation=PARTS
        )
    truth = spread_out([1.2, 2.0])
    with pytest.raises(DataError, match=r"2 known .* spread of taste 0, spread of ta"):
        calibrate_mixed(
            truth.shares(PRICES),
            evidence_of(truth, [0, 1]),
            characteristics=KINDS,
            nodes=NODES,
        )
    with pytest.raises(ShapeError, match="3 spreads for 2 characteristics"):
        calibrate_mixed(
            truth.shares(PRICES),
            evidence_of(truth, [0]),
            characteristics=KINDS,
            nodes=NODES,
            spread=[1.0, None, 2.0],
        )
    # Each subgroup alone in its group: the parameter of groups moves nothing.
    with pytest.raises(DataError, match=r"leaves open: .*group_nesting"):
        calibrate_two_level(
            TWO.shares(PRICES),
            evidence_of(TWO, [0, 1, 2, 3]),
            subgroups=np.array([0, 0, 1, 2, 2]),
            groups=np.arange(3),
        )


FORMS: dict[str, Any] = {
    "logit": Logit(alpha=1.3, delta=DELTA),
    "two-level": TWO,
    "generalized": OVERLAP,
    "mixed": spread_out([2.0, 3.0]),
}


@pytest.mark.parametrize("form", FORMS)
@given(seed=st.integers(0, 2**31))
@settings(max_examples=20, deadline=None)
def test_shares_tell_mean_utilities_in_every_choice_model(form: str, seed: int) -> None:
    """Down to shares of one in a million."""
    rng = np.random.default_rng(seed)
    sizes = rng.dirichlet(np.full(5, 0.3)) + 1e-6
    shares = sizes / sizes.sum() * (1 - 10 ** rng.uniform(-3, -0.01))
    found = invert_shares(FORMS[form], shares, PRICES)
    np.testing.assert_allclose(found.shares(PRICES), shares, rtol=1e-8)
    if form == "logit":
        by_formula = invert_nested_logit(shares, PRICES, alpha=1.3)
        np.testing.assert_allclose(found.delta, by_formula.delta, atol=1e-8)


def test_second_choices_of_the_logit_are_its_diversion_and_of_tastes_are_not() -> None:
    plain = FORMS["logit"]
    np.testing.assert_allclose(
        second_choices(plain, PRICES), diversion(plain, PRICES), rtol=1e-10
    )
    mixed = FORMS["mixed"]
    apart = second_choices(mixed, PRICES) - diversion(mixed, PRICES)
    assert np.abs(apart).max() > 0.01
    assert (second_choices(mixed, PRICES).sum(axis=1) <= 1e-12).all()
    assert second_choices(
        invert_nested_logit(np.array([0.4]), np.ones(1), alpha=1), np.ones(1)
    ) == (-1.0)


def test_shares_that_cannot_be_are_refused() -> None:
    for shares, words in (
        (np.full(5, 0.2), "nobody is left"),
        (np.array([0.0, 0.1, 0.1, 0.1, 0.1]), "product 0 has a share of 0"),
        (np.full(5, np.nan), "NaN"),
    ):
        with pytest.raises(DataError, match=words):
            invert_shares(TWO, shares, PRICES)
    with pytest.raises(ShapeError, match="4 prices for 5"):
        invert_shares(TWO, np.full(5, 0.1), PRICES[:4])
    linear = Linear(intercepts=np.ones(2), slopes=-np.eye(2))
    evidence = Evidence(
        prices=np.full(2, 0.5),
        firms=np.arange(2),
        kappa=np.eye(2),
        second_choices=np.array([[np.nan, 0.3], [np.nan, np.nan]]),
    )
    with pytest.raises(DataError, match="only the products that it was fitted to"):
        second_choices(linear, evidence.prices)
