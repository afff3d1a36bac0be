"""`keiretsu landscape matrix` and `timeline`: tables that fit, data, and pictures."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call

from keiretsu.landscape import load_landscape

DAY = "2025-06-01"
MATRIX = ("landscape", "matrix", "--on", DAY)
TIMELINE = ("landscape", "timeline", "renault", "Nissan", "--until", DAY)


@pytest.mark.parametrize("words", [MATRIX, TIMELINE])
def test_the_table_fits_eighty_columns_and_cites(
    call: Call, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = call(*words)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "[1] sourced" in done.stdout
    assert "Sources" in done.stdout


def test_json_and_csv_of_a_timeline_say_the_same(
    call: Call, data: Callable[..., Any]
) -> None:
    entries = data(*TIMELINE)["entries"]
    rows = list(csv.DictReader(call(*TIMELINE, "--csv").stdout.splitlines()))
    assert [e["words"] for e in entries] == [r["words"] for r in rows]
    assert {e["kind"] for e in entries} == {"stake", "link", "event", "plan"}
    assert all(r["source_title"] and r["confidence"] for r in rows)


def test_json_and_csv_of_the_matrix_say_the_same(
    call: Call, data: Callable[..., Any]
) -> None:
    pairs = data(*MATRIX, "honda")["pairs"]
    rows = list(csv.DictReader(call(*MATRIX, "honda", "--csv").stdout.splitlines()))
    assert [(p["company"], p["link"]) for p in pairs] == [
        (r["company"], r["link"]) for r in rows
    ]
    assert pairs
    day = load_landscape("2025-06-01")
    linked = {
        company
        for link in day.links
        if "honda" in link.companies
        for company in link.companies
    }
    assert {p["company"] for p in pairs} | {p["with"] for p in pairs} == linked
    assert {"gm", "nissan", "mitsubishi_motors"} <= linked


@pytest.mark.parametrize("words", [MATRIX, TIMELINE])
def test_a_picture_is_written_beside_the_table(
    call: Call, words: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "picture.svg"
    done = call(*words, "--out", str(path))
    assert done.exit_code == 0
    assert str(path) in done.stderr.replace("\n", "")
    assert path.read_text(encoding="utf-8").startswith("<svg")


def test_a_window_narrows_a_timeline(data: Callable[..., Any]) -> None:
    whole, late = data(*TIMELINE), data(*TIMELINE, "--from", "2023-01-01")
    assert 0 < len(late["entries"]) < len(whole["entries"])
    assert late["until"] == DAY


def test_a_timeline_of_one_company_with_itself_is_explained(call: Call) -> None:
    done = call("landscape", "timeline", "nissan", "Nissan")
    assert done.exit_code == 1
    assert "name two different companies" in done.stderr
