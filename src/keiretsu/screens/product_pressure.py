r"""Pressure on makers of many products: how far a deal pushes each price, at once.

A maker that already sells several products counts the sales that they take from each
other, before a deal and after. With diversion D, whose diagonal is -1, and weights W on
other products' profits its markups M satisfy :math:`(W \circ D) M = y`, where y stays
as long as prices and sales do. So a deal is a change of W, and its pressure is the
change of markups, or of costs, that keeps the equations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.errors import DataError


def upp_of_products(
    markups: Float[np.ndarray, " J"],
    diversion: Float[np.ndarray, "J J"],
    *,
    before: Float[np.ndarray, "J J"],
    after: Float[np.ndarray, "J J"],
) -> Float[np.ndarray, " J"]:
    r"""Return the upward pricing pressure on each product, currency units, `(J,)`.

    What the deal adds to the cost of selling one more unit: the margins that the new
    partners lose, seen through the maker's own line,
    :math:`(W_0 \circ D) u = -((W_1 - W_0) \circ D) M`. With one product a maker it is
    diversion times the partner's markup.

    Parameters
    ----------
    markups
        Price less cost, currency units, shape `(J,)`.
    diversion
        Share of j's lost sales that k catches, shape `(J, J)`, diagonal -1.
    before, after
        Weight that j's maker puts on the profit of k, shape `(J, J)`, diagonal 1.

    Raises
    ------
    DataError
        If a maker's products catch all of each other's lost sales.

    References
    ----------
    Farrell & Shapiro (2010), "Antitrust evaluation of horizontal mergers"; Bjornerstedt
    & Verboven (2014), "Merger simulation with nested logit demand".

    Examples
    --------
    >>> to = np.array([[-1.0, 0.15], [0.10, -1.0]])
    >>> upp_of_products(
    ...     np.array([5e3, 7.5e3]), to, before=np.eye(2), after=np.ones((2, 2))
    ... )
    array([1125.,  500.])
    """
    markups = floats(markups, "markups", shape=(None,))
    diversion, before, after = _tables(len(markups), diversion, before, after)
    lost = ((after - before) * diversion) @ markups
    return -_solve(before * diversion, lost)


def cmcr_of_products(
    prices: Float[np.ndarray, " J"],
    margins: Float[np.ndarray, " J"],
    diversion: Float[np.ndarray, "J J"],
    *,
    before: Float[np.ndarray, "J J"],
    after: Float[np.ndarray, "J J"],
) -> Float[np.ndarray, " J"]:
    r"""Return the cost savings, shares of cost, that keep every price, shape `(J,)`.

    With weights W between products the markups M satisfy :math:`(W \circ D) M = y`,
    where y stays as prices, sales and diversion D do. So the markups after the deal
    solve the same equations with its weights.

    Parameters
    ----------
    prices, margins
        Currency units, and fractions of price, shape `(J,)`.
    diversion
        Share of j's lost sales that k catches, shape `(J, J)`, diagonal -1.
    before, after
        Weight that j's maker puts on the profit of k, shape `(J, J)`, diagonal 1.

    Raises
    ------
    DataError
        If a margin is 1 or more, or the parties catch all of each other's lost sales.

    References
    ----------
    Werden (1996), "A robust test for consumer welfare enhancing mergers", JIE 44.

    Examples
    --------
    >>> merged = np.ones((2, 2))
    >>> to = np.array([[-1.0, 0.15], [0.10, -1.0]])
    >>> cmcr_of_products(
    ...     np.array([20e3, 25e3]), np.array([0.25, 0.30]), to,
    ...     before=np.eye(2), after=merged,
    ... ).round(6)
    array([0.081218, 0.035533])
    """
    prices = floats(prices, "prices", shape=(None,), above=0)
    margins = floats(margins, "margins", shape=prices.shape)
    diversion, before, after = _tables(len(prices), diversion, before, after)
    if not (margins < 1).all():
        raise DataError(f"a margin of {margins.max():g}", hint="it must be below 1")
    markups = prices * margins
    needed = (before * diversion) @ markups
    wanted = _solve(after * diversion, needed)
    return (wanted - markups) / (prices - markups)


def _tables(count: int, *tables: Any) -> list[Float[np.ndarray, "J J"]]:
    """Return diversion and weights before and after, each of products by products."""
    refuse_large_table(count)
    names = "diversion", "before", "after"
    return [
        floats(table, name, shape=(count, count))
        for name, table in zip(names, tables, strict=True)
    ]


def _solve(
    pull: Float[np.ndarray, "J J"], wanted: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    try:
        return np.linalg.solve(pull, wanted)
    except np.linalg.LinAlgError as error:
        raise DataError(
            "one maker's products catch all of each other's lost sales",
            hint="some buyers must go elsewhere or buy none",
        ) from error
