"""A sheet: drawings side by side under a title, with a legend and a note below.

A picture that leaves its page (a file, a slide, a notebook) must say by itself what it
shows, of which day, and how to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.pictures.font import FONT
from keiretsu.pictures.metric import text_width, widest, wrapped
from keiretsu.pictures.picture import GREY, INK, PALE, text

TITLE, HEADING, SMALL = 18.0, 14.0, 11.0
EDGE, BETWEEN, LINE = 16.0, 28.0, 17.0
SAMPLE = 34.0
NARROWEST = 626.0
"""What a sheet holds at the least: with its edges, what a page of 700 pixels shows."""
SIGN = 15.0
"""Room of a sign that stands before words."""
SIGNS = {
    "◆": ("M6 0L11 6L6 12L1 6Z", "fill"),
    "⇄": ("M0 3.5H11M8 0.5L11 3.5L8 6.5M12 8.5H1M4 5.5L1 8.5L4 11.5", "stroke"),
}
"""Signs that many fonts lack, drawn as shapes of 12 by 12."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Shapes and words of one drawing, from (0, 0) to its width and height.

    Attributes
    ----------
    body
        SVG without the outer element.
    width, height
        Its size.
    """

    body: str
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Key:
    """One entry of a legend: a sample, 30 by 12, and what it means."""

    sample: str
    words: str


def svg(drawing: Drawing) -> str:
    """Return one drawing as an SVG of its own, without a sheet."""
    return _open(drawing.width, drawing.height) + drawing.body + "</g></svg>"


def sheet(
    panels: Sequence[tuple[str, Drawing]],
    *,
    title: str,
    note: str,
    legend: Sequence[Key] = (),
) -> str:
    """Return an SVG with a title, panels side by side, a legend and a note.

    Parameters
    ----------
    panels
        Heading (may be empty) and drawing of each.
    title
        What it shows and of which day.
    note
        What a reader must know; it stands below the legend.
    legend
        Samples with their meaning.
    """
    drawn = sum(d.width for _, d in panels) + BETWEEN * (len(panels) - 1)
    inner = max(drawn, NARROWEST)
    parts: list[str] = []
    y = EDGE + TITLE
    y = _write(parts, wrapped(title, TITLE, inner, bold=True), y, TITLE, bold=True)
    y = _panels(parts, panels, y + 4, EDGE + (inner - drawn) / 2)
    if legend:
        y = _legend(parts, legend, y + EDGE + 6, inner)
    y = _write(parts, wrapped(note, SMALL, inner), y + 6, SMALL, colour=GREY)
    return _open(inner + 2 * EDGE, y + 4) + "".join(parts) + "</g></svg>"


def on_phone(drawing: Drawing, legend: Sequence[Key]) -> str:
    """Return one drawing with its legend below it, without a title: the page has it."""
    parts = [drawing.body]
    y = _legend(parts, legend, drawing.height + EDGE, drawing.width, left=0.0)
    return _open(drawing.width, y) + "".join(parts) + "</g></svg>"


def _open(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>'
        f'<g font-family="{text(FONT)}" fill="{INK}">'
    )


def word(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "middle",
    colour: str = INK,
    bold: bool = False,
) -> str:
    """Return one line of text that stands on a point."""
    weight = ' font-weight="bold"' if bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    ink = "" if colour == INK else f' fill="{colour}"'
    return (
        f'<text x="{round(x, 1):g}" y="{round(y, 1):g}" font-size="{size:g}"'
        f"{ink}{side}{weight}>{text(words)}</text>"
    )


def label(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    colour: str = INK,
    bold: bool = False,
) -> str:
    """Return words round a point; the signs that they begin with become shapes."""
    signs = [part for part in words.split(" ") if part in SIGNS]
    rest = " ".join(part for part in words.split(" ") if part not in SIGNS)
    x += len(signs) * SIGN / 2
    left = x - text_width(rest, size, bold=bold) / 2 - len(signs) * SIGN
    drawn = [
        f'<g transform="translate({left + n * SIGN:.1f} {y - 10.5:.1f})">'
        f"{shape(sign, colour)}</g>"
        for n, sign in enumerate(signs)
    ]
    return "".join([*drawn, word(x, y, rest, size, colour=colour, bold=bold)])


def shape(sign: str, colour: str = INK) -> str:
    """Return one of `SIGNS` as a shape."""
    path, how = SIGNS[sign]
    paint = (
        f'fill="{colour}"'
        if how == "fill"
        else f'fill="none" stroke="{colour}" stroke-width="1.3"'
    )
    return f'<path d="{path}" {paint}/>'


def _write(
    parts: list[str],
    lines: Sequence[str],
    y: float,
    size: float,
    *,
    colour: str = INK,
    bold: bool = False,
) -> float:
    """Write lines below one another and return where the next would stand."""
    for line in lines:
        parts.append(
            word(EDGE, y, line, size, anchor="start", colour=colour, bold=bold)
        )
        y += size * 1.35
    return y


def _panels(
    parts: list[str], panels: Sequence[tuple[str, Drawing]], y: float, x: float
) -> float:
    heads = [wrapped(h, HEADING, d.width, bold=True) if h else [] for h, d in panels]
    deep = max(len(lines) for lines in heads)
    top = y + deep * HEADING * 1.35
    for number, ((_, drawing), lines) in enumerate(zip(panels, heads, strict=True)):
        for step, line in enumerate(lines):
            parts.append(
                word(x, y + 8 + step * HEADING * 1.35, line, HEADING, anchor="start",
                     bold=True)
            )  # fmt: skip
        parts.append(f'<g transform="translate({x:.1f} {top:.1f})">{drawing.body}</g>')
        x += drawing.width
        if number + 1 < len(panels):
            end = top + max(d.height for _, d in panels)
            middle = x + BETWEEN / 2
            parts.append(
                f'<line x1="{middle:.1f}" y1="{y:.1f}" x2="{middle:.1f}" '
                f'y2="{end:.1f}" stroke="{PALE}"/>'
            )
        x += BETWEEN
    return top + max(d.height for _, d in panels)


def _legend(
    parts: list[str], keys: Sequence[Key], y: float, width: float, left: float = EDGE
) -> float:
    """Write the keys in lines as wide as the sheet; long words break."""
    x = left
    for key in keys:
        lines = wrapped(key.words, SMALL, width - SAMPLE)
        wide = SAMPLE + widest(lines, SMALL) + 14
        if x > left and x + wide > left + width:
            x, y = left, y + LINE
        parts.append(f'<g transform="translate({x:.1f} {y - 9:.1f})">{key.sample}</g>')
        for number, line in enumerate(lines):
            y += LINE if number else 0
            parts.append(word(x + SAMPLE, y, line, SMALL, anchor="start"))
        x += wide
    return y + LINE
