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

from keiretsu.competition.bertrand import recover_costs, solve_prices
from keiretsu.competition.counterfactuals.outcome import Outcome
from keiretsu.competition.counterfactuals.taxes import Taxes, Untaxed
from keiretsu.competition.equilibrium import Equilibrium, first_order_residuals
from keiretsu.competition.solvers.any_demand import jacobian as linearised
from keiretsu.competition.solvers.any_demand.verification import least_curvature
from keiretsu.demand import Demand, extend, improve, restrict
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True)
class Scenario:
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
        nothing = np.zeros(len(prices))
        _, parts, weights = taxes.untaxed(nothing, firms=firms, kappa=kappa)
        seen = recover_costs(demand, prices, firms=parts, kappa=weights)
        return cls(
            demand=demand,
            costs=taxes.costs_behind(seen),
            firms=np.asarray(firms),
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
        return replace(self.at(solved.prices), equilibrium=solved)

    def at(self, prices: Float[np.ndarray, " J"]) -> Outcome:
        """Return what is sold and earned at given prices, an equilibrium or not."""
        sold = self.demand.quantities(prices)
        receipts, paid = self.taxes.receipts(prices), self.taxes.paid(self.costs)
        earned = (receipts - paid) * sold
        surplus = getattr(self.demand, "surplus", None)
        return Outcome(
            prices=prices,
            quantities=sold,
            receipts=receipts,
            costs=paid,
            profits=np.bincount(self.firms, weights=earned, minlength=len(self.kappa)),
            revenue=float((prices - receipts + paid - self.costs) @ sold),
            surplus=None if surplus is None else float(surplus(prices)),
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

    def without(self, products: Any) -> Scenario:
        """Return the scenario when these products, by number, are no longer sold."""
        stay = np.ones(len(self.costs), dtype=bool)
        stay[np.asarray(products)] = False
        return replace(
            self._rows(lambda rows: rows[stay]), demand=restrict(self.demand, stay)
        )

    def adding(
        self,
        values: Any,
        *,
        costs: Float[np.ndarray, " K"],
        firms: Int[np.ndarray, " K"],
        places: Any = None,
    ) -> Scenario:
        """Return the scenario with K more products, after those of today.

        Parameters
        ----------
        values, places
            What they are worth and where they belong, as `extend` has it.
        costs, firms
            Their costs and makers, shape `(K,)`; makers are among today's F.

        Raises
        ------
        DataError
            If taxes, fixed prices or capacities are given by product: give those of the
            longer market with the scenario that comes back.
        """
        given = (self.fixed_prices, self.capacities, *_tax_arrays(self.taxes).values())
        if any(np.ndim(values) for values in given if values is not None):
            raise DataError(
                "taxes, fixed prices or capacities are known for today's products only",
                hint="add the products first, then with_taxes or with_fixed_prices",
            )
        return replace(
            self,
            demand=extend(self.demand, values, places=places),
            costs=np.concatenate([self.costs, costs]),
            firms=np.concatenate([self.firms, firms]),
        )

    @cached_property
    def _untaxed(self) -> Untaxed:
        return self.taxes.untaxed(self.costs, firms=self.firms, kappa=self.kappa)

    def _rows(self, change: Any) -> Scenario:
        """Return the scenario with whatever is given by product changed."""
        taxes = {
            name: change(values) if np.ndim(values) else values
            for name, values in _tax_arrays(self.taxes).items()
        }
        limits = {
            name: change(values)
            for name, values in (
                ("fixed_prices", self.fixed_prices),
                ("capacities", self.capacities),
            )
            if values is not None
        }
        return replace(
            self,
            costs=change(self.costs),
            firms=change(self.firms),
            taxes=replace(self.taxes, **taxes),
            **limits,
        )

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
        return linearised.by_prices(self.demand, prices, costs, weights)


def _tax_arrays(taxes: Taxes) -> dict[str, Any]:
    return {
        "unit": taxes.unit,
        "ad_valorem": taxes.ad_valorem,
        "tariff": taxes.tariff,
    }
