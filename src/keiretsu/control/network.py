r"""Control over networks: who decides over what value through chains of stakes.

Three readings of a direct stake as control: in proportion (`linear`), all or nothing
above one half (`threshold`), or in proportion to squared stakes (`relative`). Network
control is :math:`c = (I - C)^{-1} C v`, taken for each company with its own incoming
control cut, so that a ring does not count value twice.

Reference: Vitali, Glattfelder & Battiston (2011), PLoS ONE 6:e25995.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from jaxtyping import Float

from keiretsu.control import paths
from keiretsu.control.ultimate import leontief
from keiretsu.errors import DataError, ShapeError

ControlModel = Literal["linear", "threshold", "relative"]


def direct_control(
    stakes: Float[np.ndarray, "N N"],
    *,
    model: ControlModel,
    others_squared: Float[np.ndarray, " N"] | None = None,
) -> Float[np.ndarray, "N N"]:
    """Return the control of i over j that the stake of i in j gives, shape `(N, N)`.

    Parameters
    ----------
    stakes
        Voting shares, rows hold columns, shape `(N, N)`, dense or sparse; the answer is
        of the same kind.
    model
        How a stake is read as control.
    others_squared
        For `relative`: sum of squared stakes of the holders not in the table, `(N,)`.

    Raises
    ------
    DataError
        If the model is not known.
    """
    if model == "linear":
        return stakes.copy()
    if model == "threshold":
        return (stakes > 0.5).astype(float)
    if model == "relative":
        squared = stakes * stakes
        others = np.zeros(stakes.shape[0]) if others_squared is None else others_squared
        total = squared.sum(axis=0) + others
        return squared * np.divide(1, total, out=np.zeros_like(total), where=total > 0)
    raise DataError(
        f"there is no control model {model!r}",
        hint="use linear, threshold or relative",
    )


def network_control(
    control: Float[np.ndarray, "N N"],
    value: Float[np.ndarray, " N"],
    *,
    of: Sequence[int] | None = None,
) -> Float[np.ndarray, " K"]:
    r"""Return the value that each company controls through the network, shape `(K,)`.

    With its own incoming control cut, a company's paths are :math:`L_{ij} / L_{ii}`, so
    it reaches :math:`(L v)_i / L_{ii} - v_i`.

    Parameters
    ----------
    control
        Direct control, rows over columns, shape `(N, N)`, dense or sparse.
    value
        Intrinsic value of each company, shape `(N,)`; one's own is not counted.
    of
        The K companies asked about; None for all.

    Raises
    ------
    ShapeError
        If the two do not fit.
    DataError
        If companies control one another entirely in a ring.
    """
    if control.shape != (len(value), len(value)):
        raise ShapeError(f"control {control.shape} for {len(value)} values")
    asked = list(range(len(value))) if of is None else list(of)
    columns = leontief(control, of=asked)
    around = columns[asked, np.arange(len(asked))]
    reached = paths.solve(control, value[:, None])[asked, 0]
    return reached / around - value[asked]
