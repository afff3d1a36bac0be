"""Time from left to right: a scale of days, lines for years, bars that end or fade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.pictures.picture import GREY, INK, PALE
from keiretsu.pictures.sheet import word

WIDTH, FADE = 860.0, 26.0
SIZE, BAR = 11.0, 12.0
YEAR = 365.25


@dataclass(frozen=True)
class Scale:
    """Days to places on the drawing."""

    first: dt.date
    last: dt.date
    left: float

    def x(self, day: dt.date) -> float:
        """Return the place of a day, kept within the scale."""
        part = (day - self.first) / (self.last - self.first)
        return self.left + WIDTH * min(max(part, 0.0), 1.0)


def bar(x: float, width: float, y: float, colour: str, strength: float) -> str:
    """Return a bar of some strength, from 0 (white) to 1."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR:g}" '
        f'fill="{colour}" fill-opacity="{strength:.2f}" stroke="white" '
        'stroke-width="0.8"/>'
    )


def fading(x: float, y: float, colour: str, strength: float) -> str:
    """Let a bar fade out in steps: no gradient, so that nothing needs a name."""
    steps = 6
    return "".join(
        f'<rect x="{x + n * FADE / steps:.1f}" y="{y:.1f}" '
        f'width="{FADE / steps:.1f}" height="{BAR:g}" fill="{colour}" '
        f'fill-opacity="{strength * (1 - (n + 1) / (steps + 1)):.2f}"/>'
        for n in range(steps)
    )


_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Years between two lines; the last suits all years that there are."""


def grid(scale: Scale, bottom: float, now: dt.date) -> Iterator[str]:
    """Draw a line for some years, and one for the day."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = next(s for s in _STEPS if len(years) / s <= WIDTH / 60)
    for year in (y for y in years if y % step == 0):
        x = scale.x(dt.date(year, 1, 1))
        yield f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="{PALE}"/>'
        yield word(x, bottom + 14, str(year), SIZE, colour=GREY)
    x = scale.x(now)
    yield f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="{INK}" stroke-dasharray="2 2"/>'
