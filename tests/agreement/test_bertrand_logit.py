"""Agreement with PyBLP and R antitrust on logit and nested logit price competition.

Each case is taken at the parameters that the peer stored; equilibrium prices before and
after must agree to 1e-6, relative. R writes alpha negative and a nest's nesting as our
1 - nesting, and its ownership tables are not normalised.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.agreement.reading import load, names

from keiretsu.competition import alpha_from_margins, recover_costs, solve_prices
from keiretsu.demand import NestedLogit, diversion, elasticities, invert_nested_logit

PATTERNS = (
    "antitrust_logit_cal*",
    "antitrust_logit_sim*",
    "antitrust_logitnests_*",
    "pyblp_logit_*",
    "pyblp_nl_*",
)
CASES = names(*PATTERNS)
OF_R = PATTERNS[:3]


def weights(owner: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return makers and profit weights from owner labels or an ownership table."""
    owner = np.asarray(owner)
    if owner.ndim == 2:
        return np.arange(len(owner)), owner / np.diagonal(owner)[:, None]
    labels, firms = np.unique(owner, return_inverse=True)
    return firms, np.eye(len(labels))


def of_r(case: dict[str, Any]) -> NestedLogit:
    found, inputs = case["outputs"]["params"], case["inputs"]
    alpha, mean = -found["alpha"], np.array(found["meanval"])
    outside = float(case["outputs"].get("price_outside") or 0)
    if "nests" in inputs:
        _, nests = np.unique(inputs["nests"], return_inverse=True)
        nesting = 1 - np.array(found["sigma"])
    else:
        nests, nesting = np.zeros(len(mean), dtype=int), np.zeros(1)
    delta = mean + alpha * outside
    return NestedLogit(alpha=alpha, delta=delta, nesting=nesting, nests=nests)


def of_pyblp(case: dict[str, Any]) -> NestedLogit:
    inputs = case["inputs"]
    delta = np.array(inputs["delta_ex_price"])
    nests = inputs["nesting_ids"]
    index = np.zeros(len(delta), dtype=int)
    if nests is not None:
        _, index = np.unique(nests, return_inverse=True)
    nesting = np.full(index.max() + 1, inputs["rho"] or 0.0)
    return NestedLogit(
        alpha=-inputs["alpha"], delta=delta, nesting=nesting, nests=index
    )


@pytest.mark.parametrize("name", CASES)
def test_prices_agree_with_the_peer(name: str) -> None:
    case = load(name)
    inputs, outputs = case["inputs"], case["outputs"]
    if case["peer"] == "PyBLP":
        demand = of_pyblp(case)
        prices = [outputs[f"prices_{when}"] for when in ("pre", "post")]
        costs = [inputs[f"costs_{when}"] for when in ("pre", "post")]
        owners = [
            inputs[f"ownership_{when}"] or inputs[f"firm_ids_{when}"]
            for when in ("pre", "post")
        ]
    else:
        demand = of_r(case)
        prices = [outputs[f"price_{when}"] for when in ("pre", "post")]
        costs = [outputs[f"mc_{when}"] for when in ("pre", "post")]
        owners = [inputs["ownerPre"], inputs["ownerPost"]]
    for price, cost, owner in zip(prices, costs, owners, strict=True):
        firms, kappa = weights(owner)
        solved = solve_prices(demand, np.array(cost), firms=firms, kappa=kappa).check()
        np.testing.assert_allclose(solved.prices, price, rtol=1e-6)
    firms, kappa = weights(owners[0])
    found = recover_costs(demand, np.array(prices[0]), firms=firms, kappa=kappa)
    np.testing.assert_allclose(found, costs[0], rtol=1e-6)


@pytest.mark.parametrize("name", names(*OF_R, storing="elasticity_pre"))
def test_elasticities_and_diversion_agree_with_r(name: str) -> None:
    case = load(name)
    outputs, demand = case["outputs"], of_r(case)
    prices = np.array(outputs["price_pre"])
    np.testing.assert_allclose(
        elasticities(demand, prices), outputs["elasticity_pre"], rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(
        diversion(demand, prices), outputs["diversion_pre"], rtol=1e-6, atol=1e-9
    )


@pytest.mark.parametrize("name", names(*OF_R, storing="cv"))
def test_compensating_variation_agrees_with_r(name: str) -> None:
    case = load(name)
    outputs, demand = case["outputs"], of_r(case)
    before, after = (np.array(outputs[f"price_{when}"]) for when in ("pre", "post"))
    per_buyer = demand.surplus(before) - demand.surplus(after)
    assert per_buyer * outputs["market_size"] == pytest.approx(outputs["cv"], rel=1e-6)


def test_calibration_from_one_margin_recovers_exact_data() -> None:
    """R's own calibration from one margin is off; ours returns the truth."""
    truth = NestedLogit(
        alpha=0.8,
        delta=np.array([3.0, 4.0, 2.0]),
        nesting=np.zeros(1),
        nests=np.zeros(3, dtype=int),
    )
    solved = solve_prices(
        truth, np.array([2.0, 3.0, 1.5]), firms=np.arange(3), kappa=np.eye(3)
    )
    margins = solved.markups / solved.prices
    margins[1:] = np.nan
    alpha = alpha_from_margins(
        solved.shares,
        solved.prices,
        margins,
        firms=np.arange(3),
        kappa=np.eye(3),
        nesting=truth.nesting,
        nests=truth.nests,
    )
    found = invert_nested_logit(solved.shares, solved.prices, alpha=alpha)
    assert alpha == pytest.approx(0.8, rel=1e-10)
    np.testing.assert_allclose(found.delta, truth.delta, rtol=1e-8)
