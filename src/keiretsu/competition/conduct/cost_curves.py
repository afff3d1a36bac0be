r"""Plants that make one good: their costs, whose they are, and what more output pays.

The maker f of plant i weighs what all plants sell, :math:`W_i = \sum_k \kappa_{f f(k)}
q_k`, because its output moves the one price of all. One more unit pays

.. math:: g_i = P(Q) + P'(Q)\, W_i - c_i(q_i) .
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.competition.ownership import check_makers
from keiretsu.demand.homogeneous import InverseDemand
from keiretsu.errors import DataError, ShapeError
from keiretsu.values import Value


class CostCurves(Protocol):
    """What N plants' costs must answer; quantities may be complex."""

    def marginal(self, quantities: Any) -> Any:
        """Return the cost of one more unit at each plant, shape `(N,)`."""
        ...

    def slope(self, quantities: Any) -> Any:
        """Return how marginal cost rises with output, shape `(N,)`."""
        ...

    def total(self, quantities: Any) -> Any:
        """Return variable cost of each plant, shape `(N,)`."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AffineCosts(Value):
    """Marginal costs that are constant or rise in a straight line.

    Attributes
    ----------
    base
        Marginal cost of the first unit at each plant, shape `(N,)`, currency units.
    rise
        Rise of marginal cost per unit of output, shape `(N,)`, not negative.

    Examples
    --------
    >>> costs = AffineCosts(base=np.zeros(2), rise=np.array([2.0, 0.5]))
    >>> costs.marginal(np.array([1.0, 4.0]))
    array([2., 2.])
    """

    base: Float[np.ndarray, " N"]
    rise: Float[np.ndarray, " N"]

    def __post_init__(self) -> None:
        """Take the arrays in."""
        base = floats(self.base, "base", shape=(None,))
        rise = floats(self.rise, "rise", shape=base.shape)
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "rise", rise)
        if not (self.rise >= 0).all():
            raise DataError(
                f"a marginal cost that changes by {self.rise.min():g} per unit",
                hint="costs that fall with output have several equilibria or none",
            )

    def marginal(self, quantities: Any) -> Any:
        """Return the cost of one more unit at each plant, shape `(N,)`."""
        return self.base + self.rise * quantities

    def slope(self, quantities: Any) -> Any:
        """Return how marginal cost rises with output, shape `(N,)`."""
        return self.rise + 0 * quantities

    def total(self, quantities: Any) -> Any:
        """Return variable cost of each plant, shape `(N,)`."""
        return (self.base + self.rise * quantities / 2) * quantities


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Plants(Value):
    """N plants of F makers in the market for one good.

    Attributes
    ----------
    demand
        What price clears a quantity.
    costs
        The plants' costs.
    firms
        Maker of each plant, an index from 0 to F - 1, shape `(N,)`.
    kappa
        Profit weights, shape `(F, F)`, diagonal 1.
    """

    demand: InverseDemand
    costs: CostCurves
    firms: Int[np.ndarray, " N"]
    kappa: Float[np.ndarray, "F F"]

    def __post_init__(self) -> None:
        """Take the arrays in."""
        firms, kappa = check_makers(self.firms, self.kappa)
        refuse_large_table(len(firms), "plants")
        base = getattr(self.costs, "base", firms)
        if np.shape(base) != firms.shape:
            raise ShapeError(f"costs of {len(base)} plants for {len(firms)}")
        object.__setattr__(self, "firms", firms)
        object.__setattr__(self, "kappa", kappa)

    @property
    def weights(self) -> Float[np.ndarray, "N N"]:
        """Weight that the maker of plant i puts on the profit of plant k."""
        return self.kappa[np.ix_(self.firms, self.firms)]

    def gain(self, quantities: Any) -> Any:
        """Return what one more unit pays each plant's maker, `(N,)`, currency units."""
        total = quantities.sum()
        weighed = self.weights @ quantities
        price = self.demand.price(total) + self.demand.slope(total) * weighed
        return price - self.costs.marginal(quantities)

    def gain_slopes(self, quantities: Any) -> Any:
        """Return the derivative of `gain` i by quantity k, shape `(N, N)`."""
        total = quantities.sum()
        slope, bend = self.demand.slope(total), self.demand.bend(total)
        weighed = self.weights @ quantities
        table = slope + bend * weighed[:, None] + slope * self.weights
        return table - np.diag(self.costs.slope(quantities))

    def profits(self, quantities: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
        """Return each plant's revenue less variable cost, shape `(N,)`."""
        price = self.demand.price(quantities.sum())
        return np.asarray(price * quantities - self.costs.total(quantities))

    def concavity(
        self,
        slopes: Float[np.ndarray, "N N"],
        free: Any,
        quantities: Float[np.ndarray, " N"],
    ) -> float:
        """Return how concave each maker's objective is in its own output, the least.

        In units of the demand's own slope; positive means a maximum, zero that output
        could move between equal plants at no cost.
        """
        steepness = -float(self.demand.slope(quantities.sum()))
        least = np.inf
        for firm in np.unique(self.firms):
            own = np.flatnonzero((self.firms == firm) & free)
            if len(own):
                block = slopes[np.ix_(own, own)]
                values = np.linalg.eigvalsh((block + block.T) / 2)
                least = min(least, -values.max() / steepness)
        return float(least)
