"""Sums by group over the last axis, and logs of sums of exponentials.

Numbers may be complex, so that an imaginary step in a price gives exact derivatives;
then the real part decides what is largest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float, Int

WORTHLESS = -1e30
"""Log-sum of an empty nest: nobody chooses it, and its derivatives are zero."""


def sums_by_group(values: Any, groups: Int[np.ndarray, " J"], count: int) -> Any:
    """Return the sum of each group's values over the last axis, `(..., count)`.

    Examples
    --------
    >>> sums_by_group(np.array([1.0, 2.0, 5.0]), np.array([0, 0, 1]), 2)
    array([3., 5.])
    """
    return values @ ((groups[:, None] == np.arange(count)) * 1.0)


def log_sums(values: Any, groups: Int[np.ndarray, " J"], count: int) -> Any:
    """Return the log of each group's sum of exp(values), shape `(..., count)`.

    A group without members, or whose members are all `WORTHLESS`, is `WORTHLESS`.

    Examples
    --------
    >>> log_sums(np.log([1.0, 2.0, 5.0]), np.array([0, 0, 1]), 2).round(4)
    array([1.0986, 1.6094])
    """
    tops = np.full((count, *values.shape[:-1]), WORTHLESS)
    np.maximum.at(tops, groups, np.moveaxis(values.real, -1, 0))
    top = np.moveaxis(tops, 0, -1)
    total = sums_by_group(np.exp(values - top[..., groups]), groups, count)
    return _raised(top, total)


def log_sum(table: Float[np.ndarray, "*D G J"]) -> Any:
    """Return the log of each row's sum of exp; `WORTHLESS` where nothing is there."""
    top = np.maximum(table.real.max(axis=-1), WORTHLESS)
    total = np.exp(table - top[..., None]).sum(axis=-1)
    return _raised(top, total)


def log_sum_with_none(worth: Any) -> Any:
    """Return the log of one, for buying none, plus the sum of exp, `(..., 1)`."""
    peak = np.maximum(worth.real.max(axis=-1, keepdims=True), 0.0)
    rest = np.exp(worth - peak).sum(axis=-1, keepdims=True)
    return peak + np.log(np.exp(-peak) + rest)


def _raised(top: Any, total: Any) -> Any:
    there = top > WORTHLESS / 2
    return np.where(there, top + np.log(np.where(there, total, 1.0)), WORTHLESS)
