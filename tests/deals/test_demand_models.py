"""Any demand runs a deal: by name, fitted, given, one a market, or a function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keiretsu.deals import Deal, Observed, default_assumptions, run
from keiretsu.deals.demand_models.segments import spread_of_tastes
from keiretsu.demand import Logit, NestedLogit, elasticities, invert_nested_logit
from keiretsu.errors import DataError, UnknownName
from keiretsu.estimation import FittedDemand, FittedDemands
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, markets_from_frame

DAY = "2025-05-19"
MERGER = Deal.merge("toyota", "nissan", on=DAY)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def market() -> Market:
    rows = {
        "market_ids": ["small"] * 5,
        "product_ids": ["Yaris", "Impreza", "Note", "Fit", "Swift"],
        "firm_ids": ["toyota", "subaru", "nissan", "honda", "suzuki"],
        "prices": [20.0, 25.0, 22.0, 24.0, 18.0],
        "shares": [0.15, 0.05, 0.10, 0.12, 0.08],
        "nesting_ids": ["a", "b", "a", "b", "a"],
    }
    return markets_from_frame(rows, currency="USD")[0]


def change(
    market: Market, landscape: Landscape, demand: Any, **options: Any
) -> np.ndarray:
    options = {"control": ["silent"]} | options
    return (
        run(MERGER, landscape, market, demand=demand, **options).markets[0].price_change
    )


def plain(market: Market, alpha: float = 0.25) -> NestedLogit:
    assert market.prices is not None
    assert market.outside_share is not None
    shares = market.inside_shares * (1 - market.outside_share)
    return invert_nested_logit(shares, market.prices, alpha=alpha)


def test_a_demand_a_function_a_table_and_a_file_give_the_same(
    market: Market, landscape: Landscape
) -> None:
    demand = plain(market)
    given = change(market, landscape, demand)
    assert given[0] > 0
    fitted = FittedDemands(
        title="made for a test",
        markets={"small": FittedDemand(products=market.products, demand=demand)},
    )

    def made(observed: Observed) -> NestedLogit:
        return plain(observed.market)

    for other in (made, {"small": demand}, fitted):
        np.testing.assert_array_equal(change(market, landscape, other), given)


def test_the_mixed_logit_by_name_has_the_elasticities_of_the_assumptions(
    market: Market, landscape: Landscape
) -> None:
    stated = market.replace(outside_share=None)
    one = run(
        MERGER, landscape, stated, demand="mixed logit", control=["silent"]
    ).markets[0]
    assumed = default_assumptions()
    assert one.solution.converged
    assert "mixed logit" in one.demand
    assert one.parameters["spread of tastes"][0] == pytest.approx(
        spread_of_tastes(assumed.nesting.value)
    )
    assert (one.price_change > 0).all()


def test_a_spread_of_nothing_is_the_plain_logit() -> None:
    assert spread_of_tastes(0.0) == 0
    spreads = [spread_of_tastes(x) for x in (0.1, 0.5, 0.9)]
    assert spreads == sorted(spreads)


def test_a_known_elasticity_and_a_known_margin_are_met(
    market: Market, landscape: Landscape
) -> None:
    by_elasticity, by_margin = (
        run(MERGER, landscape, market, control=["silent"], assumptions=a, draws=4)
        for a in (
            default_assumptions().with_elasticity(-6.0),
            default_assumptions().with_margin(0.2),
        )
    )
    one = by_margin.markets[0]
    margins = (one.prices_before - one.costs) / one.prices_before
    mean = np.average(margins, weights=market.quantities)
    assert mean == pytest.approx(0.2)
    assert "own-price elasticity -6" in by_elasticity.markets[0].parameters["alpha"][1]
    for effects in (by_elasticity, by_margin):
        draws = effects.markets[0].draws
        assert draws is not None
        assert len(set(draws.parameters["set by margin"])) == 1


@pytest.mark.parametrize(("value", "way"), [(4.5, "elasticity"), (1.5, "margin")])
def test_an_impossible_elasticity_or_margin_is_refused(value: float, way: str) -> None:
    with pytest.raises(DataError, match=f"{value:g}"):
        getattr(default_assumptions(), f"with_{way}")(value)


def test_a_demand_of_other_sales_is_refused(
    market: Market, landscape: Landscape
) -> None:
    other = Logit(alpha=0.2, delta=np.ones(5))
    with pytest.raises(DataError, match=r"sells .* of all as"):
        change(market, landscape, other)
    with pytest.raises(DataError, match="products"):
        change(market, landscape, Logit(alpha=0.2, delta=np.ones(4)))
    with pytest.raises(DataError, match="no prices"):
        change(market.replace(prices=None), landscape, plain(market))
    with pytest.raises(UnknownName, match="small"):
        change(market, landscape, {"large": plain(market)})
    with pytest.raises(DataError, match="demand of type int"):
        change(market, landscape, 3)
    with pytest.raises(DataError, match="no ranges"):
        change(market, landscape, plain(market), draws=5)
    with pytest.raises(DataError, match="returned NoneType"):
        change(market, landscape, lambda observed: None)


@pytest.mark.parametrize(
    ("conduct", "demand"),
    [
        ("quantities", "logit"),
        ("bargaining=0.4", "logit"),
        ("coordination=0.3", "nested logit"),
        ("coordination=0.3", "mixed logit"),
    ],
)
def test_makers_may_compete_otherwise(
    market: Market, landscape: Landscape, conduct: str, demand: Any
) -> None:
    one = run(
        MERGER,
        landscape,
        market,
        demand=demand,
        conduct=conduct,
        control=["silent"],
    ).markets[0]
    assert one.conduct == conduct.partition("=")[0]
    assert one.solution.converged
    assert one.price_change[[0, 2]].min() > 0
    assert one.surplus_change is not None
    assert one.surplus_change < 0


def test_in_an_auction_of_separate_makers_the_mean_price_of_the_parties_rises() -> None:
    rows = {
        "market_ids": ["m"] * 3,
        "firm_ids": ["A Works", "B Works", "C Works"],
        "prices": [10.0, 11.0, 9.0],
        "shares": [0.2, 0.2, 0.3],
    }
    market = markets_from_frame(rows)[0]
    deal = Deal.merge("A Works", "B Works", on=DAY)
    one = run(
        deal, load_landscape(DAY), market, demand="logit", conduct="auction",
        control=["silent"],
    ).markets[0]  # fmt: skip
    np.testing.assert_allclose(one.prices_before, [10, 11, 9])
    assert one.price_change[:2].min() > 0
    assert one.price_change[2] == pytest.approx(0, abs=1e-12)
    assert one.shares_after.sum() == pytest.approx(one.shares_before.sum())


def test_bargaining_without_power_is_price_setting(
    market: Market, landscape: Landscape
) -> None:
    one, other = (
        change(market, landscape, "logit", conduct=c)
        for c in ("prices", "bargaining=0")
    )
    np.testing.assert_allclose(one, other, rtol=1e-6)


@pytest.mark.parametrize(
    ("conduct", "words"),
    [
        ("haggling", "conduct 'haggling'"),
        ("collusion", "coordination wants a number"),
        ("bargaining", "bargaining wants a number"),
        ("bargaining=1", "bargaining power"),
        ("coordination=2", "coordination of 2"),
        ("auction=1", "takes no number"),
    ],
)
def test_a_conduct_that_is_none_is_refused(
    market: Market, landscape: Landscape, conduct: str, words: str
) -> None:
    with pytest.raises(DataError, match=words):
        change(market, landscape, "logit", conduct=conduct)


def test_conduct_for_the_plain_logit_says_so(
    market: Market, landscape: Landscape
) -> None:
    with pytest.raises(DataError, match="plain logit"):
        change(market, landscape, "nested logit", conduct="quantities")


def test_indices_agree_with_the_effects(market: Market, landscape: Landscape) -> None:
    one = run(MERGER, landscape, market, control=["silent"], indices=True).markets[0]
    found = {(index.name, index.of): index for index in one.indices}
    shares = market.inside_shares
    before = 1e4 * float((shares**2).sum())
    assert found["HHI before", "market"].value == pytest.approx(before)
    rise = found["rise of HHI by a merger", "Toyota and Nissan"].value
    assert rise == pytest.approx(2e4 * shares[0] * shares[2])
    assert rise is not None
    after = found["HHI after", "market"].value
    assert after == pytest.approx(before + rise)
    out = found["diversion", "Toyota to Nissan"].value
    assert out is not None
    assert 0 < out < 1
    cmcr = found["CMCR", "Toyota"].value
    assert cmcr == pytest.approx(one.pressure.cmcr[0])
    assert all(index.note for index in one.indices)
    assert one.to_dict()["indices"][0]["name"] == "HHI before"


def test_elasticities_of_the_given_demand_are_used(
    market: Market, landscape: Landscape
) -> None:
    steep, flat = (change(market, landscape, plain(market, a)) for a in (0.5, 0.1))
    assert flat[0] > steep[0]
    assert market.prices is not None
    own = np.diagonal(elasticities(plain(market, 0.5), market.prices))
    assert (own < -1).all()
