r"""Proof of an equilibrium under mixed logit demand: both orders, one pass each.

A maker is at a maximum if its own block of the conditions' Jacobian has positive
eigenvalues (it is similar to minus its Hessian, scaled). A Cholesky factor of the
blocks less a small number shows that they all exceed it; only where there is none are
the eigenvalues computed.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from keiretsu.competition.mixed import Pull, Sellers, heights, jacobian, pull

CERTAIN = 1e-3
"""Lower bound of the curvature that the quick check shows."""


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

    if sellers.nesting is None:
        blocks = _own_blocks(sellers, found, same, prices)
    else:
        blocks = _nested_blocks(sellers, kappa, same, prices, found.steep)
    bent = _smallest(blocks)
    return Proof(
        jnp.where(jnp.isfinite(residual), residual, jnp.inf),
        jnp.where(jnp.isfinite(bent), bent, -jnp.inf),
        found.chosen @ sellers.weights,
    )


def _own_blocks(
    sellers: Sellers, found: Pull, same: Bool[Array, "P P"], prices: Float[Array, " J"]
) -> Float[Array, "J J"]:
    r"""Return the makers' own blocks at a solution, symmetric, zero elsewhere, (J, J).

    The entry of products j and k of one maker is :math:`\delta_{jk} (2 + \sum_i w_i
    \alpha_i^2 s_{ji} (K_{fi} - m_j) / L_j) - \sum_i s_{ji} s_{ki} (Q_{ji} + Q_{ki}) /
    \sqrt{L_j L_k}` with :math:`Q_{ji} = w_i \alpha_i (1 + \alpha_i (K_{fi} - m_j))`.
    """
    markups = prices - sellers.costs
    first = sellers.weights * sellers.alpha
    beyond = (found.earned[sellers.pair] - markups[:, None]) * sellers.alpha
    sells = found.steep > 0
    steep = jnp.where(sells, found.steep, 1.0)
    even = found.chosen / jnp.sqrt(steep)[:, None]
    cross = (even * (first * (1 + beyond))) @ even.T
    own = same[sellers.pair[:, None], sellers.pair[None, :]]
    bend = jnp.where(sells, 2 + ((found.chosen * beyond) @ first) / steep, 1.0)
    return jnp.diag(bend) - jnp.where(own, cross + cross.T, 0.0)


def _nested_blocks(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    same: Bool[Array, "P P"],
    prices: Float[Array, " J"],
    steep: Float[Array, " J"],
) -> Float[Array, "J J"]:
    """Return the same from the whole Jacobian: for nests."""
    slope = jacobian(sellers, kappa, heights(sellers, prices), prices)
    scale = jnp.sqrt(jnp.where(steep > 0, steep, 1.0))
    even = slope * scale[:, None] / scale[None, :]
    own = same[sellers.pair[:, None], sellers.pair[None, :]]
    blocks = jnp.where(own, even, 0.0)
    return (blocks + blocks.T) / 2


def _smallest(blocks: Float[Array, "J J"]) -> Float[Array, ""]:
    """Return `CERTAIN` if no eigenvalue is below it, else the smallest eigenvalue."""
    shifted = blocks - CERTAIN * jnp.eye(blocks.shape[0])
    last = jax.lax.linalg.cholesky(shifted, symmetrize_input=False)[-1, -1]
    return jax.lax.cond(
        last > 0,
        lambda _: jnp.asarray(CERTAIN, blocks.dtype),
        lambda all_: jnp.linalg.eigvalsh(all_)[0],
        blocks,
    )
