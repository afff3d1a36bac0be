r"""Price competition: costs from prices, and the prices that makers then set.

The manager of maker f maximises :math:`\sum_g \kappa_{fg} \pi_g`. For product j of f

.. math:: s_j + \sum_k \kappa_{f f(k)} (p_k - c_k)\, \partial s_k / \partial p_j = 0 .

Merger, partial stake and full control differ only in kappa. The answer carries how far
it violates these conditions, computed anew from the demand's own derivatives, and
whether each maker is at a maximum rather than a minimum.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import general, mixed_prices, reduced
from keiretsu.competition.conditions import judge
from keiretsu.competition.equilibrium import Equilibrium, curvature, with_worst
from keiretsu.competition.guesses import guesses
from keiretsu.competition.makers import check_makers
from keiretsu.competition.newton import find_root
from keiretsu.competition.pairs import Pairs, pair_up
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit


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
    if isinstance(demand, MixedLogit):
        pairs = paired(demand, firms, kappa)
        return prices - mixed_prices.markups(demand, prices, pairs, kappa)
    if not isinstance(demand, Logit | NestedLogit):
        firms = check_makers(firms, kappa)
        return prices - general.markups(demand, prices, kappa[np.ix_(firms, firms)])
    form = demand.nested()
    pairs = paired(form, firms, kappa)
    shares = form.shares(prices)
    markups = pre_markups(
        pairs, shares, alpha=form.alpha, sigma=form.sigma, kappa=kappa
    )
    return prices - markups[pairs.of_product]


def pre_markups(
    pairs: Pairs,
    shares: Float[np.ndarray, " J"],
    *,
    alpha: float,
    sigma: Float[np.ndarray, " G"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " P"]:
    """Return the markup of each pair that makes observed shares optimal, `(P,)`."""
    mass = pairs.total(shares)
    within = mass / np.bincount(pairs.nest, weights=mass)[pairs.nest]
    return reduced.markups_at(
        within,
        mass,
        alpha,
        sigma[pairs.nest],
        pairs.weights(kappa),
        pairs.same_nest,
    )


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
    if isinstance(demand, MixedLogit):
        pairs = paired(demand, firms, kappa)
        spot = mixed_prices.solve(demand, costs, pairs, kappa, start)
        return with_worst(spot, demand, costs, firms=firms, kappa=kappa)
    form = demand.nested()
    pairs = paired(form, firms, kappa)
    log_a = log_worth(pairs, (form.delta - form.alpha * costs), form.sigma)
    if start is None:
        starts = guesses(pairs, log_a, alpha=form.alpha, sigma=form.sigma)
    else:
        starts = (pairs.total(start - costs) / np.bincount(pairs.of_product),)
    bound = bool(form.sigma.any())
    system = reduced.System(
        log_a=log_a,
        alpha=form.alpha,
        sigma=form.sigma if bound else None,
        nest=pairs.nest if bound else None,
        kappa=pairs.weights(kappa),
    )
    for first in starts:
        root = find_root(partial(reduced.linearise, system), first)
        markups = root.at[pairs.of_product]
        prices = costs + markups
        verdict = judge(form, prices, costs, pairs, kappa)
        found = Equilibrium(
            prices=prices,
            markups=markups,
            shares=verdict.shares,
            residual=float(np.max(np.abs(verdict.misses))),
            curvature=curvature(reduced.jacobian(system, root.at), pairs),
            steps=root.steps,
            worst=int(np.argmax(np.abs(verdict.misses))),
        )
        if found.converged:
            break
    return found


def log_worth(
    pairs: Pairs, utilities: Float[np.ndarray, " J"], sigma: Float[np.ndarray, " G"]
) -> Float[np.ndarray, " P"]:
    """Return log sums of exp(utility / (1 - sigma)) by pair, shape `(P,)`."""
    scaled = utilities / (1 - sigma)[pairs.nest[pairs.of_product]]
    top = np.full(len(pairs.firm), -np.inf)
    np.maximum.at(top, pairs.of_product, scaled)
    return top + np.log(pairs.total(np.exp(scaled - top[pairs.of_product])))


def paired(
    form: NestedLogit | MixedLogit,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Pairs:
    """Check that makers and weights fit the demand; return the pairs."""
    firms = check_makers(firms, kappa)
    nests = np.zeros(len(firms), dtype=int) if form.nests is None else form.nests
    return pair_up(firms, nests)
