r"""Collusion: what makers earn together, alone against it, and in between.

Members of a cartel price as if each other's profit were their own, wholly or in part,
so a cartel is a set of profit weights; makers outside stay as they are. A member that
leaves earns :math:`D_f` once and the competitive :math:`N_f` ever after, instead of
:math:`C_f`; it stays if it weighs tomorrow by at least

.. math:: \delta_f = \frac{D_f - C_f}{D_f - N_f} .

The member with the largest factor, the maverick, decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.bertrand import solve_prices
from keiretsu.competition.conduct.best_response import Response, best_response
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.inputs import market_arrays
from keiretsu.demand import Demand
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Collusion(Value):
    """Whether M makers could keep collusive prices.

    Attributes
    ----------
    members
        The colluding makers.
    competitive, collusive
        Equilibria without and with the cartel.
    departures
        Each member's best response to collusive prices.
    competing, colluding, departing
        What each member's manager maximises, stakes included, in the three states,
        shape `(M,)`, currency units per potential buyer.
    """

    members: tuple[int, ...]
    competitive: Equilibrium
    collusive: Equilibrium
    departures: tuple[Response, ...]
    competing: Float[np.ndarray, " M"]
    colluding: Float[np.ndarray, " M"]
    departing: Float[np.ndarray, " M"]

    @property
    def discount_factor(self) -> Float[np.ndarray, " M"]:
        """Least weight on tomorrow at which each member stays, shape `(M,)`.

        1 or more where no patience suffices: the member gains nothing by colluding.
        """
        return critical_discount_factors(self.colluding, self.departing, self.competing)

    @property
    def maverick(self) -> int:
        """The member that is hardest to keep."""
        return self.members[int(np.argmax(self.discount_factor))]

    @property
    def states(self) -> tuple[Equilibrium | Response, ...]:
        """Competition, the cartel, and every departure from it."""
        return (self.competitive, self.collusive, *self.departures)

    @property
    def residual(self) -> float:
        """Largest first-order residual of all states, currency units per unit."""
        return max(state.residual for state in self.states)

    @property
    def converged(self) -> bool:
        """Whether all states are solved."""
        return all(state.converged for state in self.states)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        named = {"competition": self.competitive, "the cartel": self.collusive}
        for name, state in named.items():
            if not state.converged:
                return f"{name}: {state.status}"
        for member, response in zip(self.members, self.departures, strict=True):
            if not response.converged:
                return f"departure of maker {member}: {response.status}"
        return f"all states solved; largest residual {self.residual:.1e} per unit"

    def check(self) -> Collusion:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(self.status, hint="try a milder cooperation")
        return self


def cartel_weights(
    kappa: Float[np.ndarray, "F F"],
    members: Sequence[int],
    *,
    cooperation: float = 1.0,
) -> Float[np.ndarray, "F F"]:
    """Return profit weights under which the members price together, `(F, F)`.

    Parameters
    ----------
    kappa
        Weights without the cartel, shape `(F, F)`.
    members
        The colluding makers; others are the fringe.
    cooperation
        Weight that members put on each other's profit, from 0 to 1; a larger weight
        that they have already stays.

    Raises
    ------
    DataError
        If there are fewer than two members, one is unknown or named twice, or
        `cooperation` is not between 0 and 1.

    References
    ----------
    Black, Crawford, Lu & White (2004), "A virtual stakes approach to measuring
    competition in product markets"; Miller & Weinberg (2017), Econometrica 85.

    Examples
    --------
    >>> cartel_weights(np.eye(3), [0, 2], cooperation=0.5)
    array([[1. , 0. , 0.5],
           [0. , 1. , 0. ],
           [0.5, 0. , 1. ]])
    """
    kappa = floats(kappa, "kappa", shape=(None, None))
    chosen = sorted(set(members))
    if len(chosen) < 2 or len(chosen) != len(members):
        raise DataError(
            f"a cartel of {list(members)}", hint="name at least two makers, each once"
        )
    if chosen[0] < 0 or chosen[-1] >= len(kappa):
        wrong = chosen[0] if chosen[0] < 0 else chosen[-1]
        raise DataError(
            f"member {wrong} of {len(kappa)} makers", hint="count makers from 0"
        )
    if not 0 <= cooperation <= 1:
        raise DataError(
            f"a cooperation of {cooperation:g}", hint="0 is competition, 1 a merger"
        )
    joint = np.array(kappa, dtype=float)
    block = np.ix_(chosen, chosen)
    joint[block] = np.maximum(joint[block], cooperation)
    return joint


def critical_discount_factors(
    colluding: Float[np.ndarray, " M"],
    departing: Float[np.ndarray, " M"],
    competing: Float[np.ndarray, " M"],
) -> Float[np.ndarray, " M"]:
    r"""Return critical discount factors under grim trigger from profits, `(M,)`.

    :math:`(D - C)/(D - N)`; zero where leaving brings nothing, infinite where it does
    and competition is no punishment.

    References
    ----------
    Friedman (1971), "A non-cooperative equilibrium for supergames".

    Examples
    --------
    Three Cournot makers of an equal good, with a line for demand.

    >>> colluding, departing, competing = (np.array([x]) for x in (1/12, 1/9, 1/16))
    >>> critical_discount_factors(colluding, departing, competing).round(4)
    array([0.5714])
    """
    colluding = floats(colluding, "colluding")
    departing = floats(departing, "departing", shape=colluding.shape)
    competing = floats(competing, "competing", shape=colluding.shape)
    tempting = np.maximum(departing - colluding, 0.0)
    loss = departing - competing
    safe = np.where(loss > 0, loss, 1.0)
    hopeless = np.where(tempting > 0, np.inf, 0.0)
    return np.where(loss > 0, tempting / safe, hopeless)


def assess_collusion(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    *,
    members: Sequence[int],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    cooperation: float = 1.0,
) -> Collusion:
    """Return what a cartel of some makers would earn and how patient it must be.

    Parameters
    ----------
    demand, costs, firms, kappa
        As for `solve_prices`; `kappa` holds the stakes that stay, cartel or not.
    members, cooperation
        As for `cartel_weights`; fewer than all makers leave a fringe that competes.

    Returns
    -------
    Collusion
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    References
    ----------
    Davis & Huse (2010), "Estimating the coordinated effects of mergers"; Gilo, Moshe &
    Spiegel (2006), "Partial cross ownership and tacit collusion", RAND 37.
    """
    demand, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    firms, kappa, costs = at.firms, at.kappa, at.costs
    joint = cartel_weights(kappa, members, cooperation=cooperation)
    competitive = solve_prices(demand, costs, firms=firms, kappa=kappa)
    collusive = solve_prices(demand, costs, firms=firms, kappa=joint)
    departures = tuple(
        best_response(
            demand, collusive.prices, costs, maker=member, firms=firms, kappa=kappa
        )
        for member in members
    )

    def objectives(state: Equilibrium) -> Float[np.ndarray, " M"]:
        earned = state.markups * state.shares
        by_maker = np.bincount(firms, weights=earned, minlength=len(kappa))
        return (kappa @ by_maker)[list(members)]

    return Collusion(
        members=tuple(members),
        competitive=competitive,
        collusive=collusive,
        departures=departures,
        competing=objectives(competitive),
        colluding=objectives(collusive),
        departing=np.array([response.profit for response in departures]),
    )
