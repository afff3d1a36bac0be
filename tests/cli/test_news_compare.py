"""`keiretsu news compare`: pages beside the facts of their day."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call

TEXT = """---
title: Page
date: 2025-05-19
---
Renault owns 35.71% of Nissan. Toyota owns 21% of Subaru. Toyota owns 20% of Nissan.
"""


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_each_claim_has_its_verdict_and_the_sum(call: Call, page: str) -> None:
    done = call("news", "compare", page, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {row["sentence"]: row for row in rows}
    renault = told["Renault holds 35.71 % of Nissan"]
    assert renault["verdict"] == "agrees"
    assert "18.66 %" in renault["arithmetic"]
    assert renault["on"] == "2025-05-19"
    assert all(fact["source"] for fact in renault["facts"])
    assert told["Toyota holds 21 % of Subaru"]["verdict"] == "differs"
    assert told["Toyota holds 20 % of Nissan"]["verdict"] == "new"


def test_the_table_fits_and_cites(call: Call, page: str) -> None:
    shown = call("news", "compare", page).stdout
    assert "Sources" in shown
    assert max(map(len, shown.splitlines())) <= 80
    rows = list(
        csv.DictReader(io.StringIO(call("news", "compare", page, "--csv").stdout))
    )
    assert {row["verdict"] for row in rows} >= {"agrees", "differs", "new"}


def test_the_day_can_be_another(call: Call, page: str) -> None:
    done = call("news", "compare", page, "--on", "2026-06-01", "--json")
    told = {r["sentence"]: r for r in map(json.loads, done.stdout.splitlines())}
    assert told["Toyota holds 21 % of Subaru"]["verdict"] == "agrees"


def test_facts_of_a_store_are_compared_with(
    call: Call, page: str, tmp_path: Path
) -> None:
    store = str(tmp_path / "facts.db")
    row = ["holder=toyota", "held=nissan", "percent=20", "since=2025", "source_title=x"]
    assert call("landscape", "add", "stakes", *row, "--store", store).exit_code == 0
    done = call("news", "compare", page, "--store", store, "--json")
    told = {r["sentence"]: r for r in map(json.loads, done.stdout.splitlines())}
    assert told["Toyota holds 20 % of Nissan"]["verdict"] == "agrees"


def test_a_day_that_is_none_is_told(call: Call, page: str) -> None:
    refused = call("news", "compare", page, "--on", "2025-13-40")
    assert refused.exit_code == 1
    assert "is no day" in refused.stderr
