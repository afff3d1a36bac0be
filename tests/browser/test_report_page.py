"""The report in a real browser: offline, on a phone, on a desk and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.report.factories import full_report

from keiretsu.deals import Deal
from keiretsu.report import html, make_report, write_report
from keiretsu.report.html import render

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 343, "height": 700}, {"width": 1280, "height": 900}
BETWEEN = {"width": 700, "height": 900}
MOST_SCREENS, FIRST_SCREENS = 6, 2
LARGEST = 300_000
LARGEST_OF_A_STAKE = 310_000
"""A stake has more to draw: its maps before and after, for a page and for a phone."""
MARKS = """async () => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  document.body.offsetWidth;  // a font is asked for when words are laid out
  await document.fonts.ready;
  return [...document.querySelectorAll('svg *')].filter(e => e.getBBox).map(e => {
    const box = e.getBBox();
    const said = [...e.attributes].filter(a => a.name !== 'd');
    return [e.tagName, said.map(a => [a.name, a.value]),
            box.x, box.y, box.width, box.height].join();
  });
}"""
SEED = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"
CELLS = """() => [...document.querySelectorAll('table, tr, th, td, ol, ul, li')].map(
  e => [e.tagName, e.parentElement.tagName, e.textContent.replace(/\\s+/g, '')])"""
OUTSIDE = """() => [...document.querySelectorAll('.picture svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  if (!box.width) return [];
  return [...svg.querySelectorAll('text, path, circle, rect')].filter(mark => {
    const m = mark.getBoundingClientRect();
    return m.left < box.left - 1 || m.right > box.right + 1 ||
           m.top < box.top - 1 || m.bottom > box.bottom + 1;
  }).map(mark => svg.getAttribute('aria-labelledby') + ': ' +
                 (mark.textContent || mark.outerHTML));
})"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(full_report(), path)
    return path


def test_the_page_opens_offline_without_a_request_or_an_error(
    browser: Any, page_file: Path
) -> None:
    context = browser.new_context(offline=True, viewport=DESK)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(page_file.as_uri())
    outside = [u for u in asked if u != page_file.as_uri() and u != "data:,"]
    assert outside == []
    assert said == []
    context.close()


@pytest.mark.parametrize("size", [PHONE, BETWEEN, DESK], ids=["343", "700", "1280"])
def test_the_page_never_scrolls_sideways(
    browser: Any, page_file: Path, size: dict[str, int]
) -> None:
    page = browser.new_page(viewport=size)
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    page.close()


@pytest.fixture(scope="module")
def seed_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "report.html"
    write_report(make_report(article=SEED), path)
    return path


def test_the_seed_article_is_a_small_file(seed_page: Path) -> None:
    assert seed_page.stat().st_size <= LARGEST


def test_the_seed_article_with_a_stake_of_a_fifth_is_a_small_file() -> None:
    deal = Deal.stake("toyota", "nissan", 0.2, on="2025-05-24")
    page = render(make_report(deal, article=SEED))
    assert len(page.encode()) <= LARGEST_OF_A_STAKE


def test_a_browser_reads_the_terse_page_alike(
    browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, page = full_report(), browser.new_page()
    short = render(report)
    monkeypatch.setattr(html, "terse", str)
    whole = render(report)
    assert len(short) < 0.97 * len(whole)
    page.set_content(short)
    told, drawn = page.evaluate(CELLS), page.evaluate(MARKS)
    page.set_content(whole)
    assert told == page.evaluate(CELLS)
    assert drawn == page.evaluate(MARKS)
    assert min(len(told), len(drawn)) > 300
    page.close()


@pytest.mark.parametrize("font", ["Arial", "Roboto", "DejaVu Sans"])
@pytest.mark.parametrize("size", [PHONE, BETWEEN, DESK], ids=["343", "700", "1280"])
def test_no_mark_stands_outside_its_picture_in_any_font(
    browser: Any, seed_page: Path, size: dict[str, int], font: str
) -> None:
    page = browser.new_page(viewport=size)
    page.goto(seed_page.as_uri())
    page.add_style_tag(content=f".picture g {{ font-family: '{font}', sans-serif }}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.querySelectorAll('.picture svg').length") > 10
    assert page.evaluate(OUTSIDE) == []
    page.close()


def test_the_seed_article_is_six_phone_screens_folded(
    browser: Any, seed_page: Path
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(seed_page.as_uri())
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= MOST_SCREENS * PHONE["height"]
    for name in ("owners", "overlap", "uncertainty"):
        box = page.locator(f"#{name}").bounding_box()
        assert box["y"] + box["height"] <= FIRST_SCREENS * PHONE["height"], name
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_page_in_light_and_dark(
    browser: Any, page_file: Path, scheme: str
) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)
    page.goto(page_file.as_uri())
    ink, paper = page.evaluate(
        """() => [getComputedStyle(document.querySelector('h1')).color,
                  getComputedStyle(document.documentElement).backgroundColor]"""
    )
    brightness = [
        sum(int(part) for part in re.findall(r"\d+", colour)[:3])
        for colour in (ink, paper)
    ]
    assert abs(brightness[0] - brightness[1]) > 500
    assert (brightness[1] < 200) == (scheme == "dark")
    page.close()


def test_every_drawing_is_visible_and_has_a_name(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    drawings = page.get_by_role("img").all()
    assert len(drawings) >= 8
    for drawing in drawings:
        box = drawing.bounding_box()
        assert box["width"] > 100
        assert box["height"] > 50
    page.close()


def test_text_in_the_map_stays_inside_its_box(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wider = page.evaluate(
        """() => {
          const out = [];
          for (const svg of document.querySelectorAll('#owners svg')) {
            let box = null;
            for (const mark of svg.querySelectorAll('rect, text')) {
              if (mark.tagName === 'rect') { box = mark.getBBox(); continue; }
              if (!box) continue;
              const t = mark.getBBox();
              if (t.x < box.x || t.x + t.width > box.x + box.width)
                out.push(mark.textContent);
            }
          }
          return out;
        }"""
    )
    assert wider == []
    page.close()


def test_the_first_tab_leads_past_the_head(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(page_file.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.close()


def test_the_page_prints_on_several_sheets(
    browser: Any, page_file: Path, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    path = tmp_path / "report.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True)
    sheets = PdfReader(path).pages
    assert len(sheets) > 1
    assert "Estimates, not predictions" in sheets[0].extract_text()
    words = "".join(sheet.extract_text() for sheet in sheets)
    assert "What is known, and from where" in words  # folded on the screen
    page.close()


BROKEN = """() => [...document.querySelectorAll('th, td .cell')].flatMap(cell => {
  const words = [];
  const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (text.parentElement.closest('.tests .aside, .tests .ref')) continue;
    for (const found of text.data.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
      if (lines.size > 1) words.push(found[0]);
    }
  }
  return words;
})"""
"""Words of headings and outcomes that stand on two lines."""


def test_on_paper_no_table_leaves_its_sheet_and_no_word_is_broken(
    browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    write_report(full_report(), path)
    inside = 182 / 25.4 * 96  # A4 without its margins, in pixels
    opened = browser.new_page(viewport={"width": int(inside), "height": 1000})
    opened.emulate_media(media="print")
    opened.goto(path.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= inside
    assert opened.evaluate(BROKEN) == []
    opened.close()
