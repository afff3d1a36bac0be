"""The default: models and years side by side, and the range that is their union."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from keiretsu.deals import (
    Assumptions,
    Deal,
    Launch,
    MarketEffects,
    Range,
    default_assumptions,
    run,
)
from keiretsu.deals.answers import average_change, buyers
from keiretsu.deals.figures import band, signed
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import load_market
from keiretsu.sources import Source

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


def american(
    first: str, landscape: Landscape, year: str = "us-2022"
) -> dict[str, MarketEffects]:
    deal = Deal.merge(first, "nissan", on=DAY)
    found = run(deal, landscape, load_market(year), draws=32)
    return {one.reading: one for one in found.markets}


@pytest.fixture(scope="module")
def toyota(landscape: Landscape) -> dict[str, MarketEffects]:
    return american("toyota", landscape)


def test_second_choices_lead_where_they_are_known(
    toyota: dict[str, MarketEffects],
) -> None:
    one = toyota["shapley"]
    assert one.form == "mixed logit fitted to published second choices"
    names = {b.name: b.counts for b in one.beside}
    assert names == {
        "second choices, figures read as probabilities": True,
        "nested logit on segments": True,
        "plain logit": False,
        "second choices, at makers' sales of 2024": False,
        "second choices, in model year 2019": True,
        "nested logit on segments, in model year 2019": True,
    }


def test_each_year_lies_in_the_range_of_the_other(
    landscape: Landscape, toyota: dict[str, MarketEffects]
) -> None:
    newer = average_change(toyota["shapley"], "parties")
    older = average_change(
        american("toyota", landscape, "us-2019")["shapley"], "parties"
    )
    for one, other in ((newer, older), (older, newer)):
        assert one.low is not None
        assert one.high is not None
        assert one.low < other.point < one.high


def test_the_plain_logit_is_shown_and_left_out(
    toyota: dict[str, MarketEffects],
) -> None:
    one = toyota["shapley"]
    found = average_change(one, "parties")
    plain = next(b for b in one.beside if b.name == "plain logit")
    assert found.low is not None
    assert average_change(plain.effects, "parties").point < found.low
    assert "second choices" in plain.why


def test_a_larger_rival_moves_more(
    landscape: Landscape, toyota: dict[str, MarketEffects]
) -> None:
    honda = american("honda", landscape)
    for reading, one in toyota.items():
        assert (
            average_change(one, "parties").point
            > average_change(honda[reading], "parties").point
        )


def test_readings_that_were_not_drawn_are_near_what_their_own_draws_give(
    landscape: Landscape, toyota: dict[str, MarketEffects]
) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    alone = run(
        deal,
        landscape,
        load_market("us-2022"),
        demand="second choices",
        control=["silent", "joint"],
        draws=32,
    )
    for one in alone.markets:
        held = toyota[one.reading]
        assert held.central is not None
        own = average_change(one, "parties")
        assert average_change(held, "parties").point == pytest.approx(
            own.point, rel=0.01
        )


def test_draws_are_the_same_points_whatever_the_deal(
    landscape: Landscape, toyota: dict[str, MarketEffects]
) -> None:
    first = toyota["shapley"].draws
    second = american("honda", landscape)["shapley"].draws
    assert first is not None
    assert second is not None
    assert len(first.surplus_change) == len(second.surplus_change) == 32
    for name, values in first.parameters.items():
        np.testing.assert_array_equal(values, second.parameters[name])


def test_in_japan_the_answer_hangs_on_whether_buyers_stay(
    landscape: Landscape,
) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    found = run(deal, landscape, load_market("jp-2024"), control=["shapley"], draws=16)
    (one,) = found.markets
    assert one.form == "nested logit"
    stay, leave = (b for b in one.beside if b.variant)
    change = average_change(one, "parties")
    captive, leaving = (
        average_change(b.effects, "parties").point for b in (stay, leave)
    )
    assert leaving < change.point / 3
    assert change.point < captive
    assert change.low is not None
    assert change.high is not None
    assert leaving < change.low < captive <= change.high
    assert not leave.counts
    assert buyers(one) is not None


def test_the_page_shows_what_comes_out(
    landscape: Landscape, toyota: dict[str, MarketEffects]
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "demand.md").read_text("utf-8")
    deal = Deal.merge("toyota", "nissan", on=DAY)
    found = run(deal, landscape, load_market("jp-2024"), control=["shapley"], draws=32)
    for one in (toyota["shapley"], *found.markets):
        alone = (replace(one, beside=()), *(b.effects for b in one.beside if b.counts))
        for effects in alone:
            change = average_change(effects, "parties")
            shown = f"| {signed(change.point)} |"
            if change.low is not None and change.high is not None:
                shown += f" {band(change.low, change.high)} |"
            assert shown in page
        for left_out in (b for b in one.beside if not b.counts):
            change = average_change(left_out.effects, "parties")
            if left_out.variant or one.market.currency:
                assert f"(left out) | {signed(change.point)} |" in page


def test_the_parameters_are_those_of_the_market_s_country(
    landscape: Landscape,
) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    sources = {
        place: run(
            deal,
            landscape,
            load_market(name),
            demand="nested logit",
            control=["silent"],
        )
        .markets[0]
        .parameters["alpha"][1]
        for place, name in (
            ("Japan", "jp-2024"),
            ("Germany", "de-2025"),
            ("America", "us-2022"),
            ("India", "in-2024-brands"),
        )
    }
    assert "elasticity -4:" in sources["Japan"]
    assert "Uetake" in sources["Japan"]
    assert "elasticity -5.5:" in sources["Germany"]
    assert "Grieco" in sources["America"]
    assert "no study of the place" in sources["India"]


def test_what_the_user_knows_holds_in_every_country(landscape: Landscape) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    read = default_assumptions()
    source = Source(title="my own study", confidence="sourced")
    mine = Range(value=-8.0, low=-9.0, high=-7.0, source=source)
    bare = Assumptions(
        own_elasticity=mine,
        market_elasticity=read.market_elasticity,
        nesting=read.nesting,
        margin=read.margin,
    )
    changed = replace(read, own_elasticity=mine)
    for assumed in (changed, read.with_elasticity(-8.0), bare):
        for name in ("us-2022", "jp-2024"):
            (one,) = run(
                deal,
                landscape,
                load_market(name),
                assumptions=assumed,
                control=["silent"],
            ).markets
            assert one.form == "nested logit"
            assert "elasticity -8:" in one.parameters["alpha"][1]
            assert one.beside == ()
    assert read.of("JP").own_elasticity.value == -4.0
    assert read.of("DE").own_elasticity.value == -5.5
    assert read.of("XX") is read


def test_a_year_in_which_a_party_sold_nothing_is_shown_and_not_counted(
    landscape: Landscape,
) -> None:
    """Rivian had no car in 2019: a merger with it would have done nothing there."""
    deal = Deal.merge("rivian", "ford", on=DAY)
    (one,) = run(
        deal, landscape, load_market("us-2022"), control="shapley", draws=8
    ).markets
    years = [b for b in one.beside if b.name.endswith("model year 2019")]
    assert [b.counts for b in years] == [False, False]
    assert {b.why for b in years} == {"Rivian sold nothing there"}
    change = average_change(one, "parties")
    assert change.low is not None
    assert change.low > 0.0001


def test_a_year_without_the_model_that_a_launch_is_like_is_not_counted(
    landscape: Landscape,
) -> None:
    """Nobody sold a Model Y in 2019, so that one more like it would be none there."""
    step = Launch(maker="nissan", model="N", like="Model Y")
    deal = Deal(steps=(step,), on=landscape.on)
    (one,) = run(
        deal, landscape, load_market("us-2022"), control="silent", draws=8
    ).markets
    years = [b for b in one.beside if b.name.endswith("model year 2019")]
    assert {(b.counts, b.why) for b in years} == {(False, "no Model Y was sold there")}
    gain = buyers(one)
    assert gain is not None
    assert gain.low is not None
    assert gain.low > 1e8
