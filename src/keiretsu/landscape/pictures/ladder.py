"""The map round some companies as a phone shows it: one stake a row, down one line.

Who holds a company stands above it, what it holds below; the branch to each row is as
thick, dashed or dotted as the line of the map is, and the row says the same figure.
Stakes between the others follow in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, sentence
from keiretsu.landscape.pictures.labels import MapLine, map_lines
from keiretsu.landscape.pictures.ownership_map import (
    CHANGED,
    LABEL_SIZE,
    NAME_SIZE,
    dashes,
)
from keiretsu.pictures.metric import wrapped
from keiretsu.pictures.picture import BLUE, GREY, INK, VERMILLION
from keiretsu.pictures.rows import PHONE
from keiretsu.pictures.sheet import Drawing, label, word

TRUNK, LEFT, EDGE = 10.0, 34.0, 2.0
LINE, GAP, SMALL = 16.0, 8.0, 11.0


@dataclass(frozen=True, kw_only=True)
class _Marks:
    """What is drawn, each kind in a group that says once what its marks share."""

    branches: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """Return all of it as SVG, words last."""
        return (
            f'<g fill="none" stroke="{GREY}">{"".join(self.branches)}</g>'
            f'<g fill="#f6f6f6" stroke="{GREY}">{"".join(self.frames)}</g>'
            f"{''.join(self.words)}"
        )


def ladder(
    holdings: Sequence[OwnershipEdge],
    companies: Sequence[str],
    *,
    name: Callable[[str], str],
    notes: Mapping[str, str],
) -> Drawing:
    """Return the drawing of the stakes in some companies and of those they hold.

    Parameters
    ----------
    holdings
        Stakes of their neighbourhood.
    companies
        Their identifiers.
    name
        Gives what people call a company.
    notes
        A few words below a company's name.
    """
    lines = sorted(map_lines(holdings), key=lambda line: -(line.down.size or 0))
    marks, y = _Marks(), 2.0
    for company in companies:
        note = notes.get(company, "")
        y = _company(marks, lines, company, name, note, y) + GAP
    others = [
        edge
        for line in lines
        if not {line.down.owned, line.down.owner} & set(companies)
        for edge in (line.down, line.up)
        if edge is not None
    ]
    if others:
        y = _heading(marks, "Among the others", y)
        for edge in others:
            for part in wrapped(sentence(edge, name), LABEL_SIZE, PHONE - 2 * EDGE):
                y += LINE
                marks.words.append(word(EDGE, y - 4, part, LABEL_SIZE, anchor="start"))
            y += GAP / 2
    return Drawing(body=marks.body, width=PHONE, height=y + 2)


def _company(
    marks: _Marks,
    lines: Sequence[MapLine],
    company: str,
    name: Callable[[str], str],
    note: str,
    y: float,
) -> float:
    """Draw one company between its holders and what it holds; return where it ends."""
    above = [line for line in lines if line.down.owned == company]
    below = [line for line in lines if line.down.owner == company]
    start = y
    if above:
        y = _heading(marks, f"Who holds {name(company)}", y)
        start = y + 2 * LINE
        for line in above:
            y = _row(marks, line, name(line.down.owner), y)
    top = y
    y = _box(marks, name(company), [note] if note else [], EDGE, y, chosen=True)
    if above:
        marks.branches.append(f'<path d="M{TRUNK:g} {start:.0f}V{top:.0f}"/>')
    if below:
        end = y
        y = _heading(marks, f"What {name(company)} holds", y + GAP)
        for line in below:
            end = y
            y = _row(marks, line, name(line.down.owned), y)
        stem = top + LINE
        marks.branches.append(f'<path d="M{TRUNK:g} {stem:.0f}V{end + 2 * LINE:.0f}"/>')
    return y


def _heading(marks: _Marks, words: str, y: float) -> float:
    for part in wrapped(words, SMALL, PHONE - LEFT):
        y += LINE
        marks.words.append(word(LEFT, y - 3, part, SMALL, anchor="start", colour=GREY))
    return y + 2


def _row(marks: _Marks, line: MapLine, other: str, y: float) -> float:
    """Draw one stake and return where the next row begins."""
    room = PHONE - LEFT - EDGE - 14
    figures = wrapped(line.label, LABEL_SIZE, room, bold=line.changed)
    bottom = _box(marks, other, figures, LEFT, y, changed=line.changed)
    middle = y + 2 * LINE
    style = dashes(line.down.size)
    if line.changed:
        style += f' stroke="{VERMILLION}"'
    marks.branches.append(f'<path d="M{TRUNK:g} {middle:.0f}H{LEFT:g}" {style}/>')
    return bottom + GAP


def _box(
    marks: _Marks,
    name: str,
    below: Sequence[str],
    left: float,
    y: float,
    *,
    chosen: bool = False,
    changed: bool = False,
) -> float:
    """Draw a box with a name and lines below it, and return where it ends."""
    width = PHONE - left - EDGE
    middle = left + width / 2
    names = wrapped(name, NAME_SIZE, width - 14, bold=chosen)
    height = LINE * (len(names) + len(below)) + 10
    own = f' fill="#dcebf7" stroke="{BLUE}" stroke-width="2.5"' if chosen else ""
    marks.frames.append(
        f'<rect x="{left:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'rx="6"{own}/>'
    )
    line = y + 2
    for part in names:
        line += LINE
        marks.words.append(word(middle, line, part, NAME_SIZE, bold=chosen))
    for part in below:
        line += LINE
        ink = CHANGED if changed else INK
        marks.words.append(
            label(middle, line, part, LABEL_SIZE, colour=ink, bold=changed)
        )
    return y + height
