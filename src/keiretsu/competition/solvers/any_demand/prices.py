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

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.solvers.any_demand.inputs import (
    capacities_or_none,
    prices_fixed,
    starting_prices,
)
from keiretsu.competition.solvers.any_demand.jacobian import (
    conditions_at,
    conditions_by_prices,
)
from keiretsu.competition.solvers.any_demand.verification import verify_equilibrium
from keiretsu.competition.solvers.newton import find_root
from keiretsu.demand import Demand
from keiretsu.demand.differentiation import second_derivatives
from keiretsu.errors import DataError

_ROUNDING = 1e-12
"""Shadow costs below this share of the largest cost are none."""


class _Problem(NamedTuple):
    """What the search solves; prices are searched for by their logs if `logs`."""

    demand: Demand
    costs: Float[np.ndarray, " J"]
    weights: Float[np.ndarray, "J J"]
    most: Float[np.ndarray, " J"]
    fixed: Float[np.ndarray, " J"]
    logs: bool

    def prices(self, at: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.exp(at) if self.logs else at


def solve_any_demand(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None = None,
    capacities: Float[np.ndarray, " J"] | None = None,
    fixed_prices: Float[np.ndarray, " J"] | None = None,
    elsewhere: bool = True,
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
    elsewhere
        Whether to go on from other prices where the given start leads nowhere.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together, a capacity is not positive or all prices are
        fixed.
    """
    problem = _Problem(
        demand=demand,
        costs=costs,
        weights=kappa[np.ix_(firms, firms)],
        most=capacities_or_none(capacities, costs),
        fixed=prices_fixed(demand, fixed_prices, costs),
        logs=bool(getattr(demand, "positive_prices", False)),
    )
    best: Equilibrium | None = None
    starts = starting_prices(demand, costs, start)
    for first in starts if elsewhere else starts[:1]:
        prices, shadow, slope, steps = _search(problem, first)
        found = verify_equilibrium(
            demand,
            prices,
            costs,
            shadow,
            firms=firms,
            kappa=kappa,
            most=problem.most,
            fixed=np.isfinite(problem.fixed),
            slope=slope,
            steps=steps,
        )
        if best is None or found.converged or found.residual < best.residual:
            best = found
        if found.converged:
            break
    assert best is not None
    return best


def markups_at_prices(
    demand: Demand, prices: Float[np.ndarray, " J"], weights: Float[np.ndarray, "J J"]
) -> Float[np.ndarray, " J"]:
    """Return the markups at which observed prices are optimal: a linear system."""
    sold = demand.quantities(prices)
    if (sold < 0).any():
        product = int(np.argmax(sold < 0))
        raise DataError(
            f"product {product} sells {sold[product]:g} at a price of "
            f"{prices[product]:g}",
            hint="give a demand whose sales at these prices are the observed ones",
        )
    table = weights * demand.derivatives(prices).T
    try:
        markups = -np.linalg.solve(table, sold)
    except np.linalg.LinAlgError:
        markups = np.full(len(prices), np.nan)
    # One part in ten digits of slopes that cancel says nothing about the rest.
    left = np.abs(table @ markups + sold)
    if not (left <= 1e-6 * np.abs(sold)).all():
        raise DataError(
            "no costs explain these prices: the makers' conditions are singular",
            hint="a maker of every product that buyers must buy has no best price",
        )
    return markups


def _search(
    problem: _Problem, first: Float[np.ndarray, " J"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return prices, shadow costs, derivative of the conditions by prices, and steps.

    Limits enter only where they bind.
    """
    demand, costs, nothing = problem.demand, problem.costs, np.zeros(len(first))
    first = np.where(np.isfinite(problem.fixed), problem.fixed, first)
    at, steps = find_root(
        lambda at: _free(problem, at), np.log(first) if problem.logs else first
    )
    shadow = nothing
    with np.errstate(all="ignore"):
        sold = demand.quantities(problem.prices(at))
    if not ((sold >= 0) & (sold <= problem.most)).all():
        both, more = find_root(
            lambda both: _limited(problem, both), np.concatenate([at, nothing])
        )
        at, shadow = np.split(both, 2)
        steps += more
    tiny = _ROUNDING * np.abs(costs).max()
    shadow = np.where(np.abs(shadow) > tiny, shadow, 0.0)
    prices = problem.prices(at)
    with np.errstate(all="ignore"):
        _, slope = _free(problem._replace(costs=costs + shadow, logs=False), prices)
    return prices, shadow, slope, steps


def _free(problem: _Problem, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the conditions, in units of the unknowns, and their Jacobian."""
    prices, count = problem.prices(at), len(at)
    if not np.isfinite(prices).all() or (problem.logs and not (prices > 0).all()):
        return np.full(count, np.nan), np.full((count, count), np.nan)
    here = conditions_at(problem.demand, problem.costs, problem.weights, prices)
    slope = conditions_by_prices(
        problem.demand, prices, problem.weights, problem.costs, here
    )
    chosen = ~np.isfinite(problem.fixed)
    residuals = np.where(chosen, here.residuals, prices - problem.fixed)
    slope = np.where(chosen[:, None], slope, np.eye(count))
    if not problem.logs:
        return residuals, slope
    relative = slope * prices[None, :] / prices[:, None]
    return residuals / prices, relative - np.diag(residuals / prices)


def _limited(problem: _Problem, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the conditions of prices and shadow costs, and their Jacobian.

    A shadow cost is nothing where the quantity is within its limits; where it would be
    beyond one, the quantity is at that limit.
    """
    at, shadow = np.split(both, 2)
    prices, count = problem.prices(at), len(at)
    if not np.isfinite(prices).all() or (problem.logs and not (prices > 0).all()):
        return np.full(2 * count, np.nan), np.full((2 * count, 2 * count), np.nan)
    demand, weights, costs = problem.demand, problem.weights, problem.costs + shadow
    here = conditions_at(demand, costs, weights, prices)
    chosen = ~np.isfinite(problem.fixed)
    by_prices = conditions_by_prices(demand, prices, weights, costs, here)
    by_shadow = -weights * here.slopes.T / here.own[:, None]
    residuals = np.where(chosen, here.residuals, prices - problem.fixed)
    by_prices = np.where(chosen[:, None], by_prices, np.eye(count))
    by_shadow = np.where(chosen[:, None], by_shadow, 0.0)
    steep = np.abs(here.own)
    wanted = here.sold + steep * shadow
    inside = (wanted >= 0) & (wanted <= problem.most)
    beyond = (here.sold - np.clip(wanted, 0.0, problem.most)) / steep
    bend = (
        second_derivatives(demand, prices, np.eye(count)) * np.sign(here.own)[:, None]
    )
    limit_by_prices = (here.slopes - beyond[:, None] * bend) / steep[:, None]
    limit_by_prices = np.where(inside[:, None], 0.0, limit_by_prices)
    limit_by_shadow = np.where(inside, -1.0, 0.0)
    if problem.logs:
        by_prices = by_prices * prices[None, :]
        limit_by_prices = limit_by_prices * prices[None, :]
    slope = np.block(
        [[by_prices, by_shadow], [limit_by_prices, np.diag(limit_by_shadow)]]
    )
    return np.concatenate([residuals, beyond]), slope
