"""How quickly the slider of a deal's page answers, in a browser of this machine.

Run with: python -m benchmarks.web_slider

Once the whole curve is there, the slider is moved to each whole percent. For each move:
the time until the page says what is at that size, and until the next frame is drawn.
Needs Chromium and Playwright (extra `dev`).
"""

from __future__ import annotations

import json
import os
import shutil

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.web_load import PAGE, served, warmed

MOVES = """async () => {
  const range = document.querySelector('#stake');
  const words = document.querySelector('.live p');
  const frame = () => new Promise(requestAnimationFrame);
  const found = [];
  for (let size = 0; size <= 100; size += 1) {
    const before = words.textContent;
    const began = performance.now();
    range.value = size;
    range.dispatchEvent(new Event('input', {bubbles: true}));
    const said = performance.now() - began;
    await frame();
    await frame();
    found.push([said, performance.now() - began, words.textContent !== before]);
  }
  return found;
}"""
"""The second of two frames begins when the first has been drawn."""


def main() -> None:
    """Measure, and print one line of JSON."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with served(1) as (port, running), sync_playwright() as driver:
        warmed(port, running)
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}{PAGE}")
        page.wait_for_selector("form.slide[data-points]")
        moves = page.evaluate(MOVES)
        browser.close()
    said, drawn = (np.array([move[n] for move in moves]) for n in (0, 1))
    print(
        json.dumps(
            {
                "moves": len(moves),
                "that changed the words": sum(move[2] for move in moves),
                "words there, median ms": round(float(np.median(said)), 2),
                "words there, most ms": round(float(said.max()), 2),
                "frame drawn, median ms": round(float(np.median(drawn)), 1),
                "frame drawn, p95 ms": round(float(np.quantile(drawn, 0.95)), 1),
                "frame drawn, most ms": round(float(drawn.max()), 1),
                "load": round(os.getloadavg()[0], 1),
            }
        )
    )


if __name__ == "__main__":
    main()
