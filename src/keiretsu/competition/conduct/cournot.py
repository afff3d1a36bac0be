r"""Quantity competition in one good: each maker chooses how much its plants make.

With :math:`W_i` what the maker of plant i weighs, an output that is neither zero nor at
capacity satisfies :math:`P + P' W_i = c_i(q_i)`. Merger, partial stake and full control
differ only in kappa.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number
from keiretsu.competition.conduct.cost_curves import CostCurves, Plants
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.newton import Linearised, find_root
from keiretsu.demand.homogeneous import InverseDemand
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

_ROUNDING = 1e-13

TOLERANCE = 1e-9
"""Largest accepted first-order residual, as a share of the price."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CournotEquilibrium(Value):
    """Quantities at which no maker wants to change its own.

    Attributes
    ----------
    quantities, markups, profits
        Of each plant, shape `(N,)`; markup is price less marginal cost.
    price
        The one price, currency units.
    residual
        Largest first-order residual, in currency units per unit of the good.
    concavity
        How concave the makers' objectives are, the least of them, in units of the
        demand's slope; not negative at a maximum.
    steps
        Steps taken.
    """

    quantities: Float[np.ndarray, " N"]
    price: float
    markups: Float[np.ndarray, " N"]
    profits: Float[np.ndarray, " N"]
    residual: float
    concavity: float
    steps: int

    @property
    def shares(self) -> Float[np.ndarray, " N"]:
        """Shares of the quantity sold, shape `(N,)`; nothing where nothing is sold."""
        total = float(self.quantities.sum())
        return self.quantities / total if total > 0 else np.zeros_like(self.quantities)

    @property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum."""
        small = self.residual <= TOLERANCE * abs(self.price)
        return bool(small and self.concavity >= -TOLERANCE)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                f"solved in {self.steps} steps; largest first-order residual "
                f"{self.residual:.1e} per unit; every maker is at a maximum"
            )
        if not self.residual <= TOLERANCE * abs(self.price):
            return f"not solved: first-order residual {self.residual:.1e} per unit"
        return "not an equilibrium: a maker would gain by a large change of its output"

    def check(self) -> CournotEquilibrium:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(
                self.status, hint="check demand, costs and profit weights for extremes"
            )
        return self


def solve_cournot(
    demand: InverseDemand,
    costs: CostCurves,
    *,
    firms: Int[np.ndarray, " N"],
    kappa: Float[np.ndarray, "F F"],
    capacities: Float[np.ndarray, " N"] | None = None,
    start: Float[np.ndarray, " N"] | None = None,
) -> CournotEquilibrium:
    """Return the outputs at which every maker's first-order conditions hold.

    Parameters
    ----------
    demand
        What price clears a quantity: `LinearInverse` or `IsoelasticInverse`.
    costs
        The plants' costs, such as `AffineCosts`.
    firms
        Maker of each plant, an index from 0 to F - 1, shape `(N,)`.
    kappa
        Profit weights, shape `(F, F)`, diagonal 1.
    capacities
        Largest outputs, shape `(N,)`; None where there are no limits.
    start
        Outputs to start from, shape `(N,)`.

    Returns
    -------
    CournotEquilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.
        Equal plants of one maker at constant equal costs share its output as the start
        does: nothing else decides between them.

    References
    ----------
    Cournot (1838); Salant, Switzer & Reynolds (1983), "Losses from horizontal merger";
    Reynolds & Snapp (1986), "The competitive effects of partial equity interests".

    Examples
    --------
    Three equal makers at a cost of 2 where the price is 10 less the quantity.

    >>> from keiretsu.competition.conduct.cost_curves import AffineCosts
    >>> from keiretsu.demand.homogeneous import LinearInverse
    >>> solved = solve_cournot(
    ...     LinearInverse(intercept=10.0, coefficient=-1.0),
    ...     AffineCosts(base=np.full(3, 2.0), rise=np.zeros(3)),
    ...     firms=np.arange(3), kappa=np.eye(3),
    ... )
    >>> solved.price, solved.quantities
    (4.0, array([2., 2., 2.]))
    """
    plants = Plants(demand=demand, costs=costs, firms=firms, kappa=kappa)
    shape = plants.firms.shape
    if capacities is None:
        capacities = np.full(shape, np.inf)
    capacities = floats(capacities, "capacities", shape=shape, infinite=True, least=0)
    first = _first_outputs(plants) if start is None else start
    first = floats(first, "start", shape=shape, least=0)

    def linearise(quantities: np.ndarray) -> Linearised:
        slopes = plants.gain_slopes(quantities)
        return scaled(plants.gain(quantities), slopes)

    for prepare in (False, True):
        near = _in_turns(plants, first, capacities) if prepare else first
        found = find_root(linearise, near, lower=0.0, upper=capacities)
        quantities = settled_outputs(np.clip(found.at, 0.0, capacities), capacities)
        solved = judged(
            plants,
            quantities,
            gain=plants.gain(quantities),
            slopes=plants.gain_slopes(quantities),
            capacities=capacities,
            steps=found.steps,
        )
        if solved.converged:
            break
    return solved


def scaled(
    gain: Float[np.ndarray, " N"], slopes: Float[np.ndarray, "N N"]
) -> Linearised:
    """Return gains and slopes by each gain's own slope: in units of the good."""
    steep = np.abs(np.diagonal(slopes))
    return gain / steep, slopes / steep[:, None]


def settled_outputs(
    quantities: Float[np.ndarray, " N"], capacities: Any
) -> Float[np.ndarray, " N"]:
    """Return outputs with those that miss a bound by rounding only put upon it."""
    tiny = _ROUNDING * float(quantities.sum())
    full = quantities >= capacities * (1 - _ROUNDING)
    return np.where(full, capacities, np.where(quantities <= tiny, 0.0, quantities))


def judged(
    plants: Plants,
    quantities: Float[np.ndarray, " N"],
    *,
    gain: Float[np.ndarray, " N"],
    slopes: Float[np.ndarray, "N N"],
    capacities: Float[np.ndarray, " N"],
    steps: int,
) -> CournotEquilibrium:
    """Return the outputs with what further units pay and whether that is a maximum."""
    lacking = np.abs(gain)
    lacking = np.where(quantities <= 0, np.maximum(gain, 0), lacking)
    lacking = np.where(quantities >= capacities, np.maximum(-gain, 0), lacking)
    free = (quantities > 0) & (quantities < capacities)
    price = float(plants.demand.price(quantities.sum()))
    residual = float(np.max(lacking)) if np.isfinite(lacking).all() else np.inf
    return CournotEquilibrium(
        quantities=quantities,
        price=price,
        markups=price - plants.costs.marginal(quantities),
        profits=plants.profits(quantities),
        residual=residual,
        concavity=plants.concavity(slopes, free, quantities),
        steps=steps,
    )


def slope_from_margins(
    quantities: Float[np.ndarray, " N"],
    price: float,
    margins: Float[np.ndarray, " N"],
    *,
    firms: Int[np.ndarray, " N"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    r"""Return the slope of inverse demand that explains known margins, negative.

    A plant's markup is :math:`-P' W_i`, so one known margin pins the slope and several
    pin it by least squares. Elasticity of demand is :math:`P / (P' Q)`.

    Parameters
    ----------
    quantities, price
        Observed, shape `(N,)`, and a number.
    margins
        (price - marginal cost) / price, shape `(N,)`; NaN where it is not known.
    firms, kappa
        As for `solve_cournot`; partial stakes count.

    Raises
    ------
    ShapeError
        If `margins` does not fit.
    DataError
        If no margin is known, or one is not between 0 and 1.
    """
    quantities = floats(quantities, "quantities", shape=(None,), least=0)
    margins = floats(margins, "margins", shape=quantities.shape, missing=True)
    price = number(price, "price", above=0)
    firms, kappa = check_makers(firms, kappa)
    known = np.isfinite(margins)
    if not known.any():
        raise DataError("no margin is known", hint="give at least one")
    if not ((margins[known] > 0) & (margins[known] < 1)).all():
        raise DataError(
            "a margin is not between 0 and 1", hint="a margin is a fraction of price"
        )
    weighed = (kappa[np.ix_(firms, firms)] @ quantities)[known]
    return float(-price * (weighed @ margins[known]) / (weighed @ weighed))


def _in_turns(
    plants: Plants,
    first: Float[np.ndarray, " N"],
    capacities: Float[np.ndarray, " N"],
    rounds: int = 30,
) -> Float[np.ndarray, " N"]:
    """Return outputs after plants have answered one another in turn, many times."""
    outputs = np.minimum(first / 4, capacities)
    for _ in range(rounds):
        for plant in range(len(outputs)):
            gain = plants.gain(outputs)[plant]
            steep = abs(plants.gain_slopes(outputs)[plant, plant])
            most = min(2 * outputs[plant] + first[plant], capacities[plant])
            outputs[plant] = np.clip(outputs[plant] + gain / steep, 0.0, most)
        if not outputs.sum() > 0:
            return first
    return outputs


def _first_outputs(plants: Plants) -> Float[np.ndarray, " N"]:
    """Return outputs to start from: equal ones, where the least cost is just earned."""
    count = len(plants.firms)
    each = np.full(count, 1.0)
    while plants.demand.price(each.sum()) > plants.costs.marginal(each).min():
        each = each * 2
        if each[0] > 1e30:
            break
    while plants.demand.price(each.sum()) < plants.costs.marginal(each).min():
        each = each / 2
        if each[0] < 1e-30:
            break
    return each
