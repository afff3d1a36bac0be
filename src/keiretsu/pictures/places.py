"""Which place in the row: the second half of a layered drawing.

Each row is ordered so that links cross little, then spread so that nothing touches and
every slot stands as near as may be to what it hangs on.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from keiretsu.pictures.layers import Slot, distance

MARGIN = 8.0
SWEEPS = 24
THROUGH = 8.0

Near = dict[Slot, list[Slot]]


def neighbours(chains: Sequence[Sequence[Slot]]) -> tuple[Near, Near]:
    """Return what each slot hangs on, and what hangs on it."""
    above: Near = defaultdict(list)
    below: Near = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    return above, below


def order(bands: Sequence[list[Slot]], chains: Sequence[Sequence[Slot]]) -> None:
    """Sort each row by the mean place of what it hangs on, and keep the best order.

    Rows are swept down and up in turn; after each sweep neighbours change places
    wherever that saves a crossing. An order that comes back after two sweeps would
    come back for ever.
    """
    above, below = neighbours(chains)
    best, fewest = [list(band) for band in bands], crossings(bands, below)
    last: list[list[Slot]] = []
    for sweep in range(SWEEPS):
        if sweep % 2 == 0:
            now = [list(band) for band in bands]
            if now == last:
                break
            last = now
        _number(bands)
        near = above if sweep % 2 == 0 else below
        for band in bands if sweep % 2 == 0 else bands[::-1]:
            wish = {s: _middle(near[s]) if near[s] else s.x for s in band}
            band.sort(key=lambda s, wish=wish: wish[s])  # type: ignore[misc]
            _number([band])
        _swap(bands, above, below)
        count = crossings(bands, below)
        if count < fewest:
            best, fewest = [list(band) for band in bands], count
    for band, kept in zip(bands, best, strict=True):
        band[:] = kept


def crossings(bands: Sequence[Sequence[Slot]], below: Near) -> int:
    """Return how often links cross between one row and the next."""
    total = 0
    for upper, lower in pairwise(bands):
        place = {slot: n for n, slot in enumerate(lower)}
        reached = np.array(
            [p for s in upper for p in sorted(place[b] for b in below[s])]
        )
        total += int(np.triu(reached[:, None] > reached[None, :]).sum())
    return total


def _swap(bands: Sequence[list[Slot]], above: Near, below: Near) -> None:
    _number(bands)
    for band in bands:
        changed = True
        while changed:
            changed = False
            for n in range(len(band) - 1):
                left, right = band[n], band[n + 1]
                gain = sum(
                    _crossed(near[left], near[right])
                    - _crossed(near[right], near[left])
                    for near in (above, below)
                )
                if gain > 0:
                    band[n], band[n + 1] = right, left
                    changed = True
        _number([band])


def _crossed(left: Sequence[Slot], right: Sequence[Slot]) -> int:
    return sum(a.x > b.x for a in left for b in right)


def _middle(slots: Sequence[Slot]) -> float:
    return math.fsum(slot.x for slot in slots) / len(slots)


def _number(bands: Sequence[Sequence[Slot]]) -> None:
    for band in bands:
        for place, slot in enumerate(band):
            slot.x = (place + 0.5) / len(band)


def place(bands: Sequence[Sequence[Slot]], chains: Sequence[Sequence[Slot]]) -> None:
    """Give each slot the x nearest to its neighbours' that keeps the row apart."""
    above, below = neighbours(chains)
    for band in bands:
        _settle(band, [0.0] * len(band))
    for sweep in range(SWEEPS):
        for band in bands if sweep % 2 == 0 else bands[::-1]:
            wishes = []
            for slot in band:
                near = above[slot] + below[slot]
                wishes.append(_middle(near) if near else slot.x)
            _settle(band, wishes)
    left = min((s.x - s.width / 2 for band in bands for s in band), default=0.0)
    for slot in (s for band in bands for s in band):
        slot.x += MARGIN - left


def _settle(band: Sequence[Slot], wishes: Sequence[float]) -> None:
    """Move a row as near to its wishes as the least distances allow (least squares)."""
    if not band:
        return
    steps = [distance(a, b) for a, b in pairwise(band)]
    # Lines that pass through hold their place, so that they stay straight.
    weights = [1.0 if slot.box else THROUGH for slot in band]
    for slot, x in zip(band, _apart(wishes, steps, weights), strict=True):
        slot.x = x


def spread(
    wishes: Sequence[float], widths: Sequence[float], left: float, space: float = 6.0
) -> list[float]:
    """Return middles nearest to some wishes, in their order, that keep labels apart.

    Parameters
    ----------
    wishes
        Where each label would stand, in rising order.
    widths
        How wide each is.
    left
        Where the first may begin at the earliest.
    space
        Least distance from one to the next.
    """
    if not wishes:
        return []
    steps = [(a + b) / 2 + space for a, b in pairwise(widths)]
    found = _apart(wishes, steps, [1.0] * len(wishes))
    least = left + widths[0] / 2
    moved = [max(found[0], least)]
    for x, step in zip(found[1:], steps, strict=True):
        moved.append(max(x, moved[-1] + step))
    return moved


def _apart(
    wishes: Sequence[float], steps: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Return places nearest to some wishes that keep the steps (least squares)."""
    offsets = list(accumulate(steps, initial=0.0))
    blocks: list[_Block] = []
    for wish, offset, weight in zip(wishes, offsets, weights, strict=True):
        block = _Block(wish - offset, weight, 1)
        # Whoever would stand left of the one before moves together with it.
        while blocks and blocks[-1].x >= block.x:
            last = blocks.pop()
            both = last.weight + block.weight
            x = (last.weight * last.x + block.weight * block.x) / both
            block = _Block(x, both, last.members + block.members)
        blocks.append(block)
    fitted = [block.x for block in blocks for _ in range(block.members)]
    return [x + offset for x, offset in zip(fitted, offsets, strict=True)]


class _Block(NamedTuple):
    """Neighbours that stand as near to one another as they may."""

    x: float
    weight: float
    members: int
