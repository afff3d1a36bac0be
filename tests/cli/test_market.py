"""`keiretsu market`: what is bundled, and whether a table of one's own can be used."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call

Data = Callable[..., Any]
GOOD = """market_ids,product_ids,firm_ids,prices,quantities
home,Alpha,toyota,30000,900
home,Beta,nissan,28000,600
home,Gamma,honda,31000,500
"""


def test_the_list_says_which_markets_have_prices(data: Data) -> None:
    entries = {entry["name"]: entry for entry in data("market", "list")}
    assert entries["us-2022"]["currency"] == "USD"
    assert entries["jp-2024"]["currency"] is None
    assert entries["jp-2024-brands"]["coverage"] > 0.9


def test_the_list_fits_a_terminal(call: Call) -> None:
    done = call("market", "list")
    assert "us-2022" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_market_is_shown_with_products_shares_and_sources(data: Data) -> None:
    shown = data("market", "show", "us-2022")
    assert sum(row["share"] for row in shown["products"]) == pytest.approx(1)
    assert all(row["price"] > 0 for row in shown["products"])
    assert shown["sources"]
    assert shown["notes"]


def test_a_market_as_csv_has_a_row_a_product(call: Call, data: Data) -> None:
    shown = data("market", "show", "jp-2024-brands")
    done = call("market", "show", "jp-2024-brands", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["product"] for r in rows] == [r["product"] for r in shown["products"]]
    assert "Japan" in call("market", "show", "jp-2024-brands").stdout


def test_a_good_table_can_be_used(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    path.write_text(GOOD, encoding="utf-8")
    done = call("market", "check", str(path))
    assert done.exit_code == 0
    assert "can be used" in done.stderr


def test_every_fault_is_told_and_the_status_is_one(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    bad = GOOD.replace("28000", "-28000").replace("Gamma", "Alpha")
    path.write_text(bad.replace("honda", "hondah"), encoding="utf-8")
    done = call("market", "check", str(path), "--json")
    assert done.exit_code == 1
    faults = json.loads(done.stdout)
    assert {f["check"] for f in faults} == {"positive", "duplicates", "makers"}
    assert [f["severity"] for f in faults].count("error") == 2
    assert "errors: 2" in done.stderr
    table = call("market", "check", str(path))
    assert "row 2, column prices" in " ".join(table.stdout.split())


def test_a_negative_price_keeps_a_deal_from_running(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    path.write_text(GOOD.replace("28000", "-28000"), encoding="utf-8")
    done = call("deal", "run", "--merge", "toyota", "nissan", "--market", str(path))
    assert done.exit_code == 1
    assert "prices of -28000 is not positive" in done.stderr
    assert "row 2" in done.stderr
