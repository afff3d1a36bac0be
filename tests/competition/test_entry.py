"""Entry and exit: by hand, by definition, and settled lines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.competition.counterfactuals.entry import (
    solve_offered,
    worth_of_products,
)
from keiretsu.competition.counterfactuals.product_lines import settle_lines
from keiretsu.demand import Logit, MixedLogit, invert_nested_logit, restrict
from keiretsu.errors import DataError, NoConvergence, ShapeError

PRICES = np.array([20.0, 25.0, 22.0, 30.0])
SHARES = np.array([0.15, 0.10, 0.20, 0.05])
FIRMS = np.array([0, 0, 1, 2])
NESTED = invert_nested_logit(
    SHARES, PRICES, alpha=0.2, nesting=0.5, nests=np.array([0, 0, 1, 1])
)
COSTS = recover_costs(NESTED, PRICES, firms=FIRMS, kappa=np.eye(3))
ALL = np.ones(4, dtype=bool)


def market(kappa: np.ndarray | None = None) -> dict[str, Any]:
    return {"firms": FIRMS, "kappa": np.eye(3) if kappa is None else kappa}


def test_a_product_that_is_gone_is_as_one_that_nobody_wants() -> None:
    offered = np.array([True, True, True, False])
    gone = solve_offered(NESTED, COSTS, offered=offered, **market()).check()
    delta = NESTED.delta.copy()
    delta[3] -= 60
    hated = type(NESTED)(
        alpha=0.2, delta=delta, nesting=NESTED.nesting, nests=NESTED.nests
    )
    there = solve_prices(hated, COSTS, **market())
    np.testing.assert_allclose(gone.prices, there.prices[:3], rtol=1e-9)


def test_all_products_offered_is_the_market_as_it_is() -> None:
    solved = solve_offered(NESTED, COSTS, offered=ALL, **market()).check()
    np.testing.assert_allclose(solved.prices, PRICES, rtol=1e-9)


def test_mixed_logit_loses_products_too() -> None:
    mixed = MixedLogit(
        values=np.stack([NESTED.delta, NESTED.delta + 0.5], axis=1),
        alpha=np.array([0.2, 0.3]),
        weights=np.array([0.5, 0.5]),
    )
    offered = np.array([True, False, True, True])
    solved = solve_offered(mixed, COSTS, offered=offered, **market()).check()
    assert solved.prices.shape == (3,)


def test_a_sole_product_is_worth_all_that_its_maker_earns() -> None:
    found = worth_of_products(
        NESTED, COSTS, products=[2, 3], market_size=1000.0, **market()
    ).check()
    np.testing.assert_allclose(
        found.worth, 1000 * ((PRICES - COSTS) * SHARES)[2:], rtol=1e-9
    )
    assert (found.buyers_gain > 0).all()


def test_a_merger_makes_near_products_worth_less_to_their_maker() -> None:
    """Part of what one sells the other then loses: the merged maker may drop it."""
    merged = np.eye(3)
    merged[0, 1] = merged[1, 0] = 1
    alone = worth_of_products(NESTED, COSTS, products=[2], **market()).check()
    joint = worth_of_products(NESTED, COSTS, products=[2], **market(merged)).check()
    assert joint.worth[0] < alone.worth[0]


def test_a_product_stays_exactly_while_it_is_worth_its_fixed_cost() -> None:
    worth = worth_of_products(NESTED, COSTS, products=[1], **market()).check().worth[0]
    for share, stays in ((0.999, True), (1.001, False)):
        line = settle_lines(
            NESTED,
            COSTS,
            np.array([0, share * worth, 0, 0]),
            offered=ALL,
            changeable=[1],
            **market(),
        ).check()
        assert line.offered[1] == stays
        back = settle_lines(
            NESTED,
            COSTS,
            np.array([0, share * worth, 0, 0]),
            offered=np.array([True, False, True, True]),
            changeable=[1],
            **market(),
        ).check()
        assert back.changes == (("+1",) if stays else ())


def test_entry_undoes_part_of_a_price_rise() -> None:
    merged = np.eye(3)
    merged[0, 1] = merged[1, 0] = 1
    without = np.array([True, True, True, False])
    before = solve_offered(NESTED, COSTS, offered=without, **market()).check()
    after = solve_offered(NESTED, COSTS, offered=without, **market(merged)).check()
    entered = solve_offered(NESTED, COSTS, offered=ALL, **market(merged)).check()
    assert (before.prices[0] < entered.prices[0] < after.prices[0]) or (
        before.prices[2] < entered.prices[2] < after.prices[2]
    )


@given(
    costs=st.lists(st.floats(0, 3), min_size=4, max_size=4),
    first=st.lists(st.booleans(), min_size=4, max_size=4),
)
@settings(max_examples=15, deadline=None)
def test_a_settled_line_leaves_no_maker_a_gain(
    costs: list[float], first: list[bool]
) -> None:
    start = np.array(first)
    start[2] = True
    line = settle_lines(
        NESTED,
        COSTS,
        np.array(costs),
        offered=start,
        changeable=[0, 1, 3],
        **market(),
    ).check()
    found = worth_of_products(
        NESTED, COSTS, products=[0, 1, 3], offered=line.offered, **market()
    ).check()
    gain = found.worth - np.array(costs)[[0, 1, 3]]
    kept = line.offered[[0, 1, 3]]
    assert (gain[kept] >= -1e-12).all()
    assert (gain[~kept] <= 1e-12).all()


def test_a_search_cut_short_says_what_is_left() -> None:
    line = settle_lines(
        NESTED,
        COSTS,
        np.array([0, 0, 0, 50.0]),
        offered=ALL,
        changeable=[3],
        most=0,
        **market(),
    )
    with pytest.raises(NoConvergence, match="would gain"):
        line.check()


def test_what_cannot_be_is_refused() -> None:
    demand = Logit(alpha=0.2, delta=np.zeros(2))
    with pytest.raises(ShapeError):
        restrict(demand, np.ones(3, dtype=bool))
    with pytest.raises(DataError, match="no product"):
        restrict(demand, np.zeros(2, dtype=bool))
