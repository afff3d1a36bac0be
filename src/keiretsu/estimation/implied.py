"""What a demand implies of each product today: elasticity, margin, and where buyers go.

An economist looks at these before at any deal: a demand that meets what is known and
gives a margin above one, or a nearest rival that nobody would name, is not believed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from keiretsu.competition import recover_costs
from keiretsu.control import Ownership
from keiretsu.demand import Demand, diversion, elasticities
from keiretsu.errors import DataError
from keiretsu.market import Market


def implied_rows(
    market: Market, demand: Demand, ownership: Ownership | None = None
) -> list[dict[str, Any]]:
    """Return one row a product of what a demand says of it at today's prices.

    Parameters
    ----------
    market
        The J products, with prices.
    demand
        Their demand, in the order of the market.
    ownership
        Who decides over whom, for margins; None takes every maker by itself.

    Returns
    -------
    list
        Rows of `product`, `maker`, `price`, `own_elasticity`, `margin` (a fraction of
        the price, under price setting), `nearest` (the product that catches most of
        its lost buyers), `to_nearest` and `to_none` (fractions of those).

    Raises
    ------
    DataError
        If the market has no prices.
    """
    if market.prices is None:
        raise DataError(
            f"market {market.name!r} has no prices", hint="add a column prices"
        )
    makers = tuple(dict.fromkeys(market.firms))
    kappa = np.eye(len(makers))
    if ownership is not None:
        kappa = ownership.groups.profit_weights(makers, "silent")
    firms = np.array([makers.index(firm) for firm in market.firms])
    costs = recover_costs(demand, market.prices, firms=firms, kappa=kappa)
    caught = diversion(demand, market.prices)
    np.fill_diagonal(caught, 0.0)
    columns = {
        "product": market.products,
        "maker": market.firms,
        "price": market.prices.tolist(),
        "own_elasticity": np.diagonal(elasticities(demand, market.prices)).tolist(),
        "margin": (1 - costs / market.prices).tolist(),
        "nearest": [market.products[n] for n in caught.argmax(axis=1)],
        "to_nearest": caught.max(axis=1).tolist(),
        "to_none": (1 - caught.sum(axis=1)).tolist(),
    }
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
