"""What follows from prices in a scenario: sales, receipts, profits, taxes, surplus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.errors import NoConvergence
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Outcome(Value):
    """Prices, sales and money in a scenario, per potential buyer.

    Attributes
    ----------
    prices, quantities
        What buyers pay, currency units, and what is sold, as the demand form counts it,
        shape `(J,)`.
    receipts, costs
        What makers receive and pay for a car, tariff included, `(J,)`, currency units.
    profits
        Of each maker from its own products, shape `(F,)`.
    revenue
        Of the state: all taxes and tariffs, less subsidies.
    surplus
        Of buyers, of which only differences mean something; None where the demand form
        has none.
    equilibrium
        How the prices were found, markups in the problem without taxes; None where the
        prices were given.
    """

    prices: Float[np.ndarray, " J"]
    quantities: Float[np.ndarray, " J"]
    receipts: Float[np.ndarray, " J"]
    costs: Float[np.ndarray, " J"]
    profits: Float[np.ndarray, " F"]
    revenue: float
    surplus: float | None
    equilibrium: Equilibrium | None

    @property
    def margins(self) -> Float[np.ndarray, " J"]:
        """Receipts less costs, a share of receipts, shape `(J,)`."""
        return 1 - self.costs / self.receipts

    @property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum."""
        return self.equilibrium is not None and self.equilibrium.converged

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.equilibrium is None:
            return "not solved: the prices were given"
        return self.equilibrium.status

    def check(self, *, local: bool = False) -> Outcome:
        """Return itself, or raise `NoConvergence` with the status.

        `local` as for `Equilibrium.check`: whether a local maximum is enough.
        """
        if self.equilibrium is None:
            raise NoConvergence(self.status, hint="call solve() for an equilibrium")
        self.equilibrium.check(local=local)
        return self
