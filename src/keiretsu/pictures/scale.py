"""From numbers to places on a line, and the round numbers that stand below it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.units import count

STEPS = (1, 2, 5, 10)
MARGIN = 0.04
"""Part of the reach that is left free at either end."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A straight scale from `low` at `left` to `high` at `right`."""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def over(cls, values: Iterable[float], left: float, right: float) -> Scale:
        """Return the scale on which every value stands, with a margin at its ends.

        An end at zero needs no margin. Where all are zero it reaches to one.
        """
        found = list(values)
        low, high = min(found, default=0.0), max(found, default=1.0)
        high = high or float(low == 0)
        reach = (high - low) or abs(high) or 1.0
        low -= MARGIN * reach if low != 0 else 0.0
        high += MARGIN * reach if high != 0 else 0.0
        return cls(low=low, high=high, left=left, right=right)

    def at(self, value: float) -> float:
        """Return the place of a value."""
        part = (value - self.low) / (self.high - self.low)
        return self.left + part * (self.right - self.left)

    def ticks(self, most: int) -> tuple[float, ...]:
        """Return at most so many round values, about evenly apart.

        >>> Scale(low=0, high=4.3, left=0, right=1).ticks(5)
        (0.0, 2.0, 4.0)
        """
        step = _step((self.high - self.low) / max(most - 1, 1))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(n * step for n in range(first, last + 1))


def _step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(s * size for s in STEPS if s * size >= least * (1 - 1e-9))


def tick_words(ticks: tuple[float, ...]) -> list[str]:
    """Write round values with as many digits as they need.

    >>> tick_words((-0.5, 0.0, 0.5)), tick_words((0.0, 1000.0))
    (['−0.5', '0', '0.5'], ['0', '1 000'])
    """
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    digits = max(0, -math.floor(math.log10(abs(step)) + 1e-9))
    return [
        "0"
        if abs(t) < step / 1e6
        else (count(t) if digits == 0 else f"{t:.{digits}f}").replace("-", "−")
        for t in ticks
    ]
