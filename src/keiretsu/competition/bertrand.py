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

from keiretsu.competition.equilibrium import Equilibria, Equilibrium
from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.ownership import OWN, check_makers
from keiretsu.competition.solvers.any_demand.prices import (
    markups_at_prices,
    solve_any_demand,
)
from keiretsu.competition.solvers.mixed_logit.prices import (
    mixed_logit_markups,
    solve_mixed_logit,
)
from keiretsu.competition.solvers.nested_logit.prices import (
    nested_logit_markups,
    solve_nested_logit,
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
    firms, demand = check_makers(firms, kappa), simplest(demand)
    if isinstance(demand, Logit | NestedLogit):
        pairs = firm_nests_under(demand, firms)
        return prices - nested_logit_markups(demand, prices, pairs, kappa)
    if isinstance(demand, MixedLogit):
        pairs = firm_nests_under(demand, firms)
        return prices - mixed_logit_markups(demand, prices, pairs, kappa)
    return prices - markups_at_prices(demand, prices, kappa[np.ix_(firms, firms)])


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
    limits = capacities is not None or fixed_prices is not None
    if limits or not isinstance(demand, Logit | NestedLogit | MixedLogit):
        return solve_any_demand(
            demand,
            costs,
            firms=firms,
            kappa=kappa,
            start=start,
            capacities=capacities,
            fixed_prices=fixed_prices,
        )
    firms, form = check_makers(firms, kappa), simplest(demand)
    pairs, deals = firm_nests_under(form, firms), kappa[None]
    if isinstance(form, MixedLogit):
        return solve_mixed_logit(form, costs, pairs, deals, start).deal(0)
    return solve_nested_logit(form, costs, pairs, deals, start).deal(0)


def solve_deals(
    demand: Logit | NestedLogit | MixedLogit,
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
    kappas = np.asarray(kappas)
    if kappas.ndim != 3 or len(kappas) == 0:
        raise ShapeError(
            f"profit weights of shape {kappas.shape}",
            hint="give one table of makers by makers for each deal, stacked",
        )
    odd = ~(np.abs(np.diagonal(kappas, axis1=1, axis2=2) - 1) <= OWN).all(axis=1)
    odd |= ~np.isfinite(kappas).all(axis=(1, 2))
    for kappa in (kappas[0], *kappas[odd]):
        firms = check_makers(firms, kappa)
    demand = simplest(demand)
    pairs = firm_nests_under(demand, firms)
    if isinstance(demand, MixedLogit):
        return solve_mixed_logit(demand, costs, pairs, kappas, start)
    return solve_nested_logit(demand, costs, pairs, kappas, start)
