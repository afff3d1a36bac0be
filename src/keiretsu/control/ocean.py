r"""Voting power with a crowd: a few large holders in an ocean of small ones.

In the oceanic game the small holders join a coalition one after the other at random,
and a large holder's power is the chance that it is the one who tips the vote. With
votes w of the m large holders, an ocean of a, and quota c,

.. math:: \phi_i = \sum_{S \not\ni i} \int_{t_1}^{t_2} t^{|S|} (1-t)^{m-1-|S|} dt,
          \quad t_1 = \frac{c - w(S) - w_i}{a},\; t_2 = \frac{c - w(S)}{a},

both cut to [0, 1]. The ocean as a whole has the rest of the power.

References: Shapiro & Shapley (1978); Milnor & Shapley (1978), Mathematics of
Operations Research 3.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.special import beta, betainc

from keiretsu.control.power import MOST_HOLDERS
from keiretsu.errors import DataError


def oceanic_power(
    votes: Sequence[float],
    *,
    quota: float = 0.5,
    ocean: float | None = None,
    turnout: float = 1.0,
) -> Float[np.ndarray, " H"]:
    """Return the power of each large holder, shape `(H,)`; the rest is the ocean's.

    Parameters
    ----------
    votes
        Votes of the H large holders, as fractions of all votes.
    quota
        Share of the votes cast that decides; a majority of them wins.
    ocean
        Votes of the small holders; None takes what the large ones lack to 1.
    turnout
        Share of all votes that are cast, from 0 to 1; large holders always vote.

    Raises
    ------
    DataError
        If votes are negative or exceed 1 together, or an option is not a fraction.

    Examples
    --------
    A single holder of a quarter decides in a third of all orders.

    >>> oceanic_power([0.25]).round(4)
    array([0.3333])
    """
    large = np.asarray(votes, dtype=float)
    rest = 1 - large.sum() if ocean is None else ocean
    if (large < 0).any() or rest < -1e-9 or len(large) > MOST_HOLDERS:
        raise DataError(
            f"votes {[float(v) for v in large]} with {rest:.4g} for the rest",
            hint=f"give at most {MOST_HOLDERS} fractions that sum to at most 1",
        )
    if not (0 < quota < 1 and 0 <= turnout <= 1):
        raise DataError(
            f"a quota of {quota:g} at a turnout of {turnout:g}", hint="give fractions"
        )
    cast = max(min(rest, turnout - large.sum()), 0.0)
    total = large.sum() + cast
    if total == 0:
        return np.zeros(len(large))
    return _power(large / total, cast / total, quota)


def _power(
    large: Float[np.ndarray, " H"], ocean: float, quota: float
) -> Float[np.ndarray, " H"]:
    count = len(large)
    member = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    weight, size = member @ large, member.sum(axis=1)
    power = np.empty(count)
    for holder in range(count):
        without = member[:, holder] == 0
        before = _reach(quota - weight[without] - large[holder], ocean)
        after = _reach(quota - weight[without], ocean)
        others = size[without]
        a, b = others + 1.0, count - others + 0.0
        chance = (betainc(a, b, after) - betainc(a, b, before)) * beta(a, b)
        power[holder] = chance.sum()
    return power


def _reach(lacking: Float[np.ndarray, " S"], ocean: float) -> Float[np.ndarray, " S"]:
    """Return which part of the ocean fills what a coalition lacks, in [0, 1]."""
    if ocean <= 1e-12:
        # Nobody to wait for: a coalition that has more than the quota wins at once.
        return (lacking >= -1e-12).astype(float)
    return np.clip(lacking / ocean, 0, 1)
