"""The pictures of a landscape, measured in the fonts of a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.places import installed_fonts

from keiretsu.deals import Deal, deal_map
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.pictures import Picture

pytestmark = pytest.mark.browser

COLLISIONS = """() => {
  const boxes = [...document.querySelectorAll('text')].map(t => {
    const r = t.getBoundingClientRect();
    const size = parseFloat(t.getAttribute('font-size'));
    const flat = r.width >= r.height || t.textContent.length < 3;
    // A line box is taller than its letters; measure these, from the base line.
    const base = t.getCTM().f + parseFloat(t.getAttribute('y'));
    return flat
      ? {words: t.textContent, left: r.left, right: r.right,
         top: base - 0.73 * size, bottom: base + 0.21 * size}
      : {words: t.textContent, left: r.left + 0.2 * r.width,
         right: r.right - 0.2 * r.width, top: r.top, bottom: r.bottom};
  });
  const found = [];
  boxes.forEach((a, n) => boxes.slice(n + 1).forEach(b => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      found.push(`${a.words} over ${b.words}`);
  }));
  for (const path of document.querySelectorAll('path')) {
    if (!path.getAttribute('d').includes('C')) continue;
    const m = path.getCTM(), long = path.getTotalLength();
    const r = path.getBoundingClientRect();
    const near = boxes.filter(b =>
      b.left < r.right && b.right > r.left && b.top < r.bottom && b.bottom > r.top);
    if (!near.length) continue;
    for (let at = 0; at <= long; at += 2) {
      const p = path.getPointAtLength(at).matrixTransform(m);
      for (const b of near)
        if (b.left < p.x && p.x < b.right && b.top < p.y && p.y < b.bottom)
          found.push(`a line through ${b.words}`);
    }
  }
  return [...new Set(found)];
}"""
OUTSIDE = """() => [...document.querySelectorAll('text')].filter(mark => {
  const m = mark.getBoundingClientRect();
  const box = mark.ownerSVGElement.getBoundingClientRect();
  return m.left < box.left - 1 || m.right > box.right + 1
    || m.top < box.top - 1 || m.bottom > box.bottom + 1;
}).map(mark => mark.textContent)"""
WEAR = """font => document.querySelectorAll('text').forEach(mark => {
  mark.style.fontFamily = `"${font}"`;
})"""
PICTURES: dict[str, Callable[[Landscape], Picture]] = {
    "whole map": lambda day: day.map(),
    "two steps": lambda day: day.map("toyota", "renault", steps=2),
    "deal": lambda day: deal_map(Deal.merge("toyota", "nissan", on=day.on), day),
    "matrix": lambda day: day.matrix(),
    "timeline": lambda day: day.timeline("renault", "nissan"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_no_label_is_overlapped_or_crossed_in_the_fonts_of_a_browser(
    browser: Any, tmp_path: Path, name: str
) -> None:
    path = PICTURES[name](load_landscape("2025-06-01")).save(tmp_path / "a.svg")
    page = browser.new_page(viewport={"width": 2400, "height": 2400})
    page.goto(path.as_uri())
    assert page.evaluate("document.querySelectorAll('text').length") > 20
    for font in installed_fonts():
        page.evaluate(WEAR, font)
        assert page.evaluate(COLLISIONS) + page.evaluate(OUTSIDE) == [], font
    page.close()
