r"""Price competition: costs from prices, and the prices that makers then set.

The manager of maker f maximises :math:`\sum_g \kappa_{fg} \pi_g`. For product j of f

.. math:: s_j + \sum_k \kappa_{f f(k)} (p_k - c_k)\, \partial s_k / \partial p_j = 0 .

Merger, partial stake and full control differ only in kappa. The answer carries how far
it violates these conditions, computed anew from the demand's own derivatives, and
whether each maker is at a maximum rather than a minimum.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, generator
from keiretsu.competition.deviations import Deviation, best_deviation
from keiretsu.competition.equilibrium import Equilibrium, price_scale
from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.inputs import market_arrays
from keiretsu.competition.many_equilibria import Equilibria
from keiretsu.competition.ownership import check_weights
from keiretsu.competition.solvers.any_demand.prices import (
    markups_at_prices,
    solve_any_demand,
)
from keiretsu.competition.solvers.choice_models import (
    from_elsewhere,
    mended,
    solve_choice_model,
    solve_one_choice_model,
)
from keiretsu.competition.solvers.mixed_logit.prices import (
    mixed_logit_markups,
)
from keiretsu.competition.solvers.nested_logit.prices import (
    nested_logit_markups,
)
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit, simplest
from keiretsu.errors import ShapeError


def recover_costs(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the marginal costs at which the observed prices are optimal, `(J,)`.

    Parameters
    ----------
    demand
        Demand whose sales at `prices` are the observed ones. The logit, nested logit
        and mixed logit have solvers of their own; every other form is taken by its
        quantities and derivatives.
    prices
        Shape `(J,)`, currency units.
    firms
        Maker of each product, an index from 0 to F - 1, shape `(J,)`.
    kappa
        Profit weights, shape `(F, F)`, diagonal 1.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together or a weight is impossible.
    """
    demand, at = market_arrays(demand, firms=firms, kappa=kappa, prices=prices)
    demand = simplest(demand)
    if isinstance(demand, Logit | NestedLogit):
        pairs = firm_nests_under(demand, at.firms)
        return at.prices - nested_logit_markups(demand, at.prices, pairs, at.kappa)
    if isinstance(demand, MixedLogit):
        pairs = firm_nests_under(demand, at.firms)
        return at.prices - mixed_logit_markups(demand, at.prices, pairs, at.kappa)
    return at.prices - markups_at_prices(demand, at.prices, at.weights)


def solve_prices(
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
    demand, firms, kappa
        As for `recover_costs`.
    costs
        Marginal costs, shape `(J,)`, currency units.
    start
        Prices to start from, shape `(J,)`; None starts from what each maker would take
        if it had no rival, or from several margins over cost.
    capacities
        Most that can be sold of each product, `(J,)`, in the unit of the demand's
        quantities, infinite for no limit; None for no limits. A product at its
        capacity is priced where demand equals it.
    fixed_prices
        Prices that stay as given, shape `(J,)`, NaN for those to be found; None finds
        all.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.
    """
    demand, at = market_arrays(
        demand, firms=firms, kappa=kappa, costs=costs, start=start
    )
    form = simplest(demand)
    limits = capacities is not None or fixed_prices is not None
    if limits or not isinstance(form, Logit | NestedLogit | MixedLogit):
        found = solve_any_demand(
            form,
            at.costs,
            firms=at.firms,
            kappa=at.kappa,
            start=at.start,
            capacities=capacities,
            fixed_prices=fixed_prices,
        )
    else:
        found = solve_one_choice_model(form, at)
        if not found.converged:
            found = from_elsewhere(form, at, at.kappa, found)
    if isinstance(form, Logit) and not limits:
        return found  # with one peak a product no change of one price pays

    def search() -> Deviation | None:
        if not found.converged:
            return None
        return best_deviation(
            form,
            found.prices,
            at.costs,
            firms=at.firms,
            kappa=at.kappa,
            chosen=None
            if fixed_prices is None
            else np.isnan(floats(fixed_prices, "fixed_prices", missing=True)),
            capacities=None
            if capacities is None
            else floats(capacities, "capacities", infinite=True),
        )

    return found.searched_by(search)


def solve_deals(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None = None,
) -> Equilibria:
    """Return equilibrium prices after each of D deals.

    Memory does not grow with the number of deals, the answers apart: deals are solved
    in chunks.

    Parameters
    ----------
    demand, costs, firms
        As for `solve_prices`.
    kappas
        Profit weights of each deal, shape `(D, F, F)`, diagonals 1.
    start
        Prices to start from, shape `(J,)`: those before any deal serve best.

    Raises
    ------
    ShapeError, DataError
        As for `solve_prices`.

    Examples
    --------
    Three makers of one product each; every pair merges.

    >>> demand = Logit(alpha=1.0, delta=np.array([3.0, 3.0, 2.0]))
    >>> kappas = np.array([np.eye(3)] * 3)
    >>> for kappa, (f, g) in zip(kappas, [(0, 1), (0, 2), (1, 2)]):
    ...     kappa[f, g] = kappa[g, f] = 1
    >>> deals = solve_deals(
    ...     demand, np.ones(3), firms=np.arange(3), kappas=kappas
    ... )
    >>> deals.converged.all()
    np.True_
    >>> deals.prices.shape
    (3, 3)
    """
    weights = floats(kappas, "kappas", shape=(None, None, None))
    if len(weights) == 0:
        raise ShapeError("no deals", hint="give one table of makers a deal, stacked")
    check_weights(weights)
    demand, at = market_arrays(
        demand, firms=firms, kappa=weights[0], costs=costs, start=start
    )
    form = simplest(demand)
    if isinstance(form, Logit | NestedLogit | MixedLogit):
        found = solve_choice_model(form, at, weights)
        if not found.converged.all():
            found = mended(form, at, weights, found)
    else:
        found = Equilibria.of(
            [
                solve_any_demand(
                    form, at.costs, firms=at.firms, kappa=kappa, start=at.start
                )
                for kappa in weights
            ]
        )
    if isinstance(form, Logit):
        return found

    def search(number: int) -> Deviation | None:
        return best_deviation(
            form,
            found.prices[number],
            at.costs,
            firms=at.firms,
            kappa=weights[number],
        )

    return found.searched_by(search)


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
        As for `solve_prices`.
    starts, seed
        How many starts, and the seed of their draws.
    """
    demand, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    draws = generator(seed)
    size = np.maximum(np.abs(at.costs), np.abs(at.costs).mean() / 10)
    size = np.maximum(size, 0.3 * price_scale(demand, at.costs))
    found: list[Equilibrium] = []
    for _ in range(starts):
        one = solve_any_demand(
            simplest(demand),
            at.costs,
            firms=at.firms,
            kappa=at.kappa,
            start=at.costs + np.exp(draws.normal(-1.0, 1.0, len(at.costs))) * size,
            capacities=capacities,
            elsewhere=False,
        )
        new = all(not np.allclose(one.prices, old.prices, rtol=1e-6) for old in found)
        if one.converged and new:
            found.append(one)
    return tuple(found)
