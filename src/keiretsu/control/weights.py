r"""Profit weights: how much a maker cares about its rivals' profit.

The manager of maker f serves its holders in proportion to their say, so a euro earned
by rival g counts for as much as those holders own of g. With control
:math:`\gamma_{hf}` and cash-flow rights :math:`\beta_{hg}`,

.. math:: \kappa_{fg} = \frac{\sum_h \gamma_{hf}\,\beta_{hg}}
                             {\sum_h \gamma_{hf}\,\beta_{hf}}.

Pure functions of arrays; `keiretsu.control.readings` makes the two tables from stakes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError, ShapeError


def profit_weights(
    control: Float[np.ndarray, "H F"],
    cash: Float[np.ndarray, "H F"],
    *,
    firms: Sequence[str] | None = None,
) -> Float[np.ndarray, "F F"]:
    """Return the weight that each maker puts on each maker's profit.

    Parameters
    ----------
    control
        Say of holder h over maker f, shape `(H, F)`, any non-negative scale.
    cash
        Share of maker f's profit due to holder h, shape `(H, F)`.
    firms
        Names of the F makers, used in error messages only.

    Returns
    -------
    array
        Weights, shape `(F, F)`; row f is the objective of maker f; the diagonal is 1.

    Raises
    ------
    ShapeError
        If `control` and `cash` have different shapes.
    DataError
        If an entry is negative or not finite, or nobody with a say in a maker has a
        share of its profit.

    References
    ----------
    O'Brien & Salop (2000), "Competitive effects of partial ownership"; Backus, Conlon &
    Sinkinson (2021), "Common ownership in America".

    Examples
    --------
    Two owner-run makers; the first owner also gets 20 % of B, without a say.

    >>> profit_weights(np.eye(2), np.array([[1.0, 0.2], [0.0, 0.8]]))
    array([[1. , 0.2],
           [0. , 1. ]])
    """
    if control.shape != cash.shape or control.ndim != 2:
        raise ShapeError(f"control {control.shape} and cash {cash.shape} differ")
    for what, table in (("say", control), ("share of profit", cash)):
        if not (np.isfinite(table).all() and (table >= 0).all()):
            raise DataError(f"a {what} is negative or not a number")
    interest = control.T @ cash
    own = np.diagonal(interest)
    if not (own > 0).all():
        index = int(np.argmin(own))
        name = firms[index] if firms is not None else f"maker {index}"
        raise DataError(
            f"nobody with a say in {name!r} has a share of its profit",
            hint="add its free float as one holder, or give the stake voting rights",
        )
    return interest / own[:, None]
