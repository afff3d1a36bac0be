r"""What a change of prices costs buyers, for every demand form.

The loss is the integral of quantities along the way from the old to the new prices,

.. math:: \Delta = -\int_0^1 q(p_0 + t (p_1 - p_0)) \cdot (p_1 - p_0)\, dt .

Where derivatives are symmetric the way does not matter and this is the change of the
form's own `surplus`; where they are not (linear with one-sided slopes, log-linear) it
is the customary measure along the straight way, and depends on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats
from keiretsu.demand.demand import Demand
from keiretsu.demand.differentiation import as_demand
from keiretsu.demand.linear import Linear


def surplus_change(
    demand: Demand,
    before: Float[np.ndarray, " J"],
    after: Float[np.ndarray, " J"],
    *,
    pieces: int = 8,
) -> float:
    """Return what buyers gain (negative: lose), in currency per unit of quantity.

    Parameters
    ----------
    demand
        Any form; quantities per potential buyer give surplus per potential buyer.
    before, after
        Prices, shape `(J,)`.
    pieces
        Parts of the way, each integrated with 16 Gauss-Legendre nodes; exact to many
        digits for price changes of the usual size.

    Examples
    --------
    >>> from keiretsu.demand import Linear
    >>> demand = Linear(
    ...     intercepts=np.array([10.0, 8.0]), slopes=np.array([[-1, 0.5], [0.5, -1]])
    ... )
    >>> round(surplus_change(demand, np.array([4.0, 4.0]), np.array([5.0, 4.0])), 6)
    -7.5
    """
    demand = as_demand(demand)
    before = floats(before, "before", shape=(None,))
    after = floats(after, "after", shape=before.shape)
    nodes, weights = np.polynomial.legendre.leggauss(16)
    step, total = after - before, 0.0
    for piece in range(pieces):
        for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
            here = before + step * (piece + node) / pieces
            total -= weight / pieces * float(demand.quantities(here) @ step)
    return float(total)


def surplus_or_none(demand: Any, prices: Float[np.ndarray, " J"]) -> float | None:
    """Return buyers' surplus, or None where no surplus belongs to the demand.

    A form may have none at all, as log-linear demand; linear demand has one only where
    its slopes are symmetric.
    """
    if isinstance(demand, Linear) and not demand.symmetric:
        return None
    measure = getattr(demand, "surplus", None)
    return None if measure is None else float(measure(prices))
