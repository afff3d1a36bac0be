"""The documentation examples of R's antitrust, in both versions that were run.

The peer's demand is taken as each version stored it. Its calibrations of the beer data
differ by version because more margins are given than parameters and the loss changed;
two examples stop with an error there, and are solved here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.conftest import Printed

from keiretsu.competition import (
    Evidence,
    calibrate_no_outside_good,
    first_order_residual,
    monopolist_rises,
    ownership_to_weights,
    recover_costs,
    solve_auctions,
    solve_bargaining,
    solve_prices,
    unit_bargaining_markups,
)
from keiretsu.demand import (
    AIDS,
    CES,
    Demand,
    Logit,
    NoOutsideGood,
    diversion,
    elasticities,
    invert_nested_logit,
)
from keiretsu.screens import cmcr_of_products, hhi

VERSIONS = ("0.99.29", "0.99.31")
CHOICE = ("logit_cal_beer", "ces_cal_beer", "logitcap_cal_beer", "aids_cal_doc")
RELATIVE = ("pcaids_doc", "pcaidsnests_doc")


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    return reading.published("antitrust_R_examples")


def example(published: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in published["examples"] if one["id"] == name)


def owners(names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    labels, firms = np.unique(names, return_inverse=True)
    return firms, np.eye(len(labels))


def demand_of(name: str, found: dict[str, Any], base: np.ndarray) -> Demand:
    params = found["params"]
    if name.startswith("logit"):
        logit = Logit(alpha=-params["alpha"], delta=np.array(params["meanval"]))
        return NoOutsideGood(demand=logit)
    if name.startswith("ces"):
        values = np.array(params["meanval"])
        return CES(gamma=params["gamma"], values=values, outside=False)
    return AIDS(
        revenue=np.array(found["sharesPreRev"]),
        slopes=np.array(params["slopes"]),
        base=base,
        market_elasticity=found["mktElast"],
    )


def shares_of(demand: Demand, prices: np.ndarray) -> np.ndarray:
    sold = demand.quantities(prices)
    return np.asarray(sold / sold.sum())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("example_id", CHOICE)
def test_examples_of_price_competition(
    published: dict[str, Any], printed: Printed, example_id: str, version: str
) -> None:
    case = example(published, example_id)
    found, inputs = case["outputs"][version], case["inputs"]
    before, source = np.array(inputs["prices"]), f"R {version}: {example_id}"
    demand = demand_of(example_id, found, before)
    (now, alone), (then, joined) = (
        owners(inputs[when]) for when in ("ownerPre", "ownerPost")
    )
    costs = recover_costs(demand, before, firms=now, kappa=alone)
    printed(source, "costs", found["mcPre"], costs, rtol=1e-6)
    after = solve_prices(demand, costs, firms=then, kappa=joined, start=before).check()
    printed(source, "prices", found["pricePost"], after.prices, rtol=2e-6)
    rises = after.prices / before - 1
    printed(source, "rises", found["priceDeltaPct"], rises, rtol=1e-5, atol=2e-6)
    sides = {"Pre": before, "Post": after.prices}
    for when, prices in sides.items():
        shares = shares_of(demand, prices)
        given = np.array(found[f"shares{when}"])
        printed(source, f"shares {when.lower()}", given, shares, rtol=2e-5)
        spent = prices * shares / (prices @ shares)
        given = np.array(found["sharesPreRev" if when == "Pre" else "sharesPostRev"])
        printed(source, f"revenue shares {when.lower()}", given, spent, rtol=2e-5)
        firms = then if when == "Post" else now
        level = hhi(np.bincount(firms, weights=shares))
        printed(source, f"HHI {when.lower()}", found[f"hhi{when}"], level, rtol=1e-5)
    margins = 1 - costs / before
    printed(source, "margins", found["marginsPre"], margins, rtol=2e-6)
    weights = [(firms[:, None] == firms[None, :]) * 1.0 for firms in (now, then)]
    savings = cmcr_of_products(
        before, margins, diversion(demand, before), before=weights[0], after=weights[1]
    )
    parties = savings > 1e-12
    printed(source, "savings, %", found["cmcr"], 100 * savings[parties], rtol=2e-6)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("example_id", RELATIVE)
def test_examples_without_price_levels(
    published: dict[str, Any], printed: Printed, example_id: str, version: str
) -> None:
    """At base prices of one, prices are relative; the margins are the peer's own."""
    case = example(published, example_id)
    found, inputs = case["outputs"][version], case["inputs"]
    base, source = np.ones(3), f"R {version}: {example_id}"
    demand = demand_of(example_id, found, base)
    (now, alone), (then, joined) = (
        owners(inputs[when]) for when in ("ownerPre", "ownerPost")
    )
    costs = recover_costs(demand, base, firms=now, kappa=alone)
    printed(source, "margins", found["marginsPre"], 1 - costs, rtol=1e-9)
    after = solve_prices(demand, costs, firms=then, kappa=joined, start=base).check()
    printed(source, "rises", found["priceDeltaPct"], after.prices - 1, rtol=1e-6)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_beer_simulation(
    published: dict[str, Any], printed: Printed, version: str
) -> None:
    given = published["beer_sim_given_params"]
    inputs, source = given["inputs"], f"R {version}: beer simulation"
    (found,) = (one for one in given["outputs"] if one["version"] == version)
    demand = NoOutsideGood(
        demand=Logit(alpha=-inputs["alpha"], delta=np.array(inputs["meanval"]))
    )
    before = np.array(inputs["prices"])
    (now, alone), (then, joined) = (
        owners(inputs[when]) for when in ("owner_pre", "owner_post")
    )
    costs = recover_costs(demand, before, firms=now, kappa=alone)
    printed(source, "costs", found["mc"], costs, rtol=1e-9)
    after = solve_prices(demand, costs, firms=then, kappa=joined, start=before).check()
    printed(source, "prices", found["price_post"], after.prices, rtol=2e-6)
    printed(source, "shares", found["share_post"], after.shares, rtol=2e-5)
    share = demand.quantities(before)
    for n, (firms, parts) in enumerate(((now, share), (then, after.shares))):
        level = hhi(np.bincount(firms, weights=parts))
        printed(source, f"HHI {'after' if n else 'before'}", found["hhi"][n], level)
    loss = demand.surplus(before) - demand.surplus(after.prices)
    printed(source, "buyers' loss", found["cv"], loss, rtol=2e-5)
    to = diversion(demand, before)
    printed(source, "diversion", found["diversion"], to, rtol=1e-9)
    printed(source, "elasticities", found["elast"], elasticities(demand, before))
    weights = [(firms[:, None] == firms[None, :]) * 1.0 for firms in (now, then)]
    savings = cmcr_of_products(
        before, 1 - costs / before, to, before=weights[0], after=weights[1]
    )
    printed(source, "savings, %", found["cmcr_pct"], 100 * savings[:2], rtol=1e-9)


@pytest.mark.parametrize("number", [0, 1])
def test_r_prices_of_a_hypothetical_monopolist_earn_less_than_todays(
    published: dict[str, Any], number: int
) -> None:
    """A seller of both brands takes one markup for both; R's differ by a factor of 2.

    Its profit at R's prices is 23 % below that at ours, and below that of today.
    """
    given = published["beer_sim_given_params"]
    inputs, found = given["inputs"], given["outputs"][number]
    demand = NoOutsideGood(
        demand=Logit(alpha=-inputs["alpha"], delta=np.array(inputs["meanval"]))
    )
    before = np.array(inputs["prices"])
    firms, kappa = owners(inputs["owner_pre"])
    costs = recover_costs(demand, before, firms=firms, kappa=kappa)
    rises = monopolist_rises(demand, before, costs)(np.array([0, 1]))
    assert bool((rises > 0.05).any()) == found["hmt_bud_oldstyle_5pct"]

    def earned(own: np.ndarray) -> float:
        prices = np.concatenate([own, before[2:]])
        return float(((prices - costs) * demand.shares(prices))[:2].sum())

    asked = before[:2] * (1 + rises)
    theirs = np.array(found["priceHypoMon"])
    ours, peer, today = (earned(own) for own in (asked, theirs, before[:2]))
    assert peer < 0.78 * ours
    assert peer < today < ours
    markups = theirs - costs[:2]
    assert markups[0] / markups[1] == pytest.approx(2, abs=0.01)
    np.testing.assert_allclose(asked[0] - costs[0], asked[1] - costs[1], rtol=1e-8)


def test_r_prices_miss_the_conditions_more_than_ours(published: dict[str, Any]) -> None:
    """The two versions differ by 4e-7; the residuals say which of them is nearer."""
    given = published["beer_sim_given_params"]
    inputs = given["inputs"]
    demand = NoOutsideGood(
        demand=Logit(alpha=-inputs["alpha"], delta=np.array(inputs["meanval"]))
    )
    before = np.array(inputs["prices"])
    firms, kappa = owners(inputs["owner_pre"])
    costs = recover_costs(demand, before, firms=firms, kappa=kappa)
    firms, kappa = owners(inputs["owner_post"])
    ours = solve_prices(demand, costs, firms=firms, kappa=kappa).check()
    for one in given["outputs"]:
        theirs = first_order_residual(
            demand, np.array(one["price_post"]), costs, firms=firms, kappa=kappa
        )
        assert ours.residual < 1e-12 < theirs < 1e-7


def test_the_nested_beer_that_stops_r_has_an_answer(published: dict[str, Any]) -> None:
    """R meets infinite values; more is known than needed, so the fit shows misses."""
    case = example(published, "logitnests_cal_beer")
    inputs = case["inputs"]
    assert all("error" in case["outputs"][version] for version in VERSIONS)
    prices, shares = np.array(inputs["prices"]), np.array(inputs["shares"])
    firms, kappa = owners(inputs["ownerPre"])
    nests = np.unique(inputs["nests"], return_inverse=True)[1]
    evidence = Evidence(
        prices=prices, firms=firms, kappa=kappa, margins=np.array(inputs["margins"])
    )
    fitted = calibrate_no_outside_good(shares, evidence, nests=nests)
    assert len(fitted.table) == 6
    assert 0 < fitted.worst < 0.2
    then, joined = owners(inputs["ownerPost"])
    after = solve_prices(
        fitted.demand, fitted.costs, firms=then, kappa=joined, start=prices
    ).check()
    assert (after.prices[:2] > prices[:2]).all()


def test_the_bargaining_example_that_stops_r_has_an_answer(
    published: dict[str, Any],
) -> None:
    case = example(published, "bargaining_miller_doc")
    inputs = case["inputs"]
    assert all("error" in case["outputs"][version] for version in VERSIONS)
    prices, shares = np.array(inputs["prices"]), np.array(inputs["shares"])
    power = np.array(inputs["bargpowerPre"])
    # Shares sum to one: the smallest outside good that a choice model can carry.
    inside = shares * (1 - 1e-6)
    three = {"firms": np.arange(4), "kappa": np.eye(4)}
    unit = unit_bargaining_markups(inside, power=1 - power, **three)
    alpha = unit[1] / (inputs["margins"][1] * prices[1])
    demand = invert_nested_logit(inside, prices, alpha=float(alpha))
    costs = prices - unit / alpha
    again = solve_bargaining(
        Logit(alpha=demand.alpha, delta=demand.delta), costs, power=1 - power, **three
    ).check()
    np.testing.assert_allclose(again.prices, prices, rtol=1e-7)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_auction_example(
    published: dict[str, Any], printed: Printed, version: str
) -> None:
    case = example(published, "auction2nd_miller_doc")
    found, source = case["outputs"][version], f"R {version}: auction2nd_miller_doc"
    alpha, costs = -found["params"]["alpha"], np.array(found["mcPre"])
    values = np.array(found["params"]["meanval"]) + alpha * costs
    demand = Logit(alpha=alpha, delta=values)
    for when in ("Pre", "Post"):
        table = np.asarray(case["inputs"][f"owner{when}"])
        firms, kappa = ownership_to_weights(table, convention="pyblp")
        won = solve_auctions(
            demand, costs, firms=firms, kappa=kappa, must_buy=True
        ).check()
        label = when.lower()
        printed(source, f"prices {label}", found[f"price{when}"], won.prices)
        given = found[f"shares{when}"]
        printed(source, f"shares {label}", given, won.shares, rtol=1e-9)
        level = hhi(np.bincount(firms, weights=won.shares))
        printed(source, f"HHI {label}", found[f"hhi{when}"], level, rtol=1e-9)
        if when == "Pre":
            printed(source, "margins", found["marginsPre"], won.markups, rtol=1e-6)
