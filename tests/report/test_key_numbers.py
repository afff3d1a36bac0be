"""Averages, ranges and what the report leads with."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np
import pytest
from tests.report.factories import (
    DAY,
    PRODUCTS,
    effects,
    market,
    market_effects,
    merger,
    report,
)

from keiretsu.deals import run
from keiretsu.deals.answers import Range, average_change, product_changes
from keiretsu.deals.deal import Deal
from keiretsu.deals.figures import percent
from keiretsu.deals.market_effects import Beside
from keiretsu.deals.measures import Draws
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.report import Report
from keiretsu.report.answer import answer
from keiretsu.report.headline import headline
from keiretsu.report.key_numbers import central, changes_nothing, leading
from keiretsu.report.make import make_report
from keiretsu.report.pictures.gains import gains
from keiretsu.report.pictures.heatmap import price_heatmap
from keiretsu.report.pictures.movers import movers
from keiretsu.report.pictures.tornado import swings
from keiretsu.report.pictures.uncertainty import bands
from keiretsu.report.sections.cars import best_sellers


def test_the_parties_mean_is_weighted_by_cars_sold() -> None:
    one = market_effects(draws=0)
    cars = {row[0]: (row[5], row[7]) for row in PRODUCTS[:6]}
    total = sum(n for n, _ in cars.values())
    by_hand = sum(n * change for n, change in cars.values()) / total
    assert average_change(one, "parties").point == pytest.approx(by_hand)
    assert average_change(one, "parties").low is None
    change = average_change(market_effects(), "parties")
    assert change.low is not None
    assert change.high is not None
    assert change.low < change.point < change.high


def test_the_range_is_the_middle_eighty_percent_of_the_draws() -> None:
    found = Range.of(5.0, np.arange(11.0))
    assert (found.point, found.low, found.high) == (5.0, 1.0, 9.0)
    assert Range.of(5.0, None).low is None


def beside(scale: float, *, counts: bool = True) -> Beside:
    other = market_effects(scale=scale, draws=0)
    return Beside(name=f"model {scale:g}", counts=counts, why="a test", effects=other)


def test_the_range_is_the_union_over_models_that_count() -> None:
    own = market_effects()
    alone = average_change(own, "parties")
    assert alone.high is not None
    models = (beside(0.1), beside(-3.0, counts=False))
    found = average_change(dataclasses.replace(own, beside=models), "parties")
    assert found.point == alone.point
    assert found.high == alone.high
    assert found.low == pytest.approx(
        average_change(models[0].effects, "parties").point
    )


def test_a_reading_that_was_not_drawn_takes_the_range_in_proportion() -> None:
    central_one = market_effects()
    other = market_effects(reading="silent", scale=0.5, draws=0)
    other = dataclasses.replace(other, central=central_one)
    whole, half = (average_change(e, "parties") for e in (central_one, other))
    assert half.point == pytest.approx(whole.point / 2)
    assert whole.low is not None
    assert half.low == pytest.approx(whole.low / 2)


def test_what_moves_less_than_the_models_differ_is_no_finding() -> None:
    own = market_effects(draws=0)
    near = dataclasses.replace(own, beside=(beside(1.4),))
    assert product_changes(near).findings.all()
    far = dataclasses.replace(own, beside=(beside(-0.5),))
    assert not product_changes(far).findings.any()
    assert movers(merger(), far, str) is None
    picture = movers(merger(), near, str)
    assert picture is not None
    rows = picture.table.rows
    assert [row[1] in ("toyota", "nissan") for row in rows] == [True] * 6 + [False] * 4
    assert rows[0][3] == "between +5.2 % and +7.3 %"


def test_the_headline_leads_with_the_market_that_has_prices() -> None:
    one = leading(effects(merger()))
    assert one is not None
    assert (one.market.name, one.reading) == ("us-2022", "shapley")


def test_without_shapleys_reading_the_first_is_shown() -> None:
    silent = market_effects(reading="silent")
    assert central({"silent": silent}) is silent


def test_the_headline_states_the_estimate_and_the_widest_range() -> None:
    told = headline(report())
    assert told.sentence.startswith(
        "If Toyota and Nissan merge, their cars would cost 2.8 % to 3.8 % more in the "
        "United States, model year 2022, by how much say a stake gives (range: "
    )
    (low, high), ranges = (0.028, 0.038), []
    for one in report().effects.markets[:3]:
        change = average_change(one, "parties")
        assert low * 0.98 < change.point < high * 1.02
        assert change.low is not None
        assert change.high is not None
        ranges += [change.low, change.high]
    assert told.sentence.endswith(
        f"(range: {percent(min(ranges))} to {percent(max(ranges))})"
    )
    (line,) = (words for words in told.support if words.startswith("Buyers there"))
    assert re.match(
        r"Buyers there would lose USD [\d.]+ \w+ to USD [\d.]+ \w+ a year, by how much "
        r"say a stake gives \(range: ",
        line,
    )
    assert told.callout is None
    assert told.caveat is not None
    assert "Japan, 2024" in told.caveat


def test_readings_that_say_nearly_the_same_are_one_number_with_the_range_of_all() -> (
    None
):
    near = effects(merger(), scales={"silent": 0.97, "shapley": 1.0})
    told = headline(dataclasses.replace(report(), effects=near))
    assert "would cost about 3.5 % more in the United States" in told.sentence
    lows = [average_change(one, "parties").low for one in near.markets[:2]]
    assert f"(range: {percent(min(low for low in lows if low))} to " in told.sentence


def test_lower_prices_are_called_less() -> None:
    deal = merger()
    falling = effects(deal, scales={"shapley": -1.0})
    told = headline(dataclasses.replace(report(), effects=falling))
    assert "3.5 % less" in told.sentence
    assert "gain USD" in told.support[0]


def test_a_deal_without_effect_says_so() -> None:
    deal = Deal.stake("toyota", "nissan", 0, on=DAY)
    still = effects(deal, scales={"silent": 0.0, "joint": 0.0})
    assert changes_nothing(still)
    told = headline(dataclasses.replace(report(deal), effects=still))
    assert told.sentence == "If Toyota holds 0 % of Nissan, nothing changes"
    assert told.callout is not None
    assert "No price moves" in told.callout


def test_no_market_is_not_called_no_change() -> None:
    deal = merger()
    empty = dataclasses.replace(effects(deal), markets=())
    assert not changes_nothing(empty)
    told = headline(dataclasses.replace(report(), effects=empty))
    assert "no market was computed" in told.sentence


def test_without_draws_no_range_is_made_up() -> None:
    deal = merger()
    told = headline(dataclasses.replace(report(), effects=effects(deal, draws=0)))
    assert "no range was drawn" in told.sentence


def test_gains_add_up_to_the_change_of_every_groups_profit() -> None:
    one = market_effects()
    _, parties, rivals = (g.amount.point for g in gains(one))
    assert parties == pytest.approx(0.55e9)
    assert rivals == pytest.approx(0.17e9)


def test_the_tornado_puts_the_parameter_that_drives_the_draws_first() -> None:
    found = swings(merger(), market_effects())
    assert [s.parameter for s in found] == ["nesting", "market_elasticity"]
    assert found[0].at_high > found[0].at_low
    assert swings(merger(), market_effects(draws=5)) == ()


def test_a_change_that_is_written_as_nothing_is_no_rise() -> None:
    """Not "Volvo moves most: its mean price rises by 0 %"."""
    title = price_heatmap(merger(), market_effects(scale=1e-6, draws=0)).title
    assert title == "No brand's prices move by 0.001 % in any segment"
    still = price_heatmap(merger(), market_effects(scale=0.0, draws=0)).title
    assert still == "No brand's prices move in any segment"


def test_the_heatmap_puts_the_parties_first_and_names_the_largest_change() -> None:
    picture = price_heatmap(merger(), market_effects())
    assert picture.title == (
        "Nissan moves most: its mean price (compact) rises by 5.2 %"
    )
    svg = picture.svg
    assert svg.index(">Toyota<") < svg.index(">Honda<")
    assert svg.index(">Lexus<") < svg.index(">Honda<")


def test_the_mean_of_a_cell_is_weighted_by_cars() -> None:
    table = price_heatmap(merger(), market_effects(draws=0)).table
    row = next(r for r in table.to_dicts() if r["Brand"] == "Toyota")
    (told,) = (words for head, words in row.items() if head != "Brand")
    assert told == "SUV about +2.4 %; compact about +3.1 %"


def test_movers_are_sorted_by_size_and_absent_where_nothing_moves() -> None:
    picture = movers(merger(), market_effects(), str)
    assert picture is not None
    assert [row[0] for row in picture.table.rows][:2] == [
        "Nissan Sentra",
        "Nissan Leaf",
    ]
    assert movers(merger(), market_effects(scale=0.0), str) is None


def test_a_market_without_prices_is_counted_in_percent_of_spending() -> None:
    deal = merger()
    relative = market_effects(market("jp-2024", priced=False))
    only = dataclasses.replace(effects(deal), markets=(relative,))
    told = headline(dataclasses.replace(report(), effects=only))
    assert "1.3 % of spending" in " ".join(told.support)
    assert "USD" not in " ".join(told.support)


def test_the_headline_is_where_the_companies_that_part_will_meet() -> None:
    """In the United States only one of them sells: there nothing moves."""
    made = make_report(Deal.stake("toyota", "daihatsu", 0.4, on=DAY), draws=0)
    assert "less in Japan" in headline(made).sentence


def test_shares_moved_inside_one_group_say_why_nothing_changes() -> None:
    made = make_report(Deal.stake("geely", "lotus", 0.6, on=DAY), draws=0)
    told = headline(made)
    assert told.sentence.endswith("they are one group before it and after it")
    assert told.support[0].startswith("Concentration stays as it is")


def test_a_report_of_effects_that_are_there_is_the_same_report() -> None:
    market, landscape = load_market("is-2024-brands"), load_landscape(DAY)
    deal = Deal.stake("toyota", "nissan", 0.2, on=DAY)
    options: dict[str, Any] = {"landscape": landscape, "markets": market, "draws": 0}
    found = run(deal, landscape, market)
    assert (
        make_report(deal, effects=found, **options).to_dict()
        == make_report(deal, **options).to_dict()
    )


def test_a_rise_that_is_written_as_nothing_is_not_told_as_dearer() -> None:
    deal = merger()
    told = {
        scale: bands(deal, effects(deal, scales={"silent": scale}, draws=0))
        for scale in (1.0, 1e-5)
    }
    titles = {scale: one.title for scale, one in told.items() if one is not None}
    (note, *_) = (one.note for one in told.values() if one is not None)
    assert "Point: estimate. The readings say" in note
    assert titles[1.0].startswith("The parties' cars get dearer under every reading")
    assert titles[1e-5] == (
        "The parties' prices move by 0 % over all markets, models and years"
    )


def test_the_small_table_has_a_car_of_each_party() -> None:
    few = np.array([0.1 if row[1] == "nissan" else 1.0 for row in PRODUCTS])
    sold = market().replace(quantities=few * market().quantities)
    made = report()
    one = dataclasses.replace(made.effects, markets=(market_effects(sold),))
    table = best_sellers(dataclasses.replace(made, effects=one))
    assert table is not None
    assert [row[0] for row in table.rows] == [
        *("Toyota RAV4", "Toyota Corolla", "Nissan Rogue"),
    ]


def test_a_range_with_both_signs_is_told_with_both_and_never_left_out() -> None:
    """Draws from a loss of 3 to a gain of 1 billion, of which the median is a loss."""
    own = market_effects(draws=0)
    drawn = Draws(
        price_change=np.tile(own.price_change, (5, 1)),
        surplus_change=np.array([-3e9, -3e9, -1e9, 1e9, 1e9]),
        parameters={},
        failed=0,
        seed=0,
    )
    whole = effects(merger())
    one = dataclasses.replace(own, draws=drawn, central=None, beside=())
    told = headline(
        dataclasses.replace(
            report(), effects=dataclasses.replace(whole, markets=(one,))
        )
    )
    (line,) = (words for words in told.support if words.startswith("Buyers there"))
    assert line == (
        "Buyers there would lose USD 1.0 billion a year (range: from a loss of USD 3.0 "
        "billion to a gain of USD 1.0 billion)."
    )


def test_who_sells_a_part_of_a_subsidiary_leaves_its_partner_less_of_it() -> None:
    """Geely has 9.7 % of Mercedes-Benz, whose managers then count less of Volvo."""
    made = make_report(Deal.stake("geely", "volvo cars", 0.6, on=DAY), draws=0)
    silent, shapley, _ = (
        one for one in made.effects.markets if one.market.name == "us-2022"
    )
    np.testing.assert_allclose(silent.price_change, 0, atol=1e-4)
    names = np.array([silent.market.firms[n] for n in range(len(silent.costs))])
    benz = names == "mercedes_benz"
    assert (shapley.price_change[benz] < 0).all()


@pytest.mark.parametrize("draws", [0, 8])
def test_a_caption_promises_a_range_only_where_one_stands(draws: int) -> None:
    landscape = load_landscape(DAY)
    deal = Deal.stake("toyota", "nissan", 0.1, on=DAY)
    found = run(deal, landscape, (load_market("is-2024-brands"),), draws=draws)
    table = answer(Report(deal=deal, effects=found, landscape=landscape)).table
    assert table is not None
    assert ("in brackets" in table.caption) == bool(draws)
    assert all(("(" in row[1]) == bool(draws) for row in table.rows)
