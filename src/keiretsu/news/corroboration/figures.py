"""When two figures say the same, one more coarsely than the other.

A figure stands for all that rounds to it: 36 % for 35.71 %, and 3.3 million for
3,298,452. What is coarser than that is not taken for agreement: half a point for
percentages; for counts and money stated in one digit (3 million) one per cent.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TypeGuard

POINTS = 0.5
"""Percentage points by which two percentages may differ and agree, at the most."""
PART = 0.01
"""Part of the larger by which a count of one digit and another may differ and agree."""
_BEYOND = 1e18
"""What no count, sum or percentage reaches."""
_BOUNDS = {"gt": ">", "ge": ">", "lt": "<", "le": "<"}


def is_figure(value: object) -> TypeGuard[float]:
    """Say whether a value of a claim is a number that can be compared."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < _BEYOND
    )


@lru_cache(10_000)
def step(value: float) -> float:
    """Return the size of the last digit that a figure states.

    >>> step(35.71), step(36.0), step(3300000.0)
    (0.01, 1.0, 100000.0)
    """
    if value == 0:
        return 1.0
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a figure of a claim is finite"
    return float(10.0**exponent)


def agree(
    one: float,
    other: float,
    *,
    is_percent: bool,
    op: str | None = None,
    other_op: str | None = None,
) -> bool:
    """Say whether two figures, as coarse as they are stated, are one.

    Parameters
    ----------
    one, other
        The figures, both in percent or both in units.
    is_percent
        Whether they are percentages.
    op, other_op
        What a claim says of its figure: `gt`, `ge`, `lt`, `le` make it a bound,
        `approx` a round figure.

    Examples
    --------
    >>> agree(36, 35.71, is_percent=True), agree(36, 35.4, is_percent=True)
    (True, False)
    >>> agree(50, 51.2, is_percent=True, op="gt")
    True
    >>> agree(50, 50, is_percent=True, op="gt")
    False
    """
    coarse = max(step(one), step(other), key=abs)
    most = POINTS if is_percent else _most(one, other)
    loose = "approx" in (op, other_op)
    allowed = most if loose else min(coarse / 2, most)
    slack = allowed * (1 + 1e-9) + 1e-12
    if op in _BOUNDS and other_op in _BOUNDS:
        return _BOUNDS[op] == _BOUNDS[other_op] and abs(one - other) <= slack
    if op in _BOUNDS:
        return _within(other, op, one, slack)
    if other_op in _BOUNDS:
        return _within(one, other_op, other, slack)
    return abs(one - other) <= slack


def _most(one: float, other: float) -> float:
    """Return how far two counts may be apart, by the one with fewer digits."""
    coarser = max(one, other, key=step)
    has_digits = abs(coarser) / step(coarser) >= 10
    return (step(coarser) / 2) if has_digits else PART * max(abs(one), abs(other))


def _within(value: float, op: str, bound: float, slack: float) -> bool:
    """Say whether a figure keeps a bound; one that must be passed is, by any amount."""
    gap = value - bound if _BOUNDS[op] == ">" else bound - value
    return gap > 0 if op in ("gt", "lt") else gap >= -slack
