"""Which row: the first half of a layered drawing.

Rows of boxes alternate with rows of labels. A link that passes a row has a slot of its
own there. This module turns rings open, gives each box a row below its owners, as wide
as the drawing may be, and makes the slots; `keiretsu.pictures.places` moves them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPACE = 10.0
THIN = 5.0
SLOT = 4.0


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


@dataclass(eq=False)
class Slot:
    """A place in a row: a box, a label, or the way through for a line."""

    width: float
    box: str = ""
    link: int = -1
    label: bool = False
    x: float = 0.0

    @property
    def through(self) -> bool:
        """Whether only a line runs here."""
        return not self.box and not self.label


def distance(left: Slot, right: Slot) -> float:
    """Return the least distance between the middles of two neighbours in a row."""
    space = THIN if left.through and right.through else SPACE
    return (left.width + right.width) / 2 + space


def ring_closers(names: Sequence[str], links: Sequence[Link]) -> tuple[bool, ...]:
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


def rows(
    widths: Mapping[str, float],
    ends: Sequence[tuple[str, str]],
    labels: Sequence[float],
    widest: float,
) -> dict[str, int]:
    """Return the row of each box: below all its owners, where there is room.

    Parameters
    ----------
    widths
        Width of each box.
    ends
        Upper and lower box of each link, without rings.
    labels
        Width of each link's label.
    widest
        Width that a row should keep to; a row holds one box at least.
    """
    owners: dict[str, set[str]] = {name: set() for name in widths}
    need = {name: width + SPACE for name, width in widths.items()}
    above: dict[str, float] = defaultdict(float)
    for (upper, lower), label in zip(ends, labels, strict=True):
        owners[lower].add(upper)
        above[lower] += label + SPACE
    need = {name: max(width, above[name]) for name, width in need.items()}
    depth = _depth(widths, ends)
    row: dict[str, int] = {}
    level = 0
    while len(row) < len(widths):
        ready = [n for n in widths if n not in row and owners[n] <= row.keys()]
        # What carries the longest chain goes first, then what has waited longest.
        ready.sort(
            key=lambda n: (-depth[n], max((row[o] for o in owners[n]), default=0))
        )
        passing = sum(u in row and v not in row for u, v in ends)
        used = passing * (SLOT + THIN)
        for place, name in enumerate(ready):
            waiting = sum(v == name and u in row for u, v in ends)
            cost = need[name] - waiting * (SLOT + THIN)
            if place == 0 or used + cost <= widest:
                row[name] = level
                used += cost
        level += 1
    return _drawn_together(row, ends, need, widest)


def _depth(
    names: Mapping[str, float], ends: Sequence[tuple[str, str]]
) -> dict[str, int]:
    """Return how many rows of boxes must come below each box."""
    depth = dict.fromkeys(names, 0)
    for _ in names:
        longer = {u: depth[v] + 1 for u, v in ends if depth[u] <= depth[v]}
        if not longer:
            break
        depth |= longer
    return depth


def _drawn_together(
    row: dict[str, int],
    ends: Sequence[tuple[str, str]],
    need: Mapping[str, float],
    widest: float,
) -> dict[str, int]:
    """Lower boxes that nobody owns to the row above their nearest holding."""
    filled: dict[int, float] = defaultdict(float)
    for name, level in row.items():
        filled[level] += need[name]
    fed = {v for _, v in ends}
    for name in sorted(row, key=lambda n: -row[n]):
        below = [row[v] for u, v in ends if u == name]
        if name in fed or not below:
            continue
        for level in range(min(below) - 1, row[name], -1):
            if filled[level] + need[name] <= widest:
                filled[row[name]] -= need[name]
                filled[level] += need[name]
                row[name] = level
                break
    used = {level: i for i, level in enumerate(sorted(set(row.values())))}
    return {name: used[level] for name, level in row.items()}


def bands(
    widths: Mapping[str, float],
    links: Sequence[Link],
    ends: Sequence[tuple[str, str]],
    row: Mapping[str, int],
) -> tuple[list[list[Slot]], list[list[Slot]]]:
    """Return the rows of slots (even: boxes, odd: labels) and each link's chain."""
    bands: list[list[Slot]] = [[] for _ in range(2 * max(row.values(), default=0) + 1)]
    boxes = {name: Slot(width=width, box=name) for name, width in widths.items()}
    for name, slot in boxes.items():
        bands[2 * row[name]].append(slot)
    chains = []
    for number, (upper, lower) in enumerate(ends):
        chain = [boxes[upper]]
        for level in range(2 * row[upper] + 1, 2 * row[lower]):
            last = level == 2 * row[lower] - 1
            width = links[number].width if last else SLOT
            slot = Slot(width=width, link=number, label=last)
            bands[level].append(slot)
            chain.append(slot)
        chains.append([*chain, boxes[lower]])
    return bands, chains
