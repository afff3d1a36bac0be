"""`keiretsu landscape show`: the stakes of a day with their sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Call

Data = Callable[..., Any]


def test_toyota_holds_a_fifth_of_subaru_with_its_source(data: Data) -> None:
    shown = data("landscape", "show", "subaru", "--on", "2025-06-01")
    (stake,) = (s for s in shown["stakes_in"] if s["holder"] == "toyota")
    assert stake["share"] == 0.2
    assert stake["source"]["title"]
    assert stake["source"]["confidence"] == "sourced"
    assert shown["company"]["id"] == "subaru"


def test_another_day_shows_the_stake_of_that_day(data: Data) -> None:
    shown = data("landscape", "show", "Subaru", "--on", "2007-01-01")
    assert [s["share"] for s in shown["stakes_in"]] == [0.087]


def test_a_brand_stands_for_its_company(data: Data) -> None:
    shown = data("landscape", "show", "lexus", "--on", "2025-06-01")
    assert shown["company"]["id"] == "toyota"
    assert {"stakes_out", "links", "plans", "vehicles", "events"} <= set(shown)


def test_without_a_company_every_stake_is_listed(call: Call, data: Data) -> None:
    shown = data("landscape", "show", "--on", "2025-06-01")
    done = call("landscape", "show", "--on", "2025-06-01", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == len(shown["stakes"]) > 50
    assert all(row["source_title"] and row["confidence"] for row in rows)


def test_the_table_names_holder_share_and_source(call: Call) -> None:
    done = call("landscape", "show", "nissan", "--on", "2025-06-01")
    assert "Renault" in done.stdout
    assert "17.05 %" in done.stdout
    assert "Nissan" in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_unknown_votes_say_so(call: Call) -> None:
    done = call("landscape", "show", "subaru", "--on", "2025-06-01")
    assert "unknown" in done.stdout


def test_control_names_votes_power_and_sources(call: Call, data: Data) -> None:
    words = ["landscape", "control", "Mitsubishi Motors", "--on", "2025-06-01"]
    told = call(*words)
    assert told.exit_code == 0
    assert "Nissan casts 26.69 % of the votes" in told.stderr
    assert "upward" in told.stdout
    first = data(*words)["voters"][0]
    assert first["stake"]["holder"] == "nissan"
    assert first["stake"]["source"]["title"]
    assert call(*words, "--csv").stdout.startswith("holder,share,share_min")
