r"""How the first-order conditions move with prices and costs, for any demand form.

At a solution of :math:`F(p, c) = 0` everything that depends on something else follows
from these derivatives by the implicit function theorem,
:math:`dp/dx = -(\partial F/\partial p)^{-1}\,\partial F/\partial x`, without solving
again.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from keiretsu.competition.solvers.any_demand import pytrees as traced
from keiretsu.competition.solvers.any_demand.verification import scaled_conditions
from keiretsu.demand import Demand

CHUNK = 64
"""Rows of the derivative made at once: bounds memory in large markets."""


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


def linearise(
    demand: Any, costs: Any, weights: Any, prices: Any
) -> tuple[Array, Float[Array, "J J"]]:
    r"""Return the conditions, `(J,)`, and their derivative by prices, `(J, J)`; traced.

    With slopes S, markups m and the product's own slope :math:`S_{jj}` the derivative
    of condition j is

    .. math:: \frac{1}{S_{jj}} \Bigl( S_{j\cdot} + (W \circ S')_{j\cdot} +
              \nabla_p \sum_k u_{jk} S_{kj} \Bigr), \qquad
              u_{jk} = W_{jk} m_k - g_j 1_{jk} ,

    with g the condition itself and u held fast. The last term takes one derivative of a
    derivative of quantities a product, where differentiating the table S takes one of
    all of S.
    """
    lacking, _, own = scaled_conditions(demand, costs, weights, prices)
    slopes = demand.derivatives(prices)
    held = weights * (prices - costs)[None, :] - jnp.diag(lacking)

    def bent(row: tuple[Array, Array]) -> Array:
        pull, direction = row

        def along(at: Array) -> Array:
            return pull @ jax.jvp(demand.quantities, (at,), (direction,))[1]

        return jax.grad(along)(prices)

    rows = held, jnp.eye(prices.shape[0], dtype=prices.dtype)
    bend = jax.lax.map(bent, rows, batch_size=CHUNK)
    return lacking, (slopes + weights * slopes.T + bend) / own[:, None]


@jax.jit
def _by_prices(demand: Any, prices: Any, costs: Any, weights: Any) -> Any:
    return linearise(demand, costs, weights, prices)[1]
