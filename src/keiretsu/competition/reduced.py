r"""The first-order conditions of price competition, with one unknown a maker and nest.

Under (nested) logit demand all products of maker f in nest g carry the same markup
:math:`m_{fg}`, whatever their costs, because

.. math:: m_{fg} = \frac{1-\sigma_g}{\alpha}
     + \sigma_g \sum_{k \in g} \kappa_{f f(k)} s_{k|g} m_k
     + (1-\sigma_g) \sum_k \kappa_{f f(k)} s_k m_k .

So a market of hundreds of products is a system of some dozens of unknowns, solved by
Newton's method with the exact Jacobian. A pair is a maker in a nest; `log_a` is the log
of :math:`\sum_{j} e^{(\delta_j - \alpha c_j)/(1-\sigma_g)}` over a pair's products.
Arrays may be NumPy's, for one market at a time, or traced by JAX; they hold 64 bits.
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

    log_a: Any
    alpha: Any
    sigma: Any
    nest: Any
    kappa: Any


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


def choose(system: System, markups: Any) -> Choice:
    """Return shares of each pair within its nest and of all buyers, both `(P,)`."""
    xp = markups.__array_namespace__()
    if system.nest is None or system.sigma is None:
        worth = system.log_a - system.alpha * markups
        inclusive = _log_sum_with_none(worth, xp)
        shares = xp.exp(worth - inclusive)
        return Choice(shares, shares, inclusive)
    nest, count = system.nest, system.sigma.shape[0]
    scaled = system.log_a - system.alpha * markups / (1 - system.sigma[nest])
    member = nest[None, :] == xp.arange(count)[:, None]
    top = xp.max(xp.where(member, scaled, NOTHING), axis=1)
    occupied = top > NOTHING / 2
    top = xp.where(occupied, top, 0.0)
    total = xp.sum(xp.where(member, xp.exp(scaled - top[nest]), 0.0), axis=1)
    log_sum = xp.where(occupied, top + xp.log(xp.where(occupied, total, 1.0)), NOTHING)
    value = (1 - system.sigma) * log_sum
    inclusive = _log_sum_with_none(value, xp)
    within = xp.where(occupied[nest], xp.exp(scaled - log_sum[nest]), 0.0)
    return Choice(within, within * xp.exp(value - inclusive)[nest], inclusive)


def _log_sum_with_none(worth: Any, xp: Any) -> Any:
    """Return the log of one, for buying none, plus the sum of exponentials."""
    peak = xp.maximum(xp.max(worth), 0.0)
    return peak + xp.log(xp.exp(-peak) + xp.sum(xp.exp(worth - peak)))


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


def residual(system: System, markups: Any) -> Any:
    """Return what the conditions lack at given markups, `(P,)`, currency units."""
    return linearise(system, markups)[0]


def jacobian(system: System, markups: Any) -> Any:
    """Return the derivative of `residual`, shape `(P, P)`."""
    return linearise(system, markups)[1]


def linearise(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the residual and its exact Jacobian, in O(P²) work."""
    if system.nest is None or system.sigma is None:
        return _linearise_flat(system, markups)
    xp = markups.__array_namespace__()
    alpha, nest, kappa = system.alpha, system.nest, system.kappa
    sigma = system.sigma[nest]
    steep = alpha / (1 - sigma)
    within, shares, _ = choose(system, markups)
    same = nest[:, None] == nest[None, :]
    members = (nest[:, None] == xp.arange(system.sigma.shape[0])) * 1.0
    by_nest = (kappa * (markups * within)[None, :]) @ members
    own_nest = by_nest[xp.arange(markups.shape[0]), nest]
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
        xp.eye(markups.shape[0]) - sigma[:, None] * inner - (1 - sigma)[:, None] * outer
    )
    return gap, slope


def _linearise_flat(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the same where nests bind nothing."""
    xp = markups.__array_namespace__()
    alpha, kappa, shares = system.alpha, system.kappa, choose(system, markups).shares
    earned = kappa @ (markups * shares)
    gap = markups - 1 / alpha - earned
    pull = kappa * (shares * (1 - alpha * markups)) + earned[:, None] * (alpha * shares)
    return gap, xp.eye(markups.shape[0]) - pull


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
