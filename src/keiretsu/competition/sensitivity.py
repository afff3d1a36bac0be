r"""How a deal's effect depends on the demand behind it, without solving again.

Markups after the deal solve :math:`R(m, \theta) = 0`, where the parameters
:math:`\theta` also move today's calibration. The implicit function theorem gives
:math:`dm/d\theta = -(\partial R/\partial m)^{-1}\,\partial R/\partial\theta`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from keiretsu.competition import padding, reduced
from keiretsu.competition.batch import calibrated
from keiretsu.competition.pairs import Pairs


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """The change of markups under a deal, and its derivatives by the parameters.

    Attributes
    ----------
    markup_change
        Currency units, shape `(P,)`.
    by_alpha, by_nesting, by_outside
        Derivatives by the price coefficient, by the nesting parameter of all nests at
        once, and by the outside share, shape `(P,)`.
    """

    markup_change: Float[np.ndarray, " P"]
    by_alpha: Float[np.ndarray, " P"]
    by_nesting: Float[np.ndarray, " P"]
    by_outside: Float[np.ndarray, " P"]


def sensitivity(
    pairs: Pairs,
    inside: Float[np.ndarray, " J"],
    *,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    alpha: float,
    sigma: Float[np.ndarray, " G"],
    outside: float,
) -> Sensitivity:
    """Return how a deal's effect moves with the demand that explains today.

    Parameters
    ----------
    pairs, inside, before, after
        As for `simulate`.
    alpha, sigma, outside
        The demand at which to differentiate.
    """
    mass = pairs.total(inside)
    size = padding.standard_size(len(mass))
    with jax.enable_x64(True):
        fixed = (
            padding.fill(mass, size, 0.0),
            padding.filled_nests(pairs, size),
            padding.fill_square(pairs.weights(before), size),
            padding.fill_square(pairs.weights(after), size),
        )
        spread = padding.fill(sigma, padding.standard_size(len(sigma)), 0.0)
        at = jnp.asarray([alpha, 0.0, outside])
        change, slopes = _differentiate(fixed, spread, at)
        slopes = np.asarray(slopes)[: len(mass)]
        return Sensitivity(
            markup_change=np.asarray(change)[: len(mass)],
            by_alpha=slopes[:, 0],
            by_nesting=slopes[:, 1],
            by_outside=slopes[:, 2],
        )


@jax.jit
def _differentiate(fixed: Any, sigma: Any, at: Any) -> tuple[Any, Any]:
    """Return markup changes and their derivatives by alpha, nesting and outside."""
    mass, nest, before, after = fixed

    def system(theta: Any) -> tuple[reduced.System, Any]:
        spread = sigma + theta[1]
        return calibrated(mass, nest, before, after, theta[0], spread, theta[2])

    today, markups = system(at)
    root = reduced.solve(today, markups).markups
    moved = jax.jacfwd(lambda theta: reduced.residual(system(theta)[0], root))(at)
    later = -jnp.linalg.solve(reduced.jacobian(today, root), moved)
    return root - markups, later - jax.jacfwd(lambda theta: system(theta)[1])(at)
