"""Prices under logit and nested logit demand: many deals on one market, or one.

A market enters as what its maker-nest pairs are worth at cost; a deal is its profit
weights. The answer is checked product by product, on the demand's own terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.equilibrium import Equilibrium, price_scale
from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.first_order import first_order_terms
from keiretsu.competition.many_equilibria import Equilibria
from keiretsu.competition.solvers.nested_logit.aggregative import (
    group_markups,
    groups_in,
)
from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    System,
    markup_jacobian,
    markups_at,
)
from keiretsu.competition.solvers.nested_logit.markups import chunks, solve_markups
from keiretsu.competition.solvers.nested_logit.starting_values import guesses
from keiretsu.demand import Logit, NestedLogit
from keiretsu.extremes import every, largest


def nested_logit_markups(
    demand: Logit | NestedLogit,
    prices: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the markup that makes observed prices optimal, `(J,)`."""
    nesting = demand.nesting if isinstance(demand, NestedLogit) else None
    found = markups_from_shares(
        pairs, demand.shares(prices), alpha=demand.alpha, nesting=nesting, kappa=kappa
    )
    return found[pairs.of_product]


def markups_from_shares(
    pairs: FirmNests,
    shares: Float[np.ndarray, " J"],
    *,
    alpha: float,
    nesting: Float[np.ndarray, " G"] | None,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " P"]:
    """Return the markup of each pair that makes observed shares optimal, `(P,)`.

    `nesting` is None where nests bind nothing.
    """
    mass, weights = pairs.total(shares), pairs.weights(kappa)
    if nesting is None:
        return markups_at(mass, mass, alpha, None, weights, None)
    within = mass / np.bincount(pairs.nest, weights=mass)[pairs.nest]
    spread = nesting[pairs.nest]
    return markups_at(within, mass, alpha, spread, weights, pairs.same_nest)


def solve_nested_logit(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibria:
    """Return the prices after each of D deals; memory does not grow with D.

    Parameters
    ----------
    demand, costs
        As for `solve_prices`.
    pairs
        The market's maker-nest pairs; under the logit the makers.
    kappas
        Profit weights, shape `(D, F, F)`.
    start
        Prices to start from, shape `(J,)`; None for guesses. Where makers merge
        outright under the logit there is one equilibrium and the start does not matter.
    """
    numbers = max(len(pairs.firm) ** 2, len(costs) * _nest_count(demand))
    parts = [
        _solve_some(demand, costs, pairs, kappas[part], start)
        for part in chunks(len(kappas), numbers)
    ]
    if len(parts) == 1:
        return parts[0]
    return Equilibria.joined(parts)


def _nest_count(demand: Logit | NestedLogit) -> int:
    return 1 if isinstance(demand, Logit) else len(demand.nesting)


def solve_one_nested_logit(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibrium:
    """Return the prices after one deal, without the tables of many where it can."""
    if isinstance(demand, Logit):
        weights = pairs.weights(kappa)
        lead, whole = groups_in(weights)
        if whole:
            worth = pairs.log_total(demand.delta - demand.alpha * costs)
            markups = group_markups(worth, demand.alpha, lead)
            checked = _both_orders(demand, costs, pairs, weights, markups)
            found = _one(checked, price_scale(demand, costs))
            if found.converged:
                return found
    return solve_nested_logit(demand, costs, pairs, kappa[None], start).deal(0)


def _solve_some(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibria:
    system = system_of(demand, costs, pairs, kappas)
    found = None
    if isinstance(demand, Logit):
        lead, whole = groups_in(system.kappa)
        near = group_markups(system.log_a[0], demand.alpha, lead)
        if every(whole):
            found = _verified(
                demand, costs, pairs, system, near, np.zeros(len(near), int)
            )
            if every(found.converged):
                return found
    else:
        near = None
    for first in _starts(demand, costs, pairs, system, start, near):
        roots = solve_markups(system, first)
        answer = _verified(demand, costs, pairs, system, roots.markups, roots.steps)
        found = answer if found is None else found.mended_by(answer)
        if found.converged.all():
            break
    assert found is not None
    return found


def system_of(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    kappas: Float[np.ndarray, "D F F"],
) -> System:
    """Return the conditions of a market under each deal's weights."""
    worth = demand.delta - demand.alpha * costs
    nesting, nest = None, None
    if isinstance(demand, NestedLogit):
        worth = worth / (1 - demand.nesting)[demand.nests]
        nesting, nest = demand.nesting[None], pairs.nest
    return System(
        log_a=pairs.log_total(worth)[None],
        alpha=np.array([[demand.alpha]]),
        nesting=nesting,
        nest=nest,
        kappa=pairs.weights(kappas),
    )


def _starts(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    system: System,
    start: Float[np.ndarray, " J"] | None,
    near: Float[np.ndarray, "D P"] | None,
) -> Iterator[Float[np.ndarray, "D P"]]:
    """Yield markups to start from, `(D, P)`, best first."""
    size = system.kappa.shape[:2]
    if start is not None:
        yield np.broadcast_to(pairs.mean(start - costs), size)
    if near is not None:
        yield near
    nesting = np.zeros(1) if isinstance(demand, Logit) else demand.nesting
    for guess in guesses(pairs, system.log_a[0], alpha=demand.alpha, nesting=nesting):
        yield np.broadcast_to(guess, size)


class _Checked(NamedTuple):
    """Product prices at given markups, `(..., J)`, and what both orders say of them."""

    prices: Float[np.ndarray, "*D J"]
    markups: Float[np.ndarray, "*D J"]
    shares: Float[np.ndarray, "*D J"]
    misses: Float[np.ndarray, "*D J"]
    bend: Any


def _both_orders(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    weights: Float[np.ndarray, "*D P P"],
    markups: Float[np.ndarray, "*D P"],
) -> _Checked:
    """Return prices at the markups; the second order under the plain logit only."""
    added = markups.take(pairs.of_product, axis=-1)
    prices = costs + added
    terms = first_order_terms(demand, prices, costs, pairs, weights)
    bend: Any = np.nan
    if isinstance(demand, Logit):
        pull = 1 + demand.alpha * (terms.earned - markups)
        pull *= pairs.total(terms.shares)
        bend = 1 - (largest(pull) if pull.ndim == 1 else pull.max(axis=-1))
    return _Checked(prices, added, terms.shares, np.abs(terms.residuals), bend)


def _one(checked: _Checked, scale: float) -> Equilibrium:
    """Return one deal under the logit, verified."""
    worst = int(checked.misses.argmax())
    return Equilibrium.made(
        prices=checked.prices,
        markups=checked.markups,
        shares=checked.shares,
        residual=checked.misses.item(worst),
        worst=worst,
        curvature=float(checked.bend),
        steps=0,
        scale=scale,
        shadow_costs=None,
        no_equilibrium=None,
        _search=None,
    )


def _verified(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: FirmNests,
    system: System,
    markups: Float[np.ndarray, "D P"],
    steps: Int[np.ndarray, " D"],
) -> Equilibria:
    """Return product prices with both orders of the conditions checked."""
    checked = _both_orders(demand, costs, pairs, system.kappa, markups)
    bend = checked.bend
    if isinstance(demand, NestedLogit):
        bend = curvatures(markup_jacobian(system, markups), pairs)
    worst = checked.misses.argmax(axis=1)
    return Equilibria.made(
        prices=checked.prices,
        markups=checked.markups,
        shares=checked.shares,
        residual=checked.misses[np.arange(len(worst)), worst],
        worst=worst,
        curvature=bend,
        steps=steps,
        scale=np.full(len(worst), price_scale(demand, costs)),
        no_equilibrium={},
    )


def curvatures(
    slopes: Float[np.ndarray, "D P P"], pairs: FirmNests
) -> Float[np.ndarray, " D"]:
    """Return the smallest eigenvalue of the makers' own blocks of Jacobians, `(D,)`.

    At a solution a maker's Hessian is negative definite exactly if its own block of the
    reduced Jacobian has positive eigenvalues: the two are similar up to the positive
    scale of each condition. Without nests a block is one number.
    """
    smallest = np.diagonal(slopes, axis1=1, axis2=2).min(axis=1)
    several = np.flatnonzero(np.bincount(pairs.firm) > 1)
    for firm in several:
        own = np.flatnonzero(pairs.firm == firm)
        block = slopes[:, own[:, None], own[None, :]]
        finite = np.isfinite(block).all(axis=(1, 2))
        least = np.full(len(slopes), -np.inf)
        least[finite] = np.linalg.eigvals(block[finite]).real.min(axis=1)
        smallest = np.minimum(smallest, least)
    return smallest
