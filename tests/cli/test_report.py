"""`keiretsu report`: from an article or a deal to one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call

QUICK = ("--market", "is-2024-brands", "--draws", "4", "--rules", "jp")
ALLIANCE = """---
title: Toyota sounds out Nissan
date: 2025-05-24
---

Toyota has reportedly approached Nissan about an alliance, the Mainichi reported.
"""
STAKE = """---
title: Toyota to buy into Nissan
date: 2025-05-24
---

Toyota plans to acquire a 15% stake in Nissan, the company said on Saturday.
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "page.md"


def test_an_alliance_is_shown_as_a_ladder(call: Call, page: Path) -> None:
    page.write_text(ALLIANCE, encoding="utf-8")
    done = call("report", "--article", str(page), *QUICK, "--json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert "a ladder from talks to a merger" in done.stderr
    assert "a ladder from talks to a merger" in data["remarks"][0]
    rungs = data["ladder"]
    assert [rung["deal"] is None for rung in rungs[:3]] == [True, True, False]
    assert rungs[-1]["deal"]["steps"][0]["kind"] == "merge"
    points = [
        max(one["parties_price_change"]["point"] for one in rung["effects"])
        for rung in rungs[2:]
    ]
    assert points == sorted(points)
    assert data["deal"]["steps"][0]["kind"] == "merge"
    assert data["deal"]["on"] == "2025-05-24"
    assert data["claims"]
    assert "report.html" in done.stderr
    html = Path("report.html").read_text(encoding="utf-8")
    title = html.partition("<h1>")[2].partition("</h1>")[0]
    assert "merge" not in title
    assert "is reported" in title
    assert "From talks to a merger" in html
    assert "<script" not in html


def test_a_stake_with_its_size_is_run_as_it_is(call: Call, page: Path) -> None:
    page.write_text(STAKE, encoding="utf-8")
    done = call("report", "--article", str(page), *QUICK, "--out", "x.html", "--json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    (step,) = data["deal"]["steps"]
    assert step == {
        **{"kind": "stake", "holder": "toyota", "held": "nissan"},
        "percent": 15,
    }
    assert data["remarks"] == []
    assert Path("x.html").is_file()
    assert not Path("report.html").exists()


def test_a_named_deal_goes_before_the_article(call: Call, page: Path) -> None:
    page.write_text(ALLIANCE, encoding="utf-8")
    words = ("--stake", "toyota", "nissan", "25", "--on", "2025-05-19")
    done = call("report", "--article", str(page), *words, *QUICK)
    assert done.exit_code == 0, done.stderr
    assert "Toyota holds 25 % of Nissan" in done.stdout
    assert "a ladder" not in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_deal_that_changes_nothing_says_so(call: Call, page: Path) -> None:
    words = ("--stake", "toyota", "nissan", "0", "--on", "2025-05-19")
    done = call("report", *words, *QUICK)
    assert done.exit_code == 0, done.stderr
    assert "nothing changes" in done.stdout
    assert "changes no price" in done.stderr


def test_an_article_without_a_tie_asks_for_the_deal(call: Call, page: Path) -> None:
    page.write_text("Nissan sold 3.3 million cars in 2024.\n", encoding="utf-8")
    done = call("report", "--article", str(page))
    assert done.exit_code == 1
    assert "no tie between two companies was read" in done.stderr
    assert "hint: name the deal" in done.stderr


VENTURES = {
    "es": "El fabricante chino Chery y la española Ebro-EV Motors firmaron este jueves "
    "un acuerdo para crear una empresa conjunta.\n",
    "de": "Renault und Geely haben am Donnerstag die Gründung eines "
    "Gemeinschaftsunternehmens in Brasilien vereinbart.\n",
    "ja": "日産自動車と三菱自動車は軽自動車を共同で開発することで合意した。\n",
    "zh": "吉利与雷诺成立合资公司，双方各持股50%。\n",
}


@pytest.mark.parametrize("language", VENTURES)
def test_a_tie_that_is_not_sure_is_named_and_not_computed(
    call: Call, page: Path, language: str
) -> None:
    page.write_text(VENTURES[language], encoding="utf-8")
    done = call("report", "--article", str(page), "--date", "2026-03-12")
    assert done.exit_code == 1
    told = " ".join(done.stderr.split())
    assert "the reader is not sure of any tie" in told
    assert " % sure)" in told
    assert "take the first with --sure 0.3" in told


def test_whoever_says_how_sure_is_enough_gets_the_tie_and_its_chance(
    call: Call, page: Path
) -> None:
    page.write_text(VENTURES["de"], encoding="utf-8")
    words = ("--article", str(page), "--date", "2026-03-12", "--sure", "0.3")
    done = call("report", *words, *QUICK)
    assert done.exit_code == 0, done.stderr
    assert "that the article tells of this tie: look at its words" in done.stderr
    assert "Geely" in done.stdout
    assert "Renault" in done.stdout
    assert "--sure 0.3" in page.with_name("report.html").read_text(encoding="utf-8")


def test_how_sure_is_of_an_article(call: Call, page: Path) -> None:
    done = call("report", "--merge", "toyota", "nissan", "--sure", "0.3")
    assert done.exit_code == 2
    assert "--sure is of an --article" in done.stderr


def test_a_folder_that_is_not_there_is_told(call: Call, page: Path) -> None:
    words = ("--stake", "toyota", "nissan", "0", "--on", "2025-05-19")
    done = call("report", *words, *QUICK, "--out", "no/where/report.html")
    assert done.exit_code == 1
    assert "no report at" in done.stderr
