r"""How the first-order conditions move with prices and costs, for any demand form.

At a solution of :math:`F(p, c) = 0` everything that depends on something else follows
from these derivatives by the implicit function theorem,
:math:`dp/dx = -(\partial F/\partial p)^{-1}\,\partial F/\partial x`, without solving
again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.demand import Demand
from keiretsu.demand.differentiation import second_derivatives


class Conditions(NamedTuple):
    """What the conditions are made of at some prices.

    Attributes
    ----------
    residuals
        Each condition over the product's own slope, currency units, `(J,)`.
    sold, own
        Quantities and own slopes, `(J,)`.
    slopes
        Derivatives of quantities by prices, `(J, J)`.
    """

    residuals: Float[np.ndarray, " J"]
    sold: Float[np.ndarray, " J"]
    own: Float[np.ndarray, " J"]
    slopes: Float[np.ndarray, "J J"]


def conditions_at(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    prices: Float[np.ndarray, " J"],
) -> Conditions:
    """Return the first-order conditions at some prices."""
    sold, slopes = demand.quantities(prices), demand.derivatives(prices)
    own = np.diagonal(slopes)
    excess = sold + (weights * slopes.T) @ (prices - costs)
    return Conditions(excess / own, sold, own, slopes)


def conditions_by_prices(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    costs: Float[np.ndarray, " J"],
    here: Conditions | None = None,
    products: Int[np.ndarray, " K"] | None = None,
) -> Float[np.ndarray, "K J"]:
    r"""Return the derivative of the conditions by prices, `(K, J)`.

    A row for each of the products, all of them if they are not given.

    With slopes S, markups m and the product's own slope :math:`S_{jj}` the derivative
    of condition j is

    .. math:: \frac{1}{S_{jj}} \Bigl( S_{j\cdot} + (W \circ S')_{j\cdot} +
              \nabla_p \sum_k u_{jk} S_{kj} \Bigr), \qquad
              u_{jk} = W_{jk} m_k - F_j 1_{jk} ,

    with F the condition itself and u held fast.

    Parameters
    ----------
    demand
        Any form.
    prices, costs
        Shape `(J,)`, currency units.
    weights
        Weight that j's maker puts on the profit of k, shape `(J, J)`, diagonal 1.
    here
        The conditions at these prices, if they are known already.
    products
        Numbers of the products, shape `(K,)`.
    """
    at = conditions_at(demand, costs, weights, prices) if here is None else here
    rows = slice(None) if products is None else products
    held = weights * (prices - costs)[None, :] - np.diag(at.residuals)
    bend = second_derivatives(demand, prices, held[rows], products)
    slopes = at.slopes[rows] + weights[rows] * at.slopes.T[rows]
    return (slopes + bend) / at.own[rows, None]


def conditions_by_costs(
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
    slope = conditions_by_prices(demand, prices, weights, costs)
    return -np.linalg.solve(slope, conditions_by_costs(demand, prices, weights))
