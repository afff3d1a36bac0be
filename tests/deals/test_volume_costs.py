"""Costs that answer volumes: both agree, and without a push nothing moves."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals import MarketEffects
from keiretsu.deals.steps import Merge, Step, VolumeCosts, Withdraw, read_step
from keiretsu.errors import DataError, NoConvergence

ON = "2025-05-19"
MARKET = load_market("us-2022")


def effects(*steps: Step, merge: bool = True) -> MarketEffects:
    first = (Merge(first="Toyota", second="Nissan"),) if merge else ()
    deal = Deal(steps=(*first, *steps), on=load_landscape(ON).on)
    found = run(
        deal, load_landscape(ON), MARKET, demand="nested logit", control=["silent"]
    )
    return found.markets[0]


def test_costs_that_do_not_answer_are_the_merger_alone() -> None:
    still = VolumeCosts(makers=("Toyota", "Nissan"), elasticity=0.0)
    alone, beside = effects(), effects(still)
    np.testing.assert_array_equal(beside.prices_after, alone.prices_after)


def test_without_a_push_costs_stay() -> None:
    step = VolumeCosts(makers=("Toyota", "Nissan"), elasticity=0.1)
    found = effects(step, merge=False)
    np.testing.assert_array_equal(found.price_change, 0.0)


def test_whoever_sells_less_builds_dearer_and_both_agree() -> None:
    """On paper: cost is that of today times output over today's to the minus e."""
    changes = []
    for elasticity in (0.0, 0.05, 0.1):
        step = VolumeCosts(makers=("Nissan",), elasticity=elasticity, part=0.5)
        found = effects(step)
        own = np.array(MARKET.firms) == "nissan"
        changes.append(float(found.price_change[own] @ MARKET.quantities[own]))
        sold = found.shares_after[own].sum() / found.shares_before[own].sum()
        assert sold < 1
        factor = (1 + 0.5 * (sold - 1)) ** -elasticity
        margins = found.earned_after / np.maximum(found.shares_after, 1e-300)
        unit = found.earned_before / found.shares_before
        scale = unit / (found.prices_before - found.costs)
        costs = found.prices_after - margins / scale
        np.testing.assert_allclose(costs[own] / found.costs[own], factor, rtol=1e-7)
        np.testing.assert_allclose(costs[~own], found.costs[~own], rtol=1e-7)
    assert changes[0] < changes[1] < changes[2]


def test_costs_that_run_away_are_said_to() -> None:
    step = VolumeCosts(makers=("Toyota", "Nissan"), elasticity=0.5)
    with pytest.raises(NoConvergence, match="us-2022: costs that answer volumes run"):
        effects(step)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"elasticity": -0.1}, "an elasticity of cost of -0.1"),
        ({"elasticity": 3}, "an elasticity of cost of 3"),
        ({"elasticity": 0.1, "part_percent": 0}, "part_percent is 0"),
        ({"elasticity": 0.1, "part_percent": 120}, "part_percent is 120"),
        ({"elasticity": "much"}, "elasticity"),
        ({}, "elasticity"),
    ],
)
def test_impossible_figures_are_refused(fields: dict[str, object], words: str) -> None:
    said = {"kind": "volume_costs", "makers": ["Nissan"], **fields}
    with pytest.raises(DataError, match=words):
        read_step(said, "step 1")


def test_a_launch_or_withdrawal_is_run_apart() -> None:
    step = VolumeCosts(makers=("Nissan",), elasticity=0.1)
    with pytest.raises(DataError, match="beside a launch or a withdrawal"):
        effects(step, Withdraw(maker="Nissan", models=("Leaf",)))


def test_it_is_read_as_it_is_written() -> None:
    step = VolumeCosts(makers=("Nissan",), elasticity=0.1, part=0.25)
    assert read_step(step.to_dict(), "step 1") == step
    assert step.sentence(str.title) == (
        "the marginal costs of Nissan fall by 0.1 % for each percent more that it "
        "builds, 25 % of which is here"
    )
