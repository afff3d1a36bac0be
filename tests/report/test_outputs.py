"""Terminal, JSON and the lines that reproduce the answer."""

from __future__ import annotations

import dataclasses
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from tests.report.factories import DAY, effects, full_report, market, merger

from keiretsu.deals import Deal, run
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.report import Report, terminal_summary
from keiretsu.report.html import render
from keiretsu.report.sections.reproduce import command, flat, python
from keiretsu.rules.assess import assess


def test_the_terminal_summary_fits_eighty_columns() -> None:
    page = io.StringIO()
    Console(width=120, file=page).print(terminal_summary(full_report()))
    lines = page.getvalue().splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    text = " ".join(lines)
    assert "3.5 %" in text
    assert "Estimates, not predictions" in text


def test_a_market_that_no_test_decides_is_unknown_in_the_terminal() -> None:
    deal = merger()
    place = market().replace(name="uk", title="Britain", jurisdiction="UK")
    assessment = assess(deal, load_landscape(deal.on), [place])
    report = Report(deal=deal, effects=effects(deal), assessment=assessment)
    page = io.StringIO()
    Console(width=80, file=page).print(terminal_summary(report))
    row = next(line for line in page.getvalue().splitlines() if "Britain" in line[:9])
    assert row.rstrip().endswith("? unknown")


def test_the_dictionary_is_json_and_holds_the_answer() -> None:
    data = json.loads(json.dumps(full_report().to_dict()))
    assert data["sentence"] == "Toyota and Nissan merge"
    first = data["effects"][0]
    assert first["market"] == "us-2022"
    assert first["parties_price_change"]["low"] < first["parties_price_change"]["point"]
    assert len(data["claims"]) == len(full_report().claims)
    assert data["assessment"]["verdicts"]


def test_the_command_names_every_market_and_the_seed() -> None:
    report = dataclasses.replace(full_report(), places=("us-2022", "my table.csv"))
    assert command(report) == (
        "keiretsu report deal.toml --market us-2022 --market 'my table.csv' --draws 60"
    )


def test_markets_are_not_named_where_nobody_named_them() -> None:
    assert "--market" not in command(full_report())


def test_a_market_of_the_readers_own_is_named_as_such() -> None:
    report = full_report()
    own = dataclasses.replace(
        report.effects.markets[0], market=market().replace(name="mine")
    )
    mine = dataclasses.replace(report.effects, markets=(own,))
    page = render(Report(deal=report.deal, effects=mine))
    assert "The market “mine” came from a table" in page


def test_inputs_are_listed_with_dots() -> None:
    assert list(flat({"a": {"b": 1}, "c": "x"})) == [("a.b", "1"), ("c", "x")]


def test_the_python_of_the_box_gives_the_same_to_the_last_digit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = Deal.stake("toyota", "nissan", 0.25, on=DAY)
    computed = run(
        deal,
        load_landscape(deal.on),
        [load_market("is-2024-brands")],
        control=("silent",),
    )
    report = Report(deal=deal, effects=computed)
    (tmp_path / "deal.toml").write_text(deal.to_toml(), encoding="utf-8")
    assert tomllib.loads(deal.to_toml())
    monkeypatch.chdir(tmp_path)
    again: dict[str, Any] = {}
    exec(python(report), again)
    assert np.array_equal(
        again["effects"].markets[0].prices_after, computed.markets[0].prices_after
    )
