"""Agreement with R antitrust on conduct other than price setting.

Each case is taken at the parameters that the peer stored. R writes alpha negative;
margins of its auctions are in currency, its bargaining power is the buyers', and its
Cournot plants carry a hidden barrier cost of 0.01/q that the tests below put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.reading import names

from keiretsu.competition.conduct.bargaining import (
    solve_bargaining,
    unit_bargaining_markups,
)
from keiretsu.competition.conduct.cost_curves import AffineCosts, Plants
from keiretsu.competition.conduct.cournot import (
    CournotEquilibrium,
    slope_from_margins,
    solve_cournot,
)
from keiretsu.competition.conduct.logit_cournot import (
    recover_cournot_costs,
    solve_logit_cournot,
    unit_cournot_markups,
)
from keiretsu.competition.conduct.second_score_auction import (
    alpha_from_auction_margins,
    auction_margins,
    solve_auctions,
)
from keiretsu.competition.conduct.stackelberg import solve_stackelberg
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.control import profit_weights
from keiretsu.demand import Logit, diversion, elasticities, invert_nested_logit
from keiretsu.demand.homogeneous import (
    InverseDemand,
    IsoelasticInverse,
    LinearInverse,
    market_elasticity_at,
)
from keiretsu.screens import (
    cmcr,
    cmcr_cournot,
    cmcr_of_products,
    diversion_by_shares,
    hhi,
    mhhi,
    upp,
)

COURNOT, LOGIT_COURNOT = names("antitrust_cournot_*"), names("antitrust_logitcournot_*")
AUCTION, BARGAINING = names("antitrust_auction2nd_*"), names("antitrust_bargaining_*")


def load(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    case = reading.load(name)
    return case["inputs"], case["outputs"]


def weights(owner: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return makers and profit weights from owner labels or an ownership table."""
    owner = np.asarray(owner)
    if owner.ndim == 2:
        return np.arange(len(owner)), owner / np.diagonal(owner)[:, None]
    labels, firms = np.unique(owner, return_inverse=True)
    return firms, np.eye(len(labels))


def concentration(shares: np.ndarray, owner: Any) -> float:
    """Return the index over makers as owned, on shares of what is sold."""
    firms, kappa = weights(owner)
    of_maker = np.bincount(firms, weights=shares / shares.sum())
    return mhhi(of_maker, kappa)


def known(margins: list[float | None]) -> np.ndarray:
    return np.array([np.nan if margin is None else margin for margin in margins])


def parties(inputs: dict[str, Any]) -> np.ndarray:
    """Return which products are of a maker that the merger joins to another."""
    before, after = np.array(inputs["ownerPre"]), np.array(inputs["ownerPost"])
    joined = set(before[before != after]) | set(after[before != after])
    return np.isin(before, list(joined))


# Cournot


@dataclass(frozen=True)
class BarrierCosts:
    """The peer's costs: what it documents, q/k, and 0.01/q to keep q positive."""

    rise: np.ndarray

    def marginal(self, quantities: Any) -> Any:
        return self.rise * quantities + 0.01 / quantities

    def slope(self, quantities: Any) -> Any:
        return self.rise - 0.01 / quantities**2

    def total(self, quantities: Any) -> Any:
        return self.rise * quantities**2 / 2


def peers_market(outputs: dict[str, Any], form: str) -> tuple[InverseDemand, Any]:
    numbers = {
        "intercept": outputs["intercepts"],
        "coefficient": outputs["params"]["slopes"],
    }
    quantities = np.array(outputs["quantity_pre"])
    rise = (np.array(outputs["mc_pre"]) - 0.01 / quantities) / quantities
    demand = (
        LinearInverse(**numbers) if form == "linear" else IsoelasticInverse(**numbers)
    )
    return demand, BarrierCosts(rise)


def cournot(
    name: str, when: str
) -> tuple[CournotEquilibrium, InverseDemand, dict[str, Any]]:
    inputs, outputs = load(name)
    demand, costs = peers_market(outputs, (inputs.get("demand") or ["linear"])[0])
    firms, kappa = weights(inputs[f"owner{when.title()}"])
    start = np.array(inputs["quantities"]).ravel()
    solved = solve_cournot(demand, costs, firms=firms, kappa=kappa, start=start)
    return solved.check(), demand, outputs


@pytest.mark.parametrize("when", ["pre", "post"])
@pytest.mark.parametrize("name", COURNOT)
def test_cournot_outputs_agree_with_r(name: str, when: str) -> None:
    solved, _, outputs = cournot(name, when)
    # the peer stops at residuals of 1e-8, so quantities agree to some 1e-8
    np.testing.assert_allclose(solved.price, outputs[f"price_{when}"], rtol=1e-7)
    np.testing.assert_allclose(
        solved.quantities, outputs[f"quantity_{when}"], rtol=1e-6
    )
    np.testing.assert_allclose(solved.profits, outputs[f"ps_{when}"], rtol=1e-6)


@pytest.mark.parametrize("name", COURNOT)
def test_cournot_measures_agree_with_r(name: str) -> None:
    before, demand, outputs = cournot(name, "pre")
    after, _, _ = cournot(name, "post")
    total = before.quantities.sum()
    loss = demand.buyers_loss(total, after.quantities.sum())
    np.testing.assert_allclose(loss, outputs["cv"], rtol=1e-6)
    np.testing.assert_allclose(hhi(before.shares), outputs["hhi_pre"], rtol=1e-7)
    elasticity = market_elasticity_at(demand, total)
    np.testing.assert_allclose(
        elasticity / before.shares, np.ravel(outputs["elasticity_pre"]), rtol=1e-6
    )
    saving = cmcr_cournot(before.shares[:2], -elasticity)
    np.testing.assert_allclose(100 * saving, outputs["cmcr_pct"], rtol=1e-6)


@pytest.mark.parametrize("name", COURNOT)
def test_without_the_peers_barrier_cost_outputs_differ(name: str) -> None:
    """R documents mc = q/k and solves another model; the difference is 1e-4 to 1e-3."""
    inputs, outputs = load(name)
    demand, barrier = peers_market(outputs, (inputs.get("demand") or ["linear"])[0])
    firms, kappa = weights(inputs["ownerPre"])
    costs = AffineCosts(base=np.zeros(len(firms)), rise=barrier.rise)
    plants = Plants(demand=demand, costs=costs, firms=firms, kappa=kappa)
    peer = np.abs(plants.gain(np.array(outputs["quantity_pre"]))).max()
    solved = solve_cournot(demand, costs, firms=firms, kappa=kappa).check()
    assert peer > 1e-3
    assert solved.residual < 1e-12


@pytest.mark.parametrize("name", COURNOT)
def test_cournot_after_a_merger_is_as_concentrated_as_its_new_owners(name: str) -> None:
    """R reports the index of the old owners; ours is that of the merged makers."""
    after, _, _ = cournot(name, "post")
    inputs, _ = load(name)
    merged = np.append(after.shares[2:], after.shares[:2].sum())
    found = concentration(after.shares, inputs["ownerPost"])
    assert found == pytest.approx(hhi(merged))
    assert found > hhi(after.shares) + 100


@pytest.mark.parametrize("name", COURNOT)
def test_cournot_calibration_recovers_exact_data(name: str) -> None:
    """The data are an exact equilibrium; R's own fit misses them by 1e-4."""
    inputs, _ = load(name)
    firms, kappa = weights(inputs["ownerPre"])
    quantities, margins = (
        np.ravel(inputs[key]).astype(float) for key in ("quantities", "margins")
    )
    price = inputs["prices"][0]
    slope = slope_from_margins(quantities, price, margins, firms=firms, kappa=kappa)
    costs = AffineCosts(
        base=np.zeros(len(firms)), rise=price * (1 - margins) / quantities
    )
    if (inputs.get("demand") or ["linear"])[0] == "linear":
        demand: InverseDemand = LinearInverse(
            intercept=price - slope * quantities.sum(), coefficient=slope
        )
    else:
        power = slope * quantities.sum() / price
        level = np.log(price) - power * np.log(quantities.sum())
        demand = IsoelasticInverse(intercept=level, coefficient=power)
    solved = solve_cournot(demand, costs, firms=firms, kappa=kappa).check()
    np.testing.assert_allclose(solved.price, price, rtol=1e-8)
    np.testing.assert_allclose(solved.quantities, quantities, rtol=1e-8)


# Stackelberg


@pytest.mark.parametrize("when", ["pre", "post"])
@pytest.mark.parametrize("name", names("antitrust_stackelberg_*"))
def test_peers_leaders_think_that_followers_ignore_each_other(
    name: str, when: str
) -> None:
    """R's followers answer the leader but not one another: no Stackelberg equilibrium.

    Its own, shortsighted condition holds at its answer; the leader's true one does not
    there, and does at ours.
    """
    inputs, outputs = load(name)
    demand, costs = peers_market(outputs, "linear")
    firms, kappa = weights(inputs[f"owner{when.title()}"])
    leads = np.ravel(inputs[f"isLeader{when.title()}"])
    plants = Plants(demand=demand, costs=costs, firms=firms, kappa=kappa)
    theirs = np.array(outputs[f"quantity_{when}"])
    slopes, gain = plants.gain_slopes(theirs), plants.gain(theirs)
    slope = demand.slope(theirs.sum())
    weighed = kappa @ theirs
    alone = -(slope / np.diagonal(slopes))[~leads].sum()
    myopic = gain + np.where(leads, slope * weighed * alone, 0)
    assert np.abs(gain[~leads]).max() < 1e-7
    true_answer = -np.linalg.solve(
        slopes[np.ix_(~leads, ~leads)], np.full((~leads).sum(), slope)
    ).sum()
    true = gain + np.where(leads, slope * weighed * true_answer, 0)
    assert np.abs(myopic).max() < 1e-3 < 5e-3 < np.abs(true[leads]).min()
    solved = solve_stackelberg(
        demand, costs, leads=leads, firms=firms, kappa=kappa, start=theirs
    ).check()
    assert solved.residual < 1e-12
    np.testing.assert_allclose(solved.price, outputs[f"price_{when}"], rtol=1e-3)


# logit-Cournot and bargaining: one equilibrium of prices each


def logit(outputs: dict[str, Any]) -> Logit:
    found = outputs["params"]
    alpha = -found["alpha"]
    outside = alpha * float(outputs.get("price_outside") or 0)
    return Logit(alpha=alpha, delta=np.array(found["meanval"]) + outside)


def solved_by_ours(name: str, when: str) -> Equilibrium:
    inputs, outputs = load(name)
    firms, kappa = weights(inputs[f"owner{when.title()}"])
    demand, costs = logit(outputs), np.array(outputs[f"mc_{when}"])
    if name in LOGIT_COURNOT:
        return solve_logit_cournot(demand, costs, firms=firms, kappa=kappa).check()
    power = np.array(inputs.get(f"bargpower{when.title()}") or inputs["bargpowerPre"])
    return solve_bargaining(
        demand, costs, power=power, firms=firms, kappa=kappa
    ).check()


def markups_at(name: str, when: str) -> np.ndarray:
    inputs, outputs = load(name)
    firms, kappa = weights(inputs[f"owner{when.title()}"])
    demand = logit(outputs)
    shares = demand.shares(np.array(outputs["price_pre"]))
    if name in LOGIT_COURNOT:
        unit = unit_cournot_markups(shares, firms=firms, kappa=kappa)
    else:
        power = np.array(inputs["bargpowerPre"])
        unit = unit_bargaining_markups(shares, power=power, firms=firms, kappa=kappa)
    return unit / demand.alpha


@pytest.mark.parametrize("when", ["pre", "post"])
@pytest.mark.parametrize("name", LOGIT_COURNOT + BARGAINING)
def test_prices_shares_and_profits_agree_with_r(name: str, when: str) -> None:
    _, outputs = load(name)
    solved = solved_by_ours(name, when)
    np.testing.assert_allclose(solved.prices, outputs[f"price_{when}"], rtol=1e-7)
    np.testing.assert_allclose(solved.shares, outputs[f"share_{when}"], atol=1e-8)
    profits = solved.markups * solved.shares * outputs["market_size"]
    np.testing.assert_allclose(profits, outputs[f"ps_{when}"], rtol=1e-6)


@pytest.mark.parametrize("name", LOGIT_COURNOT + BARGAINING)
def test_costs_and_measures_agree_with_r(name: str) -> None:
    inputs, outputs = load(name)
    demand, prices = logit(outputs), np.array(outputs["price_pre"])
    np.testing.assert_allclose(
        prices - markups_at(name, "pre"), outputs["mc_pre"], rtol=1e-7
    )
    before, after = solved_by_ours(name, "pre"), solved_by_ours(name, "post")
    loss = demand.surplus(before.prices) - demand.surplus(after.prices)
    np.testing.assert_allclose(loss * outputs["market_size"], outputs["cv"], rtol=1e-6)
    for solved, when in ((before, "pre"), (after, "post")):
        found = concentration(solved.shares, inputs[f"owner{when.title()}"])
        np.testing.assert_allclose(found, outputs[f"hhi_{when}"], rtol=1e-7)
    rise = markups_at(name, "post") - markups_at(name, "pre")
    saving = 100 * rise / np.array(outputs["mc_pre"])
    np.testing.assert_allclose(saving[parties(inputs)], outputs["cmcr_pct"], rtol=1e-6)
    if outputs.get("elasticity_pre") is not None:
        np.testing.assert_allclose(
            elasticities(demand, prices), outputs["elasticity_pre"], rtol=1e-6
        )
        np.testing.assert_allclose(
            diversion(demand, prices), outputs["diversion_pre"], rtol=1e-6
        )


@pytest.mark.parametrize("name", LOGIT_COURNOT)
def test_one_margin_gives_the_peers_demand_under_quantities(name: str) -> None:
    inputs, outputs = load(name)
    firms, kappa = weights(inputs["ownerPre"])
    shares, prices = np.array(inputs["shares"]), np.array(inputs["prices"])
    unit = unit_cournot_markups(shares, firms=firms, kappa=kappa)
    alpha = unit[0] / (inputs["margins"][0] * prices[0])
    # the peer's own search warns of its convergence and ends up to 4e-6 away
    np.testing.assert_allclose(alpha, -outputs["params"]["alpha"], rtol=1e-5)
    demand = invert_nested_logit(shares, prices, alpha=alpha)
    costs = recover_cournot_costs(demand, prices, firms=firms, kappa=kappa)
    np.testing.assert_allclose(
        1 - costs[0] / prices[0], inputs["margins"][0], rtol=1e-12
    )
    np.testing.assert_allclose(costs, prices - unit[:] / alpha, rtol=1e-10)


# auctions


@pytest.mark.parametrize("name", AUCTION)
def test_auctions_agree_with_r(name: str) -> None:
    inputs, outputs = load(name)
    alpha = -outputs["params"]["alpha"]
    values = np.array(outputs["params"]["meanval"]) + alpha * np.array(
        outputs["mc_pre"]
    )
    demand, size = Logit(alpha=alpha, delta=values), outputs.get("market_size") or 1.0
    surplus = {}
    for when in ("pre", "post"):
        firms, kappa = weights(inputs[f"owner{when.title()}"])
        won = solve_auctions(
            demand,
            np.array(outputs[f"mc_{when}"]),
            firms=firms,
            kappa=kappa,
            must_buy="norm_index" in outputs,
        ).check()
        np.testing.assert_allclose(won.prices, outputs[f"price_{when}"], rtol=1e-9)
        np.testing.assert_allclose(won.markups, outputs[f"margin_{when}"], rtol=1e-9)
        np.testing.assert_allclose(won.shares, outputs[f"share_{when}"], atol=1e-10)
        found = concentration(won.shares, inputs[f"owner{when.title()}"])
        np.testing.assert_allclose(found, outputs[f"hhi_{when}"], rtol=1e-9)
        profits = won.markups * won.shares * size
        np.testing.assert_allclose(profits, outputs[f"ps_{when}"], rtol=1e-9)
        surplus[when] = won.surplus
    loss = (surplus["pre"] - surplus["post"]) * size
    np.testing.assert_allclose(loss, outputs["cv"], rtol=1e-9)


@pytest.mark.parametrize("name", AUCTION)
def test_one_margin_gives_the_peers_demand_and_costs_in_auctions(name: str) -> None:
    inputs, outputs = load(name)
    firms, kappa = weights(inputs["ownerPre"])
    shares, prices = np.array(inputs["shares"]), np.array(inputs["prices"])
    alpha = alpha_from_auction_margins(
        shares, known(inputs["margins"]), firms=firms, kappa=kappa
    )
    np.testing.assert_allclose(alpha, -outputs["params"]["alpha"], rtol=1e-6)
    costs = prices - auction_margins(shares, alpha=alpha, firms=firms, kappa=kappa)
    np.testing.assert_allclose(costs, outputs["mc_pre"], rtol=2e-6)
    if outputs.get("diversion_pre") is not None:
        found = diversion_by_shares(shares)
        np.testing.assert_allclose(found, outputs["diversion_pre"], rtol=1e-8)
        own = -alpha * (prices * (1 - shares))
        np.testing.assert_allclose(
            own, np.diagonal(outputs["elasticity_pre"]), rtol=1e-6
        )


# indices


@pytest.mark.parametrize("name", names("antitrust_cmcr_bertrand*"))
def test_savings_that_undo_a_merger_agree_with_r(name: str) -> None:
    inputs, outputs = load(name)
    prices, margins = np.array(inputs["prices"]), np.array(inputs["margins"])
    to = np.array(inputs["diversions"])
    saving = cmcr_of_products(
        prices,
        margins,
        to,
        before=np.array(inputs["ownerPre"]),
        after=np.array(inputs["ownerPost"]),
    )
    np.testing.assert_allclose(100 * saving, outputs["value"], rtol=1e-9, atol=1e-12)
    first = cmcr(margins[0], margins[1], to[0, 1], to[1, 0], prices[0], prices[1])
    np.testing.assert_allclose(100 * first, outputs["value"][0], rtol=1e-9)


@pytest.mark.parametrize("name", names("antitrust_cmcr_cournot*"))
def test_the_cournot_saving_agrees_with_r(name: str) -> None:
    inputs, outputs = load(name)
    saving = cmcr_cournot(np.array(inputs["shares"]), inputs["mktElast"])
    np.testing.assert_allclose(100 * saving, outputs["value"], rtol=1e-9)


@pytest.mark.parametrize("name", names("antitrust_upp_bertrand*"))
def test_pressure_with_changed_costs_agrees_with_r(name: str) -> None:
    """R's is in percent of price, with the rival's cost as the deal leaves it."""
    inputs, outputs = load(name)
    prices, margins = np.array(inputs["prices"]), np.array(inputs["margins"])
    change = np.array(inputs["mcDelta"])
    costs = prices * (1 - margins)
    rival = (prices - costs * (1 + change))[::-1]
    to = np.array([inputs["diversions"][0][1], inputs["diversions"][1][0]])
    pressure = upp(to, rival, costs, efficiency=-change)
    np.testing.assert_allclose(100 * pressure / prices, outputs["value"], rtol=1e-9)


@pytest.mark.parametrize("name", names("antitrust_hhi_partial*"))
def test_the_index_under_stakes_is_the_definition_not_the_peers(name: str) -> None:
    """R divides by what holders have of themselves; O'Brien & Salop do not."""
    inputs, outputs = load(name)
    shares = np.array(inputs["shares"])
    cash, control = np.array(inputs["owner"]), np.array(inputs["control"])
    found = mhhi(shares, profit_weights(control, cash))
    np.testing.assert_allclose(found, outputs["obrien_salop_mhhi"], rtol=1e-9)
    by_hand = 0.0
    for f in range(len(shares)):
        for g in range(len(shares)):
            weight = (control[:, f] @ cash[:, g]) / (control[:, f] @ cash[:, f])
            by_hand += 1e4 * weight * shares[f] * shares[g]
    np.testing.assert_allclose(found, by_hand, rtol=1e-12)
    assert abs(outputs["value"] - by_hand) > 5
