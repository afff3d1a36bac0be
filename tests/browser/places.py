"""The pages that browser tests go through, and how their marks are measured."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

SIZES = [{"width": w, "height": 800} for w in (343, 700, 1280)]
DAY = "on=2025-05-19"
QUICK = f"{DAY}&market=is-2024-brands"
STUDY = "margin=0.18&elasticity=-1&choices=Alder>Birch%3D0.21"
PLACES = (
    *("/", "/read", "/compare", "/car", "/car/ariya?in=JP", "/company/nissan"),
    *("/on/2025-05-19", "/tie/renault~nissan", f"/pairs?{DAY}&of=toyota~nissan"),
    *("/watch?since=2026-10-01", "/inbox?since=2026-10-01", "/lab", "/lab?example=1"),
    *("/data", "/nothing"),
    *("/data/stakes?q=nissan&by=percent&down=1", "/data/plans", "/market/us-2022"),
    f"/deal/toyota~nissan?stake=20&{QUICK}",
    *(
        f"/deal/toyota~nissan/{part}?stake=20&{QUICK}"
        for part in ("owners", "authorities", "prices", "method", "reproduce")
    ),
    f"/compare?d=toyota~nissan:20&d=honda~nissan:merger&{QUICK}",
    f"/embed/deal/toyota~nissan?stake=20&{QUICK}",
    f"/embed/curve/toyota~nissan?stake=20&{QUICK}",
)
"""Every kind of page; those of the lab follow when a table is sent."""
FONTS = ("Liberation Sans", "Roboto", "DejaVu Sans")
"""As wide as Arial, a phone's own, and the widest of those that are common."""
OUTSIDE = """() => [...document.querySelectorAll('.picture svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  if (!box.width) return [];
  return [...svg.querySelectorAll('text, path, circle')].filter(mark => {
    const m = mark.getBoundingClientRect();
    return m.left < box.left - 1 || m.right > box.right + 1
      || m.top < box.top - 1 || m.bottom > box.bottom + 1;
  }).map(mark => mark.textContent || mark.outerHTML);
})"""
"""Marks that stick out of their picture."""
WEAR = """font => {
  const old = document.querySelector('#worn');
  if (old) old.remove();
  const style = document.createElement('style');
  style.id = 'worn';
  style.textContent = `* { font-family: "${font}" !important; }`;
  document.documentElement.append(style);
}"""
"""Show a page in one font."""


@cache
def installed_fonts() -> tuple[str, ...]:
    """Return those of `FONTS` that are installed; the browser takes its own else."""
    if shutil.which("fc-list") is None:
        return FONTS
    told = subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=True
    ).stdout
    return tuple(font for font in FONTS if font in told)
