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

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.firm_nests import pairs_of
from keiretsu.competition.makers import check_makers
from keiretsu.competition.solvers.any_demand import prices as general
from keiretsu.competition.solvers.mixed_logit import prices as mixed_prices
from keiretsu.competition.solvers.nested_logit import prices as reduced_prices
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit, simplest


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
        pairs = pairs_of(demand, firms)
        return prices - reduced_prices.markups(demand, prices, pairs, kappa)
    if isinstance(demand, MixedLogit):
        pairs = pairs_of(demand, firms)
        return prices - mixed_prices.markups(demand, prices, pairs, kappa)
    return prices - general.markups(demand, prices, kappa[np.ix_(firms, firms)])


def solve_prices(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None = None,
    capacities: Float[np.ndarray, " J"] | None = None,
    held: Float[np.ndarray, " J"] | None = None,
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
    held
        Prices that stay as given, shape `(J,)`, NaN for those to be found; None finds
        all.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.
    """
    limits = capacities is not None or held is not None
    if limits or not isinstance(demand, Logit | NestedLogit | MixedLogit):
        return general.solve(
            demand,
            costs,
            firms=firms,
            kappa=kappa,
            start=start,
            capacities=capacities,
            held=held,
        )
    firms, form = check_makers(firms, kappa), simplest(demand)
    pairs, deals = pairs_of(form, firms), kappa[None]
    if isinstance(form, MixedLogit):
        return mixed_prices.solve_each(form, costs, pairs, deals, start).deal(0)
    return reduced_prices.solve_each(form, costs, pairs, deals, start).deal(0)
