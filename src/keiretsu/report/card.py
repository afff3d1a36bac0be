"""A card of 1200 by 630 pixels: the sentence, the table under it, the day, the source.

It is what a link or a message shows of a report. Words are wrapped to their room, and
what does not fit is left off and never cut.
"""

from __future__ import annotations

from pathlib import Path

from keiretsu.files import write_whole
from keiretsu.pictures.metric import widest, wrapped
from keiretsu.pictures.picture import BLUE, GREY, INK, PALE
from keiretsu.pictures.sheet import Drawing, svg, word
from keiretsu.pictures.table import Table
from keiretsu.report.answer import answer
from keiretsu.report.report import Report

WIDTH, HEIGHT, EDGE = 1200.0, 630.0, 64.0
SIZES = (52.0, 46.0, 40.0, 34.0, 28.0)
ROW, FOOT = 26.0, 22.0
TOP, GAP, LAST = 84.0, 34.0, HEIGHT - 70
"""Where the sentence begins, what is between it and its table, where that ends."""


def card_svg(report: Report) -> str:
    """Return the card as SVG."""
    top = answer(report)
    inner = WIDTH - 2 * EDGE
    parts = [f'<rect x="0" y="0" width="14" height="{HEIGHT:g}" fill="{BLUE}"/>']
    parts.append(word(EDGE, 66, "keiretsu", 24, anchor="start", colour=GREY, bold=True))
    rows = 0 if top.table is None else min(len(top.table.rows), 4)
    room = LAST - TOP - GAP - (ROW + 22) * rows
    size, lines = _fitting(f"{top.headline.sentence}.", inner, room)
    y = TOP
    for line in lines:
        y += size * 1.2
        parts.append(word(EDGE, y, line, size, anchor="start", bold=True))
    if top.table is not None:
        _table(parts, top.table, y + GAP, inner, rows)
    foot = f"Estimates, not predictions · {report.dates}"
    (first, *_) = wrapped(foot, FOOT, inner)
    parts.append(word(EDGE, HEIGHT - 30, first, FOOT, anchor="start", colour=GREY))
    return svg(Drawing(body="".join(parts), width=WIDTH, height=HEIGHT))


def _fitting(text: str, width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest size at which a text fits its room, and its lines."""
    for size in SIZES:
        lines = wrapped(text, size, width, bold=True)
        fits = widest(lines, size, bold=True) <= width
        if fits and len(lines) * size * 1.2 <= height:
            return size, lines
    return SIZES[-1], lines


def _table(parts: list[str], table: Table, y: float, width: float, rows: int) -> None:
    for row in table.rows[:rows]:
        y += ROW + 22
        parts.append(
            f'<path d="M{EDGE:g} {y - ROW - 8:.0f}H{EDGE + width:g}" stroke="{PALE}"/>'
        )
        value = row[1]
        room = width - widest([value], ROW, bold=True) - 30
        (label, *more) = wrapped(row[0], ROW, room)
        parts.append(
            word(EDGE, y, f"{label} …" if more else label, ROW, anchor="start")
        )
        parts.append(
            word(EDGE + width, y, value, ROW, anchor="end", colour=INK, bold=True)
        )


def write_card(report: Report, path: Path) -> None:
    """Write the card as a PNG.

    Raises
    ------
    DataError
        If it cannot be written there.
    """
    import vl_convert

    write_whole(path, vl_convert.svg_to_png(card_svg(report), scale=1), "card")
