"""The report in a real browser: offline, on a phone, on a desk and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.report.factories import full_report

from keiretsu.report import write_report

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


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


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_never_scrolls_sideways(
    browser: Any, page_file: Path, size: dict[str, int]
) -> None:
    page = browser.new_page(viewport=size)
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    page.close()


def test_every_drawing_is_visible_and_has_a_name(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(page_file.as_uri())
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
    page.close()
