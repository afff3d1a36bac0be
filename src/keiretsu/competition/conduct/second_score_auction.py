r"""Second-score auctions: each buyer, such as a fleet, lets makers bid for it.

Every product has a score for the buyer, utility less cost times alpha, plus a taste
that follows the extreme value distribution; the best score wins and pays so much that
the buyer is as well off as with the best score of another maker. Bidding one's cost is
dominant, so shares are logit at cost, and with :math:`S_f` the share of maker f

.. math:: m_f = -\frac{\ln(1 - S_f)}{\alpha\, S_f}

is its mean margin when it wins, and :math:`-\ln(1 - S_f)/\alpha` its mean profit an
auction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.inputs import market_arrays, plain_logit
from keiretsu.competition.ownership import check_makers
from keiretsu.demand import Logit
from keiretsu.demand.parameters import price_coefficient
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

TOLERANCE = 1e-9
"""Largest accepted disagreement of the two ways to a profit, as a share of it."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AuctionOutcome(Value):
    """What makers win and earn, on average over auctions.

    Attributes
    ----------
    prices, markups
        Mean price and margin when a product wins, shape `(J,)`, currency units.
    shares
        Chance that a product wins, shape `(J,)`.
    profits
        Mean profit of each maker an auction, shape `(F,)`, currency units.
    surplus
        Buyers' mean surplus an auction; only differences mean something.
    residual
        Largest difference, currency units an auction, between these profits and the
        gain in the best score that each maker's presence brings.
    """

    prices: Float[np.ndarray, " J"]
    markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    profits: Float[np.ndarray, " F"]
    surplus: float
    residual: float

    @property
    def converged(self) -> bool:
        """Whether both ways to the profits agree."""
        return bool(self.residual <= TOLERANCE * float(np.max(self.profits)))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                "in closed form; profits are the gain in the best score to "
                f"{self.residual:.1e} an auction"
            )
        return f"profits miss the gain in the best score by {self.residual:.1e}"

    def check(self) -> AuctionOutcome:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(self.status, hint="check shares near 0 and near 1")
        return self


def auction_margins(
    shares: Float[np.ndarray, " J"],
    *,
    alpha: float,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return mean margins of winners, currency units, `(J,)`.

    Parameters
    ----------
    shares
        Chances to win, shape `(J,)`; they may sum to 1 if every buyer buys.
    alpha
        Utility lost per currency unit, positive.
    firms
        Maker of each product, shape `(J,)`.
    kappa
        Profit weights, shape `(F, F)`: 1 between makers that bid as one, else 0.

    Raises
    ------
    DataError
        If a weight is neither 0 nor 1, one maker wins always, or a number is
        impossible. With a partial stake in a rival a maker bids otherwise than its
        cost, and the closed form is wrong.

    References
    ----------
    Miller (2014), "Modeling the effects of mergers in procurement", IJIO 37; Ettinger
    (2003), "Efficiency in auctions with crossholdings".

    Examples
    --------
    >>> auction_margins(
    ...     np.array([0.20, 0.15]), alpha=0.2, firms=np.arange(2), kappa=np.eye(2)
    ... ).round(7)
    array([5.5785888, 5.4172976])
    """
    alpha = price_coefficient(alpha)
    shares = floats(shares, "shares", shape=(None,))
    joint = _joint_shares(shares, firms, kappa)
    return -np.log1p(-joint) / (alpha * joint)


def alpha_from_auction_margins(
    shares: Float[np.ndarray, " J"],
    margins: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    """Return the alpha at which model margins are nearest to known ones.

    Parameters
    ----------
    shares, firms, kappa
        As for `auction_margins`.
    margins
        Price less cost when a product wins, currency units, `(J,)`; NaN if not known.

    Raises
    ------
    ShapeError, DataError
        If `margins` does not fit, none is known, or one is not positive.
    """
    shares = floats(shares, "shares", shape=(None,))
    margins = floats(margins, "margins", shape=shares.shape, missing=True)
    known = np.isfinite(margins)
    if not known.any():
        raise DataError("no margin is known", hint="give at least one, in currency")
    if not (margins[known] > 0).all():
        raise DataError(
            f"a margin of {margins[known].min():g}", hint="margins are positive"
        )
    unit = auction_margins(shares, alpha=1.0, firms=firms, kappa=kappa)[known]
    return float(unit @ unit / (unit @ margins[known]))


def solve_auctions(
    demand: Logit,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    must_buy: bool = False,
) -> AuctionOutcome:
    """Return what makers win and earn when each buyer holds a second-score auction.

    Parameters
    ----------
    demand
        Utilities of the products: logit demand.
    costs
        Marginal costs, shape `(J,)`, currency units.
    firms, kappa
        As for `auction_margins`.
    must_buy
        Whether every buyer buys; else buying none scores zero and bids nothing.

    Examples
    --------
    A merger of two makers costs buyers what the two earn more.

    >>> demand = Logit(alpha=0.2, delta=np.log(np.array([0.20, 0.15]) / 0.65))
    >>> alone, joint = (
    ...     solve_auctions(demand, np.zeros(2), firms=np.arange(2), kappa=kappa).check()
    ...     for kappa in (np.eye(2), np.ones((2, 2)))
    ... )
    >>> round(alone.surplus - joint.surplus, 7)
    0.2256022
    """
    demand = plain_logit(demand, "a second-score auction")
    _, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    firms, kappa, costs = at.firms, at.kappa, at.costs
    scores = demand.delta - demand.alpha * costs
    best = _log_sum(scores, np.ones(len(scores), dtype=bool), must_buy)
    shares = np.exp(scores - best)
    margins = auction_margins(shares, alpha=demand.alpha, firms=firms, kappa=kappa)
    owner = _bidders(firms, kappa)
    profits, gaps, earned = np.zeros(len(kappa)), [], 0.0
    for bidder in np.unique(owner):
        own = owner == bidder
        gain = (best - _log_sum(scores, ~own, must_buy)) / demand.alpha
        profit = shares[own] @ margins[own]
        gaps.append(abs(gain - profit))
        earned += profit
    np.add.at(profits, firms, shares * margins)
    return AuctionOutcome(
        prices=costs + margins,
        markups=margins,
        shares=shares,
        profits=profits,
        surplus=float(best / demand.alpha - earned),
        residual=float(np.max(gaps)),
    )


def _joint_shares(
    shares: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return, for each product, the chance that its bidder wins."""
    if not ((shares > 0).all() and shares.sum() <= 1 + 1e-9):
        raise DataError(
            f"chances to win from {shares.min():g}, summing to {shares.sum():g}",
            hint="they are positive and sum to at most 1",
        )
    owner = _bidders(firms, kappa)
    joint = np.bincount(owner, weights=shares)[owner]
    if not (joint < 1 - 1e-12).all():
        raise DataError(
            "one maker wins every auction", hint="name a rival or an outside option"
        )
    return joint


def _bidders(
    firms: Int[np.ndarray, " J"], kappa: Float[np.ndarray, "F F"]
) -> Int[np.ndarray, " J"]:
    """Return the group that bids as one for each product, shape `(J,)`."""
    firms, kappa = check_makers(firms, kappa)
    joined = np.isclose(kappa, 1)
    closed = (joined == joined.T).all() and (
        (joined.astype(int) @ joined > 0) == joined
    )
    if not (np.isclose(kappa, 0) | joined).all() or not np.all(closed):
        part = kappa[~(np.isclose(kappa, 0) | joined)]
        raise DataError(
            f"a profit weight of {part[0]:g} in an auction"
            if part.size
            else "makers that bid as one with the same maker, but not with each other",
            hint="with partial stakes bids are no longer costs: bracket the answer by "
            "weights of 0 and of 1",
        )
    return np.argmax(joined, axis=1)[firms]


def _log_sum(scores: np.ndarray, present: np.ndarray, must_buy: bool) -> float:
    """Return the mean best score of the products present, and of buying none."""
    there = scores[present] if must_buy else np.append(scores[present], 0.0)
    return float(np.logaddexp.reduce(there))
