"""A layered drawing in which nothing overlaps: boxes in rows, owner above owned.

Rows of boxes alternate with rows of labels. A tie that passes a row has a slot of its
own there, so within a row every line runs straight down its slot; lines slant only in
the empty gaps between rows. That is why no line can cross a box or a label, and no
label another. This module knows sizes and positions, not companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import isotonic_regression

BOX_HEIGHT = 36.0
LABEL_HEIGHT = 18.0
GAP = 22.0
MARGIN = 8.0
SPACE = 14.0
SLOT = 8.0
SWEEPS = 16
THROUGH = 8.0

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Link:
    """One line to draw, from the upper box to the lower.

    Attributes
    ----------
    upper, lower
        Names of boxes; a link that closes a ring is drawn the other way up.
    width
        Width of its label.
    """

    upper: str
    lower: str
    width: float


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


@dataclass(eq=False)
class _Slot:
    """A place in a row: a box, a label, or the way through for a line."""

    width: float
    box: str = ""
    link: int = -1
    x: float = 0.0


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
    turned = _ring_closers(list(widths), links)
    ends = [
        (k.lower, k.upper) if t else (k.upper, k.lower)
        for k, t in zip(links, turned, strict=True)
    ]
    row = _rows(list(widths), ends, widest)
    bands, chains = _bands(widths, links, ends, row)
    _order(bands, chains)
    _place(bands, chains)
    return _draw(bands, chains, turned)


def _ring_closers(names: Sequence[str], links: Sequence[Link]) -> tuple[bool, ...]:
    """Return which links point back to a box that is above them (depth-first)."""
    out: dict[str, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        out[link.upper].append(number)
    state = dict.fromkeys(names, 0)
    turned = [False] * len(links)
    fed = {k.lower for k in links}
    for root in sorted(names, key=lambda n: n in fed):
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            name, rest = stack[-1]
            number = next(rest, -1)
            if number < 0:
                state[name] = 2
                stack.pop()
                continue
            below = links[number].lower
            turned[number] = state[below] == 1
            if state[below] == 0:
                state[below] = 1
                stack.append((below, iter(out[below])))
    return tuple(turned)


def _rows(
    names: Sequence[str], ends: Sequence[tuple[str, str]], widest: int
) -> dict[str, int]:
    """Return the row of each box: below all its owners, where there is room."""
    owners: dict[str, set[str]] = {name: set() for name in names}
    owned: dict[str, set[str]] = {name: set() for name in names}
    for upper, lower in ends:
        owners[lower].add(upper)
        owned[upper].add(lower)
    row: dict[str, int] = {}
    filled: dict[int, int] = defaultdict(int)
    while len(row) < len(names):
        ready = [n for n in names if n not in row and owners[n] <= row.keys()]
        # Boxes that own others go first, so that a full row pushes down leaves.
        for name in sorted(ready, key=lambda n: not owned[n]):
            level = 1 + max((row[o] for o in owners[name]), default=-1)
            while filled[level] >= widest:
                level += 1
            row[name] = level
            filled[level] += 1
    used = {level: i for i, level in enumerate(sorted(set(row.values())))}
    return {name: used[level] for name, level in row.items()}


def _bands(
    widths: Mapping[str, float],
    links: Sequence[Link],
    ends: Sequence[tuple[str, str]],
    row: Mapping[str, int],
) -> tuple[list[list[_Slot]], list[list[_Slot]]]:
    """Return the rows of slots (even: boxes, odd: labels) and each link's chain."""
    bands: list[list[_Slot]] = [[] for _ in range(2 * max(row.values(), default=0) + 1)]
    boxes = {name: _Slot(width=width, box=name) for name, width in widths.items()}
    for name, slot in boxes.items():
        bands[2 * row[name]].append(slot)
    chains = []
    for number, (upper, lower) in enumerate(ends):
        chain = [boxes[upper]]
        for level in range(2 * row[upper] + 1, 2 * row[lower]):
            last = level == 2 * row[lower] - 1
            slot = _Slot(width=links[number].width if last else SLOT, link=number)
            bands[level].append(slot)
            chain.append(slot)
        chains.append([*chain, boxes[lower]])
    return bands, chains


def _neighbours(
    chains: Sequence[Sequence[_Slot]],
) -> tuple[dict[_Slot, list[_Slot]], dict[_Slot, list[_Slot]]]:
    above: dict[_Slot, list[_Slot]] = defaultdict(list)
    below: dict[_Slot, list[_Slot]] = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    return above, below


def _order(bands: Sequence[list[_Slot]], chains: Sequence[Sequence[_Slot]]) -> None:
    """Sort each row by the mean place of what it hangs on, down and up in turn."""
    above, below = _neighbours(chains)
    for sweep in range(SWEEPS):
        _number(bands)
        near = above if sweep % 2 == 0 else below
        for band in bands if sweep % 2 == 0 else bands[::-1]:
            wish = {
                s: float(np.mean([n.x for n in near[s]])) if near[s] else s.x
                for s in band
            }
            band.sort(key=lambda s, wish=wish: wish[s])  # type: ignore[misc]
            _number([band])


def _number(bands: Sequence[Sequence[_Slot]]) -> None:
    for band in bands:
        for place, slot in enumerate(band):
            slot.x = (place + 0.5) / len(band)


def _place(bands: Sequence[Sequence[_Slot]], chains: Sequence[Sequence[_Slot]]) -> None:
    """Give each slot the x nearest to its neighbours' that keeps the row apart."""
    above, below = _neighbours(chains)
    for band in bands:
        _settle(band, [0.0] * len(band))
    for sweep in range(SWEEPS):
        for band in bands if sweep % 2 == 0 else bands[::-1]:
            wishes = []
            for slot in band:
                near = above[slot] + below[slot]
                wishes.append(float(np.mean([n.x for n in near])) if near else slot.x)
            _settle(band, wishes)
    left = min((s.x - s.width / 2 for band in bands for s in band), default=0.0)
    for slot in (s for band in bands for s in band):
        slot.x += MARGIN - left


def _settle(band: Sequence[_Slot], wishes: Sequence[float]) -> None:
    """Move a row as near to its wishes as the least distances allow (least squares)."""
    if not band:
        return
    steps = [(a.width + b.width) / 2 + SPACE for a, b in pairwise(band)]
    offsets = np.concatenate([[0.0], np.cumsum(steps)])
    # Lines that pass through hold their place, so that they stay straight.
    weights = [1.0 if slot.box else THROUGH for slot in band]
    fitted = (
        isotonic_regression(np.asarray(wishes) - offsets, weights=weights).x + offsets
    )
    for slot, x in zip(band, fitted, strict=True):
        slot.x = float(x)


def _draw(
    bands: Sequence[Sequence[_Slot]],
    chains: Sequence[Sequence[_Slot]],
    turned: tuple[bool, ...],
) -> Layout:
    tops, y = [], MARGIN
    for level in range(len(bands)):
        tops.append(y)
        y += GAP + (BOX_HEIGHT if level % 2 == 0 else LABEL_HEIGHT)
    rects = {
        slot: Rect(
            x=slot.x - slot.width / 2,
            y=tops[level],
            width=slot.width,
            height=BOX_HEIGHT if level % 2 == 0 else LABEL_HEIGHT,
        )
        for level, band in enumerate(bands)
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


def _ports(chains: Sequence[Sequence[_Slot]]) -> list[tuple[float, float]]:
    """Return where each link leaves its upper box and enters its lower one."""
    ends: dict[tuple[_Slot, int], list[tuple[float, int]]] = defaultdict(list)
    for number, chain in enumerate(chains):
        ends[chain[0], 0].append((chain[1].x, number))
        ends[chain[-1], 1].append((chain[-2].x, number))
    ports = [[0.0, 0.0] for _ in chains]
    for (slot, side), users in ends.items():
        for place, (_, number) in enumerate(sorted(users)):
            part = (place + 1) / (len(users) + 1) - 0.5
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
