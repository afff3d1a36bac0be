r"""How costs reach prices: the derivative of equilibrium prices, without solving again.

At a solution the implicit function theorem gives it from one linear system. With
markups m of maker-nest pairs solving :math:`R(m, a) = 0`, where a is the log of what
each pair is worth at cost,

.. math:: dm/dc = -(\partial R/\partial m)^{-1}\,(\partial R/\partial a)\, da/dc ,

and prices are costs plus markups. Other forms go product by product.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import linearised, padding, reduced
from keiretsu.competition.bertrand import log_worth, paired
from keiretsu.competition.makers import check_makers
from keiretsu.demand import Demand, Logit, NestedLogit


def pass_through(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, "J J"]:
    """Return the change of price j per unit of cost k, at an equilibrium, `(J, J)`.

    Every maker responds: this is the pass-through of a cost change to the new
    equilibrium, not that of one maker holding its rivals' prices fixed.

    Parameters
    ----------
    demand, firms, kappa
        As for `solve_prices`: any form.
    prices, costs
        An equilibrium, shape `(J,)`.

    References
    ----------
    Weyl & Fabinger (2013), "Pass-through as an economic tool"; Jaffe & Weyl (2013),
    "The first-order approach to merger analysis".
    """
    if not isinstance(demand, Logit | NestedLogit):
        firms = check_makers(firms, kappa)
        return linearised.cost_responses(
            demand, prices, costs, firms=firms, kappa=kappa
        )
    form = demand.nested()
    pairs = paired(form, firms, kappa)
    log_a = log_worth(pairs, form.delta - form.alpha * costs, form.sigma)
    markups = pairs.total(prices - costs) / np.bincount(pairs.of_product)
    count = len(pairs.firm)
    with jax.enable_x64(True):
        system = padding.filled_system(
            pairs, log_a, alpha=form.alpha, sigma=form.sigma, kappa=kappa
        )
        size = len(system.log_a)
        at = padding.fill(markups, size, 1 / float(form.alpha))
        by_markup, by_worth = (np.asarray(d) for d in _derivatives(system, at))
    response = -np.linalg.solve(by_markup[:count, :count], by_worth[:count, :count])
    product_nest = form.nests
    steep = form.alpha / (1 - form.sigma)[product_nest]
    sold = form.shares(prices)
    within = sold / pairs.total(sold)[pairs.of_product]
    moved = response[np.ix_(pairs.of_product, pairs.of_product)]
    return np.eye(len(prices)) - moved * (steep * within)[None, :]


@jax.jit
def _derivatives(system: reduced.System, markups: Any) -> tuple[Any, Any]:
    """Return the residual's derivatives by markups and by worth at cost."""

    def by_worth(log_a: Any) -> Any:
        return reduced.residual(system._replace(log_a=log_a), markups)

    return reduced.jacobian(system, markups), jax.jacfwd(by_worth)(system.log_a)
