"""Whether prices found under any demand form are an equilibrium.

The residual is computed anew from the demand's own derivatives. At a maximum each
maker's objective curves down in every direction that its binding limits leave open.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.linalg import null_space

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.demand import Demand


def scaled_conditions(
    demand: Any, costs: Any, weights: Any, prices: Any
) -> tuple[Any, Any, Any]:
    """Return what each condition lacks in currency units, quantities, own slopes."""
    sold, slopes = demand.quantities(prices), demand.derivatives(prices)
    own = jnp.diagonal(slopes)
    return (sold + (weights * slopes.T) @ (prices - costs)) / own, sold, own


def verify_equilibrium(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    shadow: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    most: Float[np.ndarray, " J"],
    fixed: Bool[np.ndarray, " J"],
    slope: Float[np.ndarray, "J J"],
    steps: int,
) -> Equilibrium:
    """Return prices as an equilibrium with its residual and second-order check.

    Parameters
    ----------
    demand, prices, costs, firms, kappa
        As for `solve_any_demand`.
    shadow
        What binding limits add to costs, shape `(J,)`.
    most
        Capacities, shape `(J,)`, infinite for none.
    fixed
        Whether a price was given, not chosen, shape `(J,)`.
    slope
        Derivative of what `gap` returns first, by prices, `(J, J)`.
    steps
        Steps that the search took.
    """
    sold = demand.quantities(prices)
    slopes = demand.derivatives(prices)
    weights = kappa[np.ix_(firms, firms)]
    excess = sold + (weights * slopes.T) @ (prices - costs - shadow)
    steep = np.abs(np.diagonal(slopes))
    beyond = sold - np.clip(sold + steep * shadow, 0.0, most)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.maximum(np.abs(np.where(fixed, 0.0, excess)), np.abs(beyond))
        residuals = residuals / steep
    residuals = np.where(np.isfinite(residuals), residuals, np.inf)
    worst = int(np.argmax(residuals))
    residual = float(residuals[worst])
    bend = -np.inf
    if np.isfinite(residual) and np.isfinite(slope).all():
        bend = least_curvature(slopes, slope, shadow != 0, np.where(fixed, -1, firms))
    return Equilibrium(
        prices=prices,
        markups=prices - costs,
        shares=sold,
        residual=residual,
        curvature=bend,
        steps=steps,
        shadow_costs=shadow,
        worst=worst,
    )


def least_curvature(
    slopes: Float[np.ndarray, "J J"],
    slope: Float[np.ndarray, "J J"],
    binding: np.ndarray,
    firms: Int[np.ndarray, " J"],
) -> float:
    """Return the smallest eigenvalue of minus the makers' own scaled Hessians.

    Products with a maker of -1 have no price to choose. Where the conditions hold, a
    maker's Hessian is their derivative times the products' own slopes. Where limits
    bind it counts only along directions that keep the limited quantities.
    """
    own_slopes = np.diagonal(slopes)
    bends = own_slopes[:, None] * slope
    scale = 1 / np.sqrt(np.abs(own_slopes))
    smallest = np.inf
    for firm in np.unique(firms[firms >= 0]):
        own = np.flatnonzero(firms == firm)
        hessian = bends[np.ix_(own, own)] * scale[own, None] * scale[None, own]
        hessian = -(hessian + hessian.T) / 2
        held = own[binding[own]]
        if held.size:
            free = null_space(slopes[np.ix_(held, own)] * scale[None, own])
            hessian = free.T @ hessian @ free
        if hessian.size:
            smallest = min(smallest, float(np.linalg.eigvalsh(hessian)[0]))
    return smallest
