"""An amount of which only bounds are known, and what either bound was read from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from keiretsu.sources import Source


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a bound rests on.

    Attributes
    ----------
    what
        The figure, with its period: "accounts of Toyota for FY2025".
    sources
        Where it was read, the main one first.
    """

    what: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Range:
    """An amount between two bounds, both included; equal where it is known.

    `low_by` and `high_by` are what each bound was read from.
    """

    low: float
    high: float
    low_by: tuple[Evidence, ...] = field(default=(), compare=False)
    high_by: tuple[Evidence, ...] = field(default=(), compare=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What either bound was read from."""
        return tuple(dict.fromkeys(self.low_by + self.high_by))

    def __add__(self, other: Range) -> Range:
        return Range(
            self.low + other.low,
            self.high + other.high,
            _joined(self.low_by, other.low_by),
            _joined(self.high_by, other.high_by),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain fields, ready for JSON: a bound that nobody knows is None."""
        return {
            "at_least": self.low,
            "at_most": self.high if math.isfinite(self.high) else None,
            "at_least_by": self.low_by,
            "at_most_by": self.high_by,
        }

    def __repr__(self) -> str:
        top = "more" if math.isinf(self.high) else f"{self.high:,.3g}"
        return f"{self.low:,.3g} to {top}"


def smaller(first: Range, second: Range) -> Range:
    """Return the bounds of the smaller of two amounts."""
    return Range(
        min(first.low, second.low),
        min(first.high, second.high),
        _joined(first.low_by, second.low_by),
        min((first, second), key=lambda one: one.high).high_by,
    )


def larger(first: Range, second: Range) -> Range:
    """Return the bounds of the larger of two amounts."""
    return Range(
        max(first.low, second.low),
        max(first.high, second.high),
        max((first, second), key=lambda one: one.low).low_by,
        _joined(first.high_by, second.high_by),
    )


def _joined(
    first: tuple[Evidence, ...], second: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(first + second))
