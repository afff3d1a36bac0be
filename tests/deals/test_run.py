"""Running a deal: what must hold of its effects, on small and on bundled markets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from keiretsu.control import READINGS, Ownership
from keiretsu.deals import (
    Deal,
    MarketEffects,
    default_assumptions,
    reorganise,
    run,
)
from keiretsu.deals.assumptions import Range
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market, markets_from_frame

DAY = "2025-05-19"
PARTIES = {"toyota", "nissan"}


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def market() -> Market:
    frame = pl.DataFrame(
        {
            "market_ids": "small",
            "product_ids": ["Yaris", "Impreza", "Note", "Fit", "Swift"],
            "firm_ids": ["toyota", "subaru", "nissan", "honda", "suzuki"],
            "prices": [20.0, 25.0, 22.0, 24.0, 18.0],
            "shares": [0.15, 0.05, 0.10, 0.12, 0.08],
        }
    )
    return markets_from_frame(frame, currency="USD")[0]


def effects(
    market: Market, landscape: Landscape, deal: Deal, **options: object
) -> list[MarketEffects]:
    return list(run(deal, landscape, [market], **options).markets)  # type: ignore[arg-type]


def parties_rise(one: MarketEffects) -> float:
    own = np.array([group in PARTIES for group in one.groups_before])
    return float(one.price_change[own].mean())


def test_a_merger_raises_prices_under_every_reading(
    market: Market, landscape: Landscape
) -> None:
    merger = Deal.merge("toyota", "nissan", on=DAY)
    results = effects(market, landscape, merger)
    assert [one.reading for one in results] == list(READINGS)
    for one in results:
        assert one.solution.converged
        assert (one.price_change > 0).all()
        assert one.surplus_change is not None
        assert one.surplus_change < 0
        assert one.pressure.guppi[0] > 0
        assert set(one.groups_after) == {"toyota", "subaru", "honda", "suzuki"}


def test_a_quarter_and_a_merger_differ(market: Market, landscape: Landscape) -> None:
    stake = effects(market, landscape, Deal.stake("toyota", "nissan", 0.25, on=DAY))
    whole = effects(market, landscape, Deal.merge("toyota", "nissan", on=DAY))
    assert 0 < parties_rise(stake[0]) < parties_rise(whole[0])


@pytest.mark.parametrize("reading", READINGS)
def test_a_stake_of_nothing_changes_nothing(
    market: Market, landscape: Landscape, reading: str
) -> None:
    nothing = Deal.stake("toyota", "nissan", 0.0, on=DAY)
    (one,) = effects(market, landscape, nothing, control=[reading])
    np.testing.assert_allclose(one.price_change, 0, atol=1e-12)
    assert one.surplus_change == pytest.approx(0, abs=1e-9)


def test_a_larger_silent_stake_raises_prices_more(
    market: Market, landscape: Landscape
) -> None:
    rises = [
        parties_rise(
            effects(
                market,
                landscape,
                Deal.stake("toyota", "nissan", share, on=DAY),
                control=["silent"],
            )[0]
        )
        for share in (0.05, 0.2, 0.45)
    ]
    assert rises == sorted(rises)


def test_more_than_half_is_sole_control(market: Market, landscape: Landscape) -> None:
    """A bought majority dilutes nobody in the buyer, as an exchange of shares does."""
    most = effects(market, landscape, Deal.stake("toyota", "nissan", 0.51, on=DAY))
    whole = effects(market, landscape, Deal.merge("toyota", "nissan", on=DAY))
    assert most[0].groups_after == whole[0].groups_after
    np.testing.assert_allclose(most[0].prices_after, whole[0].prices_after, rtol=1e-4)


def test_the_stakes_of_the_day_are_there_before_the_deal(
    landscape: Landscape,
) -> None:
    today = Ownership.of_day(landscape)
    weights = today.groups.profit_weights(["toyota", "subaru", "renault"], "silent")
    shares = {(s.holder, s.held): s.share or 0.0 for s in landscape.stakes}
    assert weights[0, 1] == pytest.approx(shares["toyota", "subaru"], abs=1e-3)
    trusted = today.groups.profit_weights(["renault", "nissan"], "silent")
    own, trust = shares["renault", "nissan"], shares["french_trust", "nissan"]
    assert trusted[0, 1] == pytest.approx(own + trust, abs=0.01)


def test_merging_twice_joins_three(landscape: Landscape) -> None:
    first, second = (Deal.merge("honda", x, on=DAY) for x in ("nissan", "toyota"))
    both = Deal(steps=(*first.steps, *second.steps), on=first.on)
    after = reorganise(both, landscape).after
    assert {after.head(name) for name in ("honda", "nissan", "toyota")} == {"honda"}
    weights = after.groups.profit_weights(["honda", "nissan", "toyota"], "silent")
    np.testing.assert_allclose(weights, 1)


def test_a_market_without_prices_is_answered_in_relative_terms(
    landscape: Landscape,
) -> None:
    market = load_market("jp-2024-brands")
    merger = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = effects(market, landscape, merger, control=["silent"])
    assert one.relative
    np.testing.assert_allclose(one.prices_before, 100)
    assert one.surplus_change is not None
    assert -1 < one.surplus_change < 0


def test_the_unit_of_money_changes_no_relative_effect(
    market: Market, landscape: Landscape
) -> None:
    assert market.prices is not None
    cents = market.replace(prices=market.prices * 100)
    merger = Deal.merge("toyota", "nissan", on=DAY)
    plain, other = (
        effects(m, landscape, merger, control=["silent"])[0] for m in (market, cents)
    )
    np.testing.assert_allclose(other.price_change, plain.price_change, rtol=1e-8)
    assert plain.surplus_change is not None
    assert other.surplus_change == pytest.approx(100 * plain.surplus_change)


def test_draws_are_repeatable_and_surround_the_literature(
    market: Market, landscape: Landscape
) -> None:
    merger = Deal.merge("toyota", "nissan", on=DAY)
    options = {"control": ["silent"], "draws": 80, "seed": 7}
    first, again = (effects(market, landscape, merger, **options)[0] for _ in range(2))
    other = effects(market, landscape, merger, **(options | {"seed": 8}))[0]
    assert first.draws is not None
    assert again.draws is not None
    assert other.draws is not None
    np.testing.assert_array_equal(first.draws.price_change, again.draws.price_change)
    assert not np.allclose(
        first.draws.surplus_change[:5], other.draws.surplus_change[:5]
    )
    assert (first.draws.surplus_change < 0).all()
    assert first.draws.failed + len(first.draws.surplus_change) == 80


def test_a_draw_at_the_middle_of_every_range_is_the_point_value(
    market: Market, landscape: Landscape
) -> None:
    assumed = default_assumptions()

    def fixed(held: Range) -> Range:
        value = held.value
        return Range(value=value, low=value, high=value, source=held.source)

    point = replace(
        assumed,
        own_elasticity=fixed(assumed.own_elasticity),
        market_elasticity=fixed(assumed.market_elasticity),
        nesting=fixed(assumed.nesting),
        margin=fixed(assumed.margin),
    )
    merger = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = effects(
        market, landscape, merger, control=["silent"], draws=1, assumptions=point
    )
    assert one.draws is not None
    np.testing.assert_allclose(one.draws.price_change[0], one.price_change, rtol=1e-8)
    assert one.draws.surplus_change[0] == pytest.approx(one.surplus_change)


def test_known_margins_replace_the_elasticity(
    market: Market, landscape: Landscape
) -> None:
    margins = np.array([0.2, np.nan, np.nan, np.nan, np.nan])
    merger = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = effects(
        market, landscape, merger, control=["silent"], margins={"small": margins}
    )
    assert 1 - one.costs[0] / one.prices_before[0] == pytest.approx(0.2)
    assert "known margins" in one.demand


def test_the_savings_that_undo_the_merger_do_so(
    market: Market, landscape: Landscape
) -> None:
    merger = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = effects(market, landscape, merger, control=["silent"])
    parties = np.array([group in PARTIES for group in one.groups_before])
    assert (one.pressure.cmcr[parties] > 0).all()
    assert (one.pressure.diversion[parties] > 0).all()


def test_profits_are_counted_by_group(market: Market, landscape: Landscape) -> None:
    merger = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = effects(market, landscape, merger, control=["silent"])
    together = sum(one.profits_after[g] - one.profits_before[g] for g in PARTIES)
    assert together > 0
    assert one.profits_after["honda"] > one.profits_before["honda"]


def test_options_that_make_no_sense_are_refused(
    market: Market, landscape: Landscape
) -> None:
    merger = Deal.merge("toyota", "nissan", on=DAY)
    with pytest.raises(DataError, match="a landscape of"):
        run(merger, load_landscape("2020-01-01"), [market])
    with pytest.raises(DataError, match="-1 draws"):
        run(merger, landscape, [market], draws=-1)
    with pytest.raises(DataError, match="demand 'probit'"):
        run(merger, landscape, [market], demand="probit")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="0 holders"):
        run(merger, landscape, [market], rest_holders=0)


def test_a_range_must_hold_its_value() -> None:
    source = default_assumptions().margin.source
    with pytest.raises(DataError, match="outside its range"):
        Range(value=0.5, low=0.1, high=0.3, source=source)


def test_makers_that_no_landscape_knows_merge_too(landscape: Landscape) -> None:
    table = {
        "market_ids": ["home"] * 3,
        "firm_ids": ["Aster", "Birch", "Cedar"],
        "prices": [20.0, 21.0, 22.0],
        "shares": [0.2, 0.2, 0.2],
    }
    (home,) = markets_from_frame(table)
    merged = effects(home, landscape, Deal.merge("Aster", "Birch", on=DAY))
    for one in merged:
        assert one.price_change[0] > one.price_change[2] > 0
        np.testing.assert_allclose(one.price_change[0], one.price_change[1], rtol=0.2)
    again = effects(home, landscape, Deal.merge("Birch", "Aster", on=DAY))
    np.testing.assert_allclose(merged[0].price_change, again[0].price_change, rtol=1e-9)
