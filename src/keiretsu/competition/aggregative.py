r"""Logit prices when makers merge outright: a game in one number.

Where every profit weight is 0 or 1 the makers fall into groups that act as one. A group
then needs to know of its rivals only the aggregate :math:`H = 1 + \sum_j e^{\delta_j -
\alpha p_j}`. With :math:`x` its share over what is left for others, its markup is
:math:`(1 + x)/\alpha` and

.. math:: \ln x - \ln(1 + x) + 1 + x = \ln A - \ln H , \qquad
          \sum \frac{x}{1 + x} = 1 - \frac{1}{H} ,

which rise and fall in one direction each: there is exactly one equilibrium. Newton's
method on all of them together costs no table of groups by groups. From very unequal
makers it may not get there: the answer is a start for `keiretsu.competition.reduced`,
which has nothing left to do where it is right.

References
----------
Nocke & Schutz (2018), "Multiproduct-firm oligopoly: an aggregative games approach",
Econometrica 86(2).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.competition.reduced import NOTHING

_MOST = 12
_ROUNDING = 4e-15


def groups_in(
    kappas: Float[np.ndarray, "D F F"],
) -> tuple[Int[np.ndarray, "D F"], Bool[np.ndarray, " D"]]:
    """Return who leads each maker's group, `(D, F)`, and whether that says it all.

    It does if the makers of a deal weigh one another by 1 within groups and by 0 across
    them; of other weights only mergers outright are seen, the rest is left out.
    """
    whole = kappas == 1
    lead = (whole & whole.transpose(0, 2, 1)).argmax(axis=2)
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
    worth = _group_worth(log_a, lead)
    top = worth.max(axis=1, keepdims=True) - 1
    level = np.maximum(top, 0.0)
    level = level + np.log(np.exp(-level) + np.exp(worth - 1 - level).sum(1)[:, None])
    apart = worth - 1 - level
    logs = _at_most(apart)
    for _ in range(_MOST):
        x = np.exp(logs)
        left = 1 + x
        lacking = apart - (logs - np.log(left) + x)
        steep = 1 / left + x
        share, slope = x / left, x / (left * left * steep)
        alone = np.exp(-level)
        total = alone + share.sum(axis=1, keepdims=True)
        moved = (slope * lacking).sum(axis=1, keepdims=True)
        beyond = np.log(total)
        change = (total * beyond + moved) / (alone + slope.sum(axis=1, keepdims=True))
        level = level + change
        apart = apart - change
        ahead = (lacking - change) / steep
        logs = np.minimum(logs + ahead, _at_most(apart))
        missed = max(np.abs(beyond).max(), np.abs(ahead * x).max() / (1 + x.max()))
        if missed <= _ROUNDING:
            break
    lifted = np.exp(logs)
    return np.take_along_axis((1 + lifted) / alpha, lead, axis=1)


def _at_most(apart: Float[np.ndarray, "D F"]) -> Float[np.ndarray, "D F"]:
    """Return a log of x that is too large: from there Newton's method comes down."""
    return np.where(apart > 0, np.log1p(np.maximum(apart, 0.0)), apart)


def _group_worth(
    log_a: Float[np.ndarray, " F"], lead: Int[np.ndarray, "D F"]
) -> Float[np.ndarray, "D F"]:
    """Return the log of what each leader's group is worth; the others' is nothing."""
    deals, makers = lead.shape
    top = log_a.max()
    worth = np.broadcast_to(np.exp(log_a - top), lead.shape)
    cell = (lead + makers * np.arange(deals)[:, None]).ravel()
    total = np.bincount(cell, weights=worth.ravel(), minlength=deals * makers)
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(total.reshape(deals, makers)) + top, NOTHING)
