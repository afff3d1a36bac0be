"""An equilibrium, and how far it can be trusted.

The residual is computed anew from the demand's own derivatives, product by product, and
owes nothing to the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.pairs import Pairs
from keiretsu.demand import Logit, NestedLogit
from keiretsu.errors import NoConvergence

TOLERANCE = 1e-9
"""Largest accepted first-order residual, as a share of the largest markup."""


@dataclass(frozen=True, kw_only=True)
class Equilibrium:
    """Prices at which no maker wants to change its own.

    Attributes
    ----------
    prices, markups, shares
        Shape `(J,)`; currency units, currency units, shares of all potential buyers.
    residual
        Largest first-order residual, in currency units per car.
    curvature
        Smallest eigenvalue of the makers' own second-order conditions, scaled so that
        positive means a maximum.
    steps
        Newton steps taken.
    """

    prices: Float[np.ndarray, " J"]
    markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    residual: float
    curvature: float
    steps: int

    @property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum."""
        small = self.residual <= TOLERANCE * float(np.max(np.abs(self.markups)))
        return bool(small and self.curvature > 0)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                f"solved in {self.steps} steps; largest first-order residual "
                f"{self.residual:.1e} per car; every maker is at a maximum"
            )
        if not self.residual <= TOLERANCE * float(np.max(np.abs(self.markups))):
            return f"not solved: first-order residual {self.residual:.1e} per car"
        return "not an equilibrium: a maker would gain by a large change of its prices"

    def check(self) -> Equilibrium:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(
                self.status,
                hint="check margins, nesting and profit weights for extremes",
            )
        return self


def first_order_residual(
    demand: Logit | NestedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    """Return how far the prices miss the first-order conditions, currency per car.

    Each condition is divided by the product's own slope, so that it reads as the price
    change that would mend it; the largest over the products is returned, infinite where
    a product sells too little to tell.
    """
    slopes = demand.derivatives(prices)
    weights = kappa[np.ix_(firms, firms)]
    lacking = demand.shares(prices) + (weights * slopes.T) @ (prices - costs)
    with np.errstate(divide="ignore", invalid="ignore"):
        worst = float(np.max(np.abs(lacking / np.diagonal(slopes))))
    return worst if np.isfinite(worst) else np.inf


def curvature(slope: Float[np.ndarray, "P P"], pairs: Pairs) -> float:
    """Return the smallest eigenvalue of the makers' own blocks of the Jacobian.

    At a solution a maker's Hessian is negative definite exactly if its own block of the
    reduced Jacobian has positive eigenvalues: the two are similar up to the positive
    scale of each condition.
    """
    smallest = np.inf
    for firm in np.unique(pairs.firm):
        own = np.flatnonzero(pairs.firm == firm)
        smallest = min(smallest, np.linalg.eigvals(slope[np.ix_(own, own)]).real.min())
    return float(smallest)
