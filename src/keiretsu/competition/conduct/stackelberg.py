r"""Leaders and followers in quantities: leaders foresee how followers will answer.

Followers' outputs satisfy their own first-order conditions :math:`g_F(q) = 0`, so their
answer to leaders is :math:`R = -(\partial g_F/\partial q_F)^{-1}\,
\partial g_F/\partial q_L`. The maker of a leading plant i earns from one more unit

.. math:: \ell_i = \Pi^f_i + \sum_{k \in F} \Pi^f_k R_{ki}, \qquad
          \Pi^f_k = \kappa_{f f(k)} (P - c_k) + P' W_f ,

where :math:`\Pi^f_k` is what one more unit from plant k is worth to it. A maker may own
plants of both kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.competition.conduct.cost_curves import CostCurves, Plants
from keiretsu.competition.conduct.cournot import (
    CournotEquilibrium,
    judged,
    scaled,
    solve_cournot,
)
from keiretsu.competition.solvers.newton import Linearised, complex_step, find_root
from keiretsu.demand.homogeneous import InverseDemand
from keiretsu.errors import ShapeError


def solve_stackelberg(
    demand: InverseDemand,
    costs: CostCurves,
    *,
    leads: Bool[np.ndarray, " N"],
    firms: Int[np.ndarray, " N"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " N"] | None = None,
) -> CournotEquilibrium:
    """Return outputs when some plants' outputs are fixed before the others'.

    Parameters
    ----------
    demand, costs, firms, kappa
        As for `solve_cournot`.
    leads
        Whether a plant's output is set first, shape `(N,)`.
    start
        Outputs to start from, shape `(N,)`; None starts where nobody leads.

    Returns
    -------
    CournotEquilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    Raises
    ------
    ShapeError
        If `leads` does not fit the plants.

    References
    ----------
    von Stackelberg (1934); Daughety (1990), "Beneficial concentration", AER 80.

    Examples
    --------
    The leader makes half of what a line through 10 can absorb at a cost of 2.

    >>> from keiretsu.competition.conduct.cost_curves import AffineCosts
    >>> from keiretsu.demand.homogeneous import LinearInverse
    >>> solve_stackelberg(
    ...     LinearInverse(intercept=10.0, coefficient=-1.0),
    ...     AffineCosts(base=np.full(2, 2.0), rise=np.zeros(2)),
    ...     leads=np.array([True, False]), firms=np.arange(2), kappa=np.eye(2),
    ... ).quantities
    array([4., 2.])
    """
    plants = Plants(demand=demand, costs=costs, firms=np.asarray(firms), kappa=kappa)
    leads = np.asarray(leads, dtype=bool)
    if leads.shape != plants.firms.shape:
        raise ShapeError(
            f"{len(leads)} marks of leaders for {len(plants.firms)} plants"
        )
    market = _Leadership(plants=plants, leads=leads)

    def linearise(quantities: np.ndarray) -> Linearised:
        slopes = complex_step(market.gain, quantities)
        return scaled(market.gain(quantities), slopes)

    if start is None:
        start = solve_cournot(demand, costs, firms=firms, kappa=kappa).quantities
    first = np.asarray(start, dtype=float)
    found = find_root(linearise, first, lower=0.0)
    quantities = np.maximum(found.at, 0.0)
    return judged(
        plants,
        quantities,
        gain=market.gain(quantities),
        slopes=market.own_slopes(quantities),
        capacities=np.full(len(quantities), np.inf),
        steps=found.steps,
    )


@dataclass(frozen=True, kw_only=True)
class _Leadership:
    """Plants of which some lead."""

    plants: Plants
    leads: Bool[np.ndarray, " N"]

    def gain(self, quantities: Any) -> Any:
        """Return what one more unit pays each plant's maker, answers included."""
        plants = self.plants
        own = plants.gain(quantities)
        answer = self.answers(quantities)
        total = quantities.sum()
        weighed = plants.weights @ quantities
        margin = plants.demand.price(total) - plants.costs.marginal(quantities)
        worth = (
            plants.weights * margin + (plants.demand.slope(total) * weighed)[:, None]
        )
        return own + np.where(self.leads, (worth * answer.T).sum(axis=1), 0.0)

    def answers(self, quantities: Any) -> Any:
        """Return the change of each follower's output with each leader's, `(N, N)`."""
        follows = ~self.leads & (quantities.real > 0)
        slopes = self.plants.gain_slopes(quantities)
        table = np.zeros_like(slopes)
        inner = np.ix_(follows, follows)
        outer = np.ix_(follows, self.leads)
        table[outer] = -np.linalg.solve(slopes[inner], slopes[outer])
        return table

    def own_slopes(self, quantities: Float[np.ndarray, " N"]) -> np.ndarray:
        """Return the total derivative of each gain, followers answering leaders."""
        slopes = complex_step(self.gain, quantities)
        return slopes + slopes @ self.answers(quantities)
