"""An equilibrium, and how far it can be trusted.

The residual is computed product by product from the demand's own derivatives, at the
prices that are returned; under mixed logit by the conditions that the search met, which
`first_order_residuals` writes in another way for whoever wants to compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.competition.firm_nests import firm_nests_under
from keiretsu.competition.first_order import first_order_terms, first_order_terms_mixed
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit
from keiretsu.errors import NoConvergence

TOLERANCE = 1e-9
"""Largest accepted first-order residual, as a share of the largest markup."""

_ROUNDING = 16 * np.finfo(float).eps


def negligible(residual: Any, markups: Any, prices: Any) -> Any:
    """Return whether a residual counts as none, for one answer or many.

    A markup that is tiny next to its price is known no better than the price rounds.
    """
    small = residual <= TOLERANCE * np.abs(markups).max(axis=-1)
    if np.all(small):
        return small
    return small | (residual <= _ROUNDING * np.abs(prices).max(axis=-1))


@dataclass(frozen=True, kw_only=True)
class Equilibrium:
    """Prices at which no maker wants to change its own.

    Attributes
    ----------
    prices, markups, shares
        Shape `(J,)`; currency units, currency units, and what is sold: shares of all
        potential buyers, or what the demand form's `quantities` are.
    residual
        Largest first-order residual, in currency units per car.
    curvature
        Smallest eigenvalue of the makers' own second-order conditions, or a lower bound
        of it, scaled so that positive means a maximum.
    steps
        Steps taken.
    shadow_costs
        What binding capacities add to costs, shape `(J,)`; None where none were asked.
    worst
        Product with the largest residual; None where it was not looked for.
    """

    prices: Float[np.ndarray, " J"]
    markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    residual: float
    curvature: float
    steps: int
    shadow_costs: Float[np.ndarray, " J"] | None = None
    worst: int | None = None

    @property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum."""
        return bool(self.curvature > 0 and self._stationary)

    @property
    def _stationary(self) -> bool:
        return bool(negligible(self.residual, self.markups, self.prices))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        return self.describe()

    def describe(
        self, *, market: str | None = None, products: Sequence[str] | None = None
    ) -> str:
        """Return how it went, as a sentence, with names where they are given.

        Parameters
        ----------
        market
            Name of the market, put first.
        products
            Names of the J products; without them a product is its number.
        """
        where = "" if market is None else f"{market}: "
        if self.converged:
            return (
                f"{where}solved in {self.steps} steps; largest first-order residual "
                f"{self.residual:.1e} per car; every maker is at a maximum"
            )
        at = ""
        if self.worst is not None:
            name = str(self.worst) if products is None else products[self.worst]
            at = f", of product {name}"
        size = f"first-order residual {self.residual:.1e} per car{at}"
        if not self._stationary:
            return f"{where}not solved: {size}"
        return (
            f"{where}not an equilibrium: a maker would gain by a large change of its "
            f"prices; largest {size}"
        )

    def check(
        self, *, market: str | None = None, products: Sequence[str] | None = None
    ) -> Equilibrium:
        """Return itself, or raise `NoConvergence` with what `describe` says."""
        if not self.converged:
            raise NoConvergence(
                self.describe(market=market, products=products),
                hint="check margins, nesting and profit weights for extremes",
            )
        return self


@dataclass(frozen=True, kw_only=True)
class Equilibria:
    """D answers on one market, one a deal.

    Attributes
    ----------
    prices, markups, shares
        Shape `(D, J)`, as in `Equilibrium`.
    residual, curvature, steps
        As in `Equilibrium`, shape `(D,)`.
    worst
        Product with the largest residual in each deal, `(D,)`.
    """

    prices: Float[np.ndarray, "D J"]
    markups: Float[np.ndarray, "D J"]
    shares: Float[np.ndarray, "D J"]
    residual: Float[np.ndarray, " D"]
    curvature: Float[np.ndarray, " D"]
    steps: Int[np.ndarray, " D"]
    worst: Int[np.ndarray, " D"]

    @classmethod
    def of(cls, deals: Sequence[Equilibrium]) -> Equilibria:
        """Return the answers of single deals as one batch."""
        return cls(
            **{
                field.name: np.array([getattr(one, field.name) for one in deals])
                for field in fields(cls)
            }
        )

    @classmethod
    def joined(cls, parts: Sequence[Equilibria]) -> Equilibria:
        """Return the deals of several batches, in order."""
        return cls(
            **{
                field.name: np.concatenate([getattr(p, field.name) for p in parts])
                for field in fields(cls)
            }
        )

    def mended_by(self, other: Equilibria) -> Equilibria:
        """Return itself with the other's answers where those come nearer."""
        better = ~self.converged & (other.converged | (other.residual < self.residual))
        if not better.any():
            return self
        parts = {}
        for field in fields(self):
            old, new = getattr(self, field.name), getattr(other, field.name)
            shape = (-1,) + (1,) * (old.ndim - 1)
            parts[field.name] = np.where(better.reshape(shape), new, old)
        return Equilibria(**parts)

    def deal(self, number: int) -> Equilibrium:
        """Return one deal's answer."""
        return Equilibrium(
            prices=self.prices[number],
            markups=self.markups[number],
            shares=self.shares[number],
            residual=float(self.residual[number]),
            curvature=float(self.curvature[number]),
            steps=int(self.steps[number]),
            worst=int(self.worst[number]),
        )

    @property
    def converged(self) -> Bool[np.ndarray, " D"]:
        """Whether the conditions hold and every maker is at a maximum, `(D,)`."""
        near = negligible(self.residual, self.markups, self.prices)
        return np.asarray(near & (self.curvature > 0))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        solved = int(self.converged.sum())
        if solved == len(self.residual):
            return (
                f"all {solved} solved; largest first-order residual "
                f"{self.residual.max():.1e} per car; every maker is at a maximum"
            )
        worst = int(np.argmax(np.where(self.converged, -1.0, self.residual)))
        at = f" of product {self.worst[worst]}"
        return (
            f"{solved} of {len(self.residual)} solved; the worst is deal {worst}, with "
            f"a first-order residual{at} of {self.residual[worst]:.1e} per car and a "
            f"curvature of {self.curvature[worst]:.1e}"
        )

    def check(self) -> Equilibria:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged.all():
            raise NoConvergence(
                self.status, hint="solve the worst deal alone, from other prices"
            )
        return self


def first_order_residual(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    """Return how far the prices miss the first-order conditions, currency per car.

    The largest of `first_order_residuals` over the products.
    """
    residuals = first_order_residuals(demand, prices, costs, firms=firms, kappa=kappa)
    return float(np.max(np.abs(residuals)))


def first_order_residuals(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return how far each price misses its first-order condition, `(J,)`.

    Each condition is divided by the product's own slope, so that it reads as the price
    change that would mend it, currency units: a positive one says that the price is too
    high for its maker. Infinite where a product sells too little to tell.
    """
    pairs = firm_nests_under(demand, firms)
    if isinstance(demand, MixedLogit):
        return first_order_terms_mixed(
            demand, prices, costs, pairs, pairs.weights(kappa)
        ).residuals
    if isinstance(demand, Logit | NestedLogit):
        return first_order_terms(
            demand, prices, costs, pairs, pairs.weights(kappa)
        ).residuals
    slopes = demand.derivatives(prices)
    weights = kappa[np.ix_(firms, firms)]
    excess = demand.quantities(prices) + (weights * slopes.T) @ (prices - costs)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = excess / np.diagonal(slopes)
    return np.where(np.isfinite(residuals), residuals, np.inf)
