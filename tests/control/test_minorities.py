"""Who earns from a subsidiary, by hand: rivals with a part of its holder, the float."""

from __future__ import annotations

import numpy as np
import pytest
from tests.invented import landscape, stake

from keiretsu.competition import solve_prices
from keiretsu.control import Ownership
from keiretsu.demand import Logit

MAKERS = ("a", "b", "c")


def weights(ownership: Ownership) -> np.ndarray:
    return ownership.groups.profit_weights(MAKERS, "silent")


def owned() -> Ownership:
    """C has a fifth of A, which buys B; all three are as large as another."""
    return Ownership.of_day(landscape(stake("c", "a", 0.2)), MAKERS)


@pytest.mark.parametrize("part", [0.3, 0.5, 0.51, 0.75, 1.0])
def test_who_has_a_part_of_the_holder_earns_that_part_of_what_it_has(
    part: float,
) -> None:
    """20 % of A, which has 51 % of B: 10.2 % of what B earns, and without a jump."""
    kappa = weights(owned().take_stake("a", "b", part))
    assert kappa[2, 0] == pytest.approx(0.2)
    assert kappa[2, 1] == pytest.approx(0.2 * part)
    if part > 0.5:
        np.testing.assert_allclose(kappa[:2, :2], 1)


def test_parts_of_the_subsidiary_and_of_its_holder_add_up() -> None:
    """10 % of B itself beside 20 % of 60 %: 22 %; the float's 30 % is nobody's."""
    held = landscape(stake("c", "a", 0.2), stake("a", "b", 0.6), stake("c", "b", 0.1))
    kappa = weights(Ownership.of_day(held, MAKERS))
    assert kappa[2, 1] == pytest.approx(0.2 * 0.6 + 0.1)


def test_a_merger_by_exchange_of_shares_thins_a_part_that_cash_leaves() -> None:
    """Two products, B's and C's: with less of B's profit to lose, C prices lower.

    C keeps 20 % of A, which has all of B, or gets 10 % of the two. Its margin is
    (1 / alpha + weight * what a car of B earns * B's share) / (1 - its own share).
    """
    bought, merged = (
        weights(one)
        for one in (owned().take_stake("a", "b", 1.0), owned().merge("a", "b"))
    )
    assert bought[2, 1] == pytest.approx(0.2)
    assert merged[2, 1] == pytest.approx(0.1)
    demand, costs = Logit(alpha=1.0, delta=np.array([2.0, 2.0])), np.ones(2)
    prices = []
    for kappa in (bought, merged):
        two = kappa[np.ix_([1, 2], [1, 2])]
        found = solve_prices(demand, costs, firms=np.arange(2), kappa=two).check()
        margins, sold = found.prices - costs, demand.shares(found.prices)
        assert margins[0] == pytest.approx(1 / (1 - sold[0]))
        spared = two[1, 0] * margins[0] * sold[0]
        assert margins[1] == pytest.approx((1 + spared) / (1 - sold[1]))
        prices.append(found.prices)
    assert (prices[0] > prices[1]).all()
