"""`keiretsu demand`, and its file in a deal, a screen and a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call

EXAMPLES = Path(__file__).parents[2] / "examples"
MARKET = str(EXAMPLES / "six-makers.csv")
ON = ("--on", "2025-06-01")
MERGER = ("--merge", "Northwind", "Harbour", *ON, "--market", MARKET)


@pytest.fixture
def demand(call: Call, tmp_path: Path) -> str:
    out = tmp_path / "demand.toml"
    choices = str(EXAMPLES / "second-choices.csv")
    words = ("--second-choices", choices, "--margin", "0.18", "--out", str(out))
    done = call("demand", "calibrate", MARKET, *words, *ON)
    assert done.exit_code == 0, done.stderr
    assert "second choice" in done.stdout
    return str(out)


def test_a_fitted_demand_runs_a_deal_a_screen_and_a_report(
    call: Call, demand: str, tmp_path: Path
) -> None:
    done = call("deal", "run", *MERGER, "--demand", demand, "--json")
    assert done.exit_code == 0, done.stderr
    one = json.loads(done.stdout)["markets"][0]
    assert "calibrated" in one["demand"]
    changes = {p["product"]: p["price_change"] for p in one["products"]}
    assert changes["Alder"] > changes["Hazel"] >= 0
    done = call("screen", *MERGER, "--demand", demand, "--indices", "--csv")
    assert done.exit_code == 0, done.stderr
    assert "GUPPI" in done.stdout
    page = tmp_path / "report.html"
    done = call("report", *MERGER, "--demand", demand, "--out", str(page))
    assert done.exit_code == 0, done.stderr
    assert "Northwind and Harbour merge" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("--elasticity", "-6"),
        ("--margin", "0.15"),
        ("--nests", "horsepower"),
        ("--nests", "none"),
        ("--saving", "3"),
        ("--conduct", "coordination=0.1"),
        ("--demand", "logit", "--conduct", "quantities"),
        ("--demand", "mixed logit"),
    ],
)
def test_every_option_of_the_model_changes_the_answer(
    call: Call, words: tuple[str, ...]
) -> None:
    plain, other = (
        call("deal", "run", *MERGER, *more, "--json", "--control", "silent")
        for more in ((), words)
    )
    assert other.exit_code == 0, other.stderr
    changes = [
        [p["price_change"] for p in json.loads(done.stdout)["markets"][0]["products"]]
        for done in (plain, other)
    ]
    assert changes[0] != pytest.approx(changes[1], rel=1e-6)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--margin", "Oak=0.2"), "called 'Oak'"),
        (("--margin", "much"), "gives no number"),
        (("--margin", "0.2", "--margin", "0.3"), "a second mean"),
        (("--diversion", "Alder=0.2"), "names no pair"),
        (("--second-choices", "nowhere.csv"), "there is no file nowhere.csv"),
        (("--evidence", "nowhere.toml"), "there is no file"),
        (("--form", "probit"), "demand form 'probit'"),
    ],
)
def test_a_mistake_is_one_line(call: Call, words: tuple[str, ...], said: str) -> None:
    done = call("demand", "calibrate", MARKET, *words, *ON)
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_table_without_instruments_is_told_so(call: Call) -> None:
    done = call("demand", "estimate", MARKET)
    assert done.exit_code == 1
    assert "shares" in done.stderr or "instruments" in done.stderr


def test_known_numbers_that_contradict_each_other_are_told(
    call: Call, tmp_path: Path
) -> None:
    place = tmp_path / "air.csv"
    place.write_text(
        "market_ids,firm_ids,product_ids,prices,shares\n"
        "x,Delta,DL1,650,0.12\nx,Virgin,VS3,620,0.10\nx,BA,BA112,700,0.20\n",
        encoding="utf-8",
    )
    words = ("demand", "calibrate", str(place), "--out", str(tmp_path / "d.toml"))
    done = call(*words, "--own-elasticity", "-3", "--margin", "0.9")
    told = " ".join(done.stderr.split())
    assert "mean margin of 0.9 was given and 0.3" in told
    assert "1 market in" in told
    good = call(*words, "--own-elasticity", "-3", "--market-elasticity", "-1")
    assert "was given" not in good.stderr
    one = call(*words, "--own-elasticity", "-3")
    assert "1 known number for 2 parameters" in one.stderr


def test_one_fault_is_a_fault(call: Call, tmp_path: Path) -> None:
    place = tmp_path / "two.csv"
    place.write_text(
        "market_ids,firm_ids,product_ids,prices,shares\nx,A,a,10,0.5\nx,B,b,10,0.5\n",
        encoding="utf-8",
    )
    done = call("deal", "run", "--merge", "A", "B", "--market", str(place))
    assert "1 fault in" in done.stderr
