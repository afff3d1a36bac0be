"""What the search for prices asks of a market, with nests or without."""

from __future__ import annotations

from typing import Any, Protocol

from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.solvers.mixed_logit.second_order import SecondOrder
from keiretsu.demand import MixedLogit


class Market(Protocol):
    """A market's first-order conditions: `Conditions`, or `NestedConditions`."""

    demand: MixedLogit
    costs: Any
    pairs: FirmNests

    @property
    def brief(self) -> Any:
        """The same in 32 bits where that is quicker, else itself."""

    def fix(self, prices: Any) -> None:
        """Stay in range near these prices."""

    def choices(self, prices: Any) -> Any:
        """Return the table at these prices."""

    def best_markups(self, table: Any, kappa: Any) -> Any:
        """Return what the conditions ask for at a choice table."""

    def rounded(self, found: Any) -> Any:
        """Return a choice table or target in fewer digits."""

    def jacobian(self, table: Any, kappa: Any, found: Any) -> Any:
        """Return the derivative of the gap."""

    def residual_scale(self, table: Any, found: Any) -> Any:
        """Return what a gap is multiplied by to be a miss of the condition."""

    def second_order(self, table: Any, kappa: Any, found: Any) -> SecondOrder:
        """Return what the second order needs."""
        ...

    def worth(self, table: Any, weights: Any) -> float:
        """Return what a maker with these weights earns, a potential buyer."""
        ...

    def shares(self, table: Any) -> Any:
        """Return shares of all potential buyers."""
