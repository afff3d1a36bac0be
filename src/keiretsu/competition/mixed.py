r"""The first-order conditions of price competition under mixed logit demand.

With choice probabilities :math:`s_{ji}`, :math:`L_j = \sum_i w_i \alpha_i s_{ji}` and
what the maker of j earns from type i, its weighted rivals included,
:math:`K_{f i} = \sum_k \kappa_{f f(k)} s_{ki} m_k`, the conditions read

.. math:: m_j = \zeta_j(p) = \frac{1}{L_j}
          \sum_i w_i s_{ji} (1 + \alpha_i K_{f(j) i}) .

K costs one product of a maker-by-product with a product-by-type table, so no table of
products by products is needed. With nests a pair of maker and nest takes the maker's
place. All functions are traced by JAX and expect 64-bit arrays.

References
----------
Morrow & Skerlos (2011), "Fixed-point approaches to computing Bertrand-Nash equilibrium
prices under mixed-logit demand", Operations Research 59(2).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int


class Nesting(NamedTuple):
    """How products nest: for RCNL only.

    Attributes
    ----------
    member
        Whether nest g holds product j, as numbers, shape `(G, J)`.
    sigma
        Nesting parameter of each nest, shape `(G,)`.
    of_product, of_pair
        Nest of each product, `(J,)`, and of each pair, `(P,)`.
    """

    member: Float[Array, "G J"]
    sigma: Float[Array, " G"]
    of_product: Int[Array, " J"]
    of_pair: Int[Array, " P"]


class Sellers(NamedTuple):
    """A market as the solver sees it: J products, I types, P maker-nest pairs.

    Attributes
    ----------
    values, alpha, weights
        The demand, shapes `(J, I)`, `(I,)`, `(I,)`.
    costs
        Currency units, shape `(J,)`.
    member
        Whether pair p sells product j, as numbers, shape `(P, J)`.
    pair
        Pair of each product, shape `(J,)`.
    nesting
        Nests, or None.
    """

    values: Float[Array, "J I"]
    alpha: Float[Array, " I"]
    weights: Float[Array, " I"]
    costs: Float[Array, " J"]
    member: Float[Array, "P J"]
    pair: Int[Array, " J"]
    nesting: Nesting | None


class Pull(NamedTuple):
    """What one pass finds at given prices.

    Attributes
    ----------
    zeta
        Markups that the conditions ask for, shape `(J,)`.
    chosen
        Choice probabilities, shape `(J, I)`.
    earned
        K above, by pair and type, shape `(P, I)`.
    steep
        L above, shape `(J,)`.
    """

    zeta: Float[Array, " J"]
    chosen: Float[Array, "J I"]
    earned: Float[Array, "P I"]
    steep: Float[Array, " J"]


def heights(sellers: Sellers, prices: Float[Array, " J"]) -> Array:
    """Return what utilities are measured against so that exponentials stay in range.

    The largest utility of each type, `(I,)`, or of each type in each nest, `(G, I)`.
    Prices near `prices` may keep it.
    """
    utility = sellers.values - prices[:, None] * sellers.alpha
    if sellers.nesting is None:
        return jnp.maximum(jnp.max(utility, axis=0), 0.0)
    nest = sellers.nesting
    scaled = utility / (1 - nest.sigma[nest.of_product])[:, None]
    count = nest.sigma.shape[0]
    tops = jax.ops.segment_max(scaled, nest.of_product, num_segments=count)
    return jnp.where(jnp.isfinite(tops), tops, 0.0)


def pull(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    top: Array,
    prices: Float[Array, " J"],
) -> Pull:
    """Return the markups that the conditions ask for at given prices, and why."""
    if sellers.nesting is not None:
        return _nested_pull(sellers, sellers.nesting, kappa, top, prices)
    markups = prices - sellers.costs
    utility = sellers.values - prices[:, None] * sellers.alpha
    lifted = jnp.exp(utility - top)
    ones = jnp.ones((1, markups.shape[0]), markups.dtype)
    sums = jnp.concatenate([sellers.member * markups, ones]) @ lifted
    share = 1 / (jnp.exp(-top) + sums[-1])
    earned = kappa @ (sums[:-1] * share)
    mass = sellers.weights * share
    worth = mass * (1 + sellers.alpha * earned)
    steep = lifted @ (mass * sellers.alpha)
    gain = jnp.sum(lifted * worth[sellers.pair], axis=1)
    return Pull(_divide(gain, steep, markups), lifted * share, earned, steep)


def _nested_pull(
    sellers: Sellers,
    nest: Nesting,
    kappa: Float[Array, "P P"],
    top: Array,
    prices: Float[Array, " J"],
) -> Pull:
    """Return the same with nests: rivals in the nest pull harder."""
    markups = prices - sellers.costs
    within, chosen = _nested_choice(sellers, nest, top, prices)
    spread = nest.sigma[nest.of_product]
    earned_at = (sellers.member * markups) @ chosen
    same = nest.of_pair[:, None] == nest.of_pair[None, :]
    earned, near = kappa @ earned_at, (kappa * same) @ earned_at
    steep_types = sellers.weights * sellers.alpha
    steep = (chosen @ steep_types) / (1 - spread)
    worth = sellers.weights * (1 + sellers.alpha * earned)
    gain = jnp.sum(chosen * worth[sellers.pair], axis=1)
    close = jnp.sum(within * (steep_types * near)[sellers.pair], axis=1)
    gain = gain + spread / (1 - spread) * close
    return Pull(_divide(gain, steep, markups), chosen, earned, steep)


def _nested_choice(
    sellers: Sellers, nest: Nesting, top: Array, prices: Float[Array, " J"]
) -> tuple[Array, Array]:
    """Return choice within the nest and choice, both `(J, I)`."""
    spread = nest.sigma[nest.of_product]
    utility = sellers.values - prices[:, None] * sellers.alpha
    lifted = jnp.exp(utility / (1 - spread)[:, None] - top[nest.of_product])
    total = nest.member @ lifted
    some = total > 0
    logs = top + jnp.log(jnp.where(some, total, 1.0))
    value = jnp.where(some, (1 - nest.sigma)[:, None] * logs, -jnp.inf)
    peak = jnp.maximum(jnp.max(value, axis=0), 0.0)
    outside = jnp.exp(-peak)
    of_nest = jnp.exp(value - peak)
    of_nest = of_nest / (outside + of_nest.sum(axis=0))
    within = lifted / jnp.where(some, total, 1.0)[nest.of_product]
    return within, within * of_nest[nest.of_product]


def _divide(gain: Array, steep: Array, markups: Array) -> Array:
    """Return gain / steep; a product that sells nothing keeps its markup, held fast."""
    held = jax.lax.stop_gradient(markups)
    return jnp.where(steep > 0, gain / jnp.where(steep > 0, steep, 1.0), held)


def jacobian(
    sellers: Sellers,
    kappa: Float[Array, "P P"],
    top: Array,
    prices: Float[Array, " J"],
) -> Float[Array, "J J"]:
    r"""Return the derivative of :math:`p - c - \zeta(p)`, shape `(J, J)`.

    Without nests it takes two products over types; with nests one forward derivative a
    product.
    """
    if sellers.nesting is not None:

        def gap(at: Float[Array, " J"]) -> Any:
            return at - sellers.costs - pull(sellers, kappa, top, at).zeta

        return jax.jacfwd(gap)(prices)
    found = pull(sellers, kappa, top, prices)
    chosen, markups = found.chosen, (prices - sellers.costs)[:, None]
    earned, zeta = found.earned[sellers.pair], found.zeta[:, None]
    steep = jnp.where(found.steep > 0, found.steep, 1.0)[:, None]
    share = chosen * (sellers.weights * sellers.alpha) / steep
    beyond = sellers.alpha * (2 * earned - zeta)
    everyone = (share * (1 + beyond)) @ chosen.T
    partners = share @ (chosen * (1 - sellers.alpha * markups)).T
    own = kappa[sellers.pair[:, None], sellers.pair[None, :]]
    bend = (share * (sellers.alpha * (earned - zeta))).sum(axis=1)
    sells = jnp.where(found.steep > 0, 1.0, 0.0)
    return jnp.diag(1 + sells + bend) - everyone - own * partners
