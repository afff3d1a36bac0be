"""A grid of coloured cells with their numbers: rows, columns, and heads that fit.

On a phone only as many columns as fit are drawn, the first of them, and their heads
stand upright.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keiretsu.pictures.metric import widest, wrapped
from keiretsu.pictures.picture import INK, text
from keiretsu.pictures.rows import DESK, PHONE
from keiretsu.pictures.sheet import Drawing, svg, word

SIZE, HEIGHT, HEAD_LINE = 11.0, 24.0, 13.0
COLUMN, NARROW_COLUMN = 62.0, 37.0


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a cell shows: its words, the colour behind them, and that of the words."""

    words: str
    colour: str
    ink: str = INK


def columns_on_a_phone(rows: Sequence[str], columns: Sequence[str]) -> int:
    """Return how many columns a phone has room for beside the heads of the rows."""
    room = PHONE - widest(rows, SIZE) - 8
    return max(1, min(len(columns), int(room // NARROW_COLUMN)))


def grid_svgs(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
) -> tuple[str, str]:
    """Return the drawings for a desk and for a phone.

    Parameters
    ----------
    rows, columns
        Heads, in their order.
    cells
        By row and column; what is not there stays blank.
    """
    fewer = columns[: columns_on_a_phone(rows, columns)]
    wide = _draw(rows, columns, cells, COLUMN, upright=False)
    narrow = _draw(rows, fewer, cells, NARROW_COLUMN, upright=True)
    return svg(wide), svg(narrow)


def _draw(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
    least: float,
    *,
    upright: bool,
) -> Drawing:
    left = widest(rows, SIZE) + 8
    total = PHONE if upright else max(DESK, left + least * len(columns))
    wide = min((total - left) / max(len(columns), 1), 2.2 * least)
    heads = [wrapped(c, SIZE, 100 if upright else wide - 4) for c in columns]
    if upright:
        top = max((widest(lines, SIZE) for lines in heads), default=0.0) + 8
    else:
        top = HEAD_LINE * max((len(lines) for lines in heads), default=0) + 6
    parts: list[str] = []
    for n, lines in enumerate(heads):
        parts.append(_head(lines, left + wide * (n + 0.5), top, upright=upright))
    parts.append(f'<g font-size="{SIZE:g}" text-anchor="middle">')
    for m, row in enumerate(rows):
        y = top + HEIGHT * m
        parts.append(word(left - 6, y + 16, row, SIZE, anchor="end"))
        for n, column in enumerate(columns):
            if (cell := cells.get((row, column))) is not None:
                x = left + wide * n
                ink = "" if cell.ink == INK else f' fill="{cell.ink}"'
                parts.append(
                    f'<path d="M{x:.0f} {y:g}h{wide:.1f}v{HEIGHT:g}H{x:.0f}z" '
                    f'fill="{cell.colour}"/><text x="{x + wide / 2:.0f}" '
                    f'y="{y + 16:g}"{ink}>{text(cell.words)}</text>'
                )
    parts.append("</g>")
    return Drawing(
        body="".join(parts),
        width=PHONE if upright else left + wide * len(columns) + 2,
        height=top + HEIGHT * len(rows) + 4,
    )


def _head(lines: Sequence[str], x: float, bottom: float, *, upright: bool) -> str:
    if not upright:
        first = bottom - 6 - HEAD_LINE * (len(lines) - 1)
        return "".join(
            word(x, first + HEAD_LINE * n, line, SIZE) for n, line in enumerate(lines)
        )
    first = x + 4 - 6 * (len(lines) - 1)
    return "".join(
        f'<g transform="translate({first + 12 * n:.1f} {bottom - 5:.1f}) rotate(-90)">'
        f"{word(0, 0, line, SIZE, anchor='start')}</g>"
        for n, line in enumerate(lines)
    )
