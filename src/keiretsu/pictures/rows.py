"""Rows of marks over one line: points with their ranges, bars, moves, thresholds.

Each drawing is made twice, for a desk and for a phone: on a phone a row's label stands
above its marks, on a desk beside them. Every word is measured before it is placed, so
that none is cut off in any font of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keiretsu.pictures.metric import text_width, widest, wrapped
from keiretsu.pictures.picture import GREY, INK, PALE, Picture, named_as, titled
from keiretsu.pictures.scale import Scale, tick_words
from keiretsu.pictures.sheet import Drawing, svg, word
from keiretsu.pictures.table import Table

DESK, PHONE = 640.0, 311.0
"""Widths of the two drawings; a phone's window of 343 has a margin of 16."""
SIZE, SMALL, LINE = 12.0, 11.0, 15.0
LANE, GAP, SIGN = 16.0, 12.0, 5.0
BESIDE = 0.4
"""Part of a desk's width that labels may take."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One lane of a row.

    Attributes
    ----------
    at
        Where its sign stands; a bar ends here.
    colour, shape
        `circle`, `square`, `diamond`, `up`, `down`, `cross` or `bar`.
    low, high, inner
        Ends of its range, and of the thick part of it.
    start
        Where it came from: drawn hollow, with a line to the sign.
    hollow
        Whether the sign is not filled.
    """

    at: float
    colour: str
    shape: str = "circle"
    low: float | None = None
    high: float | None = None
    inner: tuple[float, float] | None = None
    start: float | None = None
    hollow: bool = False

    @property
    def reach(self) -> tuple[float, ...]:
        """Every value that is drawn."""
        ends = (self.low, self.high, self.start, *(self.inner or ()))
        zero = (0.0,) if self.shape == "bar" else ()
        return (self.at, *zero, *(e for e in ends if e is not None))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A label, its marks, one a lane, words at its end, and levels across it."""

    label: str
    marks: tuple[Mark, ...]
    value: str = ""
    levels: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A whole drawing.

    Attributes
    ----------
    rows
        From top to bottom.
    axis
        What the line below counts, with its unit.
    legend
        Colour, shape and meaning of each sign.
    line
        A value that is drawn dashed through all rows, or None.
    """

    rows: tuple[Row, ...]
    axis: str
    legend: tuple[tuple[str, str, str], ...] = ()
    line: float | None = None


def rows_picture(
    drawn: Rows, *, name: str, title: str, note: str, table: Table
) -> Picture:
    """Return the picture in its two widths, with its table."""
    wide, narrow = (svg(_draw(drawn, width)) for width in (DESK, PHONE))
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(wide, name=name, title=title, note=note, css="wide"),
        narrow=named_as(narrow, name=f"{name}-narrow", of=name, css="narrow"),
        table=table,
    )


def _draw(drawn: Rows, width: float) -> Drawing:
    phone = width < DESK
    values = [v for row in drawn.rows for mark in row.marks for v in mark.reach]
    values += [level for row in drawn.rows for level, _ in row.levels]
    values += [] if drawn.line is None else [drawn.line]
    end = widest([row.value for row in drawn.rows], SIZE, bold=True)
    room = width if phone else BESIDE * width
    labels = [wrapped(row.label, SIZE, room) for row in drawn.rows]
    beside = 0.0 if phone else max(widest(lines, SIZE) for lines in labels) + 10
    scale = Scale.over([0.0, *values], beside + SIGN + 1, width - end - SIGN - 3)
    parts: list[str] = []
    heads: list[str] = []
    top = y = _legend(parts, drawn.legend, width)
    for row, lines in zip(drawn.rows, labels, strict=True):
        y = _row(parts, heads, row, lines, y, scale, phone=phone, width=width)
    back = "".join(_grid(scale, top, y, drawn.line))
    halo = '<g stroke="#fff" stroke-width="3" paint-order="stroke">'
    parts += [halo, *heads, "</g>"]
    body = back + "".join(parts) + "".join(_axis(scale, y, width, drawn.axis))
    size = f' font-size="{SIZE:g}"'
    return Drawing(
        body=f"<g{size}>{body.replace(size, '')}</g>",
        width=width,
        height=y + 2 * LINE + LINE * (len(wrapped(drawn.axis, SIZE, width)) - 1) + 8,
    )


def _legend(
    parts: list[str], keys: Sequence[tuple[str, str, str]], width: float
) -> float:
    """Write the keys in as many lines as they need; return where rows may begin."""
    x, y = 0.0, LINE
    for colour, shape, words in keys:
        lines = wrapped(words, SMALL, width - 16)
        wide = 16 + widest(lines, SMALL) + 14
        if x and x + wide - 14 > width:
            x, y = 0.0, y + LINE
        parts.append(_sign(x + 6, y - 4, colour, shape))
        for number, line in enumerate(lines):
            y += LINE if number else 0.0
            parts.append(word(x + 16, y, line, SMALL, anchor="start"))
        x = wide if len(lines) == 1 and x == 0 else x + wide
        if len(lines) > 1:
            x = width
    return y + 10 if keys else 4.0


def _row(
    parts: list[str],
    heads: list[str],
    row: Row,
    lines: Sequence[str],
    y: float,
    scale: Scale,
    *,
    phone: bool,
    width: float,
) -> float:
    """Draw one row and return where the next begins."""
    lanes = LANE * len(row.marks) + (LINE if row.levels else 0.0)
    block = LINE * len(lines)
    first = y + block + 2 if phone else y + max((block - lanes) / 2, 0.0)
    text_top = y if phone else y + max((lanes - block) / 2, 0.0)
    for number, line in enumerate(lines):
        heads.append(
            word(
                0.0 if phone else scale.left - SIGN - 9,
                text_top + LINE * number + 11,
                line,
                SIZE,
                anchor="start" if phone else "end",
            )
        )
    middle = first + LANE * len(row.marks) / 2
    parts.extend(_levels(row.levels, scale, middle, width))
    for number, mark in enumerate(row.marks):
        parts.extend(_mark(mark, scale, first + LANE * (number + 0.5)))
    if row.value:
        parts.append(word(width, middle + 4, row.value, SIZE, anchor="end", bold=True))
    return max(first + lanes, text_top + block) + GAP


def _mark(mark: Mark, scale: Scale, y: float) -> Iterator[str]:
    at = scale.at(mark.at)
    if mark.shape == "bar":
        left, right = sorted((scale.at(0.0), at))
        yield (
            f'<rect x="{left:.0f}" y="{y - 6:.0f}" width="{right - left:.0f}" '
            f'height="12" fill="{mark.colour}"/>'
        )
    if mark.start is not None:
        yield _line(scale.at(mark.start), at, y, mark.colour, 3)
        yield _sign(scale.at(mark.start), y, GREY, "circle", hollow=True)
    if mark.low is not None and mark.high is not None:
        ink = INK if mark.shape == "bar" else mark.colour
        yield _line(scale.at(mark.low), scale.at(mark.high), y, ink, 1.5)
    if mark.inner is not None:
        first, last = (scale.at(value) for value in mark.inner)
        yield _line(first, last, y, mark.colour, 5, 0.6)
    if mark.shape != "bar":
        yield _sign(at, y, mark.colour, mark.shape, hollow=mark.hollow)


def _line(
    x1: float, x2: float, y: float, colour: str, thick: float, opacity: float = 1
) -> str:
    faint = "" if opacity == 1 else f' opacity="{opacity:g}"'
    return (
        f'<path d="M{x1:.0f} {y:.0f}H{x2:.0f}" stroke="{colour}" '
        f'stroke-width="{thick:g}"{faint}/>'
    )


_PATHS = {
    "square": "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "diamond": "M0 -6L5.5 0L0 6L-5.5 0Z",
    "up": "M0 -6L5.5 4.5H-5.5Z",
    "down": "M0 6L5.5 -4.5H-5.5Z",
    "right": "M6 0L-4.5 5.5V-5.5Z",
    "cross": "M-5 -2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
    "bar": "M-5 -4H5V4H-5Z",
    "line": "M0 -6V6",
}


def _sign(x: float, y: float, colour: str, shape: str, *, hollow: bool = False) -> str:
    paint = (
        f'fill="white" stroke="{colour}" stroke-width="2"'
        if hollow
        else f'fill="{colour}"'
    )
    if shape == "circle":
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{SIGN:g}" {paint}/>'
    return f'<path transform="translate({x:.0f} {y:.0f})" d="{_PATHS[shape]}" {paint}/>'


def _levels(
    levels: Sequence[tuple[float, str]], scale: Scale, y: float, width: float
) -> Iterator[str]:
    """Yield the upright marks, each with its number unless two would touch."""
    taken = -1.0
    for value, words in sorted(levels):
        x, half = scale.at(value), text_width(words, SMALL) / 2
        yield f'<path d="M{x:.0f} {y - 9:.0f}v18" stroke="{INK}" stroke-width="2"/>'
        middle = min(max(x, half), width - half)
        if middle - half > taken:
            yield word(middle, y + 20, words, SMALL, colour=GREY)
            taken = middle + half + 3


def _grid(scale: Scale, top: float, bottom: float, line: float | None) -> Iterator[str]:
    d = "".join(f"M{scale.at(t):.0f} {top:.0f}V{bottom:.0f}" for t in scale.ticks(6))
    yield f'<path d="{d}" stroke="#ececec"/>'
    if scale.low <= 0 <= scale.high:
        yield f'<path d="M{scale.at(0):.0f} {top:.0f}V{bottom:.0f}" stroke="{GREY}"/>'
    if line is not None:
        yield (
            f'<path d="M{scale.at(line):.0f} {top:.0f}V{bottom:.0f}" stroke="{INK}" '
            'stroke-dasharray="4 3"/>'
        )


def _axis(scale: Scale, y: float, width: float, title: str) -> Iterator[str]:
    yield f'<path d="M{scale.left:.0f} {y:.0f}H{scale.right:.0f}" stroke="{PALE}"/>'
    ticks = scale.ticks(6)
    end = -1.0
    for value, words in zip(ticks, tick_words(ticks), strict=True):
        half = text_width(words, SMALL) / 2
        x = min(max(scale.at(value), half), width - half)
        if x - half > end:
            yield word(x, y + 13, words, SMALL)
            end = x + half + 4
    for number, line in enumerate(wrapped(title, SIZE, width)):
        half = text_width(line, SIZE) / 2
        x = min(max((scale.left + scale.right) / 2, half), width - half)
        yield word(x, y + 13 + LINE * (number + 1), line, SIZE)
