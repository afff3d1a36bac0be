"""The logit, nested and mixed logit by their own solvers, and what follows a failure.

Each has a solver that knows its structure; where it finds nothing the general solver
starts from several prices and goes product by product.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.inputs import MarketArrays
from keiretsu.competition.many_equilibria import Equilibria
from keiretsu.competition.solvers.any_demand.prices import solve_any_demand
from keiretsu.competition.solvers.memory import keep_freed_memory
from keiretsu.competition.solvers.mixed_logit.prices import solve_mixed_logit
from keiretsu.competition.solvers.nested_logit.prices import (
    solve_nested_logit,
    solve_one_nested_logit,
)
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit

_MOST_ELSEWHERE = 400
"""Products up to which the general solver is tried after a form's own has failed."""


def solve_choice_model(
    form: Logit | NestedLogit | MixedLogit,
    at: MarketArrays,
    kappas: Float[np.ndarray, "D F F"],
) -> Equilibria:
    """Return the answers of the form's own solver."""
    keep_freed_memory()
    pairs = firm_nests_under(form, at.firms)
    if isinstance(form, MixedLogit):
        found = solve_mixed_logit(form, at.costs, pairs, kappas, at.start)
        return Equilibria.of(found)
    return solve_nested_logit(form, at.costs, pairs, kappas, at.start)


def solve_one_choice_model(
    form: Logit | NestedLogit | MixedLogit, at: MarketArrays
) -> Equilibrium:
    """Return the answer to one deal of the form's own solver."""
    keep_freed_memory()
    pairs = firm_nests_under(form, at.firms)
    if isinstance(form, MixedLogit):
        return solve_mixed_logit(form, at.costs, pairs, at.kappa[None], at.start)[0]
    return solve_one_nested_logit(form, at.costs, pairs, at.kappa, at.start)


def from_elsewhere(
    form: Demand,
    at: MarketArrays,
    kappa: Float[np.ndarray, "F F"],
    failed: Equilibrium,
) -> Equilibrium:
    """Return what the general solver finds where the form's own has found nothing.

    It starts from several prices and goes product by product; with profit weights above
    1 there may be several equilibria, and quick steps may run off between them.
    """
    if len(at.costs) > _MOST_ELSEWHERE:
        return failed
    other = solve_any_demand(form, at.costs, firms=at.firms, kappa=kappa)
    return other if other.converged else failed


def mended(
    form: Demand,
    at: MarketArrays,
    kappas: Float[np.ndarray, "D F F"],
    found: Equilibria,
) -> Equilibria:
    """Return the answers with those that failed sought from elsewhere."""
    deals = [
        deal if deal.converged else from_elsewhere(form, at, kappa, deal)
        for kappa, deal in zip(kappas, map(found.deal, range(len(kappas))), strict=True)
    ]
    return Equilibria.of(deals)
