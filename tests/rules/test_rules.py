"""The rules as data: what each says of worked inputs, and on which day it holds."""

from __future__ import annotations

import datetime as dt

import pytest

from keiretsu.errors import DataError, UnknownName
from keiretsu.rules.evaluate import evaluate
from keiretsu.rules.load import (
    load_jurisdictions,
    load_rules,
    read_jurisdiction,
)
from keiretsu.rules.logic import Inputs
from keiretsu.rules.vocabulary import load_words

WORKED: list[tuple[str, Inputs, list[str]]] = [
    ("US-MG-2023", {"hhi_post": 1850, "hhi_delta": 120, "share_combined": 22}, ["hhi"]),
    (
        "US-MG-2023",
        {"hhi_post": 1700, "hhi_delta": 150, "share_combined": 31},
        ["share"],
    ),
    ("US-MG-2023", {"hhi_post": 1800, "hhi_delta": 150, "share_combined": 30}, []),
    (
        "US-MG-2023",
        {"hhi_post": 3450, "hhi_delta": 1200, "share_combined": 50},
        ["hhi", "share"],
    ),
    (
        "US-HMG-2010",
        {"hhi_post": 1850, "hhi_delta": 120, "share_combined": 22},
        ["mod"],
    ),
    ("US-HMG-2010", {"hhi_post": 2600, "hhi_delta": 201}, ["presume"]),
    ("US-HMG-1992", {"hhi_post": 1850, "hhi_delta": 120}, ["high_big"]),
    (
        "EU-HMG-2004",
        {"hhi_post": 1900, "hhi_delta": 240, "share_combined": 30},
        ["hhi_mid"],
    ),
    (
        "EU-HMG-2004",
        {"hhi_post": 2100, "hhi_delta": 160, "share_combined": 24},
        ["share25"],
    ),
    ("JP-SAFE-H", {"hhi_post": 2400, "hhi_delta": 300, "share_combined": 33}, ["d"]),
    ("JP-SAFE-H", {"hhi_post": 2600, "hhi_delta": 140, "share_combined": 40}, ["c"]),
    ("JP-SAFE-H", {"hhi_post": 2600, "hhi_delta": 151, "share_combined": 33}, ["none"]),
    (
        "JP-SAFE-H",
        {"hhi_post": 1500, "hhi_delta": 400, "share_combined": 30},
        ["a", "d"],
    ),
    (
        "JP-JOINT-RELATION",
        {"stake_after": 19.9, "sole_largest": False, "holder_rank": 2},
        ["mid"],
    ),
    (
        "JP-JOINT-RELATION",
        {"stake_after": 20.0, "sole_largest": True, "holder_rank": 1},
        ["mid"],
    ),
    (
        "JP-JOINT-RELATION",
        {"stake_after": 26.7, "sole_largest": True, "holder_rank": 1},
        ["over20top", "mid"],
    ),
    (
        "JP-JOINT-RELATION",
        {"stake_after": 5.1, "sole_largest": False, "holder_rank": 2},
        ["low"],
    ),
    (
        "JP-NOTIFY-SHARES",
        {
            "acquirer_turnover_dom": 9000000000000,
            "target_turnover_dom": 1000000000000,
            "stake_before": 0,
            "stake_after": 20.0,
        },
        ["below"],
    ),
    (
        "JP-NOTIFY-SHARES",
        {
            "acquirer_turnover_dom": 9000000000000,
            "target_turnover_dom": 1000000000000,
            "stake_before": 5,
            "stake_after": 34,
        },
        ["step20"],
    ),
    (
        "JP-NOTIFY-SHARES",
        {
            "acquirer_turnover_dom": 9000000000000,
            "target_turnover_dom": 1000000000000,
            "stake_before": 15,
            "stake_after": 100,
        },
        ["step20", "step50"],
    ),
    (
        "KR-SAFE",
        {
            "hhi_post": 5000,
            "hhi_delta": 2300,
            "share_combined": 65,
            "cr3_post": 95,
            "is_rank1_post": True,
            "gap_to_rank2_pct_of_combined": 50,
        },
        ["presume"],
    ),
    (
        "KR-SAFE",
        {
            "hhi_post": 2499,
            "hhi_delta": 249,
            "share_combined": 30,
            "cr3_post": 70,
            "is_rank1_post": True,
            "gap_to_rank2_pct_of_combined": 10,
        },
        ["b"],
    ),
    ("UK-CONTROL", {"stake_after": 17.9}, ["mid"]),
    (
        "CN-HORIZONTAL-2024",
        {"hhi_post": 1900, "hhi_delta": 210, "share_combined": 20},
        ["s15", "h_hi2"],
    ),
    (
        "CN-NOTIFY",
        {
            "decisive_influence": True,
            "turnover_world_combined": 2000000000000,
            "turnover_dom_combined": 10000000000,
            "turnover_dom_min_two": 900000000,
        },
        ["world", "dom"],
    ),
    (
        "DE-CONCENTRATION",
        {"stake_before": 0, "stake_after": 25, "plus_factors": False},
        ["s25"],
    ),
    (
        "US-HSR-2026",
        {
            "value_of_holdings": 200000000,
            "stake_before": 0,
            "target_is_local": True,
            "size_max_two": 300000000,
            "size_min_two": 30000000,
            "stake_after": 6,
            "passive": True,
            "competitor_or_vertical": True,
            "acquirer_is_listed_institution": False,
        },
        ["mid"],
    ),
    (
        "AU-NOTIFY",
        {
            "turnover_dom_combined": 3000000000,
            "target_turnover_dom": 40000000,
            "deal_value": 100000000,
            "acquirer_turnover_dom": 2900000000,
            "decisive_influence": True,
        },
        ["vlarge"],
    ),
    (
        "BR-NOTIFY",
        {
            "turnover_dom_max_two": 10000000000,
            "turnover_dom_min_two": 1000000000,
            "competitor_or_vertical": True,
            "stake_before": 0,
            "stake_after": 5.1,
        },
        ["minor_comp"],
    ),
]
ON = {
    "US-HMG-2010": dt.date(2015, 1, 1),
    "US-HMG-1992": dt.date(2000, 1, 1),
}
DAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize(("rule", "inputs", "met"), WORKED)
def test_a_rule_says_what_it_said_by_hand(
    rule: str, inputs: Inputs, met: list[str]
) -> None:
    rules = [r for r in load_rules() if r.id == rule]
    verdicts = evaluate(rules, {"merger": False, **inputs}, on=ON.get(rule, DAY))
    assert [v.test for v in verdicts if v.state == "met"] == met


def test_thirteen_jurisdictions_are_held_and_every_rule_has_a_source() -> None:
    held = load_jurisdictions()
    assert sorted(held) == sorted(
        ["US", "EU", "JP", "UK", "CN", "KR", "IN", "DE", "BR", "MX", "AU", "CA", "TW"]
    )
    for rule in load_rules():
        assert rule.sources
        assert rule.tests or rule.notes
        assert all(source.title for source in rule.sources)
        assert rule.in_force_to is None or rule.in_force_from is not None


def test_identifiers_are_unique() -> None:
    ids = [rule.id for rule in load_rules()]
    assert len(set(ids)) == len(ids)
    for rule in load_rules():
        tests = [test.id for test in rule.tests]
        assert len(set(tests)) == len(tests)


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("2000-01-01", "US-HMG-1992"),
        ("2023-12-17", "US-HMG-2010"),
        ("2023-12-18", "US-MG-2023"),
        ("2025-06-01", "US-MG-2023"),
    ],
)
def test_the_american_guidelines_are_those_of_the_day(on: str, rule: str) -> None:
    day = dt.date.fromisoformat(on)
    held = [
        r.id
        for r in load_rules(["us"])
        if r.kind == "concentration" and r.in_force(day)
    ]
    assert held == [rule]


@pytest.mark.parametrize(
    ("on", "value", "met"),
    [
        ("2025-02-20", 126_000_000, []),
        ("2025-02-21", 126_000_000, ["small"]),
        ("2026-02-16", 130_000_000, []),
        ("2026-02-17", 130_000_000, ["small"]),
        ("2025-06-01", 505_800_001, ["large"]),
        ("2026-06-01", 505_800_001, []),
    ],
)
def test_the_american_filing_amounts_are_those_of_the_day(
    on: str, value: float, met: list[str]
) -> None:
    verdicts = evaluate(
        [rule for rule in load_rules(["US"]) if rule.id.startswith("US-HSR")],
        {
            "value_of_holdings": value,
            "stake_before": 0,
            "stake_after": 100,
            "target_is_local": True,
            "passive": False,
        },
        on=dt.date.fromisoformat(on),
    )
    assert [v.test for v in verdicts if v.state == "met"] == met


def test_a_remembered_amount_cites_no_page() -> None:
    rules = {rule.id: rule for rule in load_rules(["US"])}
    (remembered,) = rules["US-HSR-2020"].sources
    assert (remembered.confidence, remembered.address) == ("memory", "")
    assert rules["US-HSR-2025"].sources[0].address


def test_no_two_periods_of_one_instrument_overlap() -> None:
    periods = [r for r in load_rules() if r.id.startswith(("US-HSR", "MX-NOTIFY"))]
    for year in range(2000, 2028):
        for month in (1, 3, 8):
            day = dt.date(year, month, 1)
            for prefix in ("US-HSR", "MX-NOTIFY"):
                held = [
                    r for r in periods if r.id.startswith(prefix) and r.in_force(day)
                ]
                assert len(held) <= 1


def test_a_draft_is_held_but_never_applied() -> None:
    drafts = [rule for rule in load_rules() if rule.draft]
    assert [draft.id for draft in drafts] == ["DE-DRAFT-2026", "EU-DRAFT-2026"]
    assert evaluate(drafts, {"hhi_post": 5000}, on=DAY) == ()


def test_a_missing_turnover_is_unknown_and_named_but_never_passed() -> None:
    rules = [r for r in load_rules(["JP"]) if r.id == "JP-NOTIFY-SHARES"]
    inputs = {"stake_before": 0, "stake_after": 25, "merger": False}
    verdicts = evaluate(rules, inputs, on=DAY)
    states = {v.test: v.state for v in verdicts}
    assert states == {
        "step20": "unknown",
        "step50": "not met",
        "below": "not met",
        "value40": "unknown",
    }
    (step20,) = [v for v in verdicts if v.test == "step20"]
    assert step20.missing == (
        "acquirer_turnover_dom: acquirer group's turnover in the jurisdiction",
        "target_turnover_dom: target's turnover in the jurisdiction",
    )
    assert step20.inputs["target_turnover_dom"] is None


def test_with_nothing_known_no_test_is_met() -> None:
    verdicts = evaluate(load_rules(), {}, on=DAY)
    assert {v.state for v in verdicts} == {"unknown"}
    assert all(v.missing for v in verdicts)


def test_a_verdict_carries_the_source_and_the_meaning() -> None:
    rules = [r for r in load_rules(["US"]) if r.id == "US-MG-2023"]
    inputs = {"hhi_post": 1900.0, "hhi_delta": 150.0, "share_combined": 20.0}
    hhi, share = evaluate(rules, inputs, on=DAY, market="us-2022", reading="full")
    assert (hhi.state, share.state) == ("met", "not met")
    assert (hhi.market, hhi.reading, hhi.severity) == ("us-2022", "full", 5)
    assert hhi.inputs == {"hhi_post": 1900.0, "hhi_delta": 150.0}
    assert hhi.sources[0].address.startswith("https://www.justice.gov/")
    assert hhi.meaning == "harm is presumed, unless the parties rebut it"


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(UnknownName, match="'XX'"):
        load_rules(["XX"])


@pytest.mark.parametrize(
    "inputs", [{"hhi_post": float("nan")}, {"hhi_post": True}, {"hhi_post": "high"}]
)
def test_an_input_of_the_wrong_kind_is_one_clear_error(inputs: Inputs) -> None:
    rules = [r for r in load_rules(["US"]) if r.id == "US-MG-2023"]
    with pytest.raises(DataError, match="the input 'hhi_post' is"):
        evaluate(rules, inputs, on=DAY)


GOOD = """
jurisdiction = "XX"
name = "Nowhere"
[[rules]]
id = "XX-1"
authority = "somebody"
instrument = "a law"
kind = "concentration"
in_force_from = 2020-01-01
status = "in force"
confidence = "sourced"
[[rules.tests]]
id = "a"
outcome = "scrutiny"
text = "HHI above 1000"
when = { var = "hhi_post", op = "gt", value = 1000 }
"""


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('"scrutiny"', '"doom"', "outcome 'doom'"),
        ('"gt"', '"above"', "'above' is no operation"),
        ('"hhi_post"', '"hhi_pots"', "looks at 'hhi_pots'"),
        ("value = 1000", 'value = "much"', "compared by 'gt' with 'much'"),
        ("value = 1000", "value = true", "compared by 'gt' with True"),
        ("value = 1000", 'value = { figure = "cap" }', "the figure 'cap'"),
        ('{ var = "hhi_post", op = "gt", value = 1000 }', "{ all = [] }", "'all'"),
        ('"concentration"', '"other"', "is of kind 'other'"),
        ("2020-01-01", '"2020-01-01"', "the day '2020-01-01' as in_force_from"),
        ('status = "in force"', "", "lacks the field 'status'"),
        ('status = "in force"', 'status = "x"\nmood = "y"', "a field 'mood'"),
        ('name = "Nowhere"', "name = ", "is not TOML"),
    ],
)
def test_a_broken_rule_is_reported_with_its_place(
    good: str, bad: str, message: str
) -> None:
    assert len(read_jurisdiction(GOOD, load_words(), "xx.toml").rules) == 1
    with pytest.raises(DataError, match=message) as caught:
        read_jurisdiction(GOOD.replace(good, bad), load_words(), "xx.toml")
    assert "xx.toml" in str(caught.value)
