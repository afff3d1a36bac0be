r"""An equilibrium, and how far it can be trusted.

The residual is computed product by product from the demand's own derivatives, at the
prices that are returned; under mixed logit by the conditions that the search met, which
`first_order_residuals` writes in another way for whoever wants to compare. It is judged
against costs or against what a price change does to sales at cost, never against a
markup that runs away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition.deviations import Deviation
from keiretsu.demand import Demand
from keiretsu.errors import NoConvergence
from keiretsu.extremes import largest, largest_size
from keiretsu.values import Value

TOLERANCE = 1e-9
"""Largest accepted first-order residual, as a share of the largest markup or scale."""

RUNAWAY = 1e6
"""Prices beyond this multiple of their scale have run away."""

_ROUNDING = 16 * np.finfo(float).eps

Search = Callable[[], Deviation | None]
"""Looks for a change of one price by which a maker gains."""


def price_scale(demand: Demand, costs: Float[np.ndarray, " J"]) -> float:
    """Return what prices are measured by: costs, or what loses sales at cost.

    The largest cost; where utility is linear in prices also one over the steepest price
    coefficient, and for other forms that take any price the least of quantity over own
    slope at cost.
    """
    most = largest_size(costs)
    inner = getattr(demand, "demand", demand)
    if getattr(demand, "positive_prices", False):
        return most
    if hasattr(inner, "alpha"):
        steepest = inner.alpha if isinstance(inner.alpha, float) else inner.alpha.max()
        return max(most, 1 / float(steepest))
    try:
        with np.errstate(all="ignore"):
            sold = demand.quantities(costs)
            pace = np.abs(sold / np.diagonal(demand.derivatives(costs)))
    except (ArithmeticError, ValueError):
        return most
    pace = pace[np.isfinite(pace) & (pace > 0)]
    return max(most, float(pace.min()) if pace.size else 0.0)


def negligible(residual: Any, markups: Any, prices: Any, scale: Any) -> Any:
    """Return whether a residual counts as none, for one answer or many.

    A markup that is tiny next to its price is known no better than the price rounds.
    """
    largest, size = _sizes(markups), _sizes(prices)
    small = (residual <= TOLERANCE * largest) & (residual <= TOLERANCE * scale)
    small = small | (residual <= _ROUNDING * size)
    return small & ~_beyond(size, scale) & (size < np.inf)


def _beyond(size: Any, scale: Any) -> Any:
    """Say of the largest price whether conditions are known there to no digit at all.

    They may seem to hold.
    """
    return size > RUNAWAY * scale


def _sizes(values: Any) -> Any:
    """Return the largest size along the last axis."""
    sizes = np.abs(values)
    return largest(sizes) if sizes.ndim == 1 else sizes.max(axis=-1)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Equilibrium(Value):
    """Prices at which no maker wants to change its own.

    Attributes
    ----------
    prices, markups, shares
        Shape `(J,)`; currency units, currency units, and what is sold: shares of all
        potential buyers, or what the demand form's `quantities` are.
    residual
        Largest first-order residual, in currency units per unit.
    curvature
        Smallest eigenvalue of the makers' own second-order conditions, or a lower bound
        of it, scaled so that positive means a maximum.
    steps
        Steps taken.
    shadow_costs
        What binding capacities add to costs, shape `(J,)`; None where none were asked.
    worst
        Product with the largest residual; None where it was not looked for.
    scale
        What residuals are judged by, currency units: costs, or `price_scale`.
    no_equilibrium
        Why there is none, where that is known; else None.
    """

    prices: Float[np.ndarray, " J"]
    markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    residual: float
    curvature: float
    steps: int
    shadow_costs: Float[np.ndarray, " J"] | None = None
    worst: int | None = None
    scale: float = np.inf
    no_equilibrium: str | None = None
    _search: Search | None = field(default=None, repr=False, compare=False)

    @cached_property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum, a local one."""
        return bool(
            self.no_equilibrium is None and self.curvature > 0 and self._stationary
        )

    @cached_property
    def _stationary(self) -> bool:
        return bool(negligible(self.residual, self.markups, self.prices, self.scale))

    def best_deviation(self) -> Deviation | None:
        """Return the change of one price by which a maker gains most.

        None where it is known that no such change pays, as under the logit, or where
        nothing was solved. It is looked for once, over a bracket of markups.
        """
        if "_deviation" not in self.__dict__:
            known = self._search() if self._search is not None else None
            self.__dict__["_deviation"] = known
        found: Deviation | None = self.__dict__["_deviation"]
        return found

    def searched_by(self, search: Search | None) -> Equilibrium:
        """Return itself with another way to look for deviations."""
        return replace(self, _search=search)

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
                f"{self.residual:.1e} per unit; {self._maximum(products)}"
            )
        if self.no_equilibrium is not None:
            return f"{where}no equilibrium exists: {self.no_equilibrium}"
        at = ""
        if self.worst is not None:
            at = f", of product {_name(self.worst, products)}"
        size = f"first-order residual {self.residual:.1e} per unit{at}"
        highest = float(largest_size(self.prices))
        if _beyond(highest, self.scale):
            return (
                f"{where}no equilibrium found below {RUNAWAY:g} times the level of "
                f"costs, and at {highest / self.scale:.2g} times it none can be told"
            )
        if not self._stationary:
            return f"{where}not solved, no equilibrium found: {size}"
        return (
            f"{where}not an equilibrium: a maker would gain by a large change of its "
            f"prices; largest {size}"
        )

    def _maximum(self, products: Sequence[str] | None) -> str:
        if self._search is None:
            return "every maker is at a maximum"
        if "_deviation" not in self.__dict__:
            return "every maker is at a local maximum (one-price changes: not searched)"
        found = self.best_deviation()
        if found is None or not found.noticed:
            return "every maker is at a maximum, and none gains by changing one price"
        return (
            f"a local maximum only: maker {found.maker} gains {100 * found.gain:.3g} % "
            f"by selling product {_name(found.product, products)} at {found.price:.6g} "
            f"instead of {self.prices[found.product]:.6g}"
        )

    def check(
        self,
        *,
        market: str | None = None,
        products: Sequence[str] | None = None,
        local: bool = False,
    ) -> Equilibrium:
        """Return itself, or raise `NoConvergence` with what `describe` says.

        Parameters
        ----------
        market, products
            Names, as for `describe`.
        local
            Whether a local maximum is enough. If not, every maker is asked whether it
            gains more than a millionth of its profit by changing one price.
        """
        hint = "check margins, nesting and profit weights for extremes"
        solved = self.converged
        if solved and not local:
            found = self.best_deviation()
            if found is not None and found.noticed:
                solved, hint = False, "check(local=True) takes the local maximum"
        if not solved:
            raise NoConvergence(
                self.describe(market=market, products=products), hint=hint
            )
        return self


def _name(product: int, products: Sequence[str] | None) -> str:
    return str(product) if products is None else products[product]
