"""Makers that set prices: each for itself, or heeding its rivals a little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario
from keiretsu.deals.conduct.solved import Solved, as_observed
from keiretsu.deals.observed import Observed
from keiretsu.demand import Demand
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True)
class PriceSetting:
    """All makers set prices at once (Bertrand–Nash).

    Attributes
    ----------
    look_afar
        Whether prices that are optimal nearby are tried against single prices far away;
        costs more time than finding them.
    """

    name: str = "prices"
    look_afar: bool = True

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's prices."""
        return Scenario.observed(
            demand, observed.prices, firms=observed.firms, kappa=observed.kappa
        )

    def before(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return today's prices and sales."""
        return as_observed(scenario, observed)

    def after(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return the equilibrium prices."""
        market = observed.market
        return self.settled(
            scenario, observed.prices, market=market.name, products=market.products
        )

    def settled(
        self,
        scenario: Scenario,
        start: Float[np.ndarray, " K"],
        *,
        market: str,
        products: Sequence[str],
    ) -> Solved:
        """Return the equilibrium prices of any K products, from some start.

        Raises
        ------
        NoConvergence
            If none is found.
        """
        outcome = scenario.solve(start)
        assert outcome.equilibrium is not None
        found = outcome.equilibrium
        better = found.best_deviation() if self.look_afar else None
        found.check(market=market, products=products, local=True)
        return Solved(
            prices=outcome.prices,
            quantities=outcome.quantities,
            surplus=outcome.surplus,
            converged=outcome.converged,
            residual=outcome.equilibrium.residual,
            status=outcome.status,
            doubt=None
            if better is None or not better.noticed
            else found.describe(products=products),
        )


@dataclass(frozen=True, kw_only=True)
class Coordination(PriceSetting):
    """Prices set while every maker weighs each rival's profit by the same share.

    Attributes
    ----------
    weight
        From 0, competition, to 1, joint prices; larger weights from stakes stay.

    References
    ----------
    Miller & Weinberg (2017), "Understanding the price effects of the MillerCoors joint
    venture", Econometrica 85.
    """

    weight: float
    name: str = "coordination"

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise DataError(
                f"coordination of {self.weight:g}",
                hint="give a share from 0, competition, to 1, joint prices",
            )

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's prices as coordinated."""
        return super().today(
            demand, replace(observed, kappa=self._raised(observed.kappa))
        )

    def settled(
        self,
        scenario: Scenario,
        start: Float[np.ndarray, " K"],
        *,
        market: str,
        products: Sequence[str],
    ) -> Solved:
        """Return the coordinated prices; a deal's weights count where they are more."""
        raised = scenario.with_weights(self._raised(scenario.kappa))
        return super().settled(raised, start, market=market, products=products)

    def _raised(self, kappa: Float[np.ndarray, "F F"]) -> Float[np.ndarray, "F F"]:
        return np.maximum(kappa, self.weight)
