"""Many deals on one market under logit or nested logit demand, all steps at once.

Every deal starts from prices before; their common slope there serves all of them for
chord steps, which cost a product of two tables for the whole batch. Newton's method
finishes what chord steps leave over.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from keiretsu.competition import padding, reduced
from keiretsu.competition.bertrand import log_worth
from keiretsu.competition.conditions import of_one_type
from keiretsu.competition.equilibrium import Equilibria, curvatures
from keiretsu.competition.guesses import guesses
from keiretsu.competition.pairs import Pairs
from keiretsu.demand import NestedLogit

CHUNK = 64
"""Deals a call of the compiled program solves."""

_CHORDS = 12
_TARGET = 1e-13
"""Largest gap at which chord steps end, as a share of the largest markup."""


class Goods(NamedTuple):
    """Products behind the pairs.

    Attributes
    ----------
    delta, costs, nest, pair
        Mean utility at no price, cost, nest and pair of each product, `(J,)`.
    sigma, nest_of_pair
        Nesting parameters, `(G,)`, and the nest of each pair, `(P,)`.
    """

    delta: Any
    costs: Any
    nest: Any
    pair: Any
    sigma: Any
    nest_of_pair: Any


def solve_each(
    demand: NestedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibria:
    """Return the prices after each of many deals, a chunk to a call of the program."""
    count, unknowns, products = len(kappas), len(pairs.firm), len(costs)
    log_a = log_worth(pairs, demand.delta - demand.alpha * costs, demand.sigma)
    if start is None:
        first = guesses(pairs, log_a, alpha=demand.alpha, sigma=demand.sigma)[0]
    else:
        first = pairs.total(start - costs) / np.bincount(pairs.of_product)
    system = padding.filled_system(
        pairs, log_a, alpha=demand.alpha, sigma=demand.sigma, kappa=kappas[0]
    )
    size = len(system.log_a)
    begin = padding.fill(first, size, 1 / float(demand.alpha))
    middle = padding.fill_square(pairs.weights(kappas.mean(axis=0)), size)
    goods = _goods(demand, costs, pairs)
    parts = []
    with jax.enable_x64(True):
        anchor = _anchor(system._replace(kappa=middle), begin)
        for low in range(0, count, CHUNK):
            some = kappas[low : low + CHUNK]
            found = _solve_chunk(system, goods, _weights(pairs, some, size), *anchor)
            parts.append([np.asarray(part)[: len(some)] for part in found])
    prices, shares, residual, steps, slopes = map(
        np.concatenate, zip(*parts, strict=True)
    )
    return Equilibria(
        prices=prices[:, :products],
        markups=prices[:, :products] - costs,
        shares=shares[:, :products],
        residual=residual,
        curvature=curvatures(slopes[:, :unknowns, :unknowns], pairs),
        steps=steps,
    )


def _goods(demand: NestedLogit, costs: Float[np.ndarray, " J"], pairs: Pairs) -> Goods:
    size = padding.fine_size(len(costs))
    return Goods(
        padding.fill(demand.delta, size, reduced.NOTHING),
        padding.fill(costs, size, 0.0),
        padding.fill(demand.nests, size, 0).astype(int),
        padding.fill(pairs.of_product, size, 0).astype(int),
        padding.fill(demand.sigma, padding.standard_size(len(demand.sigma)), 0.0),
        padding.filled_nests(pairs, padding.standard_size(len(pairs.nest))),
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
    system: reduced.System, goods: Goods, kappa: Array, anchor: Array, inverse: Array
) -> tuple[Array, ...]:
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
    prices, shares, residual = _prove(own, goods, root.markups)
    slope = reduced.jacobian(own, root.markups)
    return prices, shares, residual, near[2] + root.steps, slope


def _prove(
    system: reduced.System, goods: Goods, markups: Array
) -> tuple[Array, Array, Array]:
    """Return product prices, shares, and the largest miss of a product's condition."""
    prices = goods.costs + markups[goods.pair]
    count = markups.shape[0]
    alpha: Any = system.alpha
    demand = NestedLogit(
        alpha=alpha, delta=goods.delta, sigma=goods.sigma, nests=goods.nest
    )
    gain, slope, shares = of_one_type(
        demand,
        prices,
        goods.costs,
        pair=goods.pair,
        total=lambda x: jax.ops.segment_sum(x, goods.pair, num_segments=count),
        weights=system.kappa,
        same=goods.nest_of_pair[:, None] == goods.nest_of_pair[None, :],
    )
    sold = goods.delta > reduced.NOTHING / 2
    miss = jnp.max(jnp.abs(jnp.where(sold, gain / jnp.where(sold, slope, 1.0), 0.0)))
    return prices, shares, jnp.where(jnp.isfinite(miss), miss, jnp.inf)


_solve_chunk = jax.jit(jax.vmap(_one, in_axes=(None, None, 0, None, None)))
