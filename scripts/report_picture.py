"""Draw docs/report.png anew: the head of the example report and its ownership maps.

Run with: python scripts/report_picture.py (needs a Chromium and Playwright).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 1180, 900


def main() -> None:
    """Make the report, keep the parts that tell most, and photograph them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        keiretsu = Path(sys.executable).with_name("keiretsu")
        article = ROOT / "examples" / "toyota-nissan.md"
        command = [keiretsu, "report", "--article", article, "--out", report]
        subprocess.run(command, check=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(report.as_uri())
            keep_parts(page)
            page.screenshot(path=str(ROOT / "docs" / "report.png"), full_page=True)
            browser.close()


def keep_parts(page: Page) -> None:
    """Cut the page down to its answers, and unfold the maps."""
    page.evaluate(
        """() => {
          for (const section of document.querySelectorAll('main section')) {
            const keep = ['owners', 'overlap', 'uncertainty'].includes(section.id);
            if (!keep) section.remove();
          }
          document.querySelector('#owners .more').open = true;
          document.querySelectorAll('#owners ul, #owners h3, figure details, nav')
            .forEach((part) => part.remove());
        }"""
    )


if __name__ == "__main__":
    main()
