r"""The first-order conditions of price competition, with one unknown a maker and nest.

Under (nested) logit demand all products of maker f in nest g carry the same markup
:math:`m_{fg}`, whatever their costs, because

.. math:: m_{fg} = \frac{1-\sigma_g}{\alpha}
     + \sigma_g \sum_{k \in g} \kappa_{f f(k)} s_{k|g} m_k
     + (1-\sigma_g) \sum_k \kappa_{f f(k)} s_k m_k .

So a market of hundreds of products is a system of some dozens of unknowns, solved by
Newton's method with the exact Jacobian. A pair is a maker in a nest; `log_a` is the log
of :math:`\sum_{j} e^{(\delta_j - \alpha c_j)/(1-\sigma_g)}` over a pair's products.
All functions are traced by JAX and expect 64-bit arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

NOTHING = -1e30
"""Log of what a pair that sells nothing, or an empty nest, is worth."""


class System(NamedTuple):
    """The P unknowns' coefficients.

    Attributes
    ----------
    log_a
        Attractiveness of each pair at cost, shape `(P,)`; `NOTHING` sells nothing.
    alpha
        Price coefficient, a scalar.
    sigma
        Nesting parameter of each nest, shape `(G,)`; None if nests bind nothing.
    nest
        Nest of each pair, shape `(P,)`; None if nests bind nothing.
    kappa
        Weight that the maker of pair p puts on the profit of pair q, `(P, P)`.
    """

    log_a: Float[Array, " P"]
    alpha: Float[Array, ""]
    sigma: Float[Array, " G"] | None
    nest: Int[Array, " P"] | None
    kappa: Float[Array, "P P"]


class Root(NamedTuple):
    """What Newton's method ended with.

    Attributes
    ----------
    markups
        Shape `(P,)`, currency units.
    residual
        Largest violation of the conditions, currency units.
    steps
        Newton steps taken.
    """

    markups: Float[Array, " P"]
    residual: Float[Array, ""]
    steps: Int[Array, ""]


class Choice(NamedTuple):
    """What buyers do at given markups: shares within nests, shares, log-sum."""

    within: Float[Array, " P"]
    shares: Float[Array, " P"]
    inclusive: Float[Array, ""]


def choose(system: System, markups: Float[Array, " P"]) -> Choice:
    """Return shares of each pair within its nest and of all buyers, both `(P,)`."""
    if system.nest is None or system.sigma is None:
        worth = system.log_a - system.alpha * markups
        inclusive = jax.nn.logsumexp(jnp.append(worth, 0.0))
        shares = jnp.exp(worth - inclusive)
        return Choice(shares, shares, inclusive)
    sigma = system.sigma[system.nest]
    scaled = system.log_a - system.alpha * markups / (1 - sigma)
    count = system.sigma.shape[0]
    top = jax.ops.segment_max(scaled, system.nest, num_segments=count)
    occupied = top > NOTHING / 2
    top = jnp.where(occupied, top, 0.0)
    total = jax.ops.segment_sum(
        jnp.exp(scaled - top[system.nest]), system.nest, num_segments=count
    )
    log_sum = jnp.where(
        occupied, top + jnp.log(jnp.where(occupied, total, 1.0)), NOTHING
    )
    value = (1 - system.sigma) * log_sum
    inclusive = jax.nn.logsumexp(jnp.append(value, 0.0))
    within = jnp.where(
        occupied[system.nest], jnp.exp(scaled - log_sum[system.nest]), 0.0
    )
    return Choice(within, within * jnp.exp(value - inclusive)[system.nest], inclusive)


def markups_at(
    within: Any, shares: Any, alpha: Any, sigma: Any, kappa: Any, same: Any
) -> Any:
    """Return the markups that make observed shares optimal, `(P,)`: a linear system.

    Takes shares within nests and of all buyers, `(P,)`, the price coefficient, nesting
    parameters by pair, `(P,)`, weights and whether pairs share a nest, `(P, P)`.
    Outside of traced functions the arrays may be NumPy's, which saves compiling.
    """
    xp = shares.__array_namespace__()
    pull = (
        sigma[:, None] * kappa * same * within[None, :]
        + (1 - sigma)[:, None] * kappa * shares[None, :]
    )
    return xp.linalg.solve(xp.eye(shares.shape[0]) - pull, (1 - sigma) / alpha)


def residual(system: System, markups: Float[Array, " P"]) -> Float[Array, " P"]:
    """Return what the conditions lack at given markups, `(P,)`, currency units."""
    return _linearise(system, markups)[0]


def jacobian(system: System, markups: Float[Array, " P"]) -> Float[Array, "P P"]:
    """Return the derivative of `residual`, shape `(P, P)`."""
    return _linearise(system, markups)[1]


def _linearise(
    system: System, markups: Float[Array, " P"]
) -> tuple[Float[Array, " P"], Float[Array, "P P"]]:
    """Return the residual and its exact Jacobian, in O(P²) work."""
    if system.nest is None or system.sigma is None:
        return _linearise_flat(system, markups)
    alpha, nest, kappa = system.alpha, system.nest, system.kappa
    sigma = system.sigma[nest]
    steep = alpha / (1 - sigma)
    within, shares, _ = choose(system, markups)
    same = nest[:, None] == nest[None, :]
    members = jax.nn.one_hot(nest, system.sigma.shape[0], dtype=markups.dtype)
    by_nest = (kappa * (markups * within)[None, :]) @ members
    own_nest = jnp.take_along_axis(by_nest, nest[:, None], axis=1)[:, 0]
    everywhere = kappa @ (markups * shares)

    gap = markups - (1 - sigma) / alpha - sigma * own_nest - (1 - sigma) * everywhere
    inner = same * (
        kappa * (within * (1 - steep * markups))[None, :]
        + own_nest[:, None] * (steep * within)[None, :]
    )
    outer = (
        kappa * (shares * (1 - steep * markups))[None, :]
        + by_nest[:, nest] * ((steep - alpha) * shares)[None, :]
        + everywhere[:, None] * (alpha * shares)[None, :]
    )
    slope = (
        jnp.eye(markups.shape[0])
        - sigma[:, None] * inner
        - (1 - sigma)[:, None] * outer
    )
    return gap, slope


def _linearise_flat(
    system: System, markups: Float[Array, " P"]
) -> tuple[Float[Array, " P"], Float[Array, "P P"]]:
    """Return the same where nests bind nothing."""
    alpha, kappa, shares = system.alpha, system.kappa, choose(system, markups).shares
    earned = kappa @ (markups * shares)
    gap = markups - 1 / alpha - earned
    pull = kappa * (shares * (1 - alpha * markups)) + earned[:, None] * (alpha * shares)
    return gap, jnp.eye(markups.shape[0]) - pull


def solve(
    system: System,
    start: Float[Array, " P"],
    *,
    tolerance: float = 1e-13,
    most: int = 100,
) -> Root:
    """Find the markups by Newton's method, halving a step that makes things worse.

    Parameters
    ----------
    system
        The system.
    start
        First guess, shape `(P,)`; markups before the deal serve well.
    tolerance
        Stop at a residual of this share of the largest markup.
    most
        Steps after which to give up; the residual then tells.
    """

    def size(gap: Float[Array, " P"]) -> Float[Array, ""]:
        return jnp.max(jnp.abs(gap))

    def going(state: tuple[Array, Array, Array, Array]) -> Array:
        markups, gap, steps, stuck = state
        small = size(gap) <= tolerance * jnp.max(jnp.abs(markups))
        return (steps < most) & ~small & ~stuck

    def step(
        state: tuple[Array, Array, Array, Array],
    ) -> tuple[Array, Array, Array, Array]:
        markups, gap, steps, _ = state
        change = jnp.linalg.solve(jacobian(system, markups), -gap)

        def worse(trial: tuple[Array, Array]) -> Array:
            factor, there = trial
            bad = ~(
                size(there) < size(gap)
            )  # also catches a residual that is no number
            return bad & (factor > 1e-14)

        def halve(trial: tuple[Array, Array]) -> tuple[Array, Array]:
            factor = trial[0] / 2
            return factor, residual(system, markups + factor * change)

        one = jnp.ones((), markups.dtype)
        factor, there = jax.lax.while_loop(
            worse, halve, (one, residual(system, markups + change))
        )
        better = size(there) < size(gap)
        new = jnp.where(better, markups + factor * change, markups)
        return new, jnp.where(better, there, gap), steps + 1, ~better

    first = residual(system, start)
    zero = jnp.zeros((), int)
    markups, gap, steps, _ = jax.lax.while_loop(
        going, step, (start, first, zero, jnp.zeros((), bool))
    )
    return Root(markups, size(gap), steps)
