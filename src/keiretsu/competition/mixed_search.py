r"""The search for equilibrium prices under mixed logit demand.

The condition's gap is :math:`F(p) = p - c - \zeta(p)`. A step goes against the gap by
the inverse Jacobian of one point, the anchor, and is corrected by what earlier steps of
the same round taught (Anderson mixing over all of them, kept as an orthonormal basis).
Deals on one market share an anchor. A round that ends unsolved makes an anchor of its
own from the best prices it met, after plain passes of :math:`p \mapsto c + \zeta(p)`,
which is slower but comes near from afar.

References
----------
Morrow & Skerlos (2011), "Fixed-point approaches to computing Bertrand-Nash equilibrium
prices under mixed-logit demand"; Walker & Ni (2011), "Anderson acceleration for
fixed-point iterations", SIAM Journal on Numerical Analysis 49(4).
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from keiretsu.competition.mixed import Sellers, heights, jacobian, pull

TARGET = 1e-12
"""Largest gap at which the search ends, as a share of the largest markup."""

ROUNDS = 12
STEPS = 16
"""Steps in a round: each is remembered."""

NEAR = 0.3
"""Relative gap from which steps by the Jacobian are trusted."""

PASSES = 60
"""Plain passes, at most, before a round."""

LONGEST = 0.5
"""Longest step, as a share of the largest markup."""


class Anchor(NamedTuple):
    """A point and the inverse Jacobian there, shapes `(J,)` and `(J, J)`."""

    prices: Float[Array, " J"]
    inverse: Float[Array, "J J"]


class Spot(NamedTuple):
    """The best prices met: gap as a share of the largest markup, steps until there."""

    prices: Float[Array, " J"]
    gap: Float[Array, ""]
    steps: Int[Array, ""]


class _Walk(NamedTuple):
    """State of a round: where it stands, its best, and the basis of past changes."""

    prices: Float[Array, " J"]
    step: Float[Array, " J"]
    best: Spot
    last: Float[Array, ""]
    moves: Float[Array, "S J"]
    changes: Float[Array, "S J"]
    done: Int[Array, ""]


def relative(gap: Float[Array, " J"], markups: Float[Array, " J"]) -> Float[Array, ""]:
    """Return the largest gap as a share of the largest markup, or infinity."""
    size = jnp.max(jnp.abs(gap)) / jnp.max(jnp.abs(markups))
    return jnp.where(jnp.isfinite(size), size, jnp.inf)


def anchored(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    start: Float[Array, " J"],
    target: float,
    most: int,
) -> Anchor:
    """Return the anchor at prices that plain passes reach from `start`.

    They stop at a relative gap of `target`, or after `most`.
    """
    near = _pass_plainly(sellers, kappa, start, target, most)
    return _anchor_at(sellers, kappa, near.prices)


def seek(sellers: Sellers, kappa: Float[Array, "P P"], anchor: Anchor) -> Spot:
    """Search from the anchor until the gap is below `TARGET` or rounds run out."""

    def going(state: tuple[Spot, Array]) -> Bool[Array, ""]:
        return (state[0].gap > TARGET) & (state[1] < ROUNDS)

    def afresh(spot: Spot) -> tuple[Anchor, Array]:
        target = jnp.minimum(NEAR, spot.gap / 10)
        near = _pass_plainly(sellers, kappa, spot.prices, target, PASSES)
        return _anchor_at(sellers, kappa, near.prices), near.steps

    def go(state: tuple[Spot, Array]) -> tuple[Spot, Array]:
        spot, rounds = state
        zero = jnp.zeros((), int)
        own, passes = jax.lax.cond(rounds > 0, afresh, lambda _: (anchor, zero), spot)
        here = _round(sellers, kappa, own)
        better = here.gap < spot.gap
        prices = jnp.where(better, here.prices, spot.prices)
        steps = spot.steps + passes + here.steps
        return Spot(prices, jnp.minimum(here.gap, spot.gap), steps), rounds + 1

    zero = jnp.zeros((), int)
    nowhere = Spot(anchor.prices, jnp.full((), jnp.inf), zero)
    return jax.lax.while_loop(going, go, (nowhere, zero))[0]


def _anchor_at(
    sellers: Sellers, kappa: Float[Array, "P P"], prices: Float[Array, " J"]
) -> Anchor:
    slope = jacobian(sellers, kappa, heights(sellers, prices), prices)
    return Anchor(prices, jnp.linalg.inv(slope))


def _pass_plainly(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    start: Float[Array, " J"],
    target: float | Float[Array, ""],
    most: int,
) -> Spot:
    """Follow the plain map until the gap is below `target` or `most` are used."""

    def look(prices: Float[Array, " J"], steps: Array) -> tuple[Spot, Array]:
        zeta = pull(sellers, kappa, heights(sellers, prices), prices).zeta
        ahead = sellers.costs + zeta
        return Spot(prices, relative(prices - ahead, prices - sellers.costs), steps), (
            ahead
        )

    def going(state: tuple[Spot, Array]) -> Bool[Array, ""]:
        here = state[0]
        return (here.gap > target) & (here.steps < most) & jnp.isfinite(here.gap)

    def go(state: tuple[Spot, Array]) -> tuple[Spot, Array]:
        return look(state[1], state[0].steps + 1)

    first = look(start, jnp.zeros((), int))
    return jax.lax.while_loop(going, go, first)[0]


def _round(sellers: Sellers, kappa: Float[Array, "P P"], anchor: Anchor) -> Spot:
    """Return the best prices of one round of corrected steps from the anchor."""
    top = heights(sellers, anchor.prices)

    def look(prices: Float[Array, " J"]) -> tuple[Array, Array]:
        markups = prices - sellers.costs
        gap = markups - pull(sellers, kappa, top, prices).zeta
        return -anchor.inverse @ gap, relative(gap, markups)

    def going(walk: _Walk) -> Bool[Array, ""]:
        lost = ~(walk.last <= 10 * walk.best.gap)
        return (walk.best.gap > TARGET) & (walk.done < STEPS) & ~lost

    def go(walk: _Walk) -> _Walk:
        part = walk.changes @ walk.step
        move = walk.step - part @ (walk.changes + walk.moves)
        longest = LONGEST * jnp.max(jnp.abs(walk.prices - sellers.costs))
        move = move * jnp.minimum(1.0, longest / jnp.max(jnp.abs(move)))
        prices = walk.prices + move
        step, size = look(prices)
        moves, changes = _remember(walk, move, step - walk.step)
        better = size < walk.best.gap
        best = Spot(
            jnp.where(better, prices, walk.best.prices),
            jnp.minimum(size, walk.best.gap),
            walk.done + 1,
        )
        return _Walk(prices, step, best, size, moves, changes, walk.done + 1)

    step, size = look(anchor.prices)
    empty = jnp.zeros((STEPS, anchor.prices.shape[0]), anchor.prices.dtype)
    zero = jnp.zeros((), int)
    first = _Walk(
        anchor.prices, step, Spot(anchor.prices, size, zero), size, empty, empty, zero
    )
    return jax.lax.while_loop(going, go, first).best


def _remember(walk: _Walk, move: Array, change: Array) -> tuple[Array, Array]:
    """Add a move and the change it made in the step to the orthonormal basis."""
    for _ in range(2):  # twice is enough: the second pass removes rounding
        part = walk.changes @ change
        change, move = change - part @ walk.changes, move - part @ walk.moves
    length = jnp.sqrt(change @ change)
    scale = jnp.where(length > 0, 1 / jnp.where(length > 0, length, 1.0), 0.0)
    moves = walk.moves.at[walk.done].set(move * scale)
    return moves, walk.changes.at[walk.done].set(change * scale)
