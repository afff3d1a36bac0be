"""The same deal under many demands at once.

Everything product-specific cancels: a market enters as the shares of its maker-nest
pairs, and the answer is the change of each pair's markup.
"""

from __future__ import annotations

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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DemandBatch(Value):
    """N answers to one deal.

    Attributes
    ----------
    markup_change
        Currency units, shape `(N, P)`.
    log_sum_change
        Change of the log-sum that measures buyers' surplus, shape `(N,)`.
    converged
        Whether the first-order conditions hold, shape `(N,)`.
    """

    markup_change: Float[np.ndarray, "N P"]
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
    """
    keep_freed_memory()
    alpha = floats(alpha, "alpha", shape=(None,), above=0)
    nesting = floats(nesting, "nesting", shape=(len(alpha), None), least=0, below=1)
    outside = floats(outside, "outside", shape=alpha.shape, above=0, below=1)
    before, after = (check_makers([], kappa)[1] for kappa in (before, after))
    inside = floats(inside, "inside", shape=pairs.of_product.shape, above=0)
    mass = pairs.total(inside)
    parts = [
        _solve_some(
            (mass, pairs.nest, pairs.weights(before), pairs.weights(after)),
            alpha[part, None],
            nesting[part],
            outside[part, None],
        )
        for part in chunks(len(alpha), len(mass) ** 2)
    ]
    change, log_sum, gap, largest = map(np.concatenate, zip(*parts, strict=True))
    return DemandBatch(
        markup_change=change,
        log_sum_change=log_sum,
        converged=gap <= TOLERANCE * largest,
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


def _solve_some(
    fixed: tuple[np.ndarray, ...],
    alpha: Float[np.ndarray, "N 1"],
    nesting: Float[np.ndarray, "N G"],
    outside: Float[np.ndarray, "N 1"],
) -> tuple[np.ndarray, ...]:
    """Return changes of markups and log-sums, residuals and largest markups."""
    mass, nest, before, after = fixed
    system, markups = calibrated(mass, nest, before, after, alpha, nesting, outside)
    roots = solve_markups(system, markups)
    choice = choices_at(system, roots.markups)
    rise = choice.inclusive + np.log(outside[:, 0])
    largest = np.abs(roots.markups).max(axis=1)
    return roots.markups - markups, rise, roots.residual, largest
