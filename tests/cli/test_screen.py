"""`keiretsu screen`: thresholds of each authority, and what is unknown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.cli.test_market import GOOD

from keiretsu.rules import load_rules
from keiretsu.units import day

Data = Callable[..., Any]
DAY = ("--on", "2025-05-19")
MERGE = ("screen", "--merge", "toyota", "nissan", *DAY)


def test_japan_by_brand_groups_before_and_after(data: Data) -> None:
    shown = data(*MERGE)
    entry = next(c for c in shown["concentrations"] if c["market"] == "jp-2024-brands")
    shares = entry["parties"]
    rise = 2 * 1e4 * shares["toyota"] * shares["nissan"]
    assert entry["hhi_after"] - entry["hhi_before"] == pytest.approx(rise, rel=1e-9)


def test_every_rule_of_the_japanese_authority_is_there(data: Data) -> None:
    shown = data(*MERGE)
    held = {rule.id for rule in load_rules(["JP"]) if rule.in_force(day("2025-05-19"))}
    told = {v["rule"] for v in shown["verdicts"] if v["jurisdiction"] == "JP"}
    assert held == told


def test_the_other_authorities_are_asked_too(data: Data) -> None:
    shown = data(*MERGE)
    places = {v["jurisdiction"] for v in shown["verdicts"]}
    assert places == {"JP", "US", "EU", "UK", "CN", "IN", "KR"}
    assert any("Korea: no market" in note for note in shown["notes"])


def test_a_missing_turnover_is_unknown_and_never_passed(data: Data) -> None:
    verdicts = data(*MERGE)["verdicts"]
    lacking = [v for v in verdicts if any("turnover" in m for m in v["missing"])]
    assert lacking
    assert {v["state"] for v in lacking} == {"unknown"}


def test_what_is_known_decides(data: Data) -> None:
    words = ("--rules", "jp", "--known", "JP.acquirer_turnover_dom=2e13")
    shown = data(*MERGE, *words, "--known", "JP.target_turnover_dom=4e12")
    filings = [v for v in shown["verdicts"] if v["rule"] == "JP-NOTIFY-SHARES"]
    assert "met" in {v["state"] for v in filings}
    assert {v["jurisdiction"] for v in shown["verdicts"]} == {"JP"}


def test_a_named_market_is_the_only_one(data: Data) -> None:
    shown = data(*MERGE, "--market", "us-2024-brands")
    assert {c["market"] for c in shown["concentrations"]} == {"us-2024-brands"}
    assert {v["jurisdiction"] for v in shown["verdicts"]} == {"US"}


def test_a_market_of_ones_own_is_tested_where_it_says(
    data: Data, tmp_path: Any
) -> None:

    path = tmp_path / "cars.csv"
    path.write_text(GOOD, encoding="utf-8")
    shown = data(*MERGE, "--market", str(path), "--place", "jp")
    assert {v["jurisdiction"] for v in shown["verdicts"]} == {"JP"}
    assert shown["concentrations"][0]["share_combined"] == pytest.approx(0.75)


def test_a_minority_stake_shows_every_reading(call: Call) -> None:
    done = call("screen", "--stake", "toyota", "nissan", "25", *DAY, "--rules", "jp")
    for reading in ("silent", "shapley", "joint"):
        assert f"MHHI, {reading}" in done.stdout
    assert "unknown" in done.stdout
    assert "never" in done.stderr or "not passed" in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_stake_of_nothing_says_that_it_changes_nothing(call: Call) -> None:
    done = call("screen", "--stake", "toyota", "nissan", "0", *DAY)
    assert done.exit_code == 0
    assert "changes nothing" in done.stderr
    other = call(*MERGE)
    assert "changes nothing" not in other.stderr


def test_csv_has_a_row_a_test(call: Call, data: Data) -> None:
    rows = list(csv.DictReader(io.StringIO(call(*MERGE, "--csv").stdout)))
    assert len(rows) == len(data(*MERGE)["verdicts"])
    assert {row["state"] for row in rows} == {"met", "not met", "unknown"}


def test_the_presumption_is_met_in_the_american_segments_where_shares_say_so(
    data: Data,
) -> None:
    """By hand, from the sums of each group's units in the segment."""
    shown = data("screen", "--merge", "toyota", "nissan", "--on", "2026-11-26")
    rises = {
        c["market"]: (c["hhi_after"], c["hhi_delta"], c["share_combined"])
        for c in shown["concentrations"]
        if c["market"].startswith("us-2022: ")
    }
    presumed = {
        name
        for name, (after, rise, share) in rises.items()
        if rise > 100 and (after > 1800 or share > 0.3)
    }
    met = {
        v["market"]
        for v in shown["verdicts"]
        if v["rule"] == "US-MG-2023" and v["state"] == "met"
    }
    assert met == presumed
    for segment in ("compact car", "midsize car", "midsize pickup"):
        assert f"us-2022: {segment}" in met
        assert 600 < rises[f"us-2022: {segment}"][1] < 900
    assert "us-2022: compact SUV" in rises.keys() - met


def test_filings_are_told_in_words_with_their_sources(call: Call) -> None:
    told = call("screen", "--merge", "toyota", "nissan", "--on", "2026-11-26").stdout
    flat = " ".join(told.split())
    assert "Must file in Japan: the two merge; turnover in Japan of the larger" in flat
    assert "accounts of Nissan for FY2025 (JP)" in flat
    assert "(general knowledge, unchecked)" in flat
    assert "Cannot tell in the United States: decided by value of the votes" in flat
    words = flat.partition("Filings on")[2].partition("Sources no.")[0]
    assert "_dom" not in words
    assert "e+" not in words
    assert max(map(len, told.splitlines())) <= 80


def test_indices_that_only_some_readings_have_stand_beside_the_rest(
    call: Call,
) -> None:
    words = ("--market", "se-2025-brands", "--indices", "--on", "2026-11-26")
    done = call("screen", "--merge", "Geely", "Volvo Cars", *words)
    assert done.exit_code == 0, done.stderr
    assert "Indices of practice" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
