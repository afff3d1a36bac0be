"""Every pair of groups: the same numbers as one deal at a time, and no other."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.control import Reading
from keiretsu.deals.answers import average_change
from keiretsu.deals.pairs import all_pairs
from keiretsu.errors import DataError

DAY = "2025-05-19"


@pytest.mark.parametrize("reading", ["silent", "shapley"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("toyota", "nissan"), ("suzuki", "honda"), ("subaru", "honda")],
)
def test_a_pair_is_the_deal_of_its_groups(
    first: str, second: str, reading: Reading
) -> None:
    landscape, market = kt.load_landscape(DAY), kt.load_market("jp-2024")
    found = all_pairs(landscape, market, demand="nested logit", reading=reading)
    pair = found.of(first, second)
    deal = kt.Deal.merge(first, second, on=DAY)
    (one,) = kt.run(
        deal, landscape, market, demand="nested logit", control=(reading,)
    ).markets
    assert pair is not None
    assert pair.converged
    assert pair.parties == pytest.approx(average_change(one, "parties").point)
    everybody = average_change(one, "all").point
    assert pair.everybody == pytest.approx(everybody)
    assert pair.buyers == pytest.approx(one.surplus_change)


def test_a_pair_is_the_deal_of_a_group_that_is_tied_by_name() -> None:
    landscape, market = kt.load_landscape(DAY), kt.load_market("us-2022")
    found = all_pairs(landscape, market, demand="nested logit")
    pair = found.of("stellantis", "hyundai_group")
    deal = kt.Deal.merge("Stellantis", "Kia", on=DAY)
    (one,) = kt.run(
        deal, landscape, market, demand="nested logit", control=("silent",)
    ).markets
    assert pair is not None
    assert pair.parties > 0.005
    assert pair.parties == pytest.approx(average_change(one, "parties").point)


def test_every_pair_is_there_once_the_largest_first() -> None:
    landscape, market = kt.load_landscape(DAY), kt.load_market("jp-2024")
    found = all_pairs(landscape, market).found
    heads = {head for pair in found for head in (pair.first, pair.second)}
    assert len(found) == len(heads) * (len(heads) - 1) // 2
    assert len({frozenset((p.first, p.second)) for p in found}) == len(found)
    moves = [pair.everybody for pair in found]
    assert moves == sorted(moves, reverse=True)
    assert [pair.rank for pair in found] == list(range(1, len(found) + 1))


def test_the_largest_and_the_smallest_know_their_place() -> None:
    found = all_pairs(kt.load_landscape(DAY), kt.load_market("jp-2024"))
    assert found.below(found.found[0]) == 1
    assert found.below(found.found[-1]) == 0
    assert found.of("toyota", "nobody") is None


def test_one_group_alone_cannot_be_paired() -> None:
    market = kt.load_market("jp-2024")
    alone = market.replace(firms=("toyota",) * len(market.products))
    with pytest.raises(DataError, match="1 groups compete"):
        all_pairs(kt.load_landscape(DAY), alone)


def test_the_command_places_a_pair_by_any_of_its_companies() -> None:
    words = ["deal", "pairs", "--market", "jp-2024", "--on", DAY]
    done = CliRunner().invoke(app, [*words, "--merge", "Daihatsu", "nissan", "--json"])
    assert done.exit_code == 0
    (told,) = json.loads(done.stdout)
    assert {told["asked"]["first"], told["asked"]["second"]} == {"toyota", "nissan"}
    assert 0 <= told["asked"]["moves_less"] <= 1
    shown = CliRunner().invoke(app, [*words, "--most", "2"])
    assert "no price changes" not in shown.stdout
    assert shown.stdout.count(" and ") >= 2


def test_a_reading_that_is_none_is_refused() -> None:
    words = ["deal", "pairs", "--market", "jp-2024", "--control", "strong"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert "strong" in done.stderr


def test_a_scan_of_pairs_markets_and_draws_solves_every_one() -> None:
    from benchmarks.scan import MARKETS, scan

    assert scan(5000) == 190 * MARKETS * 2
