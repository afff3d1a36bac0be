"""The stake curve: every point is a run, jumps are gaps, laws stand where they say."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.control import READING_WORDS
from keiretsu.deals import Deal, run
from keiretsu.deals.answers import average_change
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market
from keiretsu.report.curve import Curve, merged, stake_curve
from keiretsu.report.legal_lines import legal_lines
from keiretsu.report.pictures.stake_curve import curve_table, stake_curve_picture

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def place() -> Market:
    return load_market("is-2024-brands")


@pytest.fixture(scope="module")
def curve(landscape: Landscape, place: Market) -> Curve:
    return stake_curve("Toyota", "nissan", landscape, place)


@settings(max_examples=6, deadline=None)
@given(percent=st.integers(0, 100))
def test_a_point_is_what_a_run_returns(percent: int) -> None:
    landscape, place = load_landscape(DAY), load_market("is-2024-brands")
    found = stake_curve("toyota", "nissan", landscape, place, stakes=[percent / 100])
    (point,) = (p for p in found.points if p.stake == percent / 100)
    deal = Deal.stake("toyota", "nissan", percent / 100, on=DAY)
    effects = run(deal, landscape, place, demand="nested logit")
    alone = {
        one.reading: average_change(one, "parties").point for one in effects.markets
    }
    gains = {one.reading: one.surplus_change for one in effects.markets}
    assert point.changes == pytest.approx(alone, rel=1e-9)
    assert point.buyers == pytest.approx(gains, rel=1e-9)


def test_both_sides_of_a_break_are_points_of_different_stretches(curve: Curve) -> None:
    sizes = [p.stake for p in curve.points]
    assert sizes == sorted(set(sizes))
    assert [b.at for b in curve.breaks] == [0.2, 0.5]
    stretches = list(curve.stretches())
    assert sum(len(stretch) for stretch in stretches) == len(curve.points)
    for one, (left, right) in zip(curve.breaks, pairwise(stretches), strict=True):
        assert left[-1].stake == one.before
        assert right[0].stake == one.after


@pytest.mark.parametrize(
    ("holder", "held", "market", "at"),
    [
        ("suzuki", "maruti_suzuki", "in-2024-brands", [0.5]),  # nobody else sells there
        ("gac", "gac_toyota", "cn-2024-brands", []),  # whose cars nobody tells apart
        ("renault", "nissan", "fr-2025-brands", [0.2, 0.5]),
    ],
)
def test_a_jump_is_told_where_figures_jump(
    landscape: Landscape, holder: str, held: str, market: str, at: list[float]
) -> None:
    found = stake_curve(holder, held, landscape, load_market(market))
    assert [one.at for one in found.breaks] == at
    assert stake_curve_picture(found).svg


def test_what_is_held_on_the_day_counts_trusts_and_names_votes(
    landscape: Landscape, place: Market, curve: Curve
) -> None:
    assert curve.today == "no stake of Toyota in Nissan is on record"
    found = stake_curve("renault", "nissan", landscape, place, stakes=[0.5])
    assert found.today == (
        "Renault holds 17.05 % of Nissan (31 Mar 2025), with 15 % of the votes, which "
        "follow the share here; French trust holds 18.66 % of Nissan (31 Mar 2025) for "
        "Renault, with 0 % of the votes, which follow the share here"
    )


def test_at_nothing_nothing_moves_and_beyond_half_all_readings_agree(
    curve: Curve,
) -> None:
    assert set(curve.points[0].changes.values()) == {0.0}
    last = curve.points[-1].changes
    assert max(last.values()) - min(last.values()) < 0.1 * max(last.values())


def test_only_the_reading_that_counts_large_holders_jumps_at_a_fifth(
    curve: Curve,
) -> None:
    first, second, _ = curve.stretches()
    jump = {r: second[0].changes[r] - first[-1].changes[r] for r in curve.readings}
    assert jump["joint"] > 10 * max(jump["silent"], jump["shapley"]) > 0


def test_laws_are_read_from_the_rules_of_the_day() -> None:
    found = {line.at: line for line in legal_lines(dt.date.fromisoformat(DAY))}
    assert "Japan" in found[0.2].places
    assert "Germany" in found[0.25].places
    assert all(0 < size < 1 for size in found)
    assert legal_lines(dt.date(1900, 1, 1)) == ()


def test_the_picture_draws_no_line_across_a_jump(curve: Curve) -> None:
    picture = stake_curve_picture(curve)
    dashed = re.findall(r'<path d="(M[^"]*L[^"]*)"', picture.svg)
    assert len(dashed) == 3 * len(curve.readings)
    assert len(picture.table.rows) == len(curve.points) + 1
    assert picture.table.rows[-1][0] == "merger"
    assert picture.narrow is not None
    assert "IAS 28" in picture.svg


def test_points_of_two_curves_are_joined(
    curve: Curve, landscape: Landscape, place: Market
) -> None:
    other = stake_curve("toyota", "nissan", landscape, place, stakes=[0.05, 0.3])
    both = merged(curve, other)
    assert {p.stake for p in both.points} == {p.stake for p in curve.points} | {0.05}
    assert len(curve_table(both).rows) == len(both.points) + 1


def test_rows_name_every_point_and_reading(curve: Curve) -> None:
    rows = curve.rows()
    assert len(rows) == len(curve.points) * len(curve.readings)
    assert rows[0]["stake_percent"] == 0
    assert curve.to_dict()["breaks"][0]["at"] == 0.2


@pytest.mark.parametrize("stakes", [[-0.1], [1.5], [0.2, 20], []])
def test_an_impossible_size_is_told(
    landscape: Landscape, place: Market, stakes: list[float]
) -> None:
    with pytest.raises(DataError, match="stake"):
        stake_curve("toyota", "nissan", landscape, place, stakes=stakes)


def test_wrong_companies_are_told(landscape: Landscape, place: Market) -> None:
    with pytest.raises(UnknownName):
        stake_curve("toyota", "nisan motors xyz", landscape, place)
    with pytest.raises(DataError, match="in itself"):
        stake_curve("toyota", "Toyota Motor", landscape, place)


def test_a_fall_that_no_line_explains_is_told_with_its_reason() -> None:
    """By hand: the weight that Rivian puts on Ford's profit is nothing at half."""
    here, america = load_landscape("2026-11-28"), load_market("us-2022")
    sizes = [0.0, 0.4, 0.5]
    found = stake_curve("volkswagen", "rivian", here, america, stakes=sizes)
    assert found.falls == (
        "If each holder has a say as often as its votes decide, prices fall between "
        "40 % and 50 %: Ford, with a part of Rivian and sales there too, loses its say "
        "as the stake grows, and is spared less",
    )
    assert found.to_dict()["falls"] == list(found.falls)


@pytest.mark.parametrize(
    ("pair", "market", "sizes", "said"),
    [
        (
            ("bmw", "volvo_cars"),
            "de-2025",
            [0.0, 0.36, 0.38],
            "36 % and 38 %: Polestar and Geely are then no longer in one group with "
            "Volvo Cars",
        ),
        (
            ("saic", "geely"),
            "uk-2024-brands",
            [0.0, 0.1],
            "0 % and 10 %: Polestar is then no longer in one group with Geely",
        ),
    ],
)
def test_a_group_that_comes_apart_is_the_reason(
    pair: tuple[str, str], market: str, sizes: list[float], said: str
) -> None:
    """Geely has 78.65 % of Volvo Cars: less than half once another has 36.4 %."""
    day, sold = load_landscape("2026-11-28"), load_market(market)
    found = stake_curve(*pair, day, sold, stakes=sizes, demand="nested logit")
    assert f"If stakes give no say, prices fall between {said}" in found.falls


@pytest.mark.parametrize(
    ("held", "sizes", "told"), [("hyundai", [0, 1.0], 1), ("hyundai", [0, 0.3], 0)]
)
def test_a_merger_that_takes_in_more_than_a_stake_is_told(
    held: str, sizes: list[float], told: int
) -> None:
    """Hyundai has 34.53 % of Kia: one group by its name, which a merger takes whole."""
    day, america = load_landscape("2026-11-28"), load_market("us-2022")
    found = stake_curve("gm", held, day, america, stakes=sizes, demand="logit")
    said = [words for words in found.falls if "a merger moves prices more" in words]
    assert len(said) == told
    assert all("of which Kia stays outside where Hyundai alone" in w for w in said)


def test_a_company_of_a_named_group_jumps_where_its_last_part_goes() -> None:
    here, america = load_landscape("2026-11-28"), load_market("us-2022")
    found = stake_curve(
        "hyundai", "kia", here, america, stakes=[0.0, 0.1, 1.0], demand="logit"
    )
    (one,) = found.breaks
    assert (one.at, one.before, one.after) == (0.0, 0.0, 0.0001)
    assert one.reason.startswith("with nothing left of it Kia leaves Hyundai Motor Gr")
    assert found.falls == ()
    before, after, *more = (p.changes["silent"] for p in found.points)
    assert before < -0.005
    assert [after, *more] == pytest.approx([0] * (1 + len(more)), abs=1e-12)


def test_where_a_merger_ends_lower_than_all_of_a_company_the_reason_is_told() -> None:
    here, america = load_landscape("2025-05-19"), load_market("us-2022")
    found = stake_curve(
        "mercedes", "bmw", here, america, stakes=[0.2, 0.9, 1.0], demand="logit"
    )
    assert found.falls == (
        f"If {READING_WORDS['shapley']}, 100 % moves prices more than a merger: in a "
        "merger holders "
        "exchange their shares, and the part of Mercedes-Benz that Geely has becomes a "
        "smaller one of the two, so that it is spared less; bought for cash it stays "
        "what it is",
    )
    whole = found.points[-1].changes
    assert whole["shapley"] > found.merger["shapley"] * 1.01
    assert whole["silent"] == pytest.approx(found.merger["silent"], rel=1e-3)
    left = stake_curve("geely", "tesla", here, america, stakes=[1.0], demand="logit")
    assert left.falls[-1].endswith(
        "exchange their shares, and Polestar leaves the group"
    )


@pytest.mark.parametrize(
    "pair",
    [
        *(("toyota", "honda"), ("toyota", "subaru"), ("mercedes", "bmw")),
        *(("geely", "tesla"), ("volkswagen", "volvo"), ("toyota", "mazda")),
        *(("ford", "tesla"), ("stellantis", "gm"), ("honda", "mazda")),
        ("suzuki", "mazda"),
    ],
)
@pytest.mark.parametrize("name", ["us-2022", "jp-2024"])
def test_whatever_falls_or_passes_the_merger_is_told(
    name: str, pair: tuple[str, str]
) -> None:
    market, day = load_market(name), load_landscape("2025-05-19")
    sizes = [0, 0.05, 0.1, 0.199, 0.25, 0.334, 0.49, 0.51, 0.6, 0.75, 0.9, 1.0]
    found = stake_curve(*pair, day, market, stakes=sizes, demand="logit")
    assert not [words for words in found.falls if "no other holder" in words]
    assert not [words for words in found.falls if "no holder on record" in words]
    every = [c for p in found.points for c in p.changes.values()]
    moved = max(every) - min(every)
    for reading in found.readings:
        rises = np.diff([p.changes[reading] for p in found.points])
        told = [words for words in found.falls if READING_WORDS[reading] in words]
        assert told or (rises >= -2e-3 * moved).all()
        end = found.points[-1].changes[reading]
        assert told or end <= found.merger[reading] + 1.01e-3 * moved


def test_nothing_falls_where_no_other_holder_sells(curve: Curve) -> None:
    assert curve.falls == ()
