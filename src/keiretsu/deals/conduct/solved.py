"""The state of a market under some conduct, and how well it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario
from keiretsu.deals.observed import Observed
from keiretsu.demand import Demand


@dataclass(frozen=True, kw_only=True)
class Solved:
    """Prices, sales and buyers' surplus in a scenario.

    Attributes
    ----------
    prices, quantities
        Shape `(J,)`: currency units, and as the demand form counts.
    surplus
        Of buyers, of which only differences mean something; None where the demand form
        has none.
    converged
        Whether they are an equilibrium.
    residual
        Largest residual of the conditions, currency units.
    status
        How it went, as a sentence.
    doubt
        Why they may be none all the same: a better reply that is known; or None.
    """

    prices: Float[np.ndarray, " J"]
    quantities: Float[np.ndarray, " J"]
    surplus: float | None
    converged: bool
    residual: float
    status: str
    doubt: str | None = None


class Conduct(Protocol):
    """A way to compete: what explains today's prices, and what makers then do."""

    @property
    def name(self) -> str:
        """What the command line and the report call it."""
        ...

    def today(self, demand: Demand, observed: Observed) -> Scenario:
        """Return the scenario whose costs explain today's prices."""
        ...

    def before(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return today's prices and sales, in the terms of this conduct."""
        ...

    def after(self, scenario: Scenario, observed: Observed) -> Solved:
        """Return what makers do in a changed scenario.

        Raises
        ------
        NoConvergence
            If no equilibrium is found.
        DataError
            If the scenario has what this conduct cannot be solved with.
        """
        ...


def as_observed(scenario: Scenario, observed: Observed) -> Solved:
    """Return today's prices, with what is sold at them."""
    seen = scenario.at(observed.prices)
    return Solved(
        prices=seen.prices,
        quantities=seen.quantities,
        surplus=seen.surplus,
        converged=True,
        residual=0.0,
        status="as observed",
    )
