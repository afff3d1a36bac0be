r"""The conditions under mixed logit with nests (RCNL): rivals nearby pull harder.

With :math:`a = 1/(1-\sigma)`, :math:`b = \sigma/(1-\sigma)`, shares within the nest
:math:`v_{ji}` and :math:`N_{ji}`, which is K over the products of j's nest only,

.. math:: m_j = \zeta_j(p) = \frac{1}{L_j} \sum_i w_i \left[ s_{ji}
          (1 + \alpha_i K_{ji}) + b_j \alpha_i v_{ji} N_{ji} \right] , \qquad
          L_j = a_j \sum_i w_i \alpha_i s_{ji} .

A pair of maker and nest takes the maker's place.

References
----------
Grigolon & Verboven (2014), "Nested logit or random coefficients logit? A comparison of
alternative discrete choice models of product differentiation".
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.solvers.mixed_logit.conditions import divided
from keiretsu.competition.solvers.mixed_logit.second_order import (
    SecondOrder,
    least_eigenvalue,
)
from keiretsu.demand import MixedLogit


class NestedChoiceTable(NamedTuple):
    """What buyers choose: markups, choice within the nest, choice, earned by pair."""

    markups: Any
    within: Any
    chosen: Any
    earned: Any


class NestedTarget(NamedTuple):
    """Markups asked for, K and N by pair and type, and L."""

    zeta: Any
    earned: Any
    near: Any
    steep: Any


class NestedConditions:
    """As `Conditions` of the module beside this one, for demand with nests."""

    def __init__(
        self, demand: MixedLogit, costs: Float[np.ndarray, " J"], pairs: FirmNests
    ) -> None:
        assert demand.nesting is not None
        assert demand.nests is not None
        self.demand, self.costs, self.pairs = demand, costs, pairs
        spread = demand.nesting[demand.nests][:, None]
        self.free, self.tied = 1 / (1 - spread), spread / (1 - spread)
        self.steep_types = demand.weights * demand.alpha
        self.same = demand.nests[:, None] == demand.nests[None, :]

    @property
    def brief(self) -> NestedConditions:
        """Itself: there is no form in fewer digits."""
        return self

    def rounded(self, found: Any) -> Any:
        """Return the choice table or target as it is."""
        return found

    def fix(self, prices: Float[np.ndarray, " J"]) -> None:
        """Do nothing: every look measures utilities anew."""

    def choices(self, prices: Float[np.ndarray, " J"]) -> NestedChoiceTable:
        """Return what buyers choose."""
        within, chosen, _ = self.demand.choose(prices)
        markups = prices - self.costs
        earned = (self.pairs.members * markups) @ chosen
        return NestedChoiceTable(markups, within, chosen, earned)

    def best_markups(
        self, table: NestedChoiceTable, kappa: Float[np.ndarray, "P P"]
    ) -> NestedTarget:
        """Return the markups that the conditions ask for, and why."""
        pair, types = self.pairs.of_product, self.steep_types
        earned = kappa @ table.earned
        near = (kappa * self.pairs.same_nest) @ table.earned
        steep = (table.chosen @ types) * self.free[:, 0]
        worth = self.demand.weights + types * earned
        gain = (table.chosen * worth[pair]).sum(axis=1)
        gain += self.tied[:, 0] * (table.within * (types * near)[pair]).sum(axis=1)
        return NestedTarget(divided(gain, steep, table.markups), earned, near, steep)

    def jacobian(
        self,
        table: NestedChoiceTable,
        kappa: Float[np.ndarray, "P P"],
        found: NestedTarget,
    ) -> Float[np.ndarray, "J J"]:
        r"""Return the derivative of :math:`p - c - \zeta(p)`, shape `(J, J)`."""
        pair, alpha, types = self.pairs.of_product, self.demand.alpha, self.steep_types
        chosen, within, free, tied = table.chosen, table.within, self.free, self.tied
        late = alpha * free * found.zeta[:, None]
        beyond, near = (alpha * found.earned)[pair], (alpha * found.near)[pair]
        close = tied * within * near
        everyone = (types * (chosen * (1 + 2 * beyond - late) + close)) @ chosen.T
        lost = types * (chosen * (1 + beyond - late) + close)
        neighbours = tied * (lost + types * free * within * near) @ within.T
        kept = chosen * (1 - alpha * free * table.markups[:, None])
        partners = (types * chosen) @ kept.T
        partners += self.same * ((tied * types * within) @ kept.T)
        partners *= kappa[pair[:, None], pair[None, :]]
        slope = everyone + self.same * neighbours + partners
        slope += self._through_nests(table, kappa)
        slope.flat[:: len(slope) + 1] -= (free * lost).sum(axis=1)
        sells = found.steep > 0
        slope /= -np.where(sells, found.steep, 1)[:, None]
        slope[~sells] = 0
        slope.flat[:: len(slope) + 1] += 1
        return slope

    def _through_nests(
        self, table: NestedChoiceTable, kappa: Float[np.ndarray, "P P"]
    ) -> Float[np.ndarray, "J J"]:
        """Return what a price moves in K by moving its own nest's choices."""
        pair, nests = self.pairs.of_product, self.demand.nests
        assert nests is not None
        moved = np.zeros((len(pair), len(pair)))
        for nest in np.unique(nests):
            there, inside = self.pairs.nest == nest, nests == nest
            from_nest = (kappa[:, there] @ table.earned[there])[pair]
            pull = self.steep_types * self.demand.alpha * table.chosen * from_nest
            moved[:, inside] = pull @ (self.tied * table.within)[inside].T
        return moved

    def residual_scale(
        self, table: NestedChoiceTable, found: NestedTarget
    ) -> Float[np.ndarray, " J"]:
        """Return L over minus the product's own slope, `(J,)`."""
        both = table.chosen * (table.chosen + self.tied * table.within)
        return found.steep / (found.steep - both @ self.steep_types)

    def second_order(
        self,
        table: NestedChoiceTable,
        kappa: Float[np.ndarray, "P P"],
        found: NestedTarget,
    ) -> SecondOrder:
        """Return slopes and the smallest eigenvalue of the makers' blocks, scaled."""
        steep = np.where(found.steep > 0, found.steep, 1)
        scale = np.sqrt(steep)
        even = self.jacobian(table, kappa, found) * scale[:, None] / scale
        firm = self.pairs.firm[self.pairs.of_product]
        blocks = np.where(firm[:, None] == firm[None, :], even, 0)
        least = least_eigenvalue((blocks + blocks.T) / 2)
        return SecondOrder(self.residual_scale(table, found), least)

    def worth(
        self, table: NestedChoiceTable, weights: Float[np.ndarray, " P"]
    ) -> float:
        """Return what a maker with these weights earns, a potential buyer."""
        return float(weights @ table.earned @ self.demand.weights)

    def shares(self, table: NestedChoiceTable) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers."""
        return table.chosen @ self.demand.weights
