r"""Control over networks: who decides over what value through chains of stakes.

Three readings of a direct stake as control: in proportion (`linear`), all or nothing
above one half (`threshold`), or in proportion to squared stakes (`relative`). Network
control is :math:`c = (I - C)^{-1} C v`, taken for each company with its own incoming
control cut, so that a ring does not count value twice.

Reference: Vitali, Glattfelder & Battiston (2011), PLoS ONE 6:e25995.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError, ShapeError

ControlModel = Literal["linear", "threshold", "relative"]


def direct_control(
    stakes: Float[np.ndarray, "F F"],
    *,
    model: ControlModel,
    others_squared: Float[np.ndarray, " F"] | None = None,
) -> Float[np.ndarray, "F F"]:
    """Return the control of i over j that the stake of i in j gives, shape `(F, F)`.

    Parameters
    ----------
    stakes
        Voting shares, rows hold columns, shape `(F, F)`.
    model
        How a stake is read as control.
    others_squared
        For `relative`: sum of squared stakes of the holders not in the table, `(F,)`.

    Raises
    ------
    DataError
        If the model is not known.
    """
    if model == "linear":
        return stakes.copy()
    if model == "threshold":
        majority = stakes > 0.5
        return majority.astype(float)
    if model == "relative":
        squared = stakes**2
        others = np.zeros(len(stakes)) if others_squared is None else others_squared
        total = squared.sum(axis=0) + others
        return np.divide(
            squared, total[None, :], out=np.zeros_like(squared), where=total > 0
        )
    raise DataError(
        f"there is no control model {model!r}",
        hint="use linear, threshold or relative",
    )


def network_control(
    control: Float[np.ndarray, "F F"], value: Float[np.ndarray, " F"]
) -> Float[np.ndarray, " F"]:
    """Return the value that each company controls through the network, shape `(F,)`.

    Parameters
    ----------
    control
        Direct control, rows over columns, shape `(F, F)`.
    value
        Intrinsic value of each company, shape `(F,)`; one's own is not counted.

    Raises
    ------
    ShapeError
        If the two do not fit.
    """
    if control.shape != (len(value), len(value)):
        raise ShapeError(f"control {control.shape} for {len(value)} values")
    reached = np.empty(len(value))
    for company in range(len(value)):
        cut = control.copy()
        cut[:, company] = 0
        paths = np.linalg.solve(np.eye(len(value)) - cut, cut @ value)
        reached[company] = paths[company]
    return reached
