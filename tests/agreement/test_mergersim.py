"""Agreement with Stata's mergersim on European cars: printed tables and its own tests.

GM sold to Volkswagen in Germany in 1998 under two-level nested logit demand, and the
assertions that mergersim ships, which also take France, divestiture, cost cuts, partial
collusion, and demand with one level or none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.conftest import Printed

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.demand import (
    ConstantExpenditure,
    Demand,
    TwoLevelLogit,
    diversion,
    elasticities,
)
from keiretsu.screens import hhi, upp_of_products

GM, VW, FIAT = 15, 26, 4


@pytest.fixture(scope="module")
def cars() -> dict[str, Any]:
    return reading.published("stata_mergersim_cars")


class Country:
    """One country's cars, its demand at given parameters, and a merger in it."""

    def __init__(
        self,
        table: dict[str, Any],
        price: str,
        *,
        alpha: float,
        subgroup: float,
        group: float,
        budget: bool = False,
    ) -> None:
        self.prices, self.quantities = np.array(table[price]), np.array(table["qu"])
        self.firm, self.brand = np.array(table["firm"]), np.array(table["brand"])
        self.size = table["MSIZE1" if budget else "MSIZE"]
        segment = np.unique(table["segment"], return_inverse=True)[1]
        both = np.stack([segment, np.array(table["domestic"])], axis=1)
        kinds, subgroups = np.unique(both, axis=0, return_inverse=True)
        prices = np.log(self.prices) if budget else self.prices
        sold = self.quantities * (self.prices if budget else 1.0)
        self.choice = self._choice(
            sold / self.size,
            prices,
            subgroups.reshape(-1),
            kinds[:, 0].astype(int),
            (-alpha, subgroup, group),
        )
        spent = ConstantExpenditure(demand=self.choice)
        self.demand: Demand = spent if budget else self.choice

    def _choice(
        self,
        shares: np.ndarray,
        prices: np.ndarray,
        subgroups: np.ndarray,
        groups: np.ndarray,
        parameters: tuple[float, float, float],
    ) -> TwoLevelLogit:
        alpha, subgroup, group = parameters
        of_subgroup = np.bincount(subgroups, weights=shares)
        of_group = np.bincount(groups, weights=of_subgroup)
        within = shares / of_subgroup[subgroups]
        among = (of_subgroup / of_group[groups])[subgroups]
        delta = (
            np.log(shares / (1 - shares.sum()))
            - subgroup * np.log(within)
            - group * np.log(among)
            + alpha * prices
        )
        return TwoLevelLogit(
            alpha=alpha,
            delta=delta,
            subgroup_nesting=np.full(len(groups), subgroup),
            group_nesting=np.full(len(of_group), group),
            subgroups=subgroups,
            groups=groups,
        )

    def sell(
        self,
        after: np.ndarray,
        *,
        conduct: float = 0.0,
        cut: np.ndarray | float = 0.0,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return costs and the prices after the owners `after` take over."""
        firms = np.arange(len(self.firm))
        before, then = (
            np.where(owner[:, None] == owner[None, :], 1.0, conduct)
            for owner in (self.firm, after)
        )
        costs = recover_costs(self.demand, self.prices, firms=firms, kappa=before)
        solved = solve_prices(
            self.demand,
            costs * (1 - cut),
            firms=firms,
            kappa=then,
            start=self.prices,
        ).check()
        return costs, solved.prices


def sold(owners: np.ndarray, seller: int, buyer: int) -> np.ndarray:
    return np.where(owners == seller, buyer, owners)


@pytest.fixture(scope="module")
def germany(cars: dict[str, Any]) -> Country:
    estimates = cars["model"]["estimates"]
    return Country(
        cars["data"]["germany_1998"],
        "price",
        alpha=estimates["alpha"],
        subgroup=estimates["sigma1"],
        group=estimates["sigma2"],
    )


def test_the_printed_tables_of_gm_sold_to_vw(
    cars: dict[str, Any], germany: Country, printed: Printed
) -> None:
    table, source = cars["published"], "mergersim: GM to VW"
    owners = sold(germany.firm, GM, VW)
    costs, prices = germany.sell(owners)
    quantities = germany.choice.shares(prices) * germany.size
    before, after = (
        np.sort(np.bincount(firm, weights=sales) / sales.sum())[::-1]
        for sales, firm in ((germany.quantities, germany.firm), (quantities, owners))
    )
    for n, (when, parts) in enumerate((("before", before), ("after", after))):
        printed(source, f"HHI {when}", table["hhi"][n], hhi(parts), atol=0.5)
        for many in (4, 8):
            share = 100 * parts[:many].sum()
            there = table[f"c{many}"][n]
            printed(source, f"largest {many}, % {when}", there, share, atol=5e-3)
    surplus = germany.choice.surplus(prices) - germany.choice.surplus(germany.prices)
    printed(
        source,
        "buyers' surplus",
        table["consumer_surplus_change"],
        surplus * germany.size,
    )
    profit = (germany.prices - costs) * germany.quantities
    later = (prices - costs) * quantities
    gain = later.sum() - profit.sum()
    printed(source, "makers' surplus", table["producer_surplus_change"], gain)
    names = {int(code): name for code, name in cars["firm_names"].items()}
    firms = list(names)
    for what, unit in (("profit_pre", 1.0), ("profit_at_5pct_price_increase", 1.05)):
        dear = germany.prices * unit
        earned = (dear - costs) * germany.choice.shares(dear) * germany.size
        ours = [earned[germany.firm == code].sum() for code in firms]
        theirs = [table[what][names[code]] for code in firms]
        printed(source, what.replace("_", " "), theirs, ours, atol=2)
    for name, code in (("VW", VW), ("GM", GM)):
        rise = (prices - germany.prices)[germany.firm == code].mean()
        there = table["mean_price_change_levels"][name]
        printed(source, f"mean price change of {name}", there, rise)


def test_the_printed_pressure_on_many_products(
    cars: dict[str, Any], germany: Country, printed: Printed
) -> None:
    """mergersim's UPP counts the sales that a maker's own cars take from each other."""
    table, source = cars["published"], "mergersim: GM to VW"
    owners = sold(germany.firm, GM, VW)
    costs, _ = germany.sell(owners)
    weights = {
        when: (firm[:, None] == firm[None, :]).astype(float)
        for when, firm in (("before", germany.firm), ("after", owners))
    }
    caught = diversion(germany.choice, germany.prices)
    pushed = upp_of_products(germany.prices - costs, caught, **weights)
    joined = recover_costs(
        germany.choice,
        germany.prices,
        firms=np.arange(len(owners)),
        kappa=weights["after"],
    )
    for name, code in (("VW", VW), ("GM", GM)):
        own = germany.firm == code
        printed(source, f"UPP of {name}", table["upp"][name], pushed[own].mean())
        raised = (costs - joined)[own].mean()
        printed(source, f"first-order push of {name}", table["fp"][name], raised)


def test_the_printed_elasticities_of_segments(
    cars: dict[str, Any], germany: Country, printed: Printed
) -> None:
    """Of a segment's sales with all prices of another; row: whose prices rise."""
    slopes = germany.choice.derivatives(germany.prices) * germany.size
    names = cars["data"]["germany_1998"]["segment"]
    member = np.equal.outer(np.unique(names), np.array(names)).astype(float)
    lost = member @ (slopes * germany.prices) @ member.T
    ours = (lost / (member @ germany.quantities)[:, None]).T
    given = cars["published"]["group_elasticities_segment"]
    printed("mergersim: segments", "elasticities", given, ours, rtol=1e-5)


def test_an_independent_solve_of_the_same_merger_agrees(
    cars: dict[str, Any], germany: Country
) -> None:
    base = cars["independent_replication"]["base"]
    costs, prices = germany.sell(sold(germany.firm, GM, VW))
    np.testing.assert_allclose(costs, base["costs"], rtol=1e-7)
    np.testing.assert_allclose(prices, base["prices_post"], rtol=1e-7)


def example_of(
    cars: dict[str, Any],
    place: str = "germany_1998",
    *,
    one_level: bool = False,
    **changed: float,
) -> Country:
    material = cars["test_do"]
    two, one = material["estimates_two_level"], material["estimates_one_level"]
    at = {"alpha": two["alpha"], "subgroup": two["sigma1"], "group": two["sigma2"]}
    if one_level:
        at = {
            "alpha": one["alpha"],
            "subgroup": one["sigma"],
            "group": one["sigma"],
        }
    return Country(material["data"][place], "princ", **(at | changed))


def first_firm(country: Country, prices: np.ndarray) -> float:
    """Mean price of the firm with the smallest code, as mergersim's tests read it."""
    return float(prices[country.firm == country.firm.min()].mean())


@pytest.mark.parametrize("number", range(1, 12))
def test_mergersims_own_assertions_hold(
    cars: dict[str, Any], number: int, printed: Printed
) -> None:
    (expected,) = (
        test["expected"] for test in cars["test_do"]["tests"] if test["test"] == number
    )
    options: dict[str, Any] = {}
    country = example_of(cars, "france_1998" if number in (2, 3, 4) else "germany_1998")
    owners = sold(country.firm, GM, VW)
    if number == 3:
        owners = np.where(country.brand == 4, 999, sold(country.firm, 18, 16))
    if number == 4:
        owners, options["cut"] = country.firm, 0.5
    if number == 5:
        options["cut"] = np.where(np.isin(country.firm, [GM, VW]), 0.5, 0.0)
    if number == 6:
        options["conduct"] = 0.5
    if number == 7:
        country = example_of(cars, one_level=True)
    if number == 8:
        country = example_of(cars, alpha=-4.0, subgroup=0.0, group=0.0)
    if number == 9:
        country = example_of(cars, alpha=-1.2, subgroup=0.9, group=0.6)
    if number >= 10:
        material = cars["test_do"]["data"]["germany_1998"]
        country = Country(
            material, "pr", alpha=-0.5, subgroup=0.9, group=0.6, budget=True
        )
    if number == 11:
        options["cut"] = np.where(np.isin(country.firm, [GM, VW]), 0.1, 0.0)
    _, prices = country.sell(owners, **options)
    source = f"mergersim: test {number:02d}"
    first = first_firm(country, prices)
    there = expected["post_price_first_firm"]
    printed(source, "price of the first firm", there, first, rtol=1e-5)
    parties = np.isin(country.firm, [GM, VW])
    costs = country.sell(owners)[0]
    if number == 5:
        same = (owners[:, None] == owners[None, :]).astype(float)
        needed = recover_costs(
            country.demand, country.prices, firms=np.arange(len(owners)), kappa=same
        )
        saving = (1 - needed / costs)[parties].mean()
        there = expected["mre_third"]
        printed(source, "saving needed", there, saving, rtol=1e-5)
    if number == 11:
        mean, there = costs[parties].mean(), expected["mre_first"]
        printed(source, "mean cost of the parties", there, mean, rtol=1e-5)
    if "mean_own_elasticity" in expected:
        own = np.diagonal(elasticities(country.demand, country.prices)).mean()
        there = expected["mean_own_elasticity"]
        printed(source, "mean own elasticity", there, own, rtol=1e-5)


def test_the_printed_market_experiment(cars: dict[str, Any], printed: Printed) -> None:
    """Costs up 5 %, Volkswagen's cars better, Fiat gone, no merger."""
    estimates = cars["model"]["estimates"]
    table = cars["data"]["germany_1998"]
    whole = Country(
        table,
        "price",
        alpha=estimates["alpha"],
        subgroup=estimates["sigma1"],
        group=estimates["sigma2"],
    )
    same = (whole.firm[:, None] == whole.firm[None, :]).astype(float)
    every = np.arange(len(whole.firm))
    costs = recover_costs(whole.demand, whole.prices, firms=every, kappa=same)
    better = np.where(whole.firm == VW, 0.5 * np.array(table["horsepower"]), 0.0)
    better = better * estimates["horsepower"]
    stays = whole.firm != FIAT
    demand = TwoLevelLogit(
        alpha=whole.choice.alpha,
        delta=(whole.choice.delta + better)[stays],
        subgroup_nesting=whole.choice.subgroup_nesting,
        group_nesting=whole.choice.group_nesting,
        subgroups=whole.choice.subgroups[stays],
        groups=whole.choice.groups,
    )
    solved = solve_prices(
        demand,
        costs[stays] * 1.05,
        firms=np.arange(stays.sum()),
        kappa=same[np.ix_(stays, stays)],
        start=whole.prices[stays],
    ).check()
    table = cars["published"]["market_experiment"]["post"]
    names = {int(c): name for c, name in cars["firm_names"].items() if name != "Fiat"}
    means = [solved.prices[whole.firm[stays] == code].mean() for code in names]
    theirs = [table[name][0] for name in names.values()]
    printed("mergersim: experiment", "mean price by firm", theirs, means, atol=6e-4)
