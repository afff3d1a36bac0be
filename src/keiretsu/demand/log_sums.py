"""Log of sums of exponentials by group, safe for any size of number."""

from __future__ import annotations

from typing import Any

from keiretsu.demand.nested import WORTHLESS


def log_sums(values: Any, groups: Any, count: int) -> Any:
    """Return the log of each group's sum of exp(values), shape `(count,)`.

    A group without members, or whose members are all `WORTHLESS`, is `WORTHLESS`.

    Examples
    --------
    >>> import numpy as np
    >>> log_sums(np.log([1.0, 2.0, 5.0]), np.array([0, 0, 1]), 2).round(4)
    array([1.0986, 1.6094])
    """
    xp = values.__array_namespace__()
    member = groups[None, :] == xp.arange(count)[:, None]
    inside = xp.where(member, values[None, :], -xp.inf)
    return log_sum(inside)


def log_sum(table: Any) -> Any:
    """Return the log of each row's sum of exp; `WORTHLESS` where nothing is there."""
    xp = table.__array_namespace__()
    top = xp.max(table, axis=1)
    there = top > WORTHLESS / 2
    top = xp.where(there, top, 0.0)
    total = xp.sum(xp.exp(table - top[:, None]), axis=1)
    return xp.where(there, top + xp.log(xp.where(there, total, 1.0)), WORTHLESS)
