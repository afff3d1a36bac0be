r"""One maker's best prices while all others keep theirs.

It is what a maker would do that leaves a cartel, and how far a cost change passes
through before rivals answer. Any demand form serves, by its quantities and derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.equilibrium import TOLERANCE
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.newton import Linearised, find_root
from keiretsu.demand import Demand
from keiretsu.errors import NoConvergence

NEAR = 1e-6
"""Step of numerical derivatives, as a share of the largest markup."""


@dataclass(frozen=True, kw_only=True)
class Response:
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
        Largest first-order residual of its own products, currency units per car.
    markup
        Its largest markup, currency units.
    """

    prices: Float[np.ndarray, " J"]
    profit: float
    gain: float
    residual: float
    markup: float

    @property
    def converged(self) -> bool:
        """Whether its conditions hold and it is not worse off than before."""
        small = self.residual <= TOLERANCE * abs(self.markup)
        return bool(small and self.gain >= -TOLERANCE * abs(self.profit))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return f"solved; first-order residual {self.residual:.1e} per car"
        if not self.residual <= TOLERANCE * abs(self.markup):
            return f"not solved: first-order residual {self.residual:.1e} per car"
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
    firms = check_makers(firms, kappa)
    own = np.flatnonzero(firms == maker)
    weights = kappa[maker, firms]

    def profit(at: Float[np.ndarray, " J"]) -> float:
        return float(weights @ (demand.quantities(at) * (at - costs)))

    def placed(moved: Float[np.ndarray, " K"]) -> Float[np.ndarray, " J"]:
        at = prices.astype(float)
        at[own] = moved
        return at

    def lacking(moved: Float[np.ndarray, " K"]) -> Float[np.ndarray, " K"]:
        at = placed(moved)
        slopes = demand.derivatives(at)
        pays = demand.quantities(at)[own] + slopes[:, own].T @ (weights * (at - costs))
        return pays / np.diagonal(slopes)[own]

    step = NEAR * float(np.max(np.abs(prices[own] - costs[own])))

    def linearise(moved: Float[np.ndarray, " K"]) -> Linearised:
        sides = [
            (lacking(moved + nudge) - lacking(moved - nudge)) / (2 * step)
            for nudge in step * np.eye(len(own))
        ]
        return lacking(moved), np.stack(sides, axis=1)

    moved = find_root(linearise, prices[own]).at
    best = placed(moved)
    with np.errstate(all="ignore"):
        gap = float(np.max(np.abs(lacking(moved))))
    return Response(
        prices=best,
        profit=profit(best),
        gain=profit(best) - profit(prices),
        residual=gap if np.isfinite(gap) else np.inf,
        markup=float(np.max(np.abs(best[own] - costs[own]))),
    )
