"""Turnovers as bounds: what accounts and registrations say of a filing."""

from __future__ import annotations

import dataclasses
import math

import pytest

from keiretsu.deals import Deal
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.rules import Filing, assess
from keiretsu.rules.logic import Range, parse

ON = "2026-11-01"
SEVEN = ("JP", "US", "EU", "UK", "CN", "IN", "KR")
MARKETS = [
    load_market(f"{code}-2024-brands") for code in ("jp", "us", "uk", "cn", "in")
]


def duties(
    deal: Deal, codes: tuple[str, ...] = SEVEN, **known: float
) -> dict[str, Filing]:
    found = assess(deal, load_landscape(ON), MARKETS, jurisdictions=codes, known=known)
    return {one.jurisdiction: one for one in found.filings}


@pytest.mark.parametrize(
    ("low", "high", "decided"),
    [
        (11, 20, True),
        (0, 10, False),
        (9, 11, None),
        (10, 11, None),
        (11, math.inf, True),
    ],
)
def test_a_range_is_decided_where_both_ends_agree(
    low: float, high: float, decided: bool | None
) -> None:
    more = parse({"var": "x", "op": "gt", "value": 10}, "a test")
    assert more.decide({"x": Range(low, high)}) is decided
    assert more.unknowns({"x": Range(low, high)}) == (
        () if decided is not None else ("x",)
    )
    less = parse({"var": "x", "op": "le", "value": 10}, "a test")
    opposite = None if decided is None else not decided
    assert less.decide({"x": Range(low, high)}) is opposite


def test_the_case_gets_a_line_of_filing_in_seven_places() -> None:
    found = duties(Deal.merge("toyota", "nissan", on=ON))
    assert {code: one.duty for code, one in found.items()} == {
        "JP": "must file",
        "US": "cannot tell",
        "EU": "must file",
        "UK": "may file",
        "CN": "must file",
        "IN": "cannot tell",
        "KR": "cannot tell",
    }
    assert all("Nissan, FY2025" in " ".join(one.sources) for one in found.values())
    for one in found.values():
        assert bool(one.decided_by) is (one.duty == "cannot tell")
        assert one.timetable
    assert found["US"].decided_by == (
        "value_of_holdings: value of the votes held after the deal",
    )


def test_with_the_value_the_american_filing_has_its_fee() -> None:
    deal = Deal.merge("toyota", "nissan", on=ON)
    found = duties(deal, ("US",), value_of_holdings=8e9)["US"]
    assert (found.duty, found.fee, found.standstill) == ("must file", 2_460_000, True)


def test_a_member_state_gives_way_to_the_commission() -> None:
    deal = Deal.merge("toyota", "nissan", on=ON)
    assert duties(deal, ("EU", "DE"))["DE"].duty == "need not file"


def test_a_small_stake_brings_no_duty_anywhere() -> None:
    found = duties(Deal.stake("volkswagen", "stellantis", 0.01, on=ON))
    assert {one.duty for one in found.values()} <= {"need not file", "cannot tell"}


def test_an_amount_in_another_currency_is_known_to_a_tenth() -> None:
    landscape = load_landscape(ON)
    found = assess(
        Deal.merge("toyota", "nissan", on=ON), landscape, [], jurisdictions=["EU"]
    )
    (world,) = [
        v.inputs["turnover_world_combined"]
        for v in found.verdicts
        if v.test == "art1_2"
    ]
    assert isinstance(world, Range)
    yen = 50_684_950_000_000 + 12_007_900_000_000
    euros = yen / 149.6 * 0.885
    assert (world.low, world.high) == pytest.approx((0.9 * euros, 1.1 * euros))


def test_a_year_counts_once_it_has_ended() -> None:
    day = load_landscape("2026-03-31")
    periods = {str(t.period) for t in day.turnovers if t.company == "nissan"}
    assert "FY2025" not in periods
    assert all(dataclasses.asdict(t)["amount"] > 0 for t in day.turnovers)
