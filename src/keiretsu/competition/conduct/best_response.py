r"""One maker's best prices while all others keep theirs.

It is what a maker would do that leaves a cartel, and how far a cost change passes
through before rivals answer. Any demand form serves, by its quantities and derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.deviations import best_deviation
from keiretsu.competition.equilibrium import TOLERANCE, price_scale
from keiretsu.competition.inputs import market_arrays
from keiretsu.competition.solvers.any_demand.jacobian import (
    conditions_at,
    conditions_by_prices,
)
from keiretsu.competition.solvers.newton import Linearised, find_root
from keiretsu.demand import Demand
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

_SEARCHES = 5
"""Times that a better price elsewhere is looked for."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Response(Value):
    """A maker's best prices against others' given ones.

    Attributes
    ----------
    prices
        Of all products, shape `(J,)`; only the maker's own differ from the given ones.
    profit
        What the maker's manager maximises there, stakes included, per potential buyer.
    gain
        Rise of that profit over the given prices.
    residual
        Largest first-order residual of its own products, currency units per unit.
    markup
        Its largest markup, currency units.
    scale
        What residuals are judged by, as in `Equilibrium`.
    """

    prices: Float[np.ndarray, " J"]
    profit: float
    gain: float
    residual: float
    markup: float
    scale: float = np.inf

    @property
    def _stationary(self) -> bool:
        return self.residual <= TOLERANCE * min(abs(self.markup), self.scale)

    @property
    def converged(self) -> bool:
        """Whether its conditions hold and it is not worse off than before."""
        return bool(self._stationary and self.gain >= -TOLERANCE * abs(self.profit))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return f"solved; first-order residual {self.residual:.1e} per unit"
        if not self._stationary:
            return f"not solved: first-order residual {self.residual:.1e} per unit"
        return f"no best response: the maker would lose {-self.gain:.1e} per buyer"

    def check(self) -> Response:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(self.status, hint="start from other prices")
        return self


def best_response(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    maker: int,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    globally: bool = False,
) -> Response:
    """Return the maker's best prices while all others stay at `prices`.

    Parameters
    ----------
    demand
        Any demand form.
    prices, costs
        Shape `(J,)`, currency units.
    maker
        Who moves.
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, as for `solve_prices`.
    globally
        Whether to look beyond the nearest maximum: each price over a bracket of
        markups, one at a time, and uphill from the best one, until none helps.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together or the maker sells nothing.

    Examples
    --------
    >>> from keiretsu.demand import Logit
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> best_response(
    ...     demand, np.array([20.0, 25.0]), np.array([10.0, 15.0]),
    ...     maker=0, firms=np.arange(2), kappa=np.eye(2),
    ... ).check().prices.round(3)
    array([18.425, 25.   ])
    """
    demand, at = market_arrays(
        demand, firms=firms, kappa=kappa, prices=prices, costs=costs
    )
    own = np.flatnonzero(at.firms == maker)
    if not own.size:
        raise DataError(f"maker {maker} sells nothing", hint="makers count from 0")
    problem = _Problem(demand, at.costs, at.kappa[maker, at.firms], own)
    best, residual = problem.climb(at.prices)
    for _ in range(_SEARCHES if globally else 0):
        found = best_deviation(
            demand,
            best,
            at.costs,
            firms=at.firms,
            kappa=at.kappa,
            chosen=at.firms == maker,
        )
        if found is None or not found.noticed:
            break
        there = np.array(best)
        there[found.product] = found.price
        climbed = problem.climb(there)
        if not problem.profit(climbed[0]) > problem.profit(best):
            climbed = there, problem.residual(there)
        best, residual = climbed
    profit = problem.profit(best)
    return Response(
        prices=best,
        profit=profit,
        gain=profit - problem.profit(at.prices),
        residual=residual,
        markup=float(np.max(np.abs(best[own] - at.costs[own]))),
        scale=price_scale(demand, at.costs),
    )


class _Problem(NamedTuple):
    """One maker's problem: the weights it puts on products' profits, and its own."""

    demand: Demand
    costs: Float[np.ndarray, " J"]
    weights: Float[np.ndarray, " J"]
    own: Int[np.ndarray, " K"]

    def profit(self, prices: Float[np.ndarray, " J"]) -> float:
        """Return what the maker's manager maximises."""
        sold = self.demand.quantities(prices)
        return float(self.weights @ (sold * (prices - self.costs)))

    def climb(
        self, prices: Float[np.ndarray, " J"]
    ) -> tuple[Float[np.ndarray, " J"], float]:
        """Return where the maker's conditions hold, from here, and the residual."""
        table = np.tile(self.weights, (len(prices), 1))

        def placed(moved: np.ndarray) -> np.ndarray:
            at = np.array(prices, dtype=float)
            at[self.own] = moved
            return at

        def linearise(moved: np.ndarray) -> Linearised:
            at, count = placed(moved), len(moved)
            low = getattr(self.demand, "positive_prices", False) and not (at > 0).all()
            if low or not np.isfinite(at).all():
                return np.full(count, np.nan), np.full((count, count), np.nan)
            here = conditions_at(self.demand, self.costs, table, at)
            slope = conditions_by_prices(
                self.demand, at, table, self.costs, here, self.own
            )
            return here.residuals[self.own], slope[:, self.own]

        best = placed(find_root(linearise, np.asarray(prices)[self.own]).at)
        return best, self.residual(best)

    def residual(self, prices: Float[np.ndarray, " J"]) -> float:
        """Return the largest residual of the maker's conditions, or infinity."""
        table = np.tile(self.weights, (len(prices), 1))
        with np.errstate(all="ignore"):
            here = conditions_at(self.demand, self.costs, table, prices)
            largest = float(np.max(np.abs(here.residuals[self.own])))
        return largest if np.isfinite(largest) else np.inf
