r"""How the first-order conditions move with prices and costs, for any demand form.

At a solution of :math:`F(p, c) = 0` everything that depends on something else follows
from these derivatives by the implicit function theorem,
:math:`dp/dx = -(\partial F/\partial p)^{-1}\,\partial F/\partial x`, without solving
again.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import traced
from keiretsu.competition.judgement import gap
from keiretsu.demand import Demand


def by_prices(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
) -> Float[np.ndarray, "J J"]:
    """Return the derivative of the conditions by prices, `(J, J)`.

    Conditions are in currency units: each is divided by the product's own slope.

    Parameters
    ----------
    demand
        Any form.
    prices, costs
        Shape `(J,)`, currency units.
    weights
        Weight that j's maker puts on the profit of k, shape `(J, J)`, diagonal 1.
    """
    traced.register(demand)
    with jax.enable_x64(True):
        return np.asarray(_by_prices(demand, prices, costs, weights))


def by_costs(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
) -> Float[np.ndarray, "J J"]:
    """Return the derivative of the same conditions by costs, `(J, J)`."""
    slopes = demand.derivatives(prices)
    return -weights * slopes.T / np.diagonal(slopes)[:, None]


def cost_responses(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, "J J"]:
    """Return the change of equilibrium price j per unit of cost k, `(J, J)`."""
    weights = kappa[np.ix_(firms, firms)]
    slope = by_prices(demand, prices, costs, weights)
    return -np.linalg.solve(slope, by_costs(demand, prices, weights))


@jax.jit
def _by_prices(demand: Any, prices: Any, costs: Any, weights: Any) -> Any:
    def conditions(at: Any) -> Any:
        return gap(demand, costs, weights, at)[0]

    return jax.jacfwd(conditions)(prices)
