"""The map round one company as a phone shows it: one stake a row, down one line.

Who holds the company stands above it, what it holds below; the branch to each row is as
thick, dashed or dotted as the line of the map is, and the row says the same figure.
Stakes between the others follow in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, sentence
from keiretsu.landscape.pictures.labels import MapLine, map_lines
from keiretsu.landscape.pictures.ownership_map import LABEL_SIZE, NAME_SIZE, dashes
from keiretsu.pictures.metric import wrapped
from keiretsu.pictures.picture import BLUE, GREY
from keiretsu.pictures.rows import PHONE
from keiretsu.pictures.sheet import Drawing, label, word

TRUNK, LEFT, EDGE = 10.0, 34.0, 2.0
LINE, GAP, SMALL = 16.0, 8.0, 11.0


def ladder(
    holdings: Sequence[OwnershipEdge],
    company: str,
    *,
    name: Callable[[str], str],
    note: str = "",
) -> Drawing:
    """Return the drawing of the stakes in one company and of those it holds.

    Parameters
    ----------
    holdings
        Stakes of its neighbourhood.
    company
        Its identifier.
    name
        Gives what people call a company.
    note
        A few words below its name.
    """
    lines = sorted(map_lines(holdings), key=lambda line: -(line.down.size or 0))
    above = [line for line in lines if line.down.owned == company]
    below = [line for line in lines if line.down.owner == company]
    drawn = {id(line) for line in (*above, *below)}
    others = [
        edge
        for line in lines
        if id(line) not in drawn
        for edge in (line.down, line.up)
        if edge is not None
    ]
    paths: list[str] = []
    boxes: list[str] = []
    y = start = 2.0
    if above:
        y = _heading(boxes, f"Who holds {name(company)}", y)
        start = y + 2 * LINE
        for line in above:
            y = _row(paths, boxes, line, name(line.down.owner), y)
    top = y
    own = [note] if note else []
    y = _box(boxes, name(company), own, EDGE, y, chosen=True)
    if above:
        paths.append(f'<path d="M{TRUNK:g} {start:.0f}V{top:.0f}"/>')
    if below:
        end = y
        y = _heading(boxes, f"What {name(company)} holds", y + GAP)
        for line in below:
            end = y
            y = _row(paths, boxes, line, name(line.down.owned), y)
        stem = top + LINE
        paths.append(f'<path d="M{TRUNK:g} {stem:.0f}V{end + 2 * LINE:.0f}"/>')
    if others:
        y = _heading(boxes, "Among the others", y + GAP)
        for edge in others:
            for part in wrapped(sentence(edge, name), LABEL_SIZE, PHONE - 2 * EDGE):
                y += LINE
                boxes.append(word(EDGE, y - 4, part, LABEL_SIZE, anchor="start"))
            y += GAP / 2
    body = f'<g fill="none" stroke="{GREY}">{"".join(paths)}</g>' + "".join(boxes)
    return Drawing(body=body, width=PHONE, height=y + 2)


def _heading(boxes: list[str], words: str, y: float) -> float:
    for part in wrapped(words, SMALL, PHONE - LEFT):
        y += LINE
        boxes.append(word(LEFT, y - 3, part, SMALL, anchor="start", colour=GREY))
    return y + 2


def _row(
    paths: list[str], boxes: list[str], line: MapLine, other: str, y: float
) -> float:
    """Draw one stake and return where the next row begins."""
    room = PHONE - LEFT - EDGE - 14
    figures = wrapped(line.label, LABEL_SIZE, room)
    bottom = _box(boxes, other, figures, LEFT, y)
    middle = y + 2 * LINE
    style = dashes(line.down.size)
    paths.append(f'<path d="M{TRUNK:g} {middle:.0f}H{LEFT:g}" {style}/>')
    return bottom + GAP


def _box(
    boxes: list[str],
    name: str,
    below: Sequence[str],
    left: float,
    y: float,
    *,
    chosen: bool = False,
) -> float:
    """Draw a box with a name and lines below it, and return where it ends."""
    width = PHONE - left - EDGE
    middle = left + width / 2
    names = wrapped(name, NAME_SIZE, width - 14, bold=chosen)
    height = LINE * (len(names) + len(below)) + 10
    fill, stroke, thick = ("#dcebf7", BLUE, 2.5) if chosen else ("#f6f6f6", GREY, 1)
    boxes.append(
        f'<rect x="{left:g}" y="{y:.1f}" width="{width:g}" height="{height:g}" rx="6" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{thick}"/>'
    )
    line = y + 2
    for part in names:
        line += LINE
        boxes.append(word(middle, line, part, NAME_SIZE, bold=chosen))
    for part in below:
        line += LINE
        boxes.append(label(middle, line, part, LABEL_SIZE))
    return y + height
