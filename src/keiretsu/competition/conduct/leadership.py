"""Plants of which some lead: what a unit more pays, followers' answers included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition.conduct.cost_curves import Plants
from keiretsu.competition.conduct.cournot import scaled, settled_outputs
from keiretsu.competition.solvers.newton import Linearised, complex_step, find_root


@dataclass(frozen=True, kw_only=True)
class Leadership:
    """Plants of which some lead."""

    plants: Plants
    leads: Bool[np.ndarray, " N"]

    def gain(self, quantities: Any) -> Any:
        """Return what one more unit pays each plant's maker, answers included."""
        answered = (self._worth(quantities) * self.answers(quantities).T).sum(axis=1)
        return self.plants.gain(quantities) + np.where(self.leads, answered, 0.0)

    def answers(self, quantities: Any, follows: Any = None) -> Any:
        """Return the change of each follower's output with each leader's, `(N, N)`.

        Those answer who sell something, or whom `follows` marks.
        """
        if follows is None:
            follows = ~self.leads & (quantities.real > 0)
        slopes = self.plants.gain_slopes(quantities)
        table = np.zeros_like(slopes)
        inner = np.ix_(follows, follows)
        outer = np.ix_(follows, self.leads)
        table[outer] = -np.linalg.solve(slopes[inner], slopes[outer])
        return table

    def answered(self, quantities: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
        """Return outputs with followers' answers to the leaders' ones."""
        free = np.flatnonzero(~self.leads)
        if not free.size:
            return np.array(quantities)

        def placed(moved: np.ndarray) -> np.ndarray:
            at = np.array(quantities, dtype=float)
            at[free] = moved
            return at

        def linearise(moved: np.ndarray) -> Linearised:
            at = placed(moved)
            slopes = self.plants.gain_slopes(at)[np.ix_(free, free)]
            return scaled(self.plants.gain(at)[free], slopes)

        found = find_root(linearise, np.asarray(quantities)[free], lower=0.0)
        return placed(settled_outputs(np.maximum(found.at, 0.0), np.inf))

    def kinks(
        self, quantities: Float[np.ndarray, " N"], leader: int, low: float, high: float
    ) -> list[float]:
        """Return outputs of a leader at which a follower goes in or out."""
        found = []
        for follower in np.flatnonzero(~self.leads):

            def eager(output: float, follower: int = int(follower)) -> float:
                at = np.array(quantities, dtype=float)
                at[leader] = output
                at = self.answered(at)
                gain = float(self.plants.gain(at)[follower])
                slope = self.plants.gain_slopes(at)[follower, follower]
                return float(at[follower]) if at[follower] > 0 else gain / abs(slope)

            if eager(low) > 0 > eager(high):
                from scipy.optimize import brentq  # takes long to load

                kink = float(brentq(eager, low, high, xtol=1e-14, rtol=1e-14))
                found.append(kink)
        return found

    def followers_settled(self, quantities: Float[np.ndarray, " N"]) -> bool:
        """Return whether no follower that sells nothing would gain by selling."""
        idle = ~self.leads & (quantities <= 0)
        size = abs(float(self.plants.demand.price(quantities.sum())))
        return bool((self.plants.gain(quantities)[idle] <= 1e-9 * size).all())

    def one_sided_gains(
        self, quantities: Float[np.ndarray, " N"], leader: int
    ) -> tuple[float, float]:
        """Return what one more unit of a leader pays, and what one fewer costs.

        Followers on the margin, who sell nothing and would gain nothing by selling,
        come in when the leader makes less, and stay out when it makes more.
        """
        gain = self.plants.gain(quantities)
        size = abs(float(self.plants.demand.price(quantities.sum())))
        marginal = ~self.leads & (quantities <= 0) & (np.abs(gain) <= 1e-7 * size)
        active = ~self.leads & (quantities > 0)
        ends = []
        for follows in (active, active | marginal):
            answer = self.answers(quantities, follows)[:, leader]
            ends.append(float(gain[leader] + self._worth(quantities)[leader] @ answer))
        return ends[0], ends[1]

    def _worth(self, quantities: Any) -> Any:
        """Return what one more unit of plant k is worth to plant i's maker, (N, N)."""
        plants, total = self.plants, quantities.sum()
        weighed = plants.weights @ quantities
        margin = plants.demand.price(total) - plants.costs.marginal(quantities)
        slope = plants.demand.slope(total)
        return plants.weights * margin + (slope * weighed)[:, None]

    def own_slopes(self, quantities: Float[np.ndarray, " N"]) -> np.ndarray:
        """Return the total derivative of each gain, followers answering leaders."""
        slopes = complex_step(self.gain, quantities)
        return slopes + slopes @ self.answers(quantities)
