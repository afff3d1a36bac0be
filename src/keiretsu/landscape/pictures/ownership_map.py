"""The ownership map: owner above owned, percent on the line.

Thick means much, dashed means below 10 %, a filled diamond marks who decides alone,
dotted means unknown, and what a deal changes is drawn in another colour and said in
words. Two companies that hold each other share one line. A mark says where a figure is
not fully sourced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge
from keiretsu.landscape.pictures.labels import MapLine, map_lines
from keiretsu.pictures.layers import Link
from keiretsu.pictures.layout import BOX_HEIGHT, Point, Rect, lay_out
from keiretsu.pictures.metric import text_width, widest, wrapped
from keiretsu.pictures.picture import BLUE, GREY, INK, VERMILLION
from keiretsu.pictures.sheet import Drawing, Key, shape, word
from keiretsu.pictures.sheet import label as figure_label

SMALL = 0.1
NAME_SIZE, LABEL_SIZE, NOTE_SIZE = 13.0, 12.0, 11.0
LONGEST = 150.0
PORT = 10.0
"""Room that a box has for each line that meets it."""
WIDEST = 640.0
CHANGED = "#a34700"
NOTE = (
    "Owner above owned; thicker is more; dashed is below 10 %; dotted is unknown; ◆ "
    "decides alone (more than half of the votes); ⇄ is a cross-holding. No mark: "
    "sourced; † sourced in part; ‡ derived; * from memory, unchecked."
)


def draw(
    holdings: Sequence[OwnershipEdge],
    chosen: Sequence[str] = (),
    *,
    label: Callable[[str], str],
    notes: Mapping[str, str] | None = None,
    width: float = WIDEST,
) -> Drawing:
    """Return the drawing of some holdings.

    Parameters
    ----------
    holdings
        What to draw.
    chosen
        Companies with a heavy frame: those asked for, or the parties of a deal. They
        are drawn even if no holding names them.
    label
        Gives what people call a company.
    notes
        A few words below the name of a company.
    width
        Width that a row of boxes should keep to.
    """
    notes = notes or {}
    links = map_lines(holdings)
    ends = [c for t in links for c in (t.down.owner, t.down.owned)]
    members = list(dict.fromkeys([*chosen, *ends]))
    lines = Counter(c for t in links for c in ((t.down.owner, 0), (t.down.owned, 1)))
    layout = lay_out(
        {
            m: max(
                _box_width(label(m), notes.get(m, ""), m in chosen),
                PORT * max(lines[m, 0], lines[m, 1]),
            )
            for m in members
        },
        [
            Link(
                upper=t.down.owner,
                lower=t.down.owned,
                width=text_width(f"↑ {t.label}", LABEL_SIZE, bold=t.changed),
            )
            for t in links
        ],
        widest=width,
    )
    parts = [f'<g fill="none" stroke="{GREY}">']
    for number, tie in enumerate(links):
        parts += [_line(line, tie) for line in layout.lines[number]]
    parts.append("</g>")
    for number, tie in enumerate(links):
        turned = "↑ " if layout.turned[number] and tie.up is None else ""
        rect = layout.labels[number]
        parts.append(
            figure_label(
                rect.middle,
                rect.y + rect.height - 4,
                turned + tie.label,
                LABEL_SIZE,
                colour=CHANGED if tie.changed else INK,
                bold=tie.changed,
            )
        )
    for member in members:
        parts.append(
            _box(
                layout.boxes[member],
                label(member),
                notes.get(member, ""),
                member in chosen,
            )
        )
    return Drawing(body="".join(parts), width=layout.width, height=layout.height)


def _names(label: str, note: str) -> list[str]:
    """Break a long name in two where no note needs the room."""
    lines = wrapped(label, NAME_SIZE, LONGEST)
    return lines if len(lines) <= 2 and not note else [label]


def _box_width(label: str, note: str, bold: bool) -> float:
    name = widest(_names(label, note), NAME_SIZE, bold=bold)
    return max(name, text_width(note, NOTE_SIZE)) + 14


def _box(rect: Rect, label: str, note: str, chosen: bool) -> str:
    fill, stroke, width = ("#dcebf7", BLUE, 2.5) if chosen else ("#f6f6f6", GREY, 1)
    dash = ' stroke-dasharray="2 3"' if note == "holders unknown" and not chosen else ""
    shape = (
        f'<rect x="{rect.x:.1f}" y="{rect.y:.1f}" width="{rect.width:.1f}" '
        f'height="{BOX_HEIGHT:g}" rx="6" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width}"{dash}/>'
    )
    lines = _names(label, note)
    two = len(lines) > 1 or bool(note)
    y = rect.y + BOX_HEIGHT / 2 + (-3 if two else 4.5)
    words = [
        word(rect.middle, y + 15 * n, line, NAME_SIZE, bold=chosen)
        for n, line in enumerate(lines)
    ]
    if note:
        words.append(word(rect.middle, y + 14, note, NOTE_SIZE, colour=GREY))
    return shape + "".join(words)


def _line(points: Sequence[Point], tie: MapLine) -> str:
    """Draw a line that stands upright in rows and bends between them."""
    path = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = f"{(y + to_y) / 2:.0f}"
        if x == to_x:
            path.append(f"V{to_y:.0f}")
        else:
            path.append(f"C{x:.0f} {middle} {to_x:.0f} {middle} {to_x:.0f} {to_y:.0f}")
    ink = f' stroke="{VERMILLION}"' if tie.changed else ""
    return f'<path d="{"".join(path)}"{ink} {dashes(tie.down.size)}/>'


def dashes(share: float | None) -> str:
    """Return how thick a line is, and that it is dashed where little is held."""
    width = 1.2 if share is None else 1.2 + 2.6 * share
    dash = "1 4" if share is None else "6 4" if share < SMALL else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke-width="{width:.1f}"{dashes}'


def legend(*, deal: bool = False) -> tuple[Key, ...]:
    """Return the samples that explain the map."""

    def line(share: float | None, changed: bool = False) -> str:
        colour = VERMILLION if changed else GREY
        return f'<path d="M0 6H28" stroke="{colour}" {dashes(share)}/>'

    def drawn(sign: str) -> str:
        return f'<g transform="translate(8 0)">{shape(sign)}</g>'

    def sign(mark: str) -> str:
        return word(14, 10, mark, LABEL_SIZE)

    found = [
        Key(sample=line(0.8), words="80 %"),
        Key(sample=line(0.2), words="20 %"),
        Key(sample=line(0.05), words="below 10 %"),
        Key(sample=line(None), words="unknown"),
        Key(sample=drawn("◆"), words="decides alone: over half of the votes"),
        Key(sample=drawn("⇄"), words="each holds the other: ↓ upper's, ↑ lower's part"),
        Key(sample=sign("†"), words="sourced in part"),
        Key(sample=sign("‡"), words="derived"),
        Key(sample=sign("*"), words="from memory, unchecked"),
    ]
    if deal:
        found.insert(4, Key(sample=line(0.2, True), words="changed by the deal"))
    return tuple(found)
