"""PyBLP's tutorial numbers on its cereal and automobile data, through our adapter.

PyBLP evaluates its objective at the estimates that its tutorial prints, and does not
search; costs, mergers, surplus and indices after that are ours. In two years the
automobile estimates leave a maker at today's prices that are not its best, so what the
peer reports there as the effect of a merger is mostly a move away from those prices.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.conftest import Printed

from keiretsu.competition import (
    Equilibrium,
    first_order_residual,
    recover_costs,
    solve_deals,
    solve_prices,
)
from keiretsu.demand import NestedLogit, diversion, elasticities
from keiretsu.estimation import (
    Estimated,
    demand_from_pyblp,
    estimate,
    market_from_pyblp,
)
from keiretsu.screens import hhi

CEREAL, AUTOS = "PyBLP: cereal", "PyBLP: automobiles"
NO_MAXIMUM = (1973, 1974)


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """PyBLP writes to the terminal and meets warnings of the libraries it uses."""
    pyblp = pytest.importorskip("pyblp")
    pyblp.options.verbose = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def targets() -> dict[str, Any]:
    found: dict[str, Any] = reading.published("pyblp")["targets"]
    return found


def products_and_agents(which: str) -> tuple[Any, Any]:
    import pandas as pd
    import pyblp

    data = pyblp.data
    return tuple(
        pd.read_csv(getattr(data, f"{which}_{part}_LOCATION"))
        for part in ("PRODUCTS", "AGENTS")
    )


def evaluated(problem: Any, nesting: Any, pi: Any) -> Any:
    import pyblp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return problem.solve(
            np.diag(nesting),
            np.asarray(pi),
            method="1s",
            optimization=pyblp.Optimization("return"),
            check_optimality="gradient",  # a Hessian of differences is not looked at
        )


def summary(values: Any) -> list[float]:
    """Mean, median, least, largest and spread, as the peer's tables have them."""
    values = np.asarray(values)
    kinds = (np.mean, np.median, np.min, np.max, np.std)
    return [float(kind(values)) for kind in kinds]


def of_table(table: dict[str, float]) -> list[float]:
    return [table[name] for name in ("mean", "median", "min", "max", "std")]


def index(shares: np.ndarray, firms: np.ndarray) -> float:
    totals = np.bincount(firms, weights=shares)
    return hhi(totals / totals.sum())


@dataclass(frozen=True)
class Sold:
    """One cereal market before and after firm 2 goes to firm 1."""

    found: Estimated
    after: Equilibrium

    @property
    def prices(self) -> np.ndarray:
        assert self.found.market.prices is not None
        return self.found.market.prices

    @property
    def owners(self) -> np.ndarray:
        return np.where(self.found.firms == 1, 0, self.found.firms)

    @property
    def parties(self) -> np.ndarray:
        return self.found.firms < 2


@pytest.fixture(scope="module")
def cereal(targets: dict[str, Any]) -> tuple[list[Sold], float]:
    import pyblp

    estimates = targets["nevo"]["estimates"]
    problem = pyblp.Problem(
        (
            pyblp.Formulation("0 + prices", absorb="C(product_ids)"),
            pyblp.Formulation("1 + prices + sugar + mushy"),
        ),
        products_and_agents("NEVO")[0],
        pyblp.Formulation("0 + income + income_squared + age + child"),
        products_and_agents("NEVO")[1],
    )
    results = evaluated(problem, estimates["sigma_diag"], estimates["pi"])
    markets = []
    for name in np.unique(problem.products.market_ids):
        found = market_from_pyblp(results, name)
        kappa = found.kappa.copy()
        kappa[0, 1] = kappa[1, 0] = 1
        after = solve_prices(
            found.demand,
            found.costs,
            firms=found.firms,
            kappa=kappa,
            start=found.market.prices,
        )
        markets.append(Sold(found, after.check(local=True)))
    return markets, float(results.beta.item())


@pytest.mark.slow
def test_the_cereal_tutorial(
    targets: dict[str, Any], cereal: tuple[list[Sold], float], printed: Printed
) -> None:
    table, (markets, beta) = targets["nevo"]["results"], cereal
    given = targets["nevo"]["estimates"]["beta_price"]
    printed(CEREAL, "price coefficient", given, beta, rtol=1e-9)
    own, market, outside = [], [], []
    for one in markets:
        demand, prices = one.found.demand, one.prices
        own.append(np.diagonal(elasticities(demand, prices)).mean())
        lost = demand.shares(1.1 * prices) - demand.shares(prices)
        market.append(lost.sum() / 0.1)
        outside.append(-diversion(demand, prices).sum(axis=1))
    costs = np.concatenate([one.found.costs for one in markets])
    for name, values in (
        ("costs", costs),
        ("mean_own_elasticity", own),
        ("aggregate_elasticity_10pct", market),
        ("outside_diversion", np.concatenate(outside)),
    ):
        what = name.replace("_", " ")
        printed(CEREAL, what, of_table(table[name]), summary(values), rtol=1e-8)
    first = table["mean_own_elasticity_first5"]
    printed(CEREAL, "own elasticity, first five", first, own[:5], rtol=1e-9)


def test_the_cereal_merger(
    targets: dict[str, Any], cereal: tuple[list[Sold], float], printed: Printed
) -> None:
    table, (markets, _) = targets["nevo"]["results"], cereal
    rises = [one.after.prices / one.prices - 1 for one in markets]
    everyone, parties = (
        np.concatenate(rises),
        np.concatenate([one.parties for one in markets]),
    )
    before = [index(one.found.market.quantities, one.found.firms) for one in markets]
    later = [index(one.after.shares, one.owners) for one in markets]
    levels = [
        (
            float(one.found.demand.surplus(one.prices)),
            float(one.found.demand.surplus(one.after.prices)),
        )
        for one in markets
    ]
    surplus, change = np.array(levels)[:, 0], np.diff(np.array(levels))[:, 0]
    moved = np.subtract(later, before)
    for name, values in (
        ("hhi_pre", before),
        ("hhi_post", later),
        ("hhi_change", moved),
        ("price_change_all", everyone),
        ("price_change_parties", everyone[parties]),
        ("price_change_nonparties", everyone[~parties]),
        ("consumer_surplus_pre", surplus),
        ("consumer_surplus_change", change),
    ):
        what = name.replace("_", " ")
        printed(CEREAL, what, of_table(table[name]), summary(values), rtol=1e-7)
    one_step = []
    for one in markets:
        demand = one.found.demand
        joined = recover_costs(
            demand, one.prices, firms=one.owners, kappa=np.eye(len(one.found.makers))
        )
        near = one.found.costs + (one.prices - joined)
        one_step.append((near / one.prices - 1)[one.parties])
    given = of_table(table["approx_price_change_parties"])
    ours = summary(np.concatenate(one_step))
    printed(CEREAL, "one-step price change parties", given, ours, rtol=1e-8)
    gain = sum(
        one.after.markups @ one.after.shares
        - (one.prices - one.found.costs) @ one.found.market.quantities
        for one in markets
    )
    printed(CEREAL, "profit change", table["profit_change_total"], gain, rtol=1e-7)
    for name, values in (("hhi_change", moved), ("cs_change", change)):
        given = table[f"{name}_by_market"]
        printed(CEREAL, f"{name} by market".replace("_", " "), given, values, rtol=1e-6)


def test_the_cereal_logits(targets: dict[str, Any], printed: Printed) -> None:
    """Plain logit, and nested logit with one nest and with nests by mushiness."""
    table, _ = products_and_agents("NEVO")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = estimate(table, "1 + prices", absorb="C(product_ids)")
        alpha = demand_from_pyblp(plain, "C01Q1").alpha
        given = targets["nevo_logit"]["beta_price"]
        printed(f"{CEREAL}, logit", "price coefficient", given, -alpha, rtol=1e-9)
        for name, nest in (("one_nest", "all"), ("mushy", table["mushy"])):
            nested = table.assign(nesting_ids=nest)
            sizes = nested.groupby(["market_ids", "nesting_ids"])["shares"]
            nested["demand_instruments20"] = sizes.transform("size")
            found = demand_from_pyblp(
                estimate(nested, "0 + prices", nested=True), "C01Q1"
            )
            assert isinstance(found, NestedLogit)
            known, source = targets[f"nevo_nested_{name}"], f"{CEREAL}, nested {name}"
            printed(source, "rho", known["rho"], found.nesting[0], rtol=1e-7)
            ratio = -found.alpha / (1 - found.nesting[0])
            printed(source, "beta", known["beta_price"], -found.alpha, rtol=1e-6)
            printed(source, "beta / (1 - rho)", known["ratio"], ratio, rtol=1e-6)


@dataclass(frozen=True)
class Year:
    """One year of the automobile data and what three mergers do in it."""

    year: int
    found: Estimated
    prices: np.ndarray
    after: Any
    owners: tuple[np.ndarray, ...]
    parties: tuple[np.ndarray, ...]


@pytest.fixture(scope="module")
def autos(targets: dict[str, Any]) -> list[Year]:
    import pyblp

    estimates = targets["blp_autos"]["estimates"]
    products, agents = products_and_agents("BLP")
    with warnings.catch_warnings():  # its agents' weights do not sum to one
        warnings.simplefilter("ignore")
        problem = pyblp.Problem(
            (
                pyblp.Formulation("1 + hpwt + air + mpd + space"),
                pyblp.Formulation("1 + prices + hpwt + air + mpd + space"),
            ),
            products,
            pyblp.Formulation("0 + I(1 / income)"),
            agents,
        )
    pi = np.array(estimates["pi"])[:, None]
    results = evaluated(problem, estimates["sigma_diag"], pi)
    mergers = [
        tuple(name.split("<-")) for name in targets["blp_autos"]["results"]["mergers"]
    ]
    years = []
    for year in np.unique(problem.products.market_ids):
        found = market_from_pyblp(results, year)
        kappas = np.array([found.kappa] * len(mergers))
        owners, parties = [], []
        for kappa, (buyer, bought) in zip(kappas, mergers, strict=True):
            pair = [found.makers.index(f) for f in (buyer, bought)]
            kappa[np.ix_(pair, pair)] = 1
            owners.append(np.where(found.firms == pair[1], pair[0], found.firms))
            parties.append(np.isin(found.firms, pair))
        prices = found.market.prices
        assert prices is not None
        after = solve_deals(
            found.demand, found.costs, firms=found.firms, kappas=kappas, start=prices
        )
        years.append(
            Year(
                int(year),
                found,
                prices,
                after.check(local=True),
                tuple(owners),
                tuple(parties),
            )
        )
    return years


def test_the_automobile_tutorial(
    targets: dict[str, Any], autos: list[Year], printed: Printed
) -> None:
    table = targets["blp_autos"]["results"]
    costs, prices = (
        np.concatenate(parts)
        for parts in zip(*((one.found.costs, one.prices) for one in autos), strict=True)
    )
    printed(AUTOS, "costs", of_table(table["costs"]), summary(costs), rtol=1e-8)
    margins = summary(1 - costs / prices)
    printed(AUTOS, "markups", of_table(table["markups"]), margins, rtol=1e-8)
    own = [
        np.diagonal(elasticities(one.found.demand, one.prices)).mean() for one in autos
    ]
    given = table["mean_own_elasticity_by_market"]
    printed(AUTOS, "own elasticity by year", given, own, rtol=1e-8)
    before = [index(one.found.market.quantities, one.found.firms) for one in autos]
    printed(AUTOS, "HHI by year", table["hhi_by_market"], before, rtol=1e-9)
    surplus = [float(one.found.demand.surplus(one.prices)) for one in autos]
    given = table["consumer_surplus_by_market"]
    printed(AUTOS, "buyers' surplus by year", given, surplus, rtol=1e-7)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_automobile_mergers(
    targets: dict[str, Any], autos: list[Year], printed: Printed, number: int
) -> None:
    """Prices are kept to what the peer's own stopping rule allows."""
    (name, table) = list(targets["blp_autos"]["results"]["mergers"].items())[number]
    rises = [one.after.prices[number] / one.prices - 1 for one in autos]
    parties = np.concatenate([one.parties[number] for one in autos])
    everyone, source = np.concatenate(rises), f"{AUTOS}, {name}"
    for what, values in (("all", everyone), ("parties", everyone[parties])):
        given, ours = of_table(table[f"price_change_{what}"]), summary(values)
        printed(source, f"price change {what}", given, ours, rtol=1e-6, atol=1e-8)
    moved = [
        index(one.after.shares[number], one.owners[number])
        - index(one.found.market.quantities, one.found.firms)
        for one in autos
    ]
    given = table["hhi_change_by_market"]
    printed(source, "HHI change by year", given, moved, rtol=1e-5)
    change = [
        float(
            one.found.demand.surplus(one.after.prices[number])
            - one.found.demand.surplus(one.prices)
        )
        for one in autos
    ]
    given = table["cs_change_by_market"]
    printed(source, "buyers' surplus by year", given, change, rtol=1e-5, atol=1e-9)


def test_in_two_years_the_estimates_put_a_maker_where_it_would_leave(
    autos: list[Year],
) -> None:
    """Without any merger today's prices are stationary there, but no equilibrium.

    The peer's price changes of -25 % in 1973 and -39 % in 1974 are moves away from
    such prices; with no deal at all the same cars fall as far.
    """
    for one in autos:
        market = {"firms": one.found.firms, "kappa": one.found.kappa}
        demand, costs = one.found.demand, one.found.costs
        missed = first_order_residual(demand, one.prices, costs, **market)
        assert missed < 1e-9 * (one.prices - costs).max()
        today = solve_prices(demand, costs, start=one.prices, **market).check(
            local=True
        )
        moved = np.abs(today.prices / one.prices - 1).max() > 0.01
        assert moved == (one.year in NO_MAXIMUM)
        drop = (one.after.prices / one.prices - 1).min()
        assert (drop < -0.2) == (one.year in NO_MAXIMUM)
        if one.year in NO_MAXIMUM:
            start = one.after.prices[1]
            settled = solve_prices(demand, costs, start=start, **market).check(
                local=True
            )
            alone = (settled.prices / one.prices - 1).min()
            assert alone == pytest.approx(drop, abs=0.06)
