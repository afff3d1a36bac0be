"""Whether prices found under any demand form are an equilibrium.

The residual is computed anew from the demand's own derivatives. At a maximum each
maker's objective curves down in every direction that its binding limits leave open.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.linalg import null_space

from keiretsu.competition.equilibrium import RUNAWAY, Equilibrium, price_scale
from keiretsu.competition.solvers.any_demand.jacobian import conditions_at
from keiretsu.demand import Demand


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
        Derivative of the conditions by prices, `(J, J)`.
    steps
        Steps that the search took.
    """
    weights = kappa[np.ix_(firms, firms)]
    if not np.isfinite(prices).all():
        return _without_end(demand, prices, costs, weights, firms, steps)
    with np.errstate(all="ignore"):
        sold, slopes = demand.quantities(prices), demand.derivatives(prices)
    excess = sold + (weights * slopes.T) @ (prices - costs - shadow)
    steep = np.abs(np.diagonal(slopes))
    beyond = sold - np.clip(sold + steep * shadow, 0.0, most)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.maximum(np.abs(np.where(fixed, 0.0, excess)), np.abs(beyond))
        residuals = residuals / steep
    residuals = np.where(np.isfinite(residuals), residuals, np.inf)
    worst = int(np.argmax(residuals))
    residual = float(residuals[worst])
    bend, scale = -np.inf, price_scale(demand, costs)
    if np.isfinite(residual) and np.isfinite(slope).all():
        bend = least_curvature(slopes, slope, shadow != 0, np.where(fixed, -1, firms))
    found = Equilibrium(
        prices=prices,
        markups=prices - costs,
        shares=sold,
        residual=residual,
        curvature=bend,
        steps=steps,
        shadow_costs=shadow,
        worst=worst,
        scale=scale,
    )
    if found.converged or fixed.any() or np.isfinite(most).any():
        return found
    return replace(found, no_equilibrium=why_none(demand, costs, weights, firms, scale))


def why_none(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    firms: Int[np.ndarray, " J"],
    scale: float,
) -> str | None:
    """Return why no prices are an equilibrium, or None where that is not known.

    It is asked whether a maker alone, or all together, would still raise every price at
    a hundred to a trillion times the scale.
    """
    positive = getattr(demand, "positive_prices", False) and (costs > 0).all()

    def level(t: float) -> Float[np.ndarray, " J"]:
        return costs * (1 + t) if positive else costs + t * scale

    makers = [(firms == f, f"maker {f} alone") for f in np.unique(firms)]
    makers += [(np.ones(len(costs), dtype=bool), "all makers together")]
    for own, who in makers:
        levels = [np.where(own, level(t), level(1.0)) for t in _LEVELS]
        if all(_would_raise(demand, at, costs, weights, own) for at in levels):
            first = int(np.flatnonzero(own)[0])
            gain = _rise_of_profit(demand, levels, costs, weights, first)
            return (
                f"{who} would raise prices without end, first that of product "
                f"{first}; from {_LEVELS[0]:g} to {_LEVELS[-1]:g} times the level of "
                f"costs the maker's profit rises {gain:.3g} times"
            )
    return None


_LEVELS = (1e2, 1e3, 1e4, 1e6, 1e9, 1e12)
"""Up to far beyond `RUNAWAY`: where buyers hardly leave, the optimum lies there."""


def _would_raise(
    demand: Demand,
    at: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    own: Bool[np.ndarray, " J"],
) -> bool:
    with np.errstate(all="ignore"):
        wish = conditions_at(demand, costs, weights, at).residuals[own]
    return bool((np.isfinite(wish) & (wish < 0)).all())


def _rise_of_profit(
    demand: Demand,
    levels: list[np.ndarray],
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    product: int,
) -> float:
    ends = levels[0], levels[-1]
    low, high = (weights[product] @ (demand.quantities(p) * (p - costs)) for p in ends)
    return float(high / low)


def _without_end(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    firms: Int[np.ndarray, " J"],
    steps: int,
) -> Equilibrium:
    """Return a search that ended at no prices at all, with finite numbers to show."""
    scale = price_scale(demand, costs)
    shown = np.where(np.isfinite(prices), prices, costs + RUNAWAY * scale)
    return Equilibrium(
        prices=shown,
        markups=shown - costs,
        shares=demand.quantities(shown),
        residual=np.inf,
        curvature=-np.inf,
        steps=steps,
        worst=int(np.argmax(~np.isfinite(prices))),
        scale=scale,
        no_equilibrium=why_none(demand, costs, weights, firms, scale),
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
