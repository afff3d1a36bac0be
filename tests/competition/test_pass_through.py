"""Pass-through: worked by hand, then against finite differences."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.competition import pass_through, recover_costs, solve_prices
from keiretsu.demand import invert_nested_logit

PRICES = np.array([20.0, 25.0, 22.0, 30.0, 18.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05, 0.12])
FIRMS = np.array([0, 1, 2, 3, 0])


def test_a_lone_logit_seller_passes_on_all_that_it_does_not_sell() -> None:
    """With m (1 - s) = 1/alpha, dp/dc = 1 - s for a single product."""
    shares, prices = np.array([0.15]), np.array([20.0])
    demand = invert_nested_logit(shares, prices, alpha=0.2)
    firms, kappa = np.zeros(1, dtype=int), np.eye(1)
    costs = recover_costs(demand, prices, firms=firms, kappa=kappa)
    found = pass_through(demand, prices, costs, firms=firms, kappa=kappa)
    assert found[0, 0] == pytest.approx(0.85)


@pytest.mark.parametrize("nesting", [0.0, 0.5])
@pytest.mark.parametrize("stake", [0.0, 0.3, 1.0])
def test_pass_through_is_what_small_cost_changes_do(
    nesting: float, stake: float
) -> None:
    nests = np.array([0, 0, 1, 1, 1])
    demand = invert_nested_logit(
        SHARES, PRICES, alpha=0.3, nesting=nesting, nests=nests
    )
    kappa = np.eye(4)
    kappa[0, 1], kappa[1, 0] = stake, stake**2
    costs = recover_costs(demand, PRICES, firms=FIRMS, kappa=kappa)
    found = pass_through(demand, PRICES, costs, firms=FIRMS, kappa=kappa)
    step = 1e-4
    for product in range(5):
        rise = np.zeros(5)
        rise[product] = step
        up, down = (
            solve_prices(
                demand, costs + way * rise, firms=FIRMS, kappa=kappa, start=PRICES
            ).check()
            for way in (1, -1)
        )
        by_hand = (up.prices - down.prices) / (2 * step)
        np.testing.assert_allclose(found[:, product], by_hand, atol=1e-7)
