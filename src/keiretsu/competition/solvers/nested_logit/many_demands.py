"""The same deal under many demands at once.

Everything product-specific cancels: a market enters as the shares of its maker-nest
pairs, and the answer is the change of each pair's markup. Where costs move too, a pair
is worth what its products are at the moved costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.equilibrium import TOLERANCE
from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.memory import keep_freed_memory
from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    System,
    choices_at,
    markups_at,
)
from keiretsu.competition.solvers.nested_logit.markups import chunks, solve_markups
from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.values import Value

Dearer = Callable[[int, Float[np.ndarray, " J"]], Float[np.ndarray, " J"]]
"""From the number of a demand and today's markups to how much costs rise, `(J,)`.

NaN where that is not known: the demand is left unsolved.
"""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DemandBatch(Value):
    """N answers to one deal.

    Attributes
    ----------
    markup_change
        Currency units, shape `(N, P)`.
    cost_change
        Currency units, shape `(N, J)`; None where costs stay.
    log_sum_change
        Change of the log-sum that measures buyers' surplus, shape `(N,)`.
    converged
        Whether the first-order conditions hold, shape `(N,)`.
    """

    markup_change: Float[np.ndarray, "N P"]
    cost_change: Float[np.ndarray, "N J"] | None
    log_sum_change: Float[np.ndarray, " N"]
    converged: np.ndarray


@in_one_thread
def solve_many_demands(
    pairs: FirmNests,
    inside: Float[np.ndarray, " J"],
    *,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    alpha: Float[np.ndarray, " N"],
    nesting: Float[np.ndarray, "N G"],
    outside: Float[np.ndarray, " N"],
    dearer: Dearer | None = None,
) -> DemandBatch:
    """Calibrate to today's shares and solve the deal, for each of N demands.

    Parameters
    ----------
    pairs
        The market's maker-nest pairs.
    inside
        Shares of the cars sold, shape `(J,)`, summing to 1.
    before, after
        Profit weights, shape `(F, F)`.
    alpha, nesting, outside
        The N demands: price coefficients, nesting parameters, outside shares.
    dearer
        How much more each product costs its maker after the deal, currency units; None
        where costs stay.
    """
    keep_freed_memory()
    alpha = floats(alpha, "alpha", shape=(None,), above=0)
    nesting = floats(nesting, "nesting", shape=(len(alpha), None), least=0, below=1)
    outside = floats(outside, "outside", shape=alpha.shape, above=0, below=1)
    before, after = (check_makers([], kappa)[1] for kappa in (before, after))
    inside = floats(inside, "inside", shape=pairs.of_product.shape, above=0)
    mass = pairs.total(inside)
    fixed = (mass, pairs.nest, pairs.weights(before), pairs.weights(after))
    logs = np.log(inside / mass[pairs.of_product])
    rise = np.zeros((len(alpha), 0 if dearer is None else len(inside)))
    parts = []
    for part in chunks(len(alpha), max(len(mass) ** 2, len(inside))):
        few = alpha[part, None], nesting[part], outside[part, None]
        system, markups = calibrated(*fixed, *few)
        if dearer is not None:
            for number, one in zip(range(len(alpha))[part], markups, strict=True):
                rise[number] = dearer(number, one[pairs.of_product])
            known = np.nan_to_num(rise[part])
            system = at_costs(system, pairs, logs, known)
        parts.append(_solve_some(system, markups, few[2]))
    change, log_sum, gap, largest = map(np.concatenate, zip(*parts, strict=True))
    found = gap <= TOLERANCE * largest
    return DemandBatch(
        markup_change=change,
        cost_change=None if dearer is None else rise,
        log_sum_change=log_sum,
        converged=found & np.isfinite(rise).all(axis=1),
    )


def calibrated(
    mass: Float[np.ndarray, " P"],
    nest: Int[np.ndarray, " P"],
    before: Float[np.ndarray, "P P"],
    after: Float[np.ndarray, "P P"],
    alpha: Float[np.ndarray, "N 1"],
    nesting: Float[np.ndarray, "N G"],
    outside: Float[np.ndarray, "N 1"],
) -> tuple[System, Float[np.ndarray, "N P"]]:
    """Return the systems after a deal and today's markups, for N demands.

    Parameters
    ----------
    mass
        Inside share of each pair, shape `(P,)`.
    nest
        Nest of each pair, shape `(P,)`.
    before, after
        Profit weights between pairs, shape `(P, P)`.
    alpha, nesting, outside
        Price coefficients, `(N, 1)`, nesting parameters `(N, G)`, outside shares,
        `(N, 1)`; complex numbers pass through.
    """
    shares = mass * (1 - outside)
    members = (nest[:, None] == np.arange(nesting.shape[1])) * 1.0
    of_nest = (shares @ members)[:, nest]
    within, spread = shares / of_nest, nesting[:, nest]
    same = nest[:, None] == nest[None, :]
    markups = markups_at(within, shares, alpha, spread, before, same)
    log_nest = np.log(of_nest / outside) / (1 - spread)
    log_a = np.log(within) + log_nest + alpha * markups / (1 - spread)
    return System(log_a, alpha, nesting, nest, after[None]), markups


def at_costs(
    system: System,
    pairs: FirmNests,
    logs: Float[np.ndarray, " J"],
    rise: Float[np.ndarray, "N J"],
) -> System:
    r"""Return the systems of products that cost more, or less.

    A pair's worth changes by :math:`\log \sum_j w_j e^{-\alpha \Delta c_j / (1 -
    \sigma)}`, with w the products' parts of what the pair sells today.

    Parameters
    ----------
    system, pairs
        N systems, and the market's maker-nest pairs.
    logs
        Log of each product's part of its pair's sales, shape `(J,)`.
    rise
        How much more each product costs, currency units.
    """
    spread = system.nesting[:, pairs.nest[pairs.of_product]]
    moved = logs - system.alpha * rise / (1 - spread)
    worth = np.array([pairs.log_total(row) for row in moved])
    return system._replace(log_a=system.log_a + worth)


def _solve_some(
    system: System,
    markups: Float[np.ndarray, "N P"],
    outside: Float[np.ndarray, "N 1"],
) -> tuple[np.ndarray, ...]:
    """Return changes of markups and log-sums, residuals and largest markups."""
    roots = solve_markups(system, markups)
    choice = choices_at(system, roots.markups)
    rise = choice.inclusive + np.log(outside[:, 0])
    largest = np.abs(roots.markups).max(axis=1)
    return roots.markups - markups, rise, roots.residual, largest
