r"""Logit prices when makers merge outright: a game in one number.

Where every profit weight is 0 or 1 the makers fall into groups that act as one. A group
then needs to know of its rivals only the aggregate :math:`H = 1 + \sum_j e^{\delta_j -
\alpha p_j}`. With :math:`x` its share over what is left for others, its markup is
:math:`(1 + x)/\alpha` and

.. math:: \ln x - \ln(1 + x) + 1 + x = \ln A - \ln H , \qquad
          \sum \frac{x}{1 + x} = 1 - \frac{1}{H} ,

which rise and fall in one direction each: there is exactly one equilibrium. Newton's
method on all of them together costs no table of groups by groups. From very unequal
makers it may not get there: the answer is a start for
`keiretsu.competition.solvers.nested_logit.markups`, which has nothing left to do where
it is right.

References
----------
Nocke & Schutz (2018), "Multiproduct-firm oligopoly: an aggregative games approach",
Econometrica 86(2).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.extremes import every, largest

_MOST = 12
_LEAP = 2.0
"""Largest rise of the log of x in a step, so that it does not leave its range."""

_LEAST = -690.0
"""Log of a share below which a group counts as nothing; its exponential is normal."""

_NEAR = 1e-8
"""Change of the aggregate's log after which there is nothing left but rounding."""


def groups_in(
    kappas: Float[np.ndarray, "*D F F"],
) -> tuple[Int[np.ndarray, "*D F"], Any]:
    """Return who leads each maker's group, `(..., F)`, and whether that says it all.

    It does if the makers of a deal weigh one another by 1 within groups and by 0 across
    them; of other weights only mergers outright are seen, the rest is left out.
    """
    lead = (kappas == 1).argmax(axis=-1)
    told = (lead[..., :, None] == lead[..., None, :]) == kappas
    if lead.ndim == 1:
        return lead, every(told)
    return lead, told.reshape(*lead.shape[:-1], -1).all(axis=-1)


def group_markups(
    log_a: Float[np.ndarray, " F"], alpha: float, lead: Int[np.ndarray, "*D F"]
) -> Float[np.ndarray, "*D F"]:
    """Return the markup of every maker after each of some mergers, `(..., F)`.

    Parameters
    ----------
    log_a
        Log of what each maker is worth at cost, `(F,)`; very low if it sells nothing.
    alpha
        Price coefficient.
    lead
        Leader of each maker's group, an index of a maker, `(F,)` or `(D, F)`.
    """
    makers = lead.shape[-1]
    cell = lead
    if lead.ndim > 1:
        cell = lead + makers * np.arange(len(lead))[:, None]
    with np.errstate(all="ignore"):
        shift = max(largest(log_a), 0.0)
        worth = np.exp(log_a - shift)
        if lead.ndim > 1:
            worth = (worth + np.zeros(lead.shape)).ravel()
        worth = np.bincount(cell.ravel(), worth, cell.size).reshape(lead.shape)
        markups = (1 + np.exp(_search(worth, shift))) / alpha
    if not math.isfinite(largest(markups)):
        markups[~np.isfinite(markups)] = 1 / alpha
    return markups.take(cell)


def _search(
    worth: Float[np.ndarray, "*D F"], shift: float
) -> Float[np.ndarray, "*D F"]:
    """Return the log of each group's x, as near as Newton's method comes.

    `worth` times the exponential of `shift` is what a leader's group is worth at cost;
    the others' is nothing.
    """
    many, ones = worth.ndim > 1, np.ones(worth.shape[-1])

    def totals(tables: np.ndarray) -> Any:
        """Return sums over groups: columns for many deals, numbers for one."""
        sums = tables @ ones
        return sums[..., None] if many else sums

    # The aggregate, as if every markup were the least that there is.
    level = shift + np.log(math.exp(-shift) + math.exp(-1) * totals(worth))
    apart = np.maximum(np.log(worth) + (shift - 1 - level), _LEAST)
    # From a log of x that is too large Newton's method comes down without fail.
    logs = np.minimum(apart, 0.0)
    if largest(apart) > 0:
        logs += np.log1p(np.maximum(apart, 0.0))
    tables = np.empty((3, *worth.shape))
    share, slope, lacks = tables
    for _ in range(_MOST):
        x = np.exp(logs)
        left = x + 1
        bent = x * left
        bent += 1
        np.divide(x, left, out=share)
        np.divide(share, bent, out=slope)
        lacking = apart - x
        lacking -= np.log(share)
        np.multiply(slope, lacking, out=lacks)
        sold, slopes, lacked = totals(tables)
        alone = np.exp(-level)
        total = alone + sold
        change = (total * np.log(total) + lacked) / (alone + slopes)
        level = level + change
        apart -= change
        lacking -= change
        lacking *= left
        lacking /= bent
        logs += np.minimum(lacking, _LEAP, out=lacking)
        if every(abs(change) <= _NEAR) if many else abs(change) <= _NEAR:
            break
    return logs
