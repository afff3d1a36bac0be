"""What an answer hangs on: its own deal, ranked, and honest about the ends."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.cli.deal_sure import _unranked
from keiretsu.deals import Deal, Merge, SaveCost
from keiretsu.deals.answers import average_change
from keiretsu.deals.how_sure import HowSure, how_sure
from keiretsu.deals.required import required_saving
from keiretsu.errors import DataError

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def found() -> HowSure:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    return how_sure(deal, kt.load_landscape(DAY), kt.load_market("jp-2024"), count=64)


def test_the_point_is_that_of_the_deal(found: HowSure) -> None:
    (one,) = kt.run(
        Deal.merge("toyota", "nissan", on=DAY),
        kt.load_landscape(DAY),
        kt.load_market("jp-2024"),
        demand="nested logit",
        control=("silent",),
    ).markets
    assert found.point == pytest.approx(average_change(one, "parties").point, rel=1e-9)


def test_what_explains_most_stands_first_and_moves_most(found: HowSure) -> None:
    totals = [one.indices.together for one in found.influences]
    assert totals == sorted(totals, reverse=True)
    moves = [abs(one.at_high - one.at_low) for one in found.influences]
    assert moves[0] == max(moves)
    assert {one.name for one in found.influences} <= {
        "own_elasticity",
        "market_elasticity",
        "nesting",
    }
    for one in found.influences:
        low, high = sorted((one.at_low, one.at_high))
        assert low <= found.point <= high


def test_a_deal_without_effect_is_refused() -> None:
    day, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    idle = Deal.stake("toyota", "subaru", 0.2, on=DAY)  # what it holds already
    with pytest.raises(DataError, match="no price changes"):
        how_sure(idle, day, market, count=8)


def test_bands_hold_each_other_and_the_same_seed_gives_the_same(
    found: HowSure,
) -> None:
    again = how_sure(
        Deal.merge("toyota", "nissan", on=DAY),
        kt.load_landscape(DAY),
        kt.load_market("jp-2024"),
        count=64,
    )
    assert np.array_equal(found.draws, again.draws, equal_nan=True)
    for told in (found.price, found.buyers):
        assert told.inner is not None
        low, first, mid, last, high = (
            told.low or 0,
            told.inner[0],
            told.point,
            told.inner[1],
            told.high or 0,
        )
        assert low <= first <= mid <= last <= high
    assert found.price.point > 0 > found.buyers.point


def test_points_are_the_same_for_every_deal() -> None:
    """Solved at once or one by one, a merger is the merger at every point."""
    day, market = kt.load_landscape(DAY), kt.load_market("jp-2024-brands")
    merger = Merge(first="toyota", second="nissan")
    nothing = SaveCost(makers=("toyota",), share=-1e-12)  # a cost, not a saving
    one = how_sure(Deal(steps=(merger,), on=day.on), day, market, count=8)
    other = how_sure(Deal(steps=(merger, nothing), on=day.on), day, market, count=8)
    np.testing.assert_allclose(one.draws, other.draws, rtol=1e-6)
    np.testing.assert_allclose(one.buyers.point, other.buyers.point, rtol=1e-6)


def test_a_saving_hangs_on_how_much_of_it_comes() -> None:
    day, market = kt.load_landscape(DAY), kt.load_market("jp-2024-brands")
    steps = (
        Merge(first="toyota", second="nissan"),
        SaveCost(makers=("toyota", "nissan"), share=0.2),
    )
    found = how_sure(Deal(steps=steps, on=day.on), day, market, count=16)
    realised = next(one for one in found.influences if one.name == "realised")
    assert realised.at_high < realised.at_low  # more saved, lower prices
    assert realised.flips == (realised.at_high < 0 < realised.at_low)
    assert found.required is None or found.required.unchanged > 0


def test_what_must_be_saved_on_electric_cars_is_more_than_anybody_believes() -> None:
    """The acceptance of the issue: a twentieth off all of them is within 6 %."""
    day, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    told = required_saving(Deal.merge("toyota", "nissan", on=DAY), day, market)
    assert told is not None
    assert told.electric is not None
    assert 0 < told.electric < 0.06
    assert "no plausible saving on them alone offsets it" in told.sentence
    assert told.harmless is not None
    assert told.known is not None
    assert told.known.low <= told.known.value < told.harmless < told.known.high
    assert told.unchanged == pytest.approx(told.harmless, rel=0.3)


def test_who_gains_needs_no_saving() -> None:
    day, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    gift = Deal(steps=(SaveCost(makers=("toyota",), share=0.05),), on=day.on)
    assert required_saving(gift, day, market) is None


def test_the_command_ranks_and_grades() -> None:
    words = ["deal", "sure", "--merge", "toyota", "nissan", "--market", "jp-2024"]
    done = CliRunner().invoke(app, [*words, "--on", DAY])
    assert done.exit_code == 0, done.output
    assert "own-price" in done.stdout
    assert "within its range\n" in done.stdout  # the answer; what limits it is a note
    assert "by reading of control: " in done.stdout
    assert "own-price" not in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    (told,) = json.loads(
        CliRunner().invoke(app, [*words, "--on", DAY, "--json"]).stdout
    )
    assert told["influences"][0]["assumed"]["source"]["confidence"]


def test_what_is_asked_says_under_which_demand() -> None:
    day, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    deal = Deal.merge("toyota", "nissan", on=DAY)
    plain = how_sure(deal, day, market, demand="logit", count=8)
    (one,) = kt.run(deal, day, market, demand="logit", control="silent").markets
    assert plain.demand == "logit"
    assert plain.point == pytest.approx(average_change(one, "parties").point, rel=1e-9)
    assert "nesting" not in {each.name for each in plain.influences}
    nested = how_sure(deal, day, market, count=8)
    assert nested.demand == "nested logit"
    assert nested.point > 1.2 * plain.point
    with pytest.raises(DataError, match="under 'second choices' hangs on"):
        how_sure(deal, day, market, demand="second choices", count=8)


def test_the_command_sets_other_models_beside() -> None:
    words = ["deal", "sure", "--merge", "toyota", "nissan", "--on", DAY]
    japan = [*words, "--market", "jp-2024"]
    told = CliRunner().invoke(app, japan)
    assert "Models side by side" in told.stdout
    assert "holds under nested logit on segments alone." in told.stderr
    alone = CliRunner().invoke(app, [*japan, "--demand", "logit"])
    assert "Models side by side" not in alone.stdout
    assert "logit alone; other models are not looked at" in alone.stderr
    assert max(map(len, told.stdout.splitlines())) <= 80


@pytest.mark.parametrize(("market", "told"), [("us-2022", 1), ("jp-2024", 0)])
def test_why_second_choices_have_no_ranking_is_said(market: str, told: int) -> None:
    """By hand: 128 points, times thirteen parameters and two."""
    said = list(_unranked(kt.load_market(market)))
    assert len(said) == told
    assert all("13 parameters" in one and "1,920 points" in one for one in said)
