"""Pictures are shown in the font that they carry, as wide as it was said to be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.browser.places import QUICK

from keiretsu.landscape import load_landscape
from keiretsu.pictures.font import widths
from keiretsu.report import make_report
from keiretsu.report.html import write_report

pytestmark = pytest.mark.browser

SEED = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"
WORDS = """async () => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  document.body?.offsetWidth;  // a font is asked for when words are laid out
  await document.fonts.ready;
  return [...document.querySelectorAll('svg text')].filter(
    t => t.getBoundingClientRect().width && !t.querySelector('tspan')
  ).map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize),
    t.getAttribute('font-weight') === 'bold', t.getComputedTextLength()]);
}"""
LOADED = """async () => {
  await document.fonts.ready;
  return [...document.fonts].filter(f => f.status === 'loaded').map(f => f.weight);
}"""


def check(page: Any, address: str, least: int) -> None:
    """Look whether words are as wide as the table says."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    told = page.evaluate(WORDS)
    assert len(told) >= least
    tables = {bold: widths(700 if bold else 400) for bold in (False, True)}
    for words, size, bold, shown in told:
        if set(words) <= set(tables[bold]):
            wide = sum(tables[bold][letter] for letter in words) * size / 1000
            assert shown == pytest.approx(wide, abs=0.01 + wide / 200), words
    assert page.evaluate(LOADED) in (["400"], ["400", "700"])
    assert said == []


def test_a_report_is_written_in_its_own_font(browser: Any, tmp_path: Path) -> None:
    write_report(make_report(article=SEED), tmp_path / "a.html")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    check(page, (tmp_path / "a.html").as_uri(), 100)
    page.close()


def test_a_picture_is_written_in_its_own_font(browser: Any, tmp_path: Path) -> None:
    landscape = load_landscape("2025-06-01")
    page = browser.new_page()
    for end in ("svg", "html"):
        landscape.map("nissan").save(tmp_path / f"a.{end}")
        check(page, (tmp_path / f"a.{end}").as_uri(), 20)
    page.close()


def test_a_page_of_the_server_takes_the_font_from_it(browser: Any, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    check(page, f"{server}/company/nissan?{QUICK}", 10)
    check(page, f"{server}/tie/renault~nissan.svg?{QUICK}", 10)
    page.close()
