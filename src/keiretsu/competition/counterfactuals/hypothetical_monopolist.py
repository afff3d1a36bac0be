"""What a sole seller of some products would do with their prices.

It is the simulation behind the hypothetical monopolist test: the products change hands,
all other prices stay, and their seller takes what earns it most.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, whole_numbers
from keiretsu.competition.conduct.best_response import best_response
from keiretsu.demand import Demand


def monopolist_rises(
    demand: Demand, prices: Float[np.ndarray, " J"], costs: Float[np.ndarray, " J"]
) -> Callable[[Int[np.ndarray, " K"]], Float[np.ndarray, " K"]]:
    """Return the test that `keiretsu.screens.search_market` asks: rises by products.

    Parameters
    ----------
    demand
        Any form.
    prices, costs
        Today's, shape `(J,)`.

    Returns
    -------
    callable
        From numbers of products, `(K,)`, to the relative price rises that their sole
        seller would choose, `(K,)`. It raises `NoConvergence` where it finds no best
        prices.

    Examples
    --------
    >>> from keiretsu.demand import Linear
    >>> demand = Linear(
    ...     intercepts=np.full(2, 10.0), slopes=np.array([[-1.0, 0.5], [0.5, -1.0]])
    ... )
    >>> rises = monopolist_rises(demand, np.full(2, 22 / 3), np.ones(2))
    >>> rises(np.array([0, 1])).round(4)
    array([0.4318, 0.4318])
    """
    prices = floats(prices, "prices", shape=(None,), above=0)
    costs = floats(costs, "costs", shape=prices.shape)

    def rises(products: Int[np.ndarray, " K"]) -> Float[np.ndarray, " K"]:
        firms = np.arange(1, len(prices) + 1)
        products = whole_numbers(products, "products", below=len(prices))
        firms[products] = 0
        found = best_response(
            demand, prices, costs, maker=0, firms=firms, kappa=np.eye(len(prices) + 1)
        ).check()
        return found.prices[products] / prices[products] - 1

    return rises
