"""Many deals on one market under logit or nested logit demand, all steps at once.

Every deal starts from prices before; their common slope there serves all of them for
chord steps, which cost a product of two tables for the whole batch. Newton's method
finishes what chord steps leave over.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from keiretsu.competition import padding, reduced
from keiretsu.competition.bertrand import log_worth
from keiretsu.competition.conditions import violations
from keiretsu.competition.equilibrium import Equilibria, curvature
from keiretsu.competition.guesses import guesses
from keiretsu.competition.pairs import Pairs
from keiretsu.demand import NestedLogit

CHUNK = 64
"""Deals a call of the compiled program solves."""

_CHORDS = 12
_TARGET = 1e-13
"""Largest gap at which chord steps end, as a share of the largest markup."""


def solve_each(
    demand: NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibria:
    """Return the prices after each of many deals, 64 to a call of the program."""
    count, unknowns = len(kappas), len(pairs.firm)
    log_a = log_worth(pairs, demand.delta - demand.alpha * costs, demand.sigma)
    if start is None:
        first = guesses(pairs, log_a, alpha=demand.alpha, sigma=demand.sigma)[0]
    else:
        first = pairs.total(start - costs) / np.bincount(pairs.of_product)
    with jax.enable_x64(True):
        system = padding.filled_system(
            pairs, log_a, alpha=demand.alpha, sigma=demand.sigma, kappa=kappas[0]
        )
        size = len(system.log_a)
        begin = padding.fill(first, size, 1 / float(demand.alpha))
        centre = system._replace(
            kappa=padding.fill_square(pairs.weights(kappas.mean(axis=0)), size)
        )
        anchor, inverse = _anchor(centre, begin)
        parts = []
        for low in range(0, count, CHUNK):
            some = kappas[low : low + CHUNK]
            weights = _weights(pairs, some, size)
            found = _solve_chunk(system, weights, anchor, inverse)
            parts.append([np.asarray(part)[: len(some)] for part in found])
    markups, steps, slopes = map(np.concatenate, zip(*parts, strict=True))
    prices = costs + markups[:, pairs.of_product]
    return Equilibria(
        prices=prices,
        markups=prices - costs,
        shares=np.array([demand.shares(at) for at in prices]),
        residual=_residuals(demand, prices, costs, pairs, kappas),
        curvature=np.array([curvature(s[:unknowns, :unknowns], pairs) for s in slopes]),
        steps=steps,
    )


def _residuals(
    demand: NestedLogit,
    prices: Float[np.ndarray, "D J"],
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappas: Float[np.ndarray, "D F F"],
) -> Float[np.ndarray, " D"]:
    return np.array(
        [
            np.max(np.abs(violations(demand, at, costs, pairs, kappa)))
            for at, kappa in zip(prices, kappas, strict=True)
        ]
    )


def _weights(pairs: Pairs, kappas: np.ndarray, size: int) -> np.ndarray:
    """Return weights between pairs, `(CHUNK, P, P)`; missing deals repeat the last."""
    count = len(pairs.firm)
    filled = np.broadcast_to(np.eye(size), (CHUNK, size, size)).copy()
    which = np.minimum(np.arange(CHUNK), len(kappas) - 1)
    some = kappas[:, pairs.firm[:, None], pairs.firm[None, :]]
    filled[:, :count, :count] = some[which]
    return filled


@jax.jit
def _anchor(centre: reduced.System, first: Any) -> tuple[Array, Array]:
    """Return the solution under average weights and the inverse Jacobian there."""
    root = reduced.solve(centre, first)
    return root.markups, jnp.linalg.inv(reduced.jacobian(centre, root.markups))


def _one(
    system: reduced.System, kappa: Array, anchor: Array, inverse: Array
) -> tuple[Array, Array, Array]:
    own = system._replace(kappa=kappa)

    def going(state: tuple[Array, Array, Array]) -> Array:
        markups, gap, steps = state
        size = jnp.max(jnp.abs(gap))
        return (size > _TARGET * jnp.max(jnp.abs(markups))) & (steps < _CHORDS)

    def go(state: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        markups, gap, steps = state
        ahead = markups - inverse @ gap
        there = reduced.residual(own, ahead)
        better = jnp.max(jnp.abs(there)) < jnp.max(jnp.abs(gap))
        kept = jnp.where(better, ahead, markups)
        return (
            kept,
            jnp.where(better, there, gap),
            jnp.where(better, steps + 1, _CHORDS),
        )

    zero = jnp.zeros((), int)
    near = jax.lax.while_loop(going, go, (anchor, reduced.residual(own, anchor), zero))
    root = reduced.solve(own, near[0])
    return root.markups, near[2] + root.steps, reduced.jacobian(own, root.markups)


_solve_chunk = jax.jit(jax.vmap(_one, in_axes=(None, 0, None, None)))
