"""Agreement with PyBLP on random-coefficient logit: automobiles and cereal.

Cases hold each type's utilities, price coefficients and weights, which are used as they
are: those of the automobile data sum to 0.154. Costs must agree to 1e-10 and prices to
1e-8, relative, from the prices before and from nowhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.agreement import reading
from tests.agreement.reading import CASES

from keiretsu.competition import recover_costs, solve_deals, solve_prices
from keiretsu.demand import MixedLogit

NAMES = sorted(path.stem for path in CASES.glob("pyblp_*.npz"))


def load(name: str) -> tuple[dict[str, Any], MixedLogit, np.ndarray, np.ndarray]:
    """Return a case, its demand, its makers before, and kappa after."""
    with np.load(CASES / f"{name}.npz", allow_pickle=False) as file:
        case = dict(file)
    case |= reading.load(name)["outputs"]
    demand = MixedLogit(
        values=case["utility_ex_price"],
        alpha=-case["price_coef"],
        weights=case["weights"],
    )
    before, after = case["firm_ids_pre"], case["firm_ids_post"]
    labels, both = np.unique(np.concatenate([before, after]), return_inverse=True)
    firms, owners = both[: len(before)], both[len(before) :]
    owner = np.arange(len(labels))
    owner[firms] = owners
    return case, demand, firms, (owner[:, None] == owner[None, :]).astype(float)


@pytest.mark.parametrize("name", NAMES)
def test_costs_and_prices_agree_with_the_peer(name: str) -> None:
    case, demand, firms, kappa = load(name)
    before = case["prices_pre"]
    alone = np.eye(len(kappa))
    costs = recover_costs(demand, before, firms=firms, kappa=alone)
    np.testing.assert_allclose(demand.shares(before), case["shares_pre"], rtol=1e-10)
    np.testing.assert_allclose(costs, case["costs"], rtol=1e-10)
    for start in (before, None):
        after = solve_prices(
            demand, costs, firms=firms, kappa=kappa, start=start
        ).check(local=True)
        np.testing.assert_allclose(after.prices, case["prices_post"], rtol=1e-8)
        np.testing.assert_allclose(after.shares, case["shares_post"], rtol=3e-8)
    for when, prices in (("pre", before), ("post", after.prices)):
        surplus = float(demand.surplus(prices))
        assert surplus == pytest.approx(case[f"consumer_surplus_{when}"], rel=1e-8)


def test_our_prices_meet_the_conditions_where_the_peer_stopped_early() -> None:
    """In 1988 PyBLP stopped at a relative residual of 4e-9; ours is at its target."""
    case, demand, firms, kappa = load("pyblp_blp_1988_7_16")
    after = solve_prices(
        demand, case["costs"], firms=firms, kappa=kappa, start=case["prices_pre"]
    ).check(local=True)
    assert after.residual <= 2e-11 * after.markups.max()


def test_a_batch_of_deals_is_each_deal_alone() -> None:
    case, demand, firms, merger = load("pyblp_blp_1985_7_16")
    alone, stake = np.eye(len(merger)), np.eye(len(merger))
    stake[0, 1] = 0.3
    kappas = np.array([alone, stake, merger])
    batch = solve_deals(
        demand, case["costs"], firms=firms, kappas=kappas, start=case["prices_pre"]
    ).check(local=True)
    np.testing.assert_allclose(batch.prices[0], case["prices_pre"], rtol=1e-9)
    for kappa, prices in zip(kappas[1:], batch.prices[1:], strict=True):
        one = solve_prices(demand, case["costs"], firms=firms, kappa=kappa)
        np.testing.assert_allclose(prices, one.prices, rtol=1e-9)
