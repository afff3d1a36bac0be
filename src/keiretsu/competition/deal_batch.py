"""Many deals on one market: what each pair of makers would do, in one call.

The market is prepared once. A deal is its profit weights, so mergers, stakes and their
unions mix freely in a batch.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.equilibrium import Equilibria
from keiretsu.competition.firm_nests import pairs_of
from keiretsu.competition.makers import OWN, check_makers
from keiretsu.competition.solvers.mixed_logit import prices as mixed_prices
from keiretsu.competition.solvers.nested_logit import prices as reduced_prices
from keiretsu.demand import Logit, MixedLogit, NestedLogit, simplest
from keiretsu.errors import ShapeError


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
    pairs = pairs_of(demand, firms)
    if isinstance(demand, MixedLogit):
        return mixed_prices.solve_each(demand, costs, pairs, kappas, start)
    return reduced_prices.solve_each(demand, costs, pairs, kappas, start)
