"""A layered drawing in which nothing overlaps: boxes in rows, owner above owned.

Within a row every line runs straight down its own slot; lines bend only in the empty
gaps between rows. That is why no line can cross a box or a label, and no label another.
Parts that nothing connects are drawn apart and packed side by side. This module knows
sizes and positions, not companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from keiretsu.pictures.layers import Link, Slot, bands, ring_closers, rows
from keiretsu.pictures.places import MARGIN, order, place

BOX_HEIGHT = 38.0
LABEL_HEIGHT = 16.0
GAP, DEEPEST = 14.0, 64.0
STEEP = 0.09
"""How much a gap between rows grows with the widest bend in it."""
APART = 20.0

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
        For each link the points from the upper box to its label, and from the label to
        the lower box; a line stands upright in a row and bends between two rows.
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
    widths: Mapping[str, float], links: Sequence[Link], *, widest: float = 640
) -> Layout:
    """Place boxes in rows below their owners, with a label on every link.

    Parameters
    ----------
    widths
        Width of each box, by its name.
    links
        What to connect; both ends must be in `widths` and differ.
    widest
        Width that rows should keep to; one wide box or bundle of lines may pass it.
    """
    parts = []
    for names in _components(list(widths), links):
        own = [n for n, k in enumerate(links) if k.upper in names]
        part = _connected(
            {n: widths[n] for n in names}, [links[n] for n in own], widest
        )
        parts.append((own, part))
    # Shelves fill best when what is tall comes first; equal heights keep their order.
    parts.sort(key=lambda part: -part[1].height)
    return _packed(parts, len(links), widest)


def _components(names: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Return the sets of boxes that links connect, in the order of their names."""
    part = {name: name for name in names}
    for link in links:
        old, new = part[link.lower], part[link.upper]
        part = {name: new if own == old else own for name, own in part.items()}
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(part[name], []).append(name)
    return list(found.values())


def _connected(
    widths: Mapping[str, float], links: Sequence[Link], widest: float
) -> Layout:
    turned = ring_closers(list(widths), links)
    ends = [
        (k.lower, k.upper) if t else (k.upper, k.lower)
        for k, t in zip(links, turned, strict=True)
    ]
    row = rows(widths, ends, [k.width for k in links], widest)
    levels, chains = bands(widths, links, ends, row)
    order(levels, chains)
    place(levels, chains)
    return _draw(levels, chains, turned)


def _packed(
    parts: Sequence[tuple[Sequence[int], Layout]], number: int, widest: float
) -> Layout:
    """Set parts beside each other on shelves as wide as the widest of them."""
    widest = max([widest, *(p.width for _, p in parts)])
    boxes: dict[str, Rect] = {}
    found: dict[
        int, tuple[Rect, tuple[tuple[Point, ...], tuple[Point, ...]], bool]
    ] = {}
    x = y = shelf = right = 0.0
    for own, part in parts:
        if x > 0 and x + part.width > widest:
            x, y, shelf = 0.0, y + shelf + APART, 0.0
        boxes |= {n: _moved(r, x, y) for n, r in part.boxes.items()}
        for place_in, link in enumerate(own):
            upper, lower = part.lines[place_in]
            found[link] = (
                _moved(part.labels[place_in], x, y),
                (_shifted(upper, x, y), _shifted(lower, x, y)),
                part.turned[place_in],
            )
        right, shelf = max(right, x + part.width), max(shelf, part.height)
        x += part.width + APART
    made = [found[n] for n in range(number)]
    return Layout(
        boxes=boxes,
        labels=tuple(m[0] for m in made),
        lines=tuple(m[1] for m in made),
        turned=tuple(m[2] for m in made),
        width=right,
        height=y + shelf,
    )


def _moved(rect: Rect, x: float, y: float) -> Rect:
    return replace(rect, x=rect.x + x, y=rect.y + y)


def _shifted(points: Sequence[Point], x: float, y: float) -> tuple[Point, ...]:
    return tuple((a + x, b + y) for a, b in points)


def _draw(
    levels: Sequence[Sequence[Slot]],
    chains: Sequence[Sequence[Slot]],
    turned: tuple[bool, ...],
) -> Layout:
    ports = _ports(chains)
    tops, bottom = _tops(levels, chains, ports)
    rects = {
        slot: Rect(
            x=slot.x - slot.width / 2,
            y=tops[level],
            width=slot.width,
            height=_height(level),
        )
        for level, band in enumerate(levels)
        for slot in band
    }
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
        height=bottom + MARGIN,
    )


def _height(level: int) -> float:
    return BOX_HEIGHT if level % 2 == 0 else LABEL_HEIGHT


def _tops(
    levels: Sequence[Sequence[Slot]],
    chains: Sequence[Sequence[Slot]],
    ports: Sequence[tuple[float, float]],
) -> tuple[list[float], float]:
    """Return the top of each row, deeper below one from which lines bend far."""
    level = {slot: n for n, band in enumerate(levels) for slot in band}
    bend = [0.0] * len(levels)
    for chain, (first, last) in zip(chains, ports, strict=True):
        xs = [first, *(slot.x for slot in chain[1:-1]), last]
        for slot, (here, there) in zip(chain, pairwise(xs), strict=False):
            bend[level[slot]] = max(bend[level[slot]], abs(there - here))
    tops, y, bottom = [], MARGIN, MARGIN
    for n in range(len(levels)):
        tops.append(y)
        bottom = y + _height(n)
        y = bottom + min(GAP + STEEP * bend[n], DEEPEST)
    return tops, bottom


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
