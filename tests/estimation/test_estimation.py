"""PyBLP's results become ours without loss, and the front runs PyBLP."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyblp
import pytest

from keiretsu.competition import solve_prices
from keiretsu.demand import Logit, MixedLogit, NestedLogit
from keiretsu.errors import DataError
from keiretsu.estimation import (
    demand_from_pyblp,
    estimate,
    market_from_pyblp,
    read_pyblp,
)

CEREAL = "C01Q1"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """PyBLP writes to the terminal and meets warnings of the libraries it uses."""
    pyblp.options.verbose = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def cereal() -> pd.DataFrame:
    return pd.read_csv(pyblp.data.NEVO_PRODUCTS_LOCATION)


@pytest.fixture(scope="module")
def logit(cereal: pd.DataFrame) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return estimate(cereal, "0 + prices", absorb="C(product_ids)")


def random_coefficients(cereal: pd.DataFrame, *, nested: bool = False) -> Any:
    """Solve two markets at given tastes, as PyBLP does without searching."""
    some = cereal[cereal["market_ids"].isin([CEREAL, "C01Q2"])].copy()
    agents = pd.read_csv(pyblp.data.NEVO_AGENTS_LOCATION)
    agents = agents[agents["market_ids"].isin([CEREAL, "C01Q2"])]
    if nested:
        some["nesting_ids"] = some["mushy"]
    problem = pyblp.Problem(
        (pyblp.Formulation("1 + prices"), pyblp.Formulation("1 + prices + sugar")),
        some,
        pyblp.Formulation("0 + income + age"),
        agents,
    )
    return problem.solve(
        np.diag([0.5, 1.5, 0.02]),
        np.array([[1.0, 0.3], [2.0, 0.0], [0.0, 0.01]]),
        rho=[0.4] if nested else None,
        beta=[None, -30.0],
        optimization=pyblp.Optimization("return"),
        method="1s",
    )


def test_a_logit_estimate_is_the_published_one(logit: Any) -> None:
    """PyBLP's page on the cereal data prints -3.0E+01 for the price."""
    demand = demand_from_pyblp(logit, CEREAL)
    assert isinstance(demand, Logit)
    assert demand.alpha == pytest.approx(30.04710289400854, rel=1e-9)


def test_costs_and_prices_after_a_merger_are_pyblps(logit: Any) -> None:
    found = market_from_pyblp(logit, CEREAL)
    costs = logit.compute_costs(market_id=CEREAL).ravel()
    np.testing.assert_allclose(found.costs, costs, rtol=1e-10)
    kappa = found.kappa.copy()
    kappa[0, 1] = kappa[1, 0] = 1
    after = solve_prices(found.demand, costs, firms=found.firms, kappa=kappa).check()
    makers = np.array(found.market.firms, dtype=int)
    first, second = (int(name) for name in found.makers[:2])
    theirs = logit.compute_prices(
        firm_ids=np.where(makers == second, first, makers),
        costs=costs[:, None],
        market_id=CEREAL,
    )
    np.testing.assert_allclose(after.prices, theirs.ravel(), rtol=1e-8)


def test_saved_results_come_back(logit: Any, tmp_path: Path) -> None:
    path = tmp_path / "results.pickle"
    logit.to_pickle(path)
    again = demand_from_pyblp(read_pyblp(path), CEREAL)
    first = demand_from_pyblp(logit, CEREAL)
    assert isinstance(again, Logit)
    assert isinstance(first, Logit)
    np.testing.assert_array_equal(again.delta, first.delta)
    with pytest.raises(DataError, match="there is no file"):
        read_pyblp(tmp_path / "none.pickle")
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(DataError, match="cannot be read"):
        read_pyblp(path)


@pytest.mark.parametrize("nested", [False, True])
def test_random_coefficients_give_pyblps_shares_and_slopes(
    cereal: pd.DataFrame, nested: bool
) -> None:
    results = random_coefficients(cereal, nested=nested)
    found = market_from_pyblp(results, CEREAL)
    assert isinstance(found.demand, MixedLogit)
    prices = found.market.prices
    assert prices is not None
    shares = found.demand.shares(prices)
    np.testing.assert_allclose(shares, found.market.quantities, rtol=1e-8)
    theirs = results.compute_demand_jacobians(market_id=CEREAL)[:, : len(shares)]
    np.testing.assert_allclose(found.demand.derivatives(prices), theirs, rtol=1e-8)
    costs = results.compute_costs(market_id=CEREAL).ravel()
    np.testing.assert_allclose(found.costs, costs, rtol=1e-8)


def test_a_nested_estimate_is_ours(cereal: pd.DataFrame) -> None:
    """The published run: one nest of all cereals, rho 0.983, ratio -67.39."""
    table = cereal.copy()
    table["nesting_ids"] = 1
    counts = table.groupby("market_ids")["shares"].transform("size")
    table["demand_instruments20"] = counts
    results = estimate(table, "0 + prices", nested=True)
    demand = demand_from_pyblp(results, CEREAL)
    assert isinstance(demand, NestedLogit)
    ratio = demand.alpha / (1 - demand.nesting[0])
    assert ratio == pytest.approx(67.39338888, rel=1e-6)
    prices = table.loc[table["market_ids"] == CEREAL, "prices"].to_numpy()
    shares = table.loc[table["market_ids"] == CEREAL, "shares"].to_numpy()
    np.testing.assert_allclose(demand.shares(prices), shares, rtol=1e-10)


def test_what_cannot_be_taken_over_is_refused(logit: Any, cereal: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="there is no market 'nowhere'"):
        demand_from_pyblp(logit, "nowhere")
    with pytest.raises(DataError, match="holds no estimate"):
        demand_from_pyblp({}, CEREAL)
    bent = estimate(cereal, "0 + log(prices)")
    with pytest.raises(DataError, match="no multiple of the price"):
        demand_from_pyblp(bent, CEREAL)


def test_estimation_says_what_is_missing(cereal: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="has no prices"):
        estimate(cereal, "1 + sugar")
    plain = cereal[[c for c in cereal.columns if not c.startswith("demand_")]]
    with pytest.raises(DataError, match="0 demand instruments"):
        estimate(plain)
    with pytest.raises(DataError, match="no column 'nesting_ids'"):
        estimate(cereal, nested=True)
