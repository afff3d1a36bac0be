r"""Price competition under any demand form, product by product, with limits on output.

The conditions are written from the demand's own quantities and derivatives,

.. math:: q_j + \sum_k \kappa_{f f(k)} (p_k - c_k - \lambda_k)
          \frac{\partial q_k}{\partial p_j} = 0 ,

each divided by the product's own slope, so that it reads in currency units. A product
at its capacity is priced where demand equals capacity; its shadow cost
:math:`\lambda_k \ge 0` is what one more unit would be worth to its maker, and whoever
weighs the maker's profit knows it. Likewise no product sells less than nothing: a
linear demand's maker would need a subsidy, :math:`\lambda_k < 0`, to sell any.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.any_demand import pytrees as traced
from keiretsu.competition.solvers.any_demand.inputs import (
    POSITIVE,
    checked_fixed_prices,
    limits,
    starts_of,
)
from keiretsu.competition.solvers.any_demand.jacobian import linearise
from keiretsu.competition.solvers.any_demand.padding import fill_up
from keiretsu.competition.solvers.any_demand.verification import (
    scaled_conditions,
    verify_equilibrium,
)
from keiretsu.competition.solvers.newton import find_root
from keiretsu.demand import Demand
from keiretsu.errors import DataError, ShapeError

_ROUNDING = 1e-12
"""Shadow costs below this share of the largest cost are none."""


def solve_any_demand(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None = None,
    capacities: Float[np.ndarray, " J"] | None = None,
    fixed_prices: Float[np.ndarray, " J"] | None = None,
) -> Equilibrium:
    """Return the prices at which every maker's first-order conditions hold.

    Parameters
    ----------
    demand
        Any form with quantities and derivatives.
    costs
        Marginal costs, shape `(J,)`, currency units.
    firms, kappa
        Maker of each product, `(J,)`, and profit weights, `(F, F)`, diagonal 1.
    start
        Prices to start from, shape `(J,)`; None tries several margins over cost.
    capacities
        Most that can be sold of each product, `(J,)`, in the unit of the demand's
        quantities, infinite for no limit; None for no limits.
    fixed_prices
        Prices that stay as given, shape `(J,)`, NaN for those to be found; None finds
        all.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together, a weight is impossible, a capacity is not
        positive or all prices are fixed.
    """
    traced.register(demand)
    firms = check_makers(firms, kappa)
    most, stay = limits(capacities, costs), checked_fixed_prices(fixed_prices, costs)
    if firms.shape != costs.shape:
        raise ShapeError(f"{firms.shape[0]} makers for {costs.shape[0]} costs")
    weights = kappa[np.ix_(firms, firms)]
    for first in starts_of(demand, costs, start):
        asked = fill_up(demand, costs, weights, most, stay, first)
        prices, shadow, slope, steps = _search(*asked, count=len(costs))
        found = verify_equilibrium(
            demand,
            prices,
            costs,
            shadow,
            firms=firms,
            kappa=kappa,
            most=most,
            fixed=np.isfinite(stay),
            slope=slope,
            steps=steps,
        )
        if found.converged:
            break
    return found


def equilibria(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    starts: int = 10,
    seed: int = 0,
    capacities: Float[np.ndarray, " J"] | None = None,
) -> tuple[Equilibrium, ...]:
    """Return the different equilibria found from several random starting prices.

    Parameters
    ----------
    demand, costs, firms, kappa, capacities
        As for `solve_any_demand`.
    starts, seed
        How many starts, and the seed of their draws.
    """
    draws = np.random.default_rng(seed)
    found: list[Equilibrium] = []
    for _ in range(starts):
        rise = np.exp(draws.normal(-1.0, 1.0, len(costs)))
        first = costs + rise * np.maximum(np.abs(costs), np.abs(costs).mean() / 10)
        one = solve_any_demand(
            demand, costs, firms=firms, kappa=kappa, start=first, capacities=capacities
        )
        new = all(not np.allclose(one.prices, old.prices, rtol=1e-6) for old in found)
        if one.converged and new:
            found.append(one)
    return tuple(found)


def markups_at_prices(
    demand: Demand, prices: Float[np.ndarray, " J"], weights: Float[np.ndarray, "J J"]
) -> Float[np.ndarray, " J"]:
    """Return the markups at which observed prices are optimal: a linear system."""
    sold = demand.quantities(prices)
    try:
        return -np.linalg.solve(weights * demand.derivatives(prices).T, sold)
    except np.linalg.LinAlgError as error:
        raise DataError(
            "no costs explain these prices: the makers' conditions are singular",
            hint="a maker of every product that buyers must buy has no best price",
        ) from error


def _search(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    most: Float[np.ndarray, " J"],
    stay: Float[np.ndarray, " J"],
    first: Float[np.ndarray, " J"],
    *,
    count: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return prices, shadow costs, derivative of the conditions by prices, and steps.

    Of the first `count` products. Limits enter only where they bind.
    """
    logs, nothing = isinstance(demand, POSITIVE), np.zeros(len(costs))
    first = np.where(np.isfinite(stay), stay, first)

    def free(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gap, slope = _free(demand, costs, weights, stay, at, logs=logs)
        return np.asarray(gap), np.asarray(slope)

    def limited(both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gap, slope = _limited(demand, costs, weights, stay, most, both, logs=logs)
        return np.asarray(gap), np.asarray(slope)

    with jax.enable_x64(True):
        at, steps = find_root(free, np.log(first) if logs else first)
        sold = demand.quantities(np.exp(at) if logs else at)
        shadow = nothing
        if not ((sold >= 0) & (sold <= most)).all():
            both, more = find_root(limited, np.concatenate([at, nothing]))
            at, shadow = np.split(both, 2)
            steps += more
        tiny = _ROUNDING * np.abs(costs).max()
        shadow = np.where(np.abs(shadow) > tiny, shadow, 0.0)
        ends = _free(demand, costs + shadow, weights, stay, at, logs=logs)
    slope, prices = np.asarray(ends[1]), np.exp(at) if logs else at
    slope = slope * prices[:, None] / prices[None, :] if logs else slope
    return prices[:count], shadow[:count], slope[:count, :count], steps


@partial(jax.jit, static_argnames="logs")
def _free(
    demand: Any, costs: Array, weights: Array, stay: Array, at: Array, *, logs: bool
) -> tuple[Array, Array]:
    """Return the conditions, in units of the unknowns, and their Jacobian."""
    prices = jnp.exp(at) if logs else at
    lacking, slope = linearise(demand, costs, weights, prices)
    chosen, alone = ~jnp.isfinite(stay), jnp.eye(at.shape[0], dtype=at.dtype)
    lacking = jnp.where(chosen, lacking, prices - stay)
    slope = jnp.where(chosen[:, None], slope, alone)
    if not logs:
        return lacking, slope
    relative = slope * prices[None, :] / prices[:, None]
    return lacking / prices, relative - jnp.diag(lacking / prices)


@partial(jax.jit, static_argnames="logs")
def _limited(
    demand: Any,
    costs: Array,
    weights: Array,
    stay: Array,
    most: Array,
    both: Array,
    *,
    logs: bool,
) -> tuple[Array, Array]:
    """Return the conditions of prices and shadow costs, and their Jacobian."""

    def system(both: Array) -> Array:
        at, shadow = jnp.split(both, 2)
        prices = jnp.exp(at) if logs else at
        lacking, sold, own = scaled_conditions(demand, costs + shadow, weights, prices)
        lacking = jnp.where(jnp.isfinite(stay), prices - stay, lacking)
        steep = jnp.abs(own)
        wanted = jnp.clip(sold + steep * shadow, 0.0, most)
        return jnp.concatenate([lacking, (sold - wanted) / steep])

    return system(both), jax.jacfwd(system)(both)
