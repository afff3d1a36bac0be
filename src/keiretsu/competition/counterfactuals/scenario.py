"""A scenario: everything that sets prices in a market, and what follows from it.

Today is a scenario whose costs explain today's prices. A counterfactual is the same
scenario with one thing changed: owners, taxes, a product that leaves or comes, one that
gets better, a price that is fixed. Each change is one call and gives a new scenario.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.bertrand import recover_costs, solve_prices
from keiretsu.competition.counterfactuals.outcome import Outcome
from keiretsu.competition.counterfactuals.product_changes import (
    with_product_like,
    with_products,
    without_products,
)
from keiretsu.competition.counterfactuals.taxes import Taxes, Untaxed
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.first_order import first_order_residuals
from keiretsu.competition.inputs import market_arrays
from keiretsu.competition.solvers.any_demand.jacobian import conditions_by_prices
from keiretsu.competition.solvers.any_demand.verification import least_curvature
from keiretsu.demand import Demand, improve
from keiretsu.demand.surplus import surplus_or_none
from keiretsu.errors import DataError
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scenario(Value):
    """Everything that sets prices in a market of J products and F makers.

    Attributes
    ----------
    demand
        Any form.
    costs
        Marginal costs before tariffs, currency units, shape `(J,)`.
    firms, kappa
        Maker of each product, `(J,)`, and profit weights, `(F, F)`, diagonal 1.
    taxes
        What the state takes.
    fixed_prices
        Prices that stay as given, shape `(J,)`, NaN for those to be found; None finds
        all.
    capacities
        Most that can be sold of each product, `(J,)`; None for no limits.

    Examples
    --------
    A sales tax of 10 % on a market that has none.

    >>> from keiretsu.demand import Logit
    >>> today = Scenario.observed(
    ...     Logit(alpha=0.2, delta=np.array([4.0, 5.0])), np.array([20.0, 25.0]),
    ...     firms=np.arange(2), kappa=np.eye(2),
    ... )
    >>> taxed = today.with_taxes(Taxes(ad_valorem=0.1)).solve().check()
    >>> taxed.prices.round(2)
    array([21.05, 26.36])
    """

    demand: Demand
    costs: Float[np.ndarray, " J"]
    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "F F"]
    taxes: Taxes = Taxes()  # noqa: RUF009 (frozen)
    fixed_prices: Float[np.ndarray, " J"] | None = None
    capacities: Float[np.ndarray, " J"] | None = None

    def __post_init__(self) -> None:
        """Take the arrays in."""
        demand, at = market_arrays(
            self.demand, firms=self.firms, kappa=self.kappa, costs=self.costs
        )
        taken: dict[str, Any] = {"demand": demand, "costs": at.costs}
        taken |= {"firms": at.firms, "kappa": at.kappa}
        for name in ("fixed_prices", "capacities"):
            given = getattr(self, name)
            if given is not None:
                taken[name] = floats(
                    given,
                    name,
                    shape=at.costs.shape,
                    missing=name == "fixed_prices",
                    infinite=name == "capacities",
                )
        for name, values in taken.items():
            object.__setattr__(self, name, values)

    @classmethod
    def observed(
        cls,
        demand: Demand,
        prices: Float[np.ndarray, " J"],
        *,
        firms: Int[np.ndarray, " J"],
        kappa: Float[np.ndarray, "F F"],
        taxes: Taxes | None = None,
    ) -> Scenario:
        """Return the scenario whose costs explain the prices that buyers pay.

        Parameters
        ----------
        demand, prices, firms, kappa
            As for `recover_costs`.
        taxes
            Those of the day of the prices; None for none.
        """
        taxes = taxes or Taxes()
        demand, at = market_arrays(demand, firms=firms, kappa=kappa, prices=prices)
        prices, firms, kappa = at.prices, at.firms, at.kappa
        nothing = np.zeros(len(prices))
        _, parts, weights = taxes.untaxed(nothing, firms=firms, kappa=kappa)
        seen = recover_costs(demand, prices, firms=parts, kappa=weights)
        return cls(
            demand=demand,
            costs=taxes.costs_behind(seen),
            firms=firms,
            kappa=kappa,
            taxes=taxes,
        )

    def solve(self, start: Float[np.ndarray, " J"] | None = None) -> Outcome:
        """Return the prices that makers set, and what follows from them.

        Parameters
        ----------
        start
            Prices to start from, shape `(J,)`; those of today serve best.

        Returns
        -------
        Outcome
            Never raises for a hard problem: `status` says how it went, `check()`
            raises.
        """
        problem = self._untaxed
        solved = solve_prices(
            self.demand,
            problem.costs,
            firms=problem.firms,
            kappa=problem.kappa,
            start=start,
            fixed_prices=self.fixed_prices,
            capacities=self.capacities,
        )
        if len(np.unique(problem.firms)) > len(np.unique(self.firms)):
            solved = replace(solved, curvature=self._curvature(solved))
        if not np.isfinite(solved.prices).all():
            solved.check()
        return replace(self.at(solved.prices), equilibrium=solved)

    def at(self, prices: Float[np.ndarray, " J"]) -> Outcome:
        """Return what is sold and earned at given prices, an equilibrium or not."""
        prices = floats(prices, "prices", shape=self.costs.shape)
        sold = self.demand.quantities(prices)
        receipts, paid = self.taxes.receipts(prices), self.taxes.paid(self.costs)
        earned = (receipts - paid) * sold
        return Outcome(
            prices=prices,
            quantities=sold,
            receipts=receipts,
            costs=paid,
            profits=np.bincount(self.firms, weights=earned, minlength=len(self.kappa)),
            revenue=float((prices - receipts + paid - self.costs) @ sold),
            surplus=surplus_or_none(self.demand, prices),
            equilibrium=None,
        )

    def residuals(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return how far any prices miss their first-order conditions, `(J,)`.

        In currency units of what buyers pay; a positive one says that the price is too
        high for its maker.
        """
        problem = self._untaxed
        return first_order_residuals(
            self.demand,
            prices,
            problem.costs,
            firms=problem.firms,
            kappa=problem.kappa,
        )

    @property
    def chosen(self) -> Bool[np.ndarray, " J"]:
        """Which prices their makers choose, shape `(J,)`."""
        if self.fixed_prices is None:
            return np.ones(len(self.costs), dtype=bool)
        return np.isnan(self.fixed_prices)

    def conditions_by_prices(
        self, prices: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, "J J"]:
        """Return the derivative of `residuals` by prices, `(J, J)`.

        A fixed price has a row of its own: it is what it is.

        Raises
        ------
        DataError
            If capacities are given: where they bind, prices do not answer smoothly.
        """
        if self.capacities is not None:
            raise DataError(
                "derivatives under capacities", hint="leave the capacities out"
            )
        slope = self._bend(prices, self._untaxed.costs)
        return np.where(self.chosen[:, None], slope, np.eye(len(prices)))

    def with_taxes(self, taxes: Taxes) -> Scenario:
        """Return the scenario under other taxes; costs stay."""
        return replace(self, taxes=taxes)

    def with_weights(self, kappa: Float[np.ndarray, "F F"]) -> Scenario:
        """Return the scenario under other profit weights: a deal."""
        return replace(self, kappa=kappa)

    def with_fixed_prices(self, prices: Float[np.ndarray, " J"]) -> Scenario:
        """Return the scenario with some prices fixed, NaN for those to be found."""
        return replace(self, fixed_prices=prices)

    def with_improved(self, by: Float[np.ndarray, " J"]) -> Scenario:
        """Return the scenario when products change to buyers, as `improve` has it."""
        return replace(self, demand=improve(self.demand, by))

    def with_costs(self, costs: Float[np.ndarray, " J"]) -> Scenario:
        """Return the scenario at other marginal costs, such as after a saving."""
        return replace(self, costs=costs)

    def without(self, products: Any) -> Scenario:
        """Return the scenario when these products, by number, are no longer sold.

        Raises
        ------
        DataError
            If there is no such product, or none would be left.
        """
        return without_products(self, products)

    def adding(
        self,
        values: Any,
        *,
        costs: Float[np.ndarray, " K"],
        firms: Int[np.ndarray, " K"],
        places: Any = None,
        kappa: Float[np.ndarray, "G G"] | None = None,
    ) -> Scenario:
        """Return the scenario with K more products, after those of today.

        Parameters
        ----------
        values, places
            What they are worth and where they belong, as `extend` has it.
        costs, firms
            Their costs and makers, shape `(K,)`; a new maker is numbered on from F.
        kappa
            Profit weights of all makers, new ones included; None leaves today's and
            lets new makers weigh their own profit only.

        Raises
        ------
        ShapeError, DataError
            If arrays do not fit, makers are not numbered on, or taxes, fixed prices or
            capacities are given by product: give those of the longer market with the
            scenario that comes back.
        """
        return with_products(
            self, values, costs=costs, firms=firms, places=places, kappa=kappa
        )

    def adding_like(
        self, product: int, *, worth: float, cost: float, firm: int | None
    ) -> Scenario:
        """Return the scenario with one more product, like another, after the others.

        Parameters
        ----------
        product
            Number of the product that it is like; it is taxed alike too.
        worth
            What buyers would pay more for it, currency units.
        cost
            Its marginal cost.
        firm
            Its maker; None for a new one, who weighs its own profit only.
        """
        return with_product_like(self, product, worth=worth, cost=cost, firm=firm)

    @cached_property
    def _untaxed(self) -> Untaxed:
        return self.taxes.untaxed(self.costs, firms=self.firms, kappa=self.kappa)

    def _curvature(self, solved: Equilibrium) -> float:
        """Return the second-order check of makers that meet several tax rates.

        The solver takes each part of such a maker for a maker; whether all its prices
        together are its best is asked here.
        """
        problem, prices = self._untaxed, solved.prices
        slopes = self.demand.derivatives(prices)
        shadow = np.zeros(len(prices))
        if solved.shadow_costs is not None:
            shadow = solved.shadow_costs
        bend = self._bend(prices, problem.costs + shadow)
        if not (np.isfinite(bend).all() and np.isfinite(slopes).all()):
            return -np.inf
        kept = np.broadcast_to(self.taxes.kept, prices.shape)
        choosing = np.where(self.chosen, self.firms, -1)
        return least_curvature(slopes, kept[:, None] * bend, shadow != 0, choosing)

    def _bend(
        self, prices: Float[np.ndarray, " J"], costs: Float[np.ndarray, " J"]
    ) -> Float[np.ndarray, "J J"]:
        """Return how the conditions move with prices, nothing fixed, `(J, J)`."""
        problem = self._untaxed
        weights = problem.kappa[np.ix_(problem.firms, problem.firms)]
        return conditions_by_prices(self.demand, prices, weights, costs)
