r"""Proof of an equilibrium under mixed logit demand: both orders, one pass each.

A maker is at a maximum if its own block of the conditions' Jacobian has positive
eigenvalues (it is similar to minus its Hessian, scaled). Gershgorin's circles bound
them from below in the work of two passes; only where that bound says nothing are the
eigenvalues computed.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from keiretsu.competition.mixed import Pull, Sellers, heights, jacobian, pull


class Proof(NamedTuple):
    """How far the conditions hold.

    Attributes
    ----------
    residual
        Largest violation, divided by the product's own slope, currency units.
    curvature
        Lower bound of the smallest eigenvalue of the makers' own blocks.
    shares
        Shape `(J,)`.
    """

    residual: Float[Array, ""]
    curvature: Float[Array, ""]
    shares: Float[Array, " J"]


def prove(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    firm: Int[Array, " P"],
    prices: Float[Array, " J"],
) -> Proof:
    """Return first- and second-order checks at given prices."""
    found = pull(sellers, kappa, heights(sellers, prices), prices)
    selling = jnp.any(jnp.isfinite(sellers.values) & (sellers.values > -1e29), axis=1)
    gap = prices - sellers.costs - found.zeta
    first = sellers.weights * sellers.alpha
    slope = found.steep - (found.chosen * found.chosen) @ first
    miss = jnp.where(selling, gap * found.steep / slope, 0.0)
    residual = jnp.max(jnp.abs(miss))
    same = firm[:, None] == firm[None, :]

    def exactly(_: Array) -> Array:
        return _smallest(sellers, kappa, same, prices, found.steep)

    if sellers.nesting is None:
        bound = _circles(sellers, found, same, prices)
        bent = jax.lax.cond(bound > 0, lambda low: low, exactly, bound)
    else:
        bent = exactly(residual)
    return Proof(
        jnp.where(jnp.isfinite(residual), residual, jnp.inf),
        jnp.where(jnp.isfinite(bent), bent, -jnp.inf),
        found.chosen @ sellers.weights,
    )


def _circles(
    sellers: Sellers, found: Pull, same: Bool[Array, "P P"], prices: Float[Array, " J"]
) -> Float[Array, ""]:
    r"""Return Gershgorin's lower bound of the eigenvalues of own blocks.

    At a solution the entry of products j and k of one maker is
    :math:`-\sum_i s_{ji} s_{ki} (Q_{ji} + Q_{ki}) / L_j` off the diagonal, with
    :math:`Q_{ji} = w_i \alpha_i (1 + \alpha_i (K_{f i} - m_j))`; so the sum of a row's
    sizes needs sums over the maker's products only.
    """
    markups = prices - sellers.costs
    first = sellers.weights * sellers.alpha
    beyond = (found.earned[sellers.pair] - markups[:, None]) * sellers.alpha
    size = found.chosen * jnp.abs(first * (1 + beyond))
    ours = same.astype(markups.dtype) @ sellers.member
    all_chosen, all_size = ours @ found.chosen, ours @ size
    row = size * all_chosen[sellers.pair] + found.chosen * all_size[sellers.pair]
    middle = (found.chosen * beyond) @ first
    steep = jnp.where(found.steep > 0, found.steep, 1.0)
    return jnp.min(
        jnp.where(found.steep > 0, 2 + (middle - row.sum(axis=1)) / steep, jnp.inf)
    )


def _smallest(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    same: Bool[Array, "P P"],
    prices: Float[Array, " J"],
    steep: Float[Array, " J"],
) -> Float[Array, ""]:
    """Return the smallest eigenvalue of the own blocks, computed."""
    slope = jacobian(sellers, kappa, heights(sellers, prices), prices)
    scale = jnp.sqrt(jnp.where(steep > 0, steep, 1.0))
    even = slope * scale[:, None] / scale[None, :]
    own = jnp.where(same[sellers.pair[:, None], sellers.pair[None, :]], even, 0.0)
    return jnp.linalg.eigvalsh((own + own.T) / 2)[0]
