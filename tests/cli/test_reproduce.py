"""The box of a report gives the command that writes the same page, byte for byte."""

from __future__ import annotations

import shlex
from html import unescape
from pathlib import Path

import pytest
from tests.cli.conftest import Call

from keiretsu import make_report, write_report
from keiretsu.deals import Deal
from keiretsu.report.sections.reproduce import command

EXAMPLE = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"


def test_an_article_s_ladder_is_written_again_to_the_byte(
    call: Call, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    words = ("--market", "is-2024-brands", "--draws", "4")
    done = call("report", "--article", str(EXAMPLE), *words, "--out", str(first))
    assert done.exit_code == 0, done.stderr
    page = unescape(first.read_text("utf-8"))
    start = page.rindex("keiretsu report --on")
    line = page[start : page.index("<", start)]
    assert "side by side" in line
    again = (*shlex.split(line)[1:], "--out", str(second))
    done = call(*again)
    assert done.exit_code == 0, done.stderr
    assert first.read_bytes() == second.read_bytes()


def test_a_merger_by_default_is_written_again_to_the_byte(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deal = Deal.merge("Toyota", "Nissan", on="2025-05-19")
    report = make_report(deal, draws=32)
    write_report(report, Path("first.html"))
    Path("deal.toml").write_text(report.deal.to_toml(), encoding="utf-8")
    words = shlex.split(command(report))[1:]
    done = call(*words, "--out", "second.html")
    assert done.exit_code == 0, done.stderr
    assert Path("first.html").read_bytes() == Path("second.html").read_bytes()


def test_what_is_known_and_assumed_is_written_again_to_the_byte(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An elasticity, other nests, whose rules, a turnover and the price."""
    monkeypatch.chdir(tmp_path)
    deal = Deal.merge("Toyota", "Nissan", on="2025-05-19")
    Path("deal.toml").write_text(deal.to_toml(), encoding="utf-8")
    asked = (
        *("--elasticity", "-3.0", "--nests", "none", "--rules", "jp,us"),
        *("--known", "JP.target_turnover_dom=4e12", "--value", "USD 9 billion"),
    )
    words = ("report", "deal.toml", "--market", "jp-2024-brands", "--draws", "0")
    assert call(*words, *asked, "--out", "first.html").exit_code == 0
    page = unescape(Path("first.html").read_text("utf-8"))
    start = page.rindex("keiretsu report deal.toml")
    line = page[start : page.index("<", start)]
    assert all(word in shlex.split(line) for word in asked)
    done = call(*shlex.split(line)[1:], "--out", "second.html")
    assert done.exit_code == 0, done.stderr
    assert Path("first.html").read_bytes() == Path("second.html").read_bytes()
