"""Ten pages of `keiretsu serve` as small pictures for the docs.

Run with: python scripts/web_pictures.py [FOLDER]

The browser that takes them also packs them (WebP), so that nothing else is needed.
"""

from __future__ import annotations

import base64
import re
import shutil
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.web_load import served  # noqa: E402

DAY = "on=2025-05-19"
STUDY = "margin=0.18&nesting=0.5"
PHONE, DESK = (343, 700), (900, 640)
PAGES: dict[str, tuple[str, tuple[int, int]]] = {
    "deal": (f"/deal/toyota~nissan?stake=20&{DAY}&market=jp-2024", DESK),
    "deal-phone": (f"/deal/toyota~nissan?stake=20&{DAY}&market=jp-2024", PHONE),
    "read": ("{article}", DESK),
    "compare": (
        f"/compare?d=toyota~nissan:20&d=honda~nissan:merger&{DAY}&market=jp-2024",
        DESK,
    ),
    "car-phone": (f"/car/ariya?in=JP&{DAY}", PHONE),
    "company-phone": (f"/company/nissan?{DAY}", PHONE),
    "tie": (f"/tie/renault~nissan?{DAY}", DESK),
    "pairs": (f"/pairs?market=jp-2024&{DAY}&of=toyota~nissan", DESK),
    "lab": ("{lab}/deal?" + f"{STUDY}&first=Northwind&second=Harbour&{DAY}", DESK),
    "data": ("/data/stakes?q=nissan&by=since&down=1", DESK),
}
"""Name of each picture, its address, and the window."""
PACK = """async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', 0.7).split(',')[1];
}"""


def sent(base: str, page: str, **fields: str) -> str:
    """Send a form of a page with its token; return where it leads."""
    form = urllib.request.urlopen(f"{base}/{page}").read().decode()
    (token,) = re.findall(r'name="token" value="([^"]+)"', form)
    data = urllib.parse.urlencode({"token": token, **fields}).encode()
    asked = urllib.request.Request(f"{base}/{page}", data, {"Origin": base})
    return str(urllib.request.urlopen(asked).geturl()).removeprefix(base)


def settled(page: Page, address: str) -> None:
    """Open a page and wait until all that it computes behind is there."""
    for _ in range(200):
        answer = page.goto(address)
        if answer is None or "refresh" not in answer.headers:
            break
        time.sleep(1)
    for _ in range(200):
        if "the rest is on its way" not in page.inner_text("main"):
            return
        time.sleep(2)
        page.reload()


def main(folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    examples = ROOT / "examples"
    with served(1) as (port, _), sync_playwright() as driver:
        base = f"http://127.0.0.1:{port}"
        article = (examples / "toyota-nissan.md").read_text(encoding="utf-8")
        table = (examples / "six-makers.csv").read_text(encoding="utf-8")
        known = {
            "article": sent(base, "read", text=article),
            "lab": sent(base, "lab", text=table),
        }
        running = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        packer = running.new_page()
        for name, (address, (width, height)) in PAGES.items():
            page = running.new_page(viewport={"width": width, "height": height})
            settled(page, base + address.format(**known))
            png = base64.b64encode(page.screenshot()).decode()
            packed = base64.b64decode(packer.evaluate(PACK, png))
            (folder / f"{name}.webp").write_bytes(packed)
            print(f"{name:14} {len(packed) / 1000:5.1f} KB")
            page.close()
        running.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pages")
