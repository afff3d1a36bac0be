"""The same deal under many demands at once, one compiled program for all of them.

Everything product-specific cancels: a market enters as the shares of its maker-nest
pairs, and the answer is the change of each pair's markup.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from keiretsu.competition import padding, reduced
from keiretsu.competition.equilibrium import TOLERANCE
from keiretsu.competition.pairs import Pairs

CHUNK = 64
"""Draws solved together; bounds memory and wastes little on the last chunk."""


@dataclass(frozen=True, kw_only=True)
class Batch:
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


def simulate(
    pairs: Pairs,
    inside: Float[np.ndarray, " J"],
    *,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    alpha: Float[np.ndarray, " N"],
    sigma: Float[np.ndarray, "N G"],
    outside: Float[np.ndarray, " N"],
) -> Batch:
    """Calibrate to today's shares and solve the deal, for each of N demands.

    Parameters
    ----------
    pairs
        The market's maker-nest pairs.
    inside
        Shares of the cars sold, shape `(J,)`, summing to 1.
    before, after
        Profit weights, shape `(F, F)`.
    alpha, sigma, outside
        The N demands: price coefficients, nesting parameters, outside shares.
    """
    count = len(alpha)
    padded = -(-count // CHUNK) * CHUNK
    fill = np.minimum(np.arange(padded), count - 1).reshape(-1, CHUNK)
    mass = pairs.total(inside)
    size = padding.standard_size(len(mass))
    nests = padding.standard_size(sigma.shape[1])
    spread = np.pad(sigma, ((0, 0), (0, nests - sigma.shape[1])))
    with jax.enable_x64(True):
        fixed = (
            padding.fill(mass, size, 0.0),
            padding.filled_nests(pairs, size),
            padding.fill_square(pairs.weights(before), size),
            padding.fill_square(pairs.weights(after), size),
        )
        parts = [
            _solve_chunk(*fixed, *map(jnp.asarray, (alpha[n], spread[n], outside[n])))
            for n in fill
        ]
        change, log_sum, gap, largest = (
            np.concatenate([np.asarray(part[k]) for part in parts])[:count]
            for k in range(4)
        )
    return Batch(
        markup_change=change[:, : len(mass)],
        log_sum_change=log_sum,
        converged=gap <= TOLERANCE * largest,
    )


def calibrated(
    mass: Float[Array, " P"],
    nest: Int[Array, " P"],
    before: Float[Array, "P P"],
    after: Float[Array, "P P"],
    alpha: Float[Array, ""],
    sigma: Float[Array, " G"],
    outside: Float[Array, ""],
) -> tuple[reduced.System, Float[Array, " P"]]:
    """Return the system after a deal and today's markups, for one demand; traced.

    Parameters
    ----------
    mass
        Inside share of each pair, shape `(P,)`; 0 for pairs that sell nothing.
    nest
        Nest of each pair, shape `(P,)`.
    before, after
        Profit weights between pairs, shape `(P, P)`.
    alpha, sigma, outside
        Price coefficient, nesting parameters `(G,)`, outside share.
    """
    shares = mass * (1 - outside)
    of_nest = jax.ops.segment_sum(shares, nest, num_segments=sigma.shape[0])[nest]
    selling = mass > 0
    within = shares / of_nest
    spread = sigma[nest]
    markups = reduced.markups_at(
        within, shares, alpha, spread, before, nest[:, None] == nest[None, :]
    )
    log_within = jnp.log(jnp.where(selling, within, 1.0))
    log_nest = jnp.log(of_nest / outside) / (1 - spread)
    worth = log_within + log_nest + alpha * markups / (1 - spread)
    log_a = jnp.where(selling, worth, reduced.NOTHING)
    return reduced.System(log_a, alpha, sigma, nest, after), markups


def _one(*inputs: Array) -> tuple[Array, Array, Array, Array]:
    """Return markup change, log-sum change, residual and largest markup of one draw."""
    system, markups = calibrated(*inputs)
    root = reduced.solve(system, markups)
    outside = inputs[-1]
    rise = reduced.choose(system, root.markups).inclusive + jnp.log(outside)
    size = jnp.max(jnp.abs(root.markups))
    return root.markups - markups, rise, root.residual, size


_solve_chunk = jax.jit(jax.vmap(_one, in_axes=(None, None, None, None, 0, 0, 0)))
