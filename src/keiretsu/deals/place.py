"""A market under one reading of control, and what a deal makes of its makers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario
from keiretsu.control import Reading
from keiretsu.deals.conduct import Conduct
from keiretsu.deals.observed import Observed
from keiretsu.deals.reorganisation import Reorganisation


@dataclass(frozen=True, kw_only=True)
class Place:
    """A market, a reading of control, and what the deal makes of its makers.

    Attributes
    ----------
    observed
        The market today.
    change
        Who owns whom before and after.
    reading
        How stakes are read as control.
    kappa_after
        Profit weights after the deal, before any step changes them, shape `(F, F)`.
    conduct
        How makers compete.
    """

    observed: Observed
    change: Reorganisation
    reading: Reading
    kappa_after: Float[np.ndarray, "F F"]
    conduct: Conduct

    @property
    def weighs(self) -> bytes:
        """Profit weights before and after: places that weigh alike answer alike."""
        return self.observed.kappa.tobytes() + self.kappa_after.tobytes()

    def after(self, today: Scenario) -> Scenario:
        """Return the scenario once every step of the deal is done."""
        scenario = today.with_weights(self.kappa_after)
        for step in self.change.deal.steps:
            scenario = step.change(scenario, self.observed.market, self.change.before)
        return scenario

    def moves(self, today: Scenario, after: Scenario) -> bool:
        """Return whether anything that sets prices differs."""
        return not (
            np.array_equal(today.kappa, after.kappa)
            and np.array_equal(today.costs, after.costs)
            and today.taxes is after.taxes
            and today.demand is after.demand
        )
