"""Voting power: how often a holder decides, which is not what it holds.

A coalition wins if its votes reach the quota. A holder swings a coalition that wins
with it and loses without. Votes are whole numbers here, so that equality is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np
from jaxtyping import Float, Int

from keiretsu.errors import DataError

MOST_HOLDERS = 20
"""Holders up to which every coalition is counted one by one."""


def swings(votes: Sequence[int], quota: int) -> Int[np.ndarray, "H S"]:
    """Return how many coalitions of each size (without the holder) it swings.

    Parameters
    ----------
    votes
        Votes of the H holders, not negative.
    quota
        Votes that win.

    Returns
    -------
    array
        Shape `(H, H)`: row h, column n counts swung coalitions of n others.

    Raises
    ------
    DataError
        If there are too many holders, or the quota cannot be or is always reached.
    """
    count = len(votes)
    if not 0 < count <= MOST_HOLDERS:
        raise DataError(
            f"{count} holders", hint=f"give 1 to {MOST_HOLDERS}; join the smallest"
        )
    if not 0 < quota <= sum(votes) or min(votes) < 0:
        raise DataError(
            f"a quota of {quota} for votes that sum to {sum(votes)}",
            hint="the quota lies between 1 and all votes",
        )
    coalitions = np.arange(2**count)
    member = (coalitions[:, None] >> np.arange(count)) & 1
    total = member @ np.asarray(votes)
    sizes = member.sum(axis=1)
    swung = np.zeros((count, count), dtype=int)
    for holder in range(count):
        without = member[:, holder] == 0
        pivotal = without & (total < quota) & (total + votes[holder] >= quota)
        swung[holder] = np.bincount(sizes[pivotal], minlength=count)[:count]
    return swung


def banzhaf(votes: Sequence[int], quota: int) -> Float[np.ndarray, " H"]:
    """Return the normalised Banzhaf index, shape `(H,)`; it sums to 1.

    >>> banzhaf([40, 30, 20, 10], 51).round(4)
    array([0.4167, 0.25  , 0.25  , 0.0833])
    """
    counted = swings(votes, quota).sum(axis=1)
    return counted / counted.sum()


def shapley_shubik(votes: Sequence[int], quota: int) -> Float[np.ndarray, " H"]:
    """Return the Shapley-Shubik index, shape `(H,)`; it sums to 1.

    >>> shapley_shubik([34, 22, 22, 22], 51).round(4)
    array([0.5   , 0.1667, 0.1667, 0.1667])
    """
    count = len(votes)
    orders = [factorial(n) * factorial(count - 1 - n) for n in range(count)]
    weights = np.array(orders, dtype=float) / factorial(count)
    return swings(votes, quota) @ weights
