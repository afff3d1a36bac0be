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

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.competition.firm_nests import NOTHING

_MOST = 12
_LEAP = 2.0
"""Largest rise of the log of x in a step, so that it does not leave its range."""

_NEAR = 1e-8
"""Change of the aggregate's log after which there is nothing left but rounding."""


def groups_in(
    kappas: Float[np.ndarray, "D F F"],
) -> tuple[Int[np.ndarray, "D F"], Bool[np.ndarray, " D"]]:
    """Return who leads each maker's group, `(D, F)`, and whether that says it all.

    It does if the makers of a deal weigh one another by 1 within groups and by 0 across
    them; of other weights only mergers outright are seen, the rest is left out.
    """
    lead = (kappas == 1).argmax(axis=2)
    together = lead[:, :, None] == lead[:, None, :]
    return lead, (together == kappas).all(axis=(1, 2))


def group_markups(
    log_a: Float[np.ndarray, " F"], alpha: float, lead: Int[np.ndarray, "D F"]
) -> Float[np.ndarray, "D F"]:
    """Return the markup of every maker after each of D mergers, `(D, F)`.

    Parameters
    ----------
    log_a
        Log of what each maker is worth at cost, `(F,)`; `NOTHING` sells nothing.
    alpha
        Price coefficient.
    lead
        Leader of each maker's group, an index of a maker, `(D, F)`.
    """
    with np.errstate(all="ignore"):
        markups = (1 + np.exp(_search(_group_worth(log_a, lead)))) / alpha
    markups[~np.isfinite(markups)] = 1 / alpha
    return markups[np.arange(len(lead))[:, None], lead]


def _search(worth: Float[np.ndarray, "D F"]) -> Float[np.ndarray, "D F"]:
    """Return the log of each group's x, as near as Newton's method comes."""
    top = np.maximum(worth.max(axis=1, keepdims=True) - 1, 0.0)
    level = top + np.log(
        np.exp(-top) + np.exp(worth - 1 - top).sum(axis=1, keepdims=True)
    )
    apart = worth - 1 - level
    # From a log of x that is too large Newton's method comes down without fail.
    logs = np.log1p(np.maximum(apart, 0.0)) + np.minimum(apart, 0.0)
    sums = np.empty((3, *worth.shape))
    for _ in range(_MOST):
        x = np.exp(logs)
        left = 1 + x
        lacking = apart - (logs - np.log(left) + x)
        steep = 1 / left + x
        share = np.divide(x, left, out=sums[0])
        slope = np.divide(share, 1 + x * left, out=sums[1])
        np.multiply(slope, lacking, out=sums[2])
        shares, slopes, lacks = np.add.reduce(sums, axis=2, keepdims=True)
        alone = np.exp(-level)
        total = alone + shares
        change = (total * np.log(total) + lacks) / (alone + slopes)
        level, apart = level + change, apart - change
        logs = logs + np.minimum((lacking - change) / steep, _LEAP)
        if np.abs(change).max() <= _NEAR:
            break
    return logs


def _group_worth(
    log_a: Float[np.ndarray, " F"], lead: Int[np.ndarray, "D F"]
) -> Float[np.ndarray, "D F"]:
    """Return the log of what each leader's group is worth; the others' is nothing."""
    deals, makers = lead.shape
    top = log_a.max()
    worth = np.exp(log_a - top) + np.zeros(lead.shape)
    cell = lead + makers * np.arange(deals)[:, None]
    total = np.bincount(cell.ravel(), worth.ravel(), deals * makers)
    return np.maximum(np.log(total) + top, NOTHING).reshape(deals, makers)
