"""Every limb of a test counts: no duty is told while one of them is open or false."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest

from keiretsu.rules.evaluate import evaluate
from keiretsu.rules.load import load_rules
from keiretsu.rules.logic import (
    Compare,
    Condition,
    Every,
    Inputs,
    Not,
    Some,
    Value,
)
from keiretsu.rules.rule import Rule, Test

DUTIES = {"notify_mandatory", "notify_voluntary_jurisdiction", "interlock_prohibited"}
MOVES = {
    *("stake_after", "decisive_influence", "material_influence"),
    *("becomes_largest", "merger"),
}
PAIRS = [(rule, test) for rule in load_rules() for test in rule.tests]
TESTS = [pytest.param(*pair, id=f"{pair[0].id} {pair[1].id}") for pair in PAIRS]
FILINGS = [
    case for case, (_, test) in zip(TESTS, PAIRS, strict=True) if test.outcome in DUTIES
]


def leaves(condition: Condition) -> Iterator[Compare]:
    match condition:
        case Compare():
            yield condition
        case Not():
            yield from leaves(condition.part)
        case Every() | Some():
            for part in condition.parts:
                yield from leaves(part)


def around(leaf: Compare) -> list[Value]:
    """Values below, at and above the line of one comparison."""
    if isinstance(leaf.value, bool):
        return [False, True]
    assert isinstance(leaf.value, int | float)
    step = 1e-6 * max(1.0, abs(leaf.value))
    return [leaf.value - step, float(leaf.value), leaf.value + step]


def met(condition: Condition) -> Iterator[dict[str, Value]]:
    """Yield inputs that meet a condition, one for each way through its branches."""
    match condition:
        case Compare():
            found = {}
            for value in around(condition):
                rest = {condition.less: 0.0} if condition.less else {}
                given: dict[str, Value] = {condition.var: value, **rest}
                if condition.decide(given):
                    found = given
            yield found
        case Some():
            for part in condition.parts:
                yield from met(part)
        case Every():
            ways: list[dict[str, Value]] = [{}]
            for part in condition.parts:
                ways = [have | way for have in ways for way in met(part)]
            yield from ways
        case Not():
            yield {}


@pytest.mark.parametrize(("rule", "test"), TESTS)
def test_a_test_is_decided_on_either_side_of_each_of_its_lines(
    rule: Rule, test: Test
) -> None:
    for leaf in leaves(test.when):
        other: dict[str, Value] = {leaf.less: 0.0} if leaf.less else {}
        below, *_, above = (leaf.decide({leaf.var: v, **other}) for v in around(leaf))
        assert None not in (below, above)
        if isinstance(leaf.value, bool):
            assert below is not above
            continue
        assert isinstance(leaf.value, int | float)
        at = leaf.decide({leaf.var: leaf.value, **other})
        assert (below, at, above) == {
            "gt": (False, False, True),
            "ge": (False, True, True),
            "lt": (True, False, False),
            "le": (True, True, False),
        }[leaf.op]


@pytest.mark.parametrize(("rule", "test"), FILINGS)
def test_no_duty_is_told_while_any_limb_is_open(rule: Rule, test: Test) -> None:
    ways = [way for way in met(test.when) if test.when.decide(way)]
    assert ways, "no inputs meet it"
    for way in ways:
        for var in way:
            without = {name: value for name, value in way.items() if name != var}
            if test.when.decide(without) is True:
                # another limb carries it, so no value of this one may change it
                for leaf in leaves(test.when):
                    for value in around(leaf) if var == leaf.var else ():
                        assert test.when.decide({**way, var: value}) is True


@pytest.mark.parametrize(("rule", "test"), FILINGS)
def test_a_duty_looks_at_the_move_and_at_a_size(rule: Rule, test: Test) -> None:
    looked = set(test.when.variables)
    if rule.kind == "interlock":
        assert {"shared_director", "competitor_or_vertical"} <= looked
        return
    assert looked & MOVES, "what is acquired plays no part"
    sizes = ("turnover", "size", "value", "assets", "share_")
    assert any(part in var for var in looked for part in sizes), "no size plays a part"


@pytest.mark.parametrize(("rule", "test"), FILINGS)
def test_a_deal_that_moves_no_votes_brings_no_duty(rule: Rule, test: Test) -> None:
    if rule.kind == "interlock":
        return
    nothing: Mapping[str, Value] = {
        "decisive_influence": False,
        "material_influence": False,
        "plus_factors": False,
        "becomes_largest": False,
        "merger": False,
    }
    for stake in (0.0, 5.0, 20.0, 25.0, 40.0, 50.0, 60.0, 100.0):
        for way in met(test.when):
            held = {**way, **nothing, "stake_before": stake, "stake_after": stake}
            assert test.when.decide(held) is not True


@pytest.mark.parametrize(("rule", "test"), FILINGS)
def test_a_duty_never_lapses_as_turnover_grows(rule: Rule, test: Test) -> None:
    def grows(name: str) -> bool:
        parts = ("turnover", "size", "assets", "deal_value")
        return any(part in name for part in parts)

    for way in met(test.when):
        if not test.when.decide(way):
            continue
        more = {
            n: 1000 * v if grows(n) and isinstance(v, float) else v
            for n, v in way.items()
        }
        assert test.when.decide(more) is True


@pytest.mark.parametrize("rule", [r for r in load_rules() if r.kind == "notification"])
def test_a_first_purchase_that_files_files_when_it_is_larger(rule: Rule) -> None:
    sizes: dict[str, Value] = {
        var: True if var in TRUE else False if var in FALSE else 1e15
        for var in rule.variables
        if not var.startswith(("stake", "share"))
    }
    sizes |= {"share_combined": 60, "share_pre_one": 50}
    must = []
    for stake in (0.5, 1, 5, 10, 15, 20, 20.1, 25, 25.1, 33.4, 35, 49, 50, 50.1, 100):
        inputs = {**sizes, "stake_before": 0.0, "stake_after": float(stake)}
        inputs["decisive_influence"] = stake > 50
        states = [
            test.when.decide(inputs) for test in rule.tests if test.outcome in DUTIES
        ]
        must.append(True in states)
    assert must == sorted(must)
    assert must[-1]
    assert not must[0] or rule.id.startswith(("US", "MX", "IN"))


TRUE = {
    *("target_listed", "competitor_or_vertical", "local_nexus", "likely_nexus"),
    *("share_increment_positive", "one_party_over_10m"),
    *("three_states_100m_25m", "target_is_local", "acquirer_is_local"),
    "line_is_30_percent",
}
FALSE = {
    *("decisive_influence", "material_influence", "plus_factors", "passive"),
    *(
        "merger",
        "becomes_largest",
        "two_thirds_one_state",
        "acquirer_is_listed_institution",
    ),
}


def states(code: str, on: str, inputs: Inputs) -> dict[str, str]:
    day = dt.date.fromisoformat(on)
    found = evaluate(load_rules([code]), {"merger": False, **inputs}, on=day)
    return {f"{v.rule} {v.test}": v.state for v in found}


HUGE: dict[str, Value] = {
    "turnover_world_combined": 1e12,
    "turnover_dom_combined": 1e12,
    "acquirer_turnover_dom": 1e12,
    "target_turnover_dom": 1e12,
    "turnover_dom_max_two": 1e12,
    "turnover_dom_min_two": 1e12,
    "deal_value": 1e12,
}


def test_australia_wants_control_and_since_april_2026_a_line_of_votes() -> None:
    small = HUGE | {"stake_before": 0, "stake_after": 1, "decisive_influence": False}
    for on in ("2026-01-15", "2026-06-01"):
        assert set(states("AU", on, small).values()) == {"not met"}
    crossing = small | {"stake_after": 20.5}
    assert "met" not in states("AU", "2026-03-31", crossing).values()
    assert states("AU", "2026-04-01", crossing)["AU-NOTIFY vlarge"] == "met"
    at = small | {"stake_after": 20}
    assert "met" not in states("AU", "2026-04-01", at).values()


def test_the_united_kingdom_wants_material_influence_first() -> None:
    one = HUGE | {"share_combined": 40, "share_increment_positive": True}
    one |= {"one_party_over_10m": True, "stake_before": 0, "stake_after": 1}
    assert "met" not in {
        state
        for name, state in states("UK", "2026-06-01", one).items()
        if name.startswith("UK-JURIS")
    }
    held = states("UK", "2026-06-01", one | {"material_influence": False})
    assert held["UK-JURIS turnover"] == held["UK-JURIS share"] == "not met"
    over = states("UK", "2026-06-01", one | {"stake_after": 25.1})
    assert over["UK-JURIS turnover"] == over["UK-JURIS share"] == "met"


def test_a_german_concentration_is_no_filing_where_amounts_are_missed() -> None:
    small: Inputs = {
        "stake_before": 0,
        "stake_after": 26,
        "plus_factors": False,
        "turnover_world_combined": 1e12,
        "acquirer_turnover_dom": 1e11,
        "turnover_dom_max_two": 1e11,
        "turnover_dom_min_two": 1e6,
        "deal_value": 1e6,
        "local_nexus": False,
    }
    found = evaluate(load_rules(["DE"]), small, on=dt.date(2026, 6, 1))
    assert [v.outcome for v in found if v.state == "met"] == ["concentration"]


@pytest.mark.parametrize(
    ("on", "held"),
    [("2017-06-08", None), ("2017-06-09", "met"), ("2021-01-18", "met")],
)
def test_germanys_value_limb_begins_in_june_2017(on: str, held: str | None) -> None:
    inputs = HUGE | {"stake_before": 0, "stake_after": 30, "local_nexus": True}
    inputs |= {"turnover_dom_min_two": 0, "deal_value": 400_000_001}
    found = {n: s for n, s in states("DE", on, inputs).items() if "value" in n}
    assert list(found.values()) == ([] if held is None else [held])


def test_five_german_firms_with_two_thirds_are_presumed_dominant_together() -> None:
    def state(five: float, rank: int = 5, more: bool = True) -> str:
        inputs: Inputs = {"cr3_post": 42, "cr5_post": five, "rank_post": rank}
        asked: Inputs = {**inputs, "share_increment_positive": more}
        found = states("DE", "2026-06-01", asked)
        assert found["DE-DOMINANCE dom3"] == "not met"
        return found["DE-DOMINANCE dom5"]

    assert [state(x) for x in (66.6, 200 / 3, 70)] == ["not met", "met", "met"]
    assert state(70, rank=6) == "not met"
    assert state(70, more=False) == "not met"


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        *((0, 4.9, "not met"), (0, 5, "met"), (4.9, 5, "met"), (20, 21, "not met")),
        *((20, 24.9, "not met"), (20, 25, "met"), (5, 10, "met"), (5, 9.9, "not met")),
        *((60, 70, "not met"), (21, 20, "not met")),
    ],
)
def test_brazil_wants_each_further_five_points(
    before: float, after: float, state: str
) -> None:
    inputs = HUGE | {"stake_before": before, "stake_after": after}
    inputs |= {"competitor_or_vertical": True, "decisive_influence": False}
    assert states("BR", "2026-06-01", inputs)["BR-NOTIFY minor_comp"] == state


@pytest.mark.parametrize(
    ("world", "india", "state"),
    [
        (3.75e9, 4e10, "not met"),
        (3.76e9, 3.75e10, "not met"),
        (3.76e9, 3.76e10, "met"),
        (3.76e9, 7.6e10, "met"),
    ],
)
def test_india_counts_the_world_in_dollars_and_itself_in_rupees(
    world: float, india: float, state: str
) -> None:
    inputs: Inputs = {
        "stake_before": 0,
        "stake_after": 100,
        "turnover_world_usd": world,
        "turnover_dom_combined": india,
        "target_assets_dom": 5e9,
        "target_turnover_dom": 1.3e10,
    }
    for on in ("2024-03-08", "2024-09-09", "2024-09-10"):
        found = {n: s for n, s in states("IN", on, inputs).items() if "world_turn" in n}
        assert next(iter(found.values())) == state
    assert states("IN", "2024-03-07", inputs) == {}


@pytest.mark.parametrize(
    ("after", "state"), [(29.9, "not met"), (30, "unknown"), (34.9, "unknown")]
)
def test_mexicos_line_is_open_between_what_its_sources_say(
    after: float, state: str
) -> None:
    inputs: Inputs = {"stake_before": 0, "stake_after": after, "target_size_dom": 1e12}
    assert states("MX", "2026-06-01", inputs)["MX-NOTIFY-2026 ii"] == state
    sure = {**inputs, "stake_after": 35}
    assert states("MX", "2026-06-01", sure)["MX-NOTIFY-2026 ii"] == "met"
    either = {**inputs, "line_is_30_percent": True}
    assert states("MX", "2026-06-01", either)["MX-NOTIFY-2026 ii"] == (
        "met" if after >= 30 else "not met"
    )


@pytest.mark.parametrize(
    ("listed", "before", "after", "state"),
    [
        *((True, 0, 20, "not met"), (True, 0, 20.1, "met"), (True, 21, 50, "not met")),
        *((True, 21, 50.1, "met"), (False, 0, 35, "not met"), (False, 0, 35.1, "met")),
    ],
)
def test_canada_wants_a_line_of_votes_and_both_amounts(
    listed: bool, before: float, after: float, state: str
) -> None:
    inputs: dict[str, Value] = {
        "target_listed": listed,
        "stake_before": before,
        "stake_after": after,
        "target_size_dom": 93_000_001,
        "parties_size_dom": 400_000_001,
    }
    assert states("CA", "2026-06-01", inputs)["CA-NOTIFY shares"] == state
    for amount in ("target_size_dom", "parties_size_dom"):
        less = {**inputs, amount: 93_000_000}
        assert states("CA", "2026-06-01", less)["CA-NOTIFY shares"] == "not met"


def test_the_american_amounts_have_no_gap_since_2001() -> None:
    periods = [r for r in load_rules(["US"]) if r.id.startswith("US-HSR")]
    day = dt.date(2001, 2, 1)
    while day < dt.date(2027, 1, 1):
        (rule,) = [r for r in periods if r.in_force(day)]
        assert rule.fees[-1].below is None
        below = [fee.below for fee in rule.fees[:-1] if fee.below is not None]
        assert below == sorted(below)
        assert [f.amount for f in rule.fees] == sorted(f.amount for f in rule.fees)
        day += dt.timedelta(days=17)


@pytest.mark.parametrize(
    ("on", "value", "fee"),
    [
        ("2026-03-01", 189_599_999, 35_000),
        ("2026-03-01", 189_600_000, 110_000),
        ("2026-03-01", 5_868_999_999, 875_000),
        ("2026-03-01", 5_869_000_000, 2_460_000),
        ("2015-06-01", 152_499_999, 45_000),
    ],
)
def test_the_american_fee_is_that_of_the_tier(on: str, value: float, fee: int) -> None:
    day = dt.date.fromisoformat(on)
    (rule,) = [
        r for r in load_rules(["US"]) if r.id.startswith("US-HSR") and r.in_force(day)
    ]
    assert rule.fee(value) == fee
    assert rule.fee(None) is None


@pytest.mark.parametrize(
    ("on", "capital", "state"),
    [("2025-06-01", 51_380_000, "not met"), ("2025-06-01", 51_380_001, "met")],
)
def test_interlocks_are_told_by_the_amounts_of_the_year(
    on: str, capital: float, state: str
) -> None:
    inputs: Inputs = {
        "shared_director": True,
        "competitor_or_vertical": True,
        "capital_min_two": capital,
        "competitive_sales_min_two": 5_138_000,
        "competitive_sales_small": False,
    }
    assert states("US", on, inputs)["US-CLAYTON-8-2025 interlock"] == state


@pytest.mark.parametrize("rule", [r for r in load_rules() if r.kind == "notification"])
def test_every_rule_of_filing_says_whether_closing_waits(rule: Rule) -> None:
    assert rule.draft or (rule.standstill is not None and rule.timetable)


@pytest.mark.parametrize(
    ("code", "on", "line", "sizes"),
    [
        # one party and another: it does not matter which of the two buys
        ("DE", "2026-06-01", "DE-NOTIFY std", ("turnover_dom", 60e6, 20e6)),
        ("DE", "2018-06-01", "DE-NOTIFY-2017 std", ("turnover_dom", 30e6, 6e6)),
        ("DE", "2010-06-01", "DE-NOTIFY-2009 std", ("turnover_dom", 30e6, 6e6)),
        ("BR", "2026-06-01", "BR-NOTIFY control", ("turnover_dom", 800e6, 80e6)),
        ("KR", "2026-06-01", "KR-NOTIFY stake20", ("size", 400e9, 40e9)),
        ("US", "2026-06-01", "US-HSR-2026 mid", ("size", 300e6, 30e6)),
    ],
)
def test_amounts_of_one_party_and_another_are_reached_by_either(
    code: str, on: str, line: str, sizes: tuple[str, float, float]
) -> None:
    what, large, small = sizes
    inputs = HUGE | {"stake_before": 0, "stake_after": 60, "decisive_influence": True}
    inputs |= {"target_listed": False, "target_is_local": True, "passive": False}
    inputs |= {"value_of_holdings": 2e8, f"{what}_max_two": large}
    assert states(code, on, inputs | {f"{what}_min_two": small})[line] == "met"
    assert states(code, on, inputs | {f"{what}_min_two": 1.0})[line] == "not met"


@pytest.mark.parametrize(
    ("listed", "local", "after", "state"),
    [
        *((True, True, 15, "met"), (True, True, 14.9, "not met")),
        *((True, False, 15, "not met"), (True, False, 19.9, "not met")),
        *((True, False, 20, "met"), (False, True, 20, "met")),
    ],
)
def test_korea_asks_fifteen_percent_of_its_own_listed_companies_alone(
    listed: bool, local: bool, after: float, state: str
) -> None:
    inputs = HUGE | {"stake_before": 0, "stake_after": after, "becomes_largest": False}
    inputs |= {"size_max_two": 1e13, "size_min_two": 1e12}
    inputs |= {"target_listed": listed, "target_is_local": local}
    found = states("KR", "2026-06-01", inputs)
    steps = {found["KR-NOTIFY stake15"], found["KR-NOTIFY stake20"]}
    assert steps == ({"met", "not met"} if state == "met" else {"not met"})


def test_koreas_limb_of_value_begins_on_30_december_2021() -> None:
    inputs = HUGE | {"stake_before": 0, "stake_after": 60, "local_nexus": True}
    inputs |= {"target_listed": False, "size_max_two": 1e9, "size_min_two": 1e9}
    assert "met" not in states("KR", "2021-12-29", inputs).values()
    assert states("KR", "2021-12-30", inputs)["KR-NOTIFY value"] == "met"


@pytest.mark.parametrize(
    ("code", "on", "line"),
    [
        ("KR", "2026-06-01", "KR-NOTIFY merger"),
        ("KR", "2019-06-01", "KR-NOTIFY-2017 merger"),
        ("MX", "2026-06-01", "MX-NOTIFY-2026 ii"),
        ("MX", "2025-06-01", "MX-NOTIFY-2014 ii"),
        ("TW", "2026-06-01", "TW-STAKE merger"),
    ],
)
def test_a_merger_counts_whatever_was_held_before(
    code: str, on: str, line: str
) -> None:
    inputs = HUGE | {"stake_before": 43.0, "stake_after": 100.0, "merger": True}
    inputs |= {"size_max_two": 1e13, "size_min_two": 1e12, "target_size_dom": 1e12}
    inputs |= {"target_is_local": True, "becomes_largest": False}
    assert states(code, on, inputs)[line] == "met"
    assert states(code, on, inputs | {"merger": False})[line] == "not met"


def test_the_smaller_british_turnover_counts_in_a_merger() -> None:
    inputs = HUGE | {"stake_before": 0, "stake_after": 100, "merger": True}
    for on, rule in (("2020-06-01", "UK-JURIS-2003"), ("2026-06-01", "UK-JURIS")):
        small = inputs | {"turnover_dom_min_two": 60e6}
        assert states("UK", on, small)[f"{rule} turnover"] == "not met"
        assert states("UK", on, inputs)[f"{rule} turnover"] == "met"
