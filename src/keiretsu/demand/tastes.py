r"""Buyer types drawn from estimated tastes: mixed logit by its parameters.

Estimates say how tastes spread: type i loses :math:`\alpha_i = \alpha + \sigma_p
\nu_{i0} + \pi_p \cdot d_i` per currency unit and values product j at
:math:`\delta_j + \sum_k x_{jk} (\sum_l \Sigma_{kl} \nu_{il} + \Pi_k \cdot d_i)`, with
standard normal draws :math:`\nu` and demographics :math:`d`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from jaxtyping import Float, Int
from scipy.special import ndtri

from keiretsu.arrays import floats, generator, number
from keiretsu.demand.mixed import MixedLogit
from keiretsu.errors import DataError


def normal_nodes(
    count: int,
    dimensions: int,
    *,
    seed: int,
    kind: Literal["halton", "sobol"] = "halton",
) -> Float[np.ndarray, "I K"]:
    """Return scrambled quasi-random draws of standard normals, shape `(I, K)`.

    Parameters
    ----------
    count, dimensions
        How many types, and how many tastes each.
    seed
        The same seed gives the same types.
    kind
        `halton`, or `sobol`, whose balance wants a power of two for `count`.

    Raises
    ------
    DataError
        If a count is not positive, or is no power of two under `sobol`.

    References
    ----------
    Owen (2017), "A randomized Halton algorithm in R"; Train (2009), "Discrete choice
    methods with simulation", chapter 9.

    Examples
    --------
    >>> normal_nodes(1024, 2, seed=1).mean(axis=0).round(2)
    array([0., 0.])
    """
    from scipy.stats import qmc  # takes seconds to load, and few draw tastes

    if count < 1 or dimensions < 1:
        raise DataError(
            f"{count} draws of {dimensions} tastes", hint="both are at least 1"
        )
    if kind == "sobol" and count & (count - 1):
        raise DataError(
            f"{count} Sobol draws",
            hint=f"take a power of two, such as {1 << count.bit_length()}",
        )
    engines = {"halton": qmc.Halton, "sobol": qmc.Sobol}
    engine = engines[kind](dimensions, scramble=True, rng=generator(seed))
    uniform = engine.random(count)
    least = np.finfo(float).tiny
    return np.asarray(ndtri(np.clip(uniform, least, 1 - 2**-53)))


def mixed_from_tastes(
    *,
    delta: Float[np.ndarray, " J"],
    alpha: float,
    characteristics: Float[np.ndarray, "J K"],
    nodes: Float[np.ndarray, "I K1"],
    spread: Float[np.ndarray, " K"] | Float[np.ndarray, "K K"],
    price_spread: float = 0.0,
    demographics: Float[np.ndarray, "I D"] | None = None,
    pi: Float[np.ndarray, "K D"] | None = None,
    price_pi: Float[np.ndarray, " D"] | None = None,
    weights: Float[np.ndarray, " I"] | None = None,
    nesting: Float[np.ndarray, " G"] | None = None,
    nests: Int[np.ndarray, " J"] | None = None,
) -> MixedLogit:
    """Return the mixed logit of given parameters over given draws.

    Parameters
    ----------
    delta
        Mean utility at a price of zero, shape `(J,)`.
    alpha
        Utility lost per currency unit before the terms below, a number.
    characteristics
        What tastes differ about, price apart (a column of ones for the taste for
        buying at all), shape `(J, K)`.
    nodes
        Standard normal draws, shape `(I, K + 1)`; the first column moves the price
        coefficient, the others the tastes in order.
    spread
        Standard deviations of the tastes, `(K,)`, or a root of their covariance,
        `(K, K)`.
    price_spread
        Standard deviation of the price coefficient.
    demographics
        Of each type, shape `(I, D)`.
    pi, price_pi
        How demographics move tastes, `(K, D)`, and the price coefficient, `(D,)`.
    weights
        How many each type stands for, `(I,)`; None gives all the same, summing to 1.
    nesting, nests
        As in `MixedLogit`.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a drawn type likes higher prices.

    Examples
    --------
    >>> demand = mixed_from_tastes(
    ...     delta=np.array([4.0, 5.0]), alpha=0.2, characteristics=np.ones((2, 1)),
    ...     nodes=normal_nodes(64, 2, seed=1), spread=np.zeros(1),
    ... )
    >>> demand.shares(np.array([20.0, 25.0])).round(3)
    array([0.333, 0.333])
    """
    characteristics = floats(characteristics, "characteristics", shape=(None, None))
    products, tastes = characteristics.shape
    nodes = floats(nodes, "nodes", shape=(None, tastes + 1))
    types = len(nodes)
    if demographics is None:
        demographics = np.zeros((types, 0))
    demographics = floats(demographics, "demographics", shape=(types, None))
    traits = demographics.shape[1]
    pi = np.zeros((tastes, traits)) if pi is None else pi
    pi = floats(pi, "pi", shape=(tastes, traits))
    price_pi = np.zeros(traits) if price_pi is None else price_pi
    price_pi = floats(price_pi, "price_pi", shape=(traits,))
    delta = floats(delta, "delta", shape=(products,))
    root = floats(spread, "spread")
    root = np.diag(root) if root.ndim == 1 else root
    root = floats(root, "spread", shape=(tastes, tastes))
    alpha, price_spread = number(alpha, "alpha"), number(price_spread, "price_spread")
    own = root @ nodes[:, 1:].T + pi @ demographics.T
    return MixedLogit(
        values=delta[:, None] + characteristics @ own,
        alpha=alpha + price_spread * nodes[:, 0] + demographics @ price_pi,
        weights=np.full(types, 1 / types) if weights is None else weights,
        nesting=nesting,
        nests=nests,
    )
