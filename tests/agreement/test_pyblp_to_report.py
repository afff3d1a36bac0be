"""From PyBLP's results to effects and a report, without a loop, at PyBLP's prices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.test_printed_pyblp import evaluated, products_and_agents
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app

ON = "2025-06-01"


pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    """PyBLP writes to the terminal unless it is told not to."""
    pyblp = pytest.importorskip("pyblp")
    pyblp.options.verbose = False


@pytest.fixture(scope="module")
def targets() -> dict[str, Any]:
    found: dict[str, Any] = reading.published("pyblp")["targets"]
    return found


@pytest.fixture(scope="module")
def cereal(targets: dict[str, Any]) -> Any:
    import pyblp

    estimates = targets["nevo"]["estimates"]
    products, agents = products_and_agents("NEVO")
    problem = pyblp.Problem(
        (
            pyblp.Formulation("0 + prices", absorb="C(product_ids)"),
            pyblp.Formulation("1 + prices + sugar + mushy"),
        ),
        products,
        pyblp.Formulation("0 + income + income_squared + age + child"),
        agents,
    )
    return evaluated(problem, estimates["sigma_diag"], estimates["pi"])


def of_pyblp(
    results: Any, first: Any, second: Any, markets: list[Any]
) -> dict[str, np.ndarray]:
    """Prices in some markets after the first maker buys the second."""
    products = results.problem.products
    found = {}
    for market in markets:
        ids = products.firm_ids[products.market_ids.ravel() == market]
        merged = np.where(ids == second, first, ids)
        costs = results.compute_costs(market_id=market)
        prices = results.compute_prices(firm_ids=merged, costs=costs, market_id=market)
        found[str(market)] = prices.ravel()
    return found


@pytest.mark.slow
def test_the_cereal_results_become_a_report(cereal: Any, tmp_path: Path) -> None:
    estimated = kt.from_pyblp(cereal)
    deal = kt.Deal.merge("1", "2", on=ON)
    report = kt.make_report(
        deal, markets=estimated.markets, demand=estimated.demand, draws=0
    )
    page = tmp_path / "report.html"
    kt.write_report(report, page)
    found = {one.market.name: one.prices_after for one in report.effects.markets}
    assert len(found) == 94
    some = list(found)[::12]
    for name, prices in of_pyblp(cereal, 1, 2, some).items():
        np.testing.assert_allclose(found[name], prices, rtol=1e-6)
    text = page.read_text(encoding="utf-8")
    assert "94 markets were computed" in text
    assert page.stat().st_size < 2_000_000


def test_an_estimate_of_the_automobiles_goes_through_the_command_line(
    tmp_path: Path,
) -> None:
    """Logit on the automobile data, estimated, kept, and run on a merger."""
    import pyblp

    table, _ = products_and_agents("BLP")
    table = table[table["market_ids"] >= 1988].rename(
        columns={"car_ids": "product_ids"}
    )
    table["product_ids"] = [f"car {n}" for n in range(len(table))]
    products = tmp_path / "cars.csv"
    table.to_csv(products, index=False)
    demand = tmp_path / "demand.toml"
    words = ("--formula", "1 + prices + hpwt + space", "--out", str(demand))
    call = CliRunner()
    done = call.invoke(app, ["demand", "estimate", str(products), *words])
    assert done.exit_code == 0, done.stderr
    makers = ("--merge", "16", "19", "--on", ON, "--market", str(products))
    done = call.invoke(app, ["deal", "run", *makers, "--demand", str(demand), "--json"])
    assert done.exit_code == 0, done.stderr
    found = {
        one["market"]: [p["price_after"] for p in one["products"]]
        for one in json.loads(done.stdout)["markets"]
    }
    formula = pyblp.Formulation("1 + prices + hpwt + space")
    results = pyblp.Problem(formula, table).solve()
    for market, prices in of_pyblp(results, 16, 19, [1988, 1990]).items():
        np.testing.assert_allclose(found[market], prices, rtol=1e-6)
