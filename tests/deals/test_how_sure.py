"""What an answer hangs on: its own deal, ranked, and honest about the ends."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.deals import Deal, Merge, SaveCost
from keiretsu.deals.answers import average_change
from keiretsu.deals.how_sure import HowSure, how_sure
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


def test_a_deal_without_effect_or_with_other_steps_is_refused() -> None:
    day, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    idle = Deal.stake("toyota", "subaru", 0.2, on=DAY)  # what it holds already
    with pytest.raises(DataError, match="no price changes"):
        how_sure(idle, day, market, count=8)
    steps = (
        Merge(first="toyota", second="nissan"),
        SaveCost(makers=("toyota",), share=0.05),
    )
    with pytest.raises(DataError, match="more than who owns whom"):
        how_sure(Deal(steps=steps, on=day.on), day, market, count=8)


def test_the_command_ranks_and_grades() -> None:
    words = ["deal", "sure", "--merge", "toyota", "nissan", "--market", "jp-2024"]
    done = CliRunner().invoke(app, [*words, "--on", DAY])
    assert done.exit_code == 0, done.output
    assert "own-price" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    (told,) = json.loads(
        CliRunner().invoke(app, [*words, "--on", DAY, "--json"]).stdout
    )
    assert told["influences"][0]["assumed"]["source"]["confidence"]
