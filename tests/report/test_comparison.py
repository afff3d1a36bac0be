"""Deals side by side: each row is its deal, and nothing is nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.deals import Deal, Merge, SaveCost
from keiretsu.deals.alternatives import Alternative, alternatives
from keiretsu.deals.answers import average_change
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.report.comparison import Compared, compare
from keiretsu.report.pictures.alternatives import alternatives_picture

DAY = "2025-05-19"
FAST = {"demand": "nested logit", "draws": 0}


@pytest.fixture(scope="module")
def day() -> Landscape:
    return kt.load_landscape(DAY)


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("honda", "nissan", "2025-05-19"),
        ("nissan", "honda", "2025-05-19"),
        ("honda", "nissan", "2026-11-26"),
    ],
)
def test_whoever_last_sold_most_holds_the_stake(
    first: str, second: str, day: str
) -> None:
    landscape = kt.load_landscape(day)
    option = next(
        one
        for one in alternatives([first, second], landscape)
        if one.label == "20 % stake"
    )
    assert option.note == "Honda holds 20 % of Nissan"


@pytest.fixture(scope="module")
def rows(day: Landscape) -> dict[str, Compared]:
    options = alternatives(["toyota", "nissan"], day)
    found = compare(options, day, [kt.load_market("us-2022")], **FAST)
    return {row.label: row for row in found}


def test_a_row_is_its_deal_run_alone(rows: dict[str, Compared], day: Landscape) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    (one,) = kt.run(
        deal,
        day,
        kt.load_market("us-2022"),
        demand="nested logit",
        control=("silent",),
    ).markets
    row = rows["merger"]
    assert row.parties == average_change(one, "parties")
    assert row.buyers is not None
    assert row.buyers.point == one.surplus_change


def test_a_larger_tie_moves_prices_more_and_sharing_the_other_way(
    rows: dict[str, Compared],
) -> None:
    order = ["merger", "20 % stake", "nothing", "batteries only", "platform only"]
    told = [rows[label].parties for label in order]
    points = [one.point for one in told if one is not None]
    assert len(points) == len(order)
    assert points == sorted(points, reverse=True)
    assert rows["platform only"].tests == rows["nothing"].tests == "no shares move"


def test_nothing_does_nothing_and_a_plan_what_is_realised_of_it(
    rows: dict[str, Compared],
) -> None:
    row = rows["nothing"]
    for told in (row.parties, row.electric, row.buyers, row.earned, row.rivals):
        assert told is not None
        assert told.point == 0
    plan = rows["Re:Nissan alone"]
    assert plan.fixed == "JPY 150 billion a year"  # three fifths of 250
    assert plan.parties is not None
    assert plan.buyers is not None
    assert plan.parties.point < 0 < plan.buyers.point
    # a third to all of a saving of some 2.5 % of Nissan's costs
    assert -0.03 < (plan.parties.low or 0) < (plan.parties.high or 0) < 0


def test_the_range_of_a_saving_goes_from_its_least_to_its_most(
    rows: dict[str, Compared],
) -> None:
    told = rows["platform only"].parties
    assert told is not None
    assert told.low is not None
    assert told.high == 0  # at the low end nothing is saved
    assert told.low < told.point < 0


def test_no_saving_on_electric_cars_offsets_the_merger_there(day: Landscape) -> None:
    # they sell few of them: a twentieth off all their electric cars moves what buyers
    # lose by less than a sixteenth
    market = kt.load_market("us-2022")
    names = np.array(market.products, dtype=object)
    makers = day.group_of("toyota"), day.group_of("nissan")
    own = np.isin([day.group_of(firm) for firm in market.firms], makers)
    driven = np.array(market.powertrains, dtype=object) == "BEV"
    electric = tuple(names[own & driven])
    merger = Merge(first="toyota", second="nissan")
    saving = SaveCost(products=electric, share=0.05)
    options = [
        Alternative(label=label, deals=(Deal(steps=steps, on=day.on),))
        for label, steps in (("merger", (merger,)), ("cheaper", (merger, saving)))
    ]
    plain, cheaper = compare(options, day, [market], draws=0)
    assert plain.buyers is not None
    assert cheaper.buyers is not None
    assert electric
    assert plain.buyers.point < cheaper.buyers.point < 0.94 * plain.buyers.point


def test_the_command_shows_and_writes_them() -> None:
    words = ["deal", "compare", "Toyota", "Nissan", "--market", "jp-2024"]
    fast = ["--on", DAY, "--draws", "0", "--demand", "logit"]
    done = CliRunner().invoke(app, [*words, *fast, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told[0]["label"] == "merger"
    again = CliRunner().invoke(app, [*words, *fast, "--json"])
    assert again.stdout == done.stdout
    shown = CliRunner().invoke(app, [*words, *fast])
    assert "platform only" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    alone = CliRunner().invoke(app, ["deal", "compare", "toyota"])
    assert alone.exit_code == 2


def test_what_a_market_cannot_answer_is_not_known(day: Landscape) -> None:
    options = alternatives(["stellantis", "renault"], day)
    market = kt.load_market("fr-2025-brands")
    found = {row.label: row for row in compare(options, day, [market], **FAST)}
    assert found["platform only"].parties is None
    assert "does not say what drives" in found["platform only"].note
    assert found["merger"].electric is None
    merger = found["merger"].parties
    assert merger is not None
    assert merger.point > 0.05


def test_the_picture_holds_every_deal_with_its_range(
    rows: dict[str, Compared],
) -> None:
    market = kt.load_market("us-2022")
    picture = alternatives_picture(tuple(rows.values()), market)
    assert [row[0] for row in picture.table.rows] == [
        label for label, row in rows.items() if row.parties is not None
    ]
    assert picture.title.startswith("In the United States")
    assert "merger" in picture.title
    for label in rows:
        assert label in picture.svg


def test_where_no_party_sells_there_is_no_picture(rows: dict[str, Compared]) -> None:
    with pytest.raises(DataError, match="no deal has an effect to draw"):
        alternatives_picture(tuple(rows.values()), kt.load_market("is-2024-brands"))


def test_a_merger_that_only_segments_speak_against_is_not_told_as_harmless(
    rows: dict[str, Compared], day: Landscape
) -> None:
    """All cars are far from concentrated; four of the segments are, by their HHI."""
    from keiretsu.market import by_segment

    market = kt.load_market("us-2022")
    met = 0
    for segment in by_segment(market):
        names, brands = np.unique(segment.firms, return_inverse=True)
        groups = {day.group_of(name) for name in names}
        shares = {
            group: 100
            * sum(
                segment.quantities[brands == n].sum()
                for n, name in enumerate(names)
                if day.group_of(name) == group
            )
            / segment.quantities.sum()
            for group in groups
        }
        toyota, nissan = shares.get("toyota", 0), shares.get("nissan", 0)
        after = sum(s**2 for s in shares.values()) + 2 * toyota * nissan
        high = after > 1800 or toyota + nissan > 30
        met += high and 2 * toyota * nissan > 100
    told = rows["merger"].tests
    assert told.startswith("harm is presumed")
    assert told.endswith(f"in {met} of {len(by_segment(market))} segments")


def test_the_command_says_what_makers_gain(rows: dict[str, Compared]) -> None:
    words = ["deal", "compare", "toyota", "nissan", "--on", DAY]
    fast = ["--market", "us-2022", "--demand", "nested logit", "--draws", "0"]
    told = CliRunner().invoke(app, [*words, *fast]).stdout
    assert max(map(len, told.splitlines())) <= 80
    makers = told.split("what makers gain, USD billion")[1]
    (merger,) = [line for line in makers.splitlines() if "merger" in line]
    earned, rivals = rows["merger"].earned, rows["merger"].rivals
    assert earned is not None
    assert rivals is not None
    assert f"{earned.point / 1e9:+,.2g}" in merger
    assert f"{rivals.point / 1e9:+,.2g}" in merger


@pytest.mark.parametrize(
    ("pair", "merger", "stake"),
    [
        (("toyota", "nissan"), "", "Toyota holds 20 % of Nissan"),
        (
            ("toyota", "subaru"),
            "",
            "Toyota holds 20 % of Subaru, as it does today: nothing changes",
        ),
        (
            ("geely", "volvo_cars"),
            "Geely and Volvo Cars are one group today: no price changes by it",
            "Geely holds 20 % of Volvo Cars, of which it has 78.7 % today: it would "
            "sell",
        ),
        (
            ("toyota", "mazda"),
            "",
            "Toyota holds 20 % of Mazda, of which it has 5.1 % today",
        ),
    ],
)
def test_what_is_there_already_is_told(
    pair: tuple[str, str], merger: str, stake: str, day: Landscape
) -> None:
    notes = {one.label: one.note for one in alternatives(pair, day)}
    assert notes["merger"] == merger
    assert notes["20 % stake"] == stake
