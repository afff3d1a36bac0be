"""Prices under mixed logit demand: from a user's arrays to the search and back.

One compiled program solves many deals on one market, one after the other, in a loop
whose length is data: 3 deals and 16 share it. Its memory is the market's
product-by-type tables, a few at a time, and the answers.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from keiretsu.competition import padding
from keiretsu.competition.equilibrium import TOLERANCE, Equilibria, Equilibrium
from keiretsu.competition.mixed import Nesting, Sellers, heights, pull
from keiretsu.competition.mixed_proof import prove
from keiretsu.competition.mixed_search import NEAR, PASSES, anchored, seek
from keiretsu.competition.pairs import Pairs
from keiretsu.demand import MixedLogit

CHUNK = 16
"""Deals a call of the compiled program solves."""

SLOW_TARGET, SLOW_PASSES = 1e-6, 3000
"""Relative gap and number of plain passes where quick steps found no maximum."""

_NOTHING = -1e30
"""Value of a product that fills up a shape: no type ever chooses it."""


def markups(
    demand: MixedLogit,
    prices: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    r"""Return the markups at which observed prices are optimal, `(J,)`.

    The conditions are linear in markups:
    :math:`(\kappa \circ \partial s / \partial p)' m = -s`.
    """
    slopes = demand.derivatives(prices)
    weights = pairs.weights(kappa)[np.ix_(pairs.of_product, pairs.of_product)]
    return -np.linalg.solve(weights * slopes.T, demand.shares(prices))


def solve(
    demand: MixedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibrium:
    """Return the prices at which every maker's first-order conditions hold."""
    found = solve_each(demand, costs, pairs, kappa[None], start)
    return Equilibrium(
        prices=found.prices[0],
        markups=found.markups[0],
        shares=found.shares[0],
        residual=float(found.residual[0]),
        curvature=float(found.curvature[0]),
        steps=int(found.steps[0]),
    )


def solve_each(
    demand: MixedLogit,
    costs: Float[np.ndarray, " J"],
    pairs: Pairs,
    kappas: Float[np.ndarray, "D F F"],
    start: Float[np.ndarray, " J"] | None,
) -> Equilibria:
    """Return the prices after each of many deals, a chunk to a call of the program."""
    count, products = len(kappas), len(costs)
    with jax.enable_x64(True):
        sellers, firm = jax.device_put(_filled(demand, costs, pairs))
        first = _first_prices(sellers, start)
        centre = _pair_weights(pairs, kappas.mean(axis=0)[None], len(firm))[0]
        anchor = _anchored(sellers, centre, first, NEAR, PASSES)
        parts = []
        for begin in range(0, count, CHUNK):
            some = kappas[begin : begin + CHUNK]
            filled = _pair_weights(pairs, some, len(firm), CHUNK)
            found = _solve_many(sellers, filled, firm, anchor, len(some))
            parts.append([np.array(part)[: len(some)] for part in found])
            for n in np.flatnonzero(~_solved(parts[-1], np.asarray(sellers.costs))):
                again = _again(sellers, filled[n], firm, first)
                for part, value in zip(parts[-1], again, strict=True):
                    part[n] = value
    prices, residual, curvature, shares, steps = map(
        np.concatenate, zip(*parts, strict=True)
    )
    return Equilibria(
        prices=prices[:, :products],
        markups=prices[:, :products] - costs,
        shares=shares[:, :products],
        residual=residual,
        curvature=curvature,
        steps=steps,
    )


def _solved(found: list[np.ndarray], costs: np.ndarray) -> np.ndarray:
    """Return which deals have converged to a maximum."""
    prices, residual, curvature, *_ = found
    largest = np.max(np.abs(prices - costs), axis=1)
    return (residual <= TOLERANCE * largest) & (curvature > 0)


def _again(sellers: Sellers, kappa: np.ndarray, firm: Any, first: Any) -> Any:
    """Return the answer that plain passes lead to, step by step, for one deal.

    They move away from prices that meet the conditions at a minimum or saddle, where
    steps by the Jacobian end if such a point is near.
    """
    anchor = _anchored(sellers, kappa, first, SLOW_TARGET, SLOW_PASSES)
    kappas = np.zeros((CHUNK, *kappa.shape))
    kappas[0] = kappa
    found = _solve_many(sellers, kappas, firm, anchor, 1)
    return [np.asarray(part)[0] for part in found]


def _solve_many_body(
    sellers: Sellers,
    kappas: Float[Array, "D P P"],
    firm: Int[Array, " P"],
    anchor: Any,
    count: Int[Array, ""],
) -> tuple[Array, ...]:
    deals, products = kappas.shape[0], sellers.costs.shape[0]

    def one(n: Array, held: tuple[Array, ...]) -> tuple[Array, ...]:
        spot = seek(sellers, kappas[n], anchor)
        proof = prove(sellers, kappas[n], firm, spot.prices)
        new = (spot.prices, *proof, spot.steps)
        return tuple(old.at[n].set(value) for old, value in zip(held, new, strict=True))

    empty = (
        jnp.zeros((deals, products)),
        jnp.zeros(deals),
        jnp.zeros(deals),
        jnp.zeros((deals, products)),
        jnp.zeros(deals, int),
    )
    return jax.lax.fori_loop(0, count, one, empty)


_solve_many = jax.jit(_solve_many_body)
_anchored = jax.jit(anchored)


@jax.jit
def _lone_prices(sellers: Sellers) -> Float[Array, " J"]:
    """Return cost plus what the conditions ask for at cost."""
    top = heights(sellers, sellers.costs)
    nobody = jnp.zeros((sellers.member.shape[0],) * 2)
    return sellers.costs + pull(sellers, nobody, top, sellers.costs).zeta


def _first_prices(sellers: Sellers, start: np.ndarray | None) -> Any:
    if start is None:
        return _lone_prices(sellers)
    added = np.asarray(sellers.costs)[len(start) :] + 1.0
    return np.concatenate([start, added])


def _filled(
    demand: MixedLogit, costs: Float[np.ndarray, " J"], pairs: Pairs
) -> tuple[Sellers, np.ndarray]:
    """Return the market filled to standard sizes, and the maker of each pair."""
    products, types = demand.values.shape
    rows, pair_count = padding.fine_size(products), len(pairs.firm)
    size, width = padding.fine_size(pair_count), padding.fine_size(types)
    values: Any = np.full((rows, width), _NOTHING)
    values[:products, :types] = demand.values
    values[:products, types:] = 0.0
    member: Any = np.zeros((size, rows))
    member[pairs.of_product, np.arange(products)] = 1.0
    pair: Any = np.zeros(rows, dtype=int)
    pair[:products] = pairs.of_product
    sellers = Sellers(
        values=values,
        alpha=_fill(demand.alpha, width, 1.0),
        weights=_fill(demand.weights, width, 0.0),
        costs=_fill(costs, rows, 0.0),
        member=member,
        pair=pair,
        nesting=_nesting(demand, pairs, rows, size),
    )
    firm = np.full(size, -1)
    firm[:pair_count] = pairs.firm
    return sellers, firm


def _nesting(demand: MixedLogit, pairs: Pairs, rows: int, size: int) -> Nesting | None:
    if demand.nests is None or demand.sigma is None:
        return None
    # Products that fill up sit in a nest of their own, beyond the last.
    count = padding.standard_size(len(demand.sigma) + 1)
    of_product: Any = np.full(rows, count - 1)
    of_product[: len(demand.nests)] = demand.nests
    of_pair: Any = np.full(size, count - 1)
    of_pair[: len(pairs.nest)] = pairs.nest
    member: Any = (of_product[None, :] == np.arange(count)[:, None]).astype(float)
    member[:, len(demand.nests) :] = 0.0
    sigma = _fill(demand.sigma, count, 0.0)
    return Nesting(member, sigma, of_product, of_pair)


def _pair_weights(
    pairs: Pairs, kappas: np.ndarray, size: int, deals: int = 1
) -> np.ndarray:
    """Return weights between pairs for each deal, filled with zeros, `(D, P, P)`."""
    filled = np.zeros((deals, size, size))
    count = len(pairs.firm)
    some = kappas[:, pairs.firm[:, None], pairs.firm[None, :]]
    filled[: len(kappas), :count, :count] = some
    return filled


def _fill(values: np.ndarray, size: int, filling: float) -> Any:
    return np.concatenate([values, np.full(size - len(values), filling)])
