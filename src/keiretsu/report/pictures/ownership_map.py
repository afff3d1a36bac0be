"""The ownership map: owner above owned, percent on the line.

Thick means much, dashed means below 10 %, a filled diamond marks more than half, dotted
means unknown, and what the deal changes is drawn in another colour and said in words.
Two companies that hold each other share one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.report.ownership import CONTROL, SMALL, Holding, company
from keiretsu.report.pictures.layers import Link
from keiretsu.report.pictures.layout import BOX_HEIGHT, Layout, Point, Rect, lay_out
from keiretsu.report.pictures.picture import (
    BLUE,
    FONT,
    GREY,
    INK,
    VERMILLION,
    Picture,
    Table,
    text,
    titled,
)
from keiretsu.units import percent

NAME_SIZE, LABEL_SIZE = 13.0, 12.0
LONGEST = 17


@dataclass(frozen=True, kw_only=True)
class Tie:
    """One line of the map: a holding, with the one that answers it, if any."""

    down: Holding
    up: Holding | None = None

    @property
    def label(self) -> str:
        """What stands on the line."""
        if self.up is None:
            return f"{_share(self.down)}{_change(self.down)}"
        return f"⇄ ↓{_share(self.down)} ↑{_share(self.up)}"

    @property
    def changed(self) -> bool:
        """Whether the deal changes it."""
        return self.down.changed or (self.up is not None and self.up.changed)


def ownership_map(
    holdings: Sequence[Holding], parties: Sequence[str], *, name: str, title: str
) -> Picture:
    """Return the map of some holdings; `parties` are drawn as the deal's own."""
    links = ties(holdings)
    members = list(
        dict.fromkeys(
            [*parties, *(c for t in links for c in (t.down.owner, t.down.owned))]
        )
    )
    layout = lay_out(
        {m: _box_width(m) for m in members},
        [
            Link(upper=t.down.owner, lower=t.down.owned, width=_label_width(t.label))
            for t in links
        ],
    )
    note = (
        "Owner above owned; thicker is more; dashed is below 10 %; ◆ is more than "
        "half; ⇄ is a cross-holding; dotted is unknown. Orange is what the deal "
        "changes; the parties have a heavy frame."
    )
    svg = _svg(layout, links, members, set(parties))
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(svg, name=name, title=title, note=note),
        table=_table(holdings, title),
    )


def ties(holdings: Sequence[Holding]) -> tuple[Tie, ...]:
    """Join holdings that answer each other; the larger one points down."""
    by_pair = {(h.owner, h.owned): h for h in holdings}
    found = []
    for (owner, owned), holding in by_pair.items():
        back = by_pair.get((owned, owner))
        if back is None:
            found.append(Tie(down=holding))
        elif (holding.share or 0, owner) > (back.share or 0, owned):
            found.append(Tie(down=holding, up=back))
    return tuple(found)


def text_width(words: str, size: float) -> float:
    """Return a width that the words surely fit in, in the units of the drawing."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in words)
    return size * (0.62 * (len(words) - wide) + 1.02 * wide)


def _lines(member: str) -> list[str]:
    """Break a long name near its middle."""
    label = company(member)
    if len(label) <= LONGEST or " " not in label:
        return [label]
    spaces = [i for i, c in enumerate(label) if c == " "]
    cut = min(spaces, key=lambda i: abs(i - len(label) / 2))
    return [label[:cut], label[cut + 1 :]]


def _box_width(member: str) -> float:
    return max(text_width(line, NAME_SIZE) for line in _lines(member)) + 20


def _label_width(label: str) -> float:
    return text_width(label, LABEL_SIZE) + 4


def _share(holding: Holding) -> str:
    if holding.share is None:
        return "? %"
    mark = "◆ " if holding.share > CONTROL else ""
    return mark + percent(holding.share, 1 if holding.share >= SMALL else 2)


def _change(holding: Holding) -> str:
    if not holding.changed:
        return ""
    if holding.was is None:
        return ""
    return " new" if holding.was == 0 else f" (was {percent(holding.was)})"


def _svg(
    layout: Layout, links: Sequence[Tie], members: Sequence[str], parties: set[str]
) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width:.0f}" '
        f'height="{layout.height:.0f}" viewBox="0 0 {layout.width:.0f} '
        f'{layout.height:.0f}"><g font-family="{text(FONT)}" text-anchor="middle">'
    ]
    for number, tie in enumerate(links):
        for line in layout.lines[number]:
            parts.append(_polyline(line, tie))
        turned = "↑ " if layout.turned[number] and tie.up is None else ""
        parts.append(_label(layout.labels[number], turned + tie.label, tie.changed))
    for member in members:
        parts.append(_box(layout.boxes[member], _lines(member), member in parties))
    return "".join([*parts, "</g></svg>"])


def _polyline(points: Sequence[Point], tie: Tie) -> str:
    share = tie.down.share
    width = 1.2 if share is None else 1.2 + 4.5 * share
    dash = "1 4" if share is None else "6 4" if share < SMALL else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    colour = VERMILLION if tie.changed else GREY
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:.1f}"{dashes}/>'
    )


def _label(rect: Rect, words: str, changed: bool) -> str:
    weight = ' font-weight="bold"' if changed else ""
    colour = "#a34700" if changed else INK
    return (
        f'<text x="{rect.middle:.1f}" y="{rect.y + rect.height - 5:.1f}" '
        f'font-size="{LABEL_SIZE:g}" fill="{colour}"{weight}>{text(words)}</text>'
    )


def _box(rect: Rect, lines: Sequence[str], party: bool) -> str:
    fill, stroke, width = ("#dcebf7", BLUE, 2.5) if party else ("#f6f6f6", GREY, 1)
    shape = (
        f'<rect x="{rect.x:.1f}" y="{rect.y:.1f}" width="{rect.width:.1f}" '
        f'height="{BOX_HEIGHT:g}" rx="6" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width}"/>'
    )
    first = rect.y + BOX_HEIGHT / 2 + 4.5 - 7.5 * (len(lines) - 1)
    weight = ' font-weight="bold"' if party else ""
    words = "".join(
        f'<text x="{rect.middle:.1f}" y="{first + 15 * n:.1f}" '
        f'font-size="{NAME_SIZE:g}" fill="{INK}"{weight}>{text(line)}</text>'
        for n, line in enumerate(lines)
    )
    return shape + words


def _table(holdings: Sequence[Holding], caption: str) -> Table:
    rows = sorted(holdings, key=lambda h: (company(h.owned), -(h.share or 0)))
    return Table(
        caption=caption,
        columns=("Owned", "Owner", "Share", "Votes", "As of", "Source"),
        rows=tuple(
            (
                company(h.owned),
                company(h.owner),
                "unknown" if h.share is None else percent(h.share, 2) + _change(h),
                "not stated" if h.votes is None else percent(h.votes, 2),
                h.since or "after the deal",
                "the deal" if h.source is None else str(h.source),
            )
            for h in rows
        ),
        numeric=(2, 3),
    )
