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

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import floats, marks
from keiretsu.competition.conduct.cost_curves import CostCurves, Plants
from keiretsu.competition.conduct.cournot import (
    CournotEquilibrium,
    judged,
    scaled,
    settled_outputs,
    solve_cournot,
)
from keiretsu.competition.conduct.leadership import Leadership
from keiretsu.competition.solvers.newton import Linearised, complex_step, find_root
from keiretsu.demand.homogeneous import InverseDemand


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
    ShapeError, DataError
        If arrays do not fit together or `leads` holds more than yes and no.

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
    plants = Plants(demand=demand, costs=costs, firms=firms, kappa=kappa)
    leads = marks(leads, "leads", count=len(plants.firms))
    market = Leadership(plants=plants, leads=leads)

    def linearise(quantities: np.ndarray) -> Linearised:
        slopes = complex_step(market.gain, quantities)
        return scaled(market.gain(quantities), slopes)

    if start is None:
        start = solve_cournot(demand, costs, firms=firms, kappa=kappa).quantities
    first = floats(start, "start", shape=leads.shape, least=0)
    found = find_root(linearise, first, lower=0.0)
    quantities = settled_outputs(np.maximum(found.at, 0.0), np.inf)
    smooth = _judged_leaders(market, quantities, found.steps)
    if smooth.converged and market.followers_settled(quantities):
        return smooth
    return _judged_leaders(market, limit_outputs(market, first), found.steps)


def _judged_leaders(
    market: Leadership, quantities: Float[np.ndarray, " N"], steps: int
) -> CournotEquilibrium:
    """Return outputs with their residuals; a leader at a kink has two of them.

    Where one more unit would keep a follower out, and one fewer let it in, a leader is
    at its best if the one does not pay and the other costs.
    """
    gain = np.where(market.leads, 0.0, market.plants.gain(quantities))
    for leader in np.flatnonzero(market.leads):
        up, down = market.one_sided_gains(quantities, int(leader))
        short = max(up, 0.0) if quantities[leader] <= 0 else max(up, -down, 0.0)
        gain[leader] = short if short > 0 else 0.0
    return judged(
        market.plants,
        quantities,
        gain=gain,
        slopes=market.own_slopes(quantities),
        capacities=np.full(len(quantities), np.inf),
        steps=steps,
    )


def limit_outputs(
    market: Leadership, first: Float[np.ndarray, " N"]
) -> Float[np.ndarray, " N"]:
    """Return outputs when leaders, one after the other, take the best of all outputs.

    A leader's profit has a kink where a follower goes in or out; the best output may be
    the one that just keeps it out. Profits are looked at over a range of outputs, the
    best one is refined, and a kink next to it is then met exactly.
    """
    outputs = market.answered(np.array(first, dtype=float))
    for _ in range(_ROUNDS):
        before = outputs.copy()
        for leader in np.flatnonzero(market.leads):
            outputs = _best_of_leader(market, outputs, int(leader))
        if np.abs(outputs - before).max() <= 1e-9 * max(outputs.max(), 1e-300):
            break
    return outputs


def _best_of_leader(
    market: Leadership, outputs: Float[np.ndarray, " N"], leader: int
) -> Float[np.ndarray, " N"]:
    maker = market.plants.firms[leader]
    weights = market.plants.kappa[maker, market.plants.firms]

    def at(output: float) -> np.ndarray:
        moved = outputs.copy()
        moved[leader] = output
        return market.answered(moved)

    def lost(output: float) -> float:
        return -float(weights @ market.plants.profits(at(output)))

    most = 4 * float(outputs.sum()) + 1e-12
    tried = np.linspace(0.0, most, _TRIED)
    best = int(np.argmin([lost(output) for output in tried]))
    low, high = tried[max(best - 1, 0)], tried[min(best + 1, _TRIED - 1)]
    from scipy.optimize import minimize_scalar  # takes long to load

    found = minimize_scalar(
        lost, bounds=(low, high), method="bounded", options={"xatol": 1e-10 * most}
    )
    near, choices = float(found.x), [float(found.x), 0.0]
    choices += [kink for kink in market.kinks(outputs, leader, low, high)]
    return at(min(choices, key=lost)) if choices else at(near)


_ROUNDS, _TRIED = 60, 61
