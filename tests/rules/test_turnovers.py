"""Turnovers as bounds: what accounts and registrations say of a filing."""

from __future__ import annotations

import dataclasses
import json
import math
import re

import pytest

from keiretsu.deals import Deal
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.rules import Filing, assess, load_jurisdictions, load_rules
from keiretsu.rules.bounds import Range
from keiretsu.rules.logic import Compare, Condition, Not, parse
from keiretsu.rules.vocabulary import load_words

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
    for one in found.values():
        assert bool(one.decided_by) is (one.duty == "cannot tell")
        assert one.timetable
        assert one.sources
    assert found["US"].decided_by == (
        "value of the votes in Nissan that Toyota would hold, which the price sets: "
        "not on record (needed: more than 133.9 million US dollars)",
    )


def test_every_figure_of_a_filing_names_its_accounts_and_the_cars_counted() -> None:
    found = duties(Deal.merge("toyota", "nissan", on=ON))
    read = {code: [e.what for e in one.evidence] for code, one in found.items()}
    for code in ("JP", "EU", "CN"):
        assert any("accounts of Toyota for FY2025" in what for what in read[code])
        assert any("accounts of Nissan for FY2025" in what for what in read[code])
    (counted,) = [
        e
        for e in found["JP"].evidence
        if e.what.startswith("Nissan: 475 569 cars sold in 2024")
    ]
    assert "units: Japan, 2024, by brand" in [s.title for s in counted.sources]
    for one in found.values():
        assert all(e.sources for e in one.evidence)


def test_a_filing_reads_as_a_sentence_without_names_of_variables() -> None:
    deal = Deal.merge("toyota", "nissan", on=ON)
    found = duties(deal, tuple(load_jurisdictions()))
    assert found["JP"].sentence == (
        "must file in Japan: the two merge; turnover in Japan of the larger of the "
        "two: 1.22 to 50.7 trillion yen (needed: more than 20 billion); turnover in "
        "Japan of the smaller of the two: 320 billion to 4.32 trillion yen (needed: "
        "more than 5 billion); votes of Toyota in Nissan: from 0 to 100 % (needed: "
        "more than 20 %)"
    )
    for one in found.values():
        assert not re.search(r"\w_\w|\de[+-]?\d|inf|None", one.sentence)


def test_every_question_of_a_rule_can_be_answered_in_words() -> None:
    said = load_words().phrases
    for rule in load_rules():
        for test in rule.tests:
            for leaf in leaves(test.when):
                if isinstance(leaf.value, bool) and not rule.draft:
                    assert isinstance(said.get(leaf.var), list), leaf.var


def leaves(condition: Condition) -> list[Compare]:
    if isinstance(condition, Compare):
        return [condition]
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return [leaf for part in parts for leaf in leaves(part)]


def test_where_nobody_knows_a_bound_json_says_null() -> None:
    deal = Deal.merge("hyundai", "honda", on=ON)
    found = assess(deal, load_landscape(ON), MARKETS, jurisdictions=SEVEN).to_dict()
    json.dumps(found, allow_nan=False)
    bounds = [
        value["at_most"]
        for verdict in found["verdicts"]
        for value in verdict["inputs"].values()
        if isinstance(value, dict)
    ]
    assert None in bounds


def test_what_is_general_knowledge_is_marked_apart_from_the_amounts() -> None:
    found = duties(Deal.merge("toyota", "nissan", on=ON), ("CN", "US", "CA", "JP"))
    assert found["CN"].sources[0].confidence == "sourced"
    assert found["CN"].timetable_confidence == "memory"
    assert found["JP"].timetable_confidence == "sourced_partial"
    assert found["US"].fee_confidence == "sourced_partial"
    assert found["CA"].sources[0].confidence == "memory"
    (old,) = [r for r in load_rules(["US"]) if r.id == "US-HSR-2025"]
    assert old.fees_confidence == "memory"


def test_without_a_price_the_american_fee_is_told_as_its_ends() -> None:
    found = duties(Deal.merge("toyota", "nissan", on=ON), ("US",))["US"]
    assert (found.fee, found.fee_from, found.fee_to) == (None, 35_000, 2_460_000)


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


@pytest.mark.parametrize(
    ("code", "known", "said"),
    [
        ("US", {"value_of_holdings": 8e9}, "from 0 to 100 % (needed: a rise)"),
        (
            "BR",
            {"acquirer_turnover_dom": 1e9, "target_turnover_dom": 1e8},
            "turnover in Brazil of the smaller of the two: 100 million reais (needed: "
            "75 million or more)",
        ),
    ],
)
def test_what_a_test_needs_is_said_as_people_say_it(
    code: str, known: dict[str, float], said: str
) -> None:
    found = duties(Deal.merge("toyota", "nissan", on=ON), (code,), **known)[code]
    assert found.duty == "must file"
    assert said in found.sentence


def test_a_member_state_gives_way_whether_or_not_the_union_is_asked() -> None:
    merger = Deal.merge("toyota", "nissan", on=ON)
    alone, both = duties(merger, ("DE",)), duties(merger, ("DE", "EU"))
    assert set(alone) == {"DE"}
    assert alone["DE"] == both["DE"]
    assert alone["DE"].sentence == (
        "need not file in Germany: the European Commission is competent"
    )
    # without control the Commission is not known to be competent, which is said
    quarter = Deal.stake("toyota", "nissan", 0.25, on=ON)
    known = {"acquirer_turnover_dom": 1e9, "target_turnover_dom": 1e9}
    assert duties(quarter, ("DE",), **known)["DE"].sentence.startswith(
        "must file in Germany, unless the European Commission is competent: votes of "
    )


@pytest.mark.parametrize(
    ("on", "duty"),
    [("2010-06-01", "cannot tell"), ("2021-12-31", "cannot tell")],
)
def test_cars_of_another_time_say_nothing_of_turnover(on: str, duty: str) -> None:
    merger = Deal.merge("toyota", "nissan", on=on)
    found = assess(merger, load_landscape(on), MARKETS, jurisdictions=["JP"])
    (filing,) = found.filings
    assert (filing.duty, filing.evidence) == (duty, ())
    near = Deal.merge("toyota", "nissan", on="2022-01-01")
    told = assess(near, load_landscape(near.on), MARKETS, jurisdictions=["JP"])
    assert told.filings[0].duty == "must file"
