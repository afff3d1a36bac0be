"""Which row and which place: the combinatorial half of a layered drawing.

Rows of boxes alternate with rows of labels. A link that passes a row has a slot of its
own there. This module sorts boxes into rows below their owners, orders each row so that
links cross little, and spreads it so that nothing touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import isotonic_regression

MARGIN = 8.0
SPACE = 14.0
SLOT = 8.0
SWEEPS = 16
THROUGH = 8.0


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
    x: float = 0.0


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
            slot = Slot(width=links[number].width if last else SLOT, link=number)
            bands[level].append(slot)
            chain.append(slot)
        chains.append([*chain, boxes[lower]])
    return bands, chains


def _neighbours(
    chains: Sequence[Sequence[Slot]],
) -> tuple[dict[Slot, list[Slot]], dict[Slot, list[Slot]]]:
    above: dict[Slot, list[Slot]] = defaultdict(list)
    below: dict[Slot, list[Slot]] = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    return above, below


def order(bands: Sequence[list[Slot]], chains: Sequence[Sequence[Slot]]) -> None:
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


def _number(bands: Sequence[Sequence[Slot]]) -> None:
    for band in bands:
        for place, slot in enumerate(band):
            slot.x = (place + 0.5) / len(band)


def place(bands: Sequence[Sequence[Slot]], chains: Sequence[Sequence[Slot]]) -> None:
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


def _settle(band: Sequence[Slot], wishes: Sequence[float]) -> None:
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
