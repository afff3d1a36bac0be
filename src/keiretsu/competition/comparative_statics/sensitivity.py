r"""How a deal's effect depends on the demand behind it, without solving again.

Markups after the deal solve :math:`R(m, \theta) = 0`, where the parameters
:math:`\theta` also move today's calibration. The implicit function theorem gives
:math:`dm/d\theta = -(\partial R/\partial m)^{-1}\,\partial R/\partial\theta`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, number
from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.nested_logit.many_demands import calibrated
from keiretsu.competition.solvers.nested_logit.markup_conditions import (
    System,
    markup_excess,
    markup_jacobian,
)
from keiretsu.competition.solvers.nested_logit.markups import solve_markups
from keiretsu.competition.solvers.newton import complex_step
from keiretsu.demand.parameters import nesting_parameters, price_coefficient
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sensitivity(Value):
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
    pairs: FirmNests,
    inside: Float[np.ndarray, " J"],
    *,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    alpha: float,
    nesting: Float[np.ndarray, " G"],
    outside: float,
) -> Sensitivity:
    """Return how a deal's effect moves with the demand that explains today.

    Parameters
    ----------
    pairs, inside, before, after
        As for `solve_many_demands`.
    alpha, nesting, outside
        The demand at which to differentiate.
    """
    alpha = price_coefficient(alpha)
    outside = number(outside, "outside", above=0, below=1)
    nesting = nesting_parameters(nesting, int(pairs.nest.max(initial=-1)) + 1)
    before, after = (check_makers([], kappa)[1] for kappa in (before, after))
    inside = floats(inside, "inside", shape=pairs.of_product.shape, above=0)
    fixed = (
        pairs.total(inside),
        pairs.nest,
        pairs.weights(before),
        pairs.weights(after),
    )

    def system(theta: np.ndarray) -> tuple[System, np.ndarray]:
        coefficient, more, share = theta[:, None, None]
        return calibrated(*fixed, coefficient, nesting[None] + more, share)

    at = np.array([alpha, 0.0, outside])
    today, markups = system(at)
    roots = solve_markups(today, markups)
    moved = complex_step(
        lambda theta: markup_excess(system(theta)[0], roots.markups)[0], at
    )
    slope = markup_jacobian(today, roots.markups)[0]
    later = -np.linalg.solve(slope, moved)
    slopes = later - complex_step(lambda theta: system(theta)[1][0], at)
    return Sensitivity(
        markup_change=(roots.markups - markups)[0],
        by_alpha=slopes[:, 0],
        by_nesting=slopes[:, 1],
        by_outside=slopes[:, 2],
    )
