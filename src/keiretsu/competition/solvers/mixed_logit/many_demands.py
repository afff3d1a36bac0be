r"""The same deal under many mixed logits near one another: draws of buyers' tastes.

The conditions :math:`m = \zeta(p)` are those of
`keiretsu.competition.solvers.mixed_logit.conditions`. Their Jacobian has no unit and
hardly differs from one draw to the next, so that one factored Jacobian, that of a
demand in their midst, serves all: a few looks at what buyers choose, each corrected by
what the last ones taught (Anderson 1965), find the new prices of a draw to four digits
of the largest markup. Numbers of 32 bits are enough for that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.linalg import lu_factor, lu_solve

from keiretsu.competition.ownership import check_makers
from keiretsu.demand import MixedLogit
from keiretsu.values import Value

GAP = 3e-5
"""Largest gap in the conditions that is let stand, a share of the largest markup."""
_MOST = 12


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MixedBatch(Value):
    """N answers to one deal.

    Attributes
    ----------
    price_change
        Relative change of prices, shape `(N, J)`.
    surplus_change
        Change of buyers' surplus per potential buyer, currency units, shape `(N,)`.
    converged
        Whether the first-order conditions hold to `GAP`, shape `(N,)`.
    """

    price_change: Float[np.ndarray, "N J"]
    surplus_change: Float[np.ndarray, " N"]
    converged: np.ndarray


def solve_many_mixed(
    demands: Sequence[MixedLogit],
    prices: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    midst: MixedLogit,
    dearer: Callable[[MixedLogit, Float[np.ndarray, " J"]], Float[np.ndarray, " J"]]
    | None = None,
) -> MixedBatch:
    """Find costs that explain today's prices, and the prices after a deal, N times.

    Parameters
    ----------
    demands
        The N demands, without nests.
    prices
        Today's.
    firms
        Maker of each product.
    before, after
        Profit weights, shape `(F, F)`.
    midst
        A demand near all of them, whose Jacobian serves them.
    dearer
        How much more each product costs its maker after the deal, from the demand and
        today's costs, currency units, `(J,)`; None where costs stay.
    """
    before, after = (check_makers([], kappa)[1] for kappa in (before, after))
    change = np.zeros((len(demands), len(prices)))
    gain, done = np.zeros(len(demands)), np.zeros(len(demands), dtype=bool)
    with np.errstate(all="ignore"):
        known, ahead = _anchors(_Seen(midst, prices, firms), before, after)
        for n, demand in enumerate(demands):
            seen = _Seen(demand, prices, firms)
            markups, first = _markups(seen, before, known)
            rise = np.zeros(len(prices))
            if dearer is not None:
                rise = dearer(demand, prices - markups)
            moved, second = _prices(seen, markups, rise, after, ahead)
            done[n] = first and second and np.isfinite(moved).all()
            change[n] = moved / prices
            gain[n] = seen.gain(moved)
    return MixedBatch(price_change=change, surplus_change=gain, converged=done)


@dataclass(frozen=True)
class Anchor:
    """A factored Jacobian and markups to start from, as shares of price."""

    factors: tuple[np.ndarray, np.ndarray]
    start: Float[np.ndarray, " J"]

    def step(self, gap: np.ndarray) -> np.ndarray:
        """Return the step that closes a gap where the Jacobian holds."""
        return np.asarray(lu_solve(self.factors, gap, check_finite=False), float)


class _Seen:
    """What buyers of one demand choose near today's prices, in 32 bits."""

    def __init__(
        self, demand: MixedLogit, prices: np.ndarray, firms: Int[np.ndarray, " J"]
    ) -> None:
        net = demand.values - prices[:, None] * demand.alpha
        top = np.maximum(net.max(axis=0), 0)
        self.base = (net - top).astype(np.float32)
        self.rest = np.exp(-top).astype(np.float32)
        self.alpha = demand.alpha.astype(np.float32)
        self.mass = demand.weights.astype(np.float32)
        self.steep = self.mass * self.alpha
        self.worth = demand.weights / demand.alpha
        self.prices, self.firms = prices, firms
        self.makers = np.eye(int(firms.max()) + 1, dtype=np.float32)[:, firms]
        self.chosen, self.worth_of_all = self.look(np.zeros(len(prices)))

    def look(self, moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return choice probabilities, `(J, I)`, and their log-sums, `(I,)`.

        Log-sums are counted from today's best; where prices fall far, the exponents
        are kept within what 32 bits hold.
        """
        lifted = moved.astype(np.float32)[:, None] * -self.alpha
        lifted += self.base
        top = np.zeros_like(self.alpha)
        if (moved < 0).any():
            top = np.maximum(lifted.max(axis=0), 0)
            lifted -= top
        np.exp(lifted, out=lifted)
        total = lifted.sum(axis=0) + self.rest * np.exp(-top)
        lifted /= total
        return lifted, np.log(total) + top

    def zeta(
        self, chosen: np.ndarray, markups: np.ndarray, kappa: np.ndarray
    ) -> np.ndarray:
        """Return the markups that the conditions ask for at given ones."""
        earned = kappa @ ((self.makers * markups.astype(np.float32)) @ chosen)
        own = (self.mass + self.steep * earned)[self.firms]
        gain = np.einsum("ji,ji->j", chosen, own)
        return np.asarray(gain / (chosen @ self.steep), dtype=float)

    def gain(self, moved: np.ndarray) -> float:
        """Return the change of buyers' surplus per potential buyer."""
        gained = self.look(moved)[1].astype(float) - self.worth_of_all
        return float(gained @ self.worth)


def _anchors(
    seen: _Seen, before: np.ndarray, after: np.ndarray
) -> tuple[Anchor, Anchor]:
    """Return where to start: today's markups, and the prices after the deal."""
    chosen, steep = seen.chosen, seen.chosen @ seen.steep
    slopes = (chosen * seen.steep) @ chosen.T / steep[:, None]
    firms = np.ix_(seen.firms, seen.firms)
    linear = np.eye(len(seen.prices)) - before[firms] * slopes
    markups = np.linalg.solve(linear, chosen @ seen.mass / steep)
    known = Anchor(lu_factor(linear.astype(np.float32)), markups / seen.prices)
    slope = _jacobian(seen, after, markups)
    return known, Anchor(lu_factor(slope), np.zeros(len(markups)))


def _jacobian(
    seen: _Seen, kappa: np.ndarray, markups: np.ndarray
) -> Float[np.ndarray, "J J"]:
    r"""Return the derivative of :math:`m - \zeta(p)` at today's prices."""
    chosen, small = seen.chosen, markups.astype(np.float32)[:, None]
    weighted, steep = chosen * seen.steep, chosen @ seen.steep
    weights = kappa.astype(np.float32)
    earned = weights @ ((seen.makers * small[:, 0]) @ chosen)
    zeta = seen.zeta(chosen, markups, weights).astype(np.float32)[:, None]
    beyond = (seen.alpha * earned)[seen.firms]
    turn = beyond - seen.alpha * zeta
    bend = np.einsum("ji,ji->j", weighted, turn) / steep
    slope = ((turn + beyond + 1) * weighted) @ chosen.T
    partners = weighted @ (chosen * (1 - seen.alpha * small)).T
    slope += partners * weights[np.ix_(seen.firms, seen.firms)]
    slope /= -steep[:, None]
    slope.flat[:: len(slope) + 1] += 2 + bend
    return np.asarray(slope)


def _markups(
    seen: _Seen, kappa: np.ndarray, anchor: Anchor
) -> tuple[Float[np.ndarray, " J"], bool]:
    """Return the markups at which today's prices are optimal."""
    weights = kappa.astype(np.float32)

    def gap(markups: np.ndarray) -> tuple[np.ndarray, float]:
        return seen.zeta(seen.chosen, markups, weights) - markups, _largest(markups)

    return _found(gap, anchor.start * seen.prices, anchor)


def _prices(
    seen: _Seen,
    markups: np.ndarray,
    rise: np.ndarray,
    kappa: np.ndarray,
    anchor: Anchor,
) -> tuple[Float[np.ndarray, " J"], bool]:
    """Return how far prices move after the deal, currency units."""
    weights = kappa.astype(np.float32)

    def gap(moved: np.ndarray) -> tuple[np.ndarray, float]:
        now = markups + moved - rise
        return seen.zeta(seen.look(moved)[0], now, weights) - now, _largest(now)

    return _found(gap, rise, anchor)


def _found(
    gap: Callable[[np.ndarray], tuple[np.ndarray, float]],
    at: Float[np.ndarray, " J"],
    anchor: Anchor,
) -> tuple[Float[np.ndarray, " J"], bool]:
    """Return where the gap closes, and whether it does: steps by the anchor, mixed."""
    moves: list[np.ndarray] = []
    changes: list[np.ndarray] = []
    last: tuple[np.ndarray, np.ndarray] | None = None
    for _ in range(_MOST):
        missing, scale = gap(at)
        if not np.isfinite(missing).all():
            return at, False
        if _largest(missing) <= GAP * scale:
            return at, True
        step = anchor.step(missing)
        if last is not None:
            moves.append(at - last[0])
            changes.append(step - last[1])
        last = at, step
        at = at + step
        if changes:
            learned = np.column_stack(changes)
            weights = np.linalg.lstsq(learned, step, rcond=None)[0]
            at = at - (np.column_stack(moves) + learned) @ weights
    return at, False


def _largest(values: np.ndarray) -> float:
    return float(np.abs(values).max())
