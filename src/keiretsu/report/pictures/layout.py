"""A layered drawing in which nothing overlaps: boxes in rows, owner above owned.

Within a row every line runs straight down its own slot; lines slant only in the empty
gaps between rows. That is why no line can cross a box or a label, and no label another.
This module knows sizes and positions, not companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keiretsu.report.pictures.layers import (
    MARGIN,
    Link,
    Slot,
    bands,
    order,
    place,
    ring_closers,
    rows,
)

BOX_HEIGHT = 36.0
LABEL_HEIGHT = 18.0
GAP = 22.0

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Rect:
    """An upright rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The x of its centre."""
        return self.x + self.width / 2


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything goes.

    Attributes
    ----------
    boxes
        Rectangle of each box.
    labels
        Rectangle of each link's label, in the order of the links.
    lines
        For each link two polylines: upper box to label, and label to lower box.
    turned
        For each link, whether it had to be drawn upside down.
    width, height
        Size of the whole.
    """

    boxes: Mapping[str, Rect]
    labels: tuple[Rect, ...]
    lines: tuple[tuple[tuple[Point, ...], tuple[Point, ...]], ...]
    turned: tuple[bool, ...]
    width: float
    height: float


def lay_out(
    widths: Mapping[str, float], links: Sequence[Link], *, widest: int = 4
) -> Layout:
    """Place boxes in rows of at most `widest`, with a label on every link.

    Parameters
    ----------
    widths
        Width of each box, by its name.
    links
        What to connect; both ends must be in `widths` and differ.
    widest
        Most boxes in a row.
    """
    turned = ring_closers(list(widths), links)
    ends = [
        (k.lower, k.upper) if t else (k.upper, k.lower)
        for k, t in zip(links, turned, strict=True)
    ]
    row = rows(list(widths), ends, widest)
    levels, chains = bands(widths, links, ends, row)
    order(levels, chains)
    place(levels, chains)
    return _draw(levels, chains, turned)


def _draw(
    levels: Sequence[Sequence[Slot]],
    chains: Sequence[Sequence[Slot]],
    turned: tuple[bool, ...],
) -> Layout:
    tops, y = [], MARGIN
    for level in range(len(levels)):
        tops.append(y)
        y += GAP + (BOX_HEIGHT if level % 2 == 0 else LABEL_HEIGHT)
    rects = {
        slot: Rect(
            x=slot.x - slot.width / 2,
            y=tops[level],
            width=slot.width,
            height=BOX_HEIGHT if level % 2 == 0 else LABEL_HEIGHT,
        )
        for level, band in enumerate(levels)
        for slot in band
    }
    ports = _ports(chains)
    lines = tuple(
        _line([rects[s] for s in chain], ports[n]) for n, chain in enumerate(chains)
    )
    right = max((r.x + r.width for r in rects.values()), default=0.0)
    return Layout(
        boxes={s.box: r for s, r in rects.items() if s.box},
        labels=tuple(rects[chain[-2]] for chain in chains),
        lines=lines,
        turned=turned,
        width=right + MARGIN,
        height=y - GAP + MARGIN,
    )


def _ports(chains: Sequence[Sequence[Slot]]) -> list[tuple[float, float]]:
    """Return where each link leaves its upper box and enters its lower one."""
    ends: dict[tuple[Slot, int], list[tuple[float, int]]] = defaultdict(list)
    for number, chain in enumerate(chains):
        ends[chain[0], 0].append((chain[1].x, number))
        ends[chain[-1], 1].append((chain[-2].x, number))
    ports = [[0.0, 0.0] for _ in chains]
    for (slot, side), users in ends.items():
        for step, (_, number) in enumerate(sorted(users)):
            part = (step + 1) / (len(users) + 1) - 0.5
            ports[number][side] = slot.x + 0.8 * part * slot.width
    return [(a, b) for a, b in ports]


def _line(
    chain: Sequence[Rect], port: tuple[float, float]
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    first, *through, label, last = chain
    upper: list[Point] = [(port[0], first.y + first.height)]
    for rect in through:
        upper += [(rect.middle, rect.y), (rect.middle, rect.y + rect.height)]
    upper.append((label.middle, label.y))
    return tuple(upper), ((label.middle, label.y + label.height), (port[1], last.y))
