r"""Bargaining over prices: each price is the Nash bargain of a maker and its buyers.

If the two disagree on product j, buyers turn to the others, where the maker gets some
of them back. Under logit demand the maker's gain from agreeing is
:math:`\frac{s_j}{1 - s_j} X_j` with :math:`X_j = m_j - \sum_k \kappa_{f f(k)} s_k m_k`,
buyers gain :math:`L_j/\alpha` with :math:`L_j = -\ln(1 - s_j)`. With buyers' power
:math:`\lambda_j` and all other prices fixed the bargain is

.. math:: X_j = \frac{1}{\alpha}\,
          \frac{L_j}{L_j + \frac{\lambda_j}{1-\lambda_j} \frac{s_j}{1-s_j}} .

Without power of buyers it is price setting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float, Int
from scipy.special import wrightomega

from keiretsu.arrays import floats
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.inputs import plain_logit
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.newton import STEP, Linearised, find_root
from keiretsu.demand import Logit
from keiretsu.errors import DataError, ShapeError


def unit_bargaining_markups(
    shares: Float[np.ndarray, " J"],
    *,
    power: Float[np.ndarray, " J"] | float,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the markups that bargains at these shares imply at an alpha of one, (J,).

    At another alpha they are these divided by it; so one known markup pins alpha, and
    prices less markups are costs.

    Parameters
    ----------
    shares
        Of all potential buyers, shape `(J,)`.
    power
        Bargaining power of buyers, from 0 to below 1, one number or `(J,)`.
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, diagonal 1.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together or a power or weight is impossible.

    References
    ----------
    Draganska, Klapper & Villas-Boas (2010), "A larger slice or a larger pie?"; Sheu &
    Taragin (2021), "Simulating mergers in a vertical supply chain with bargaining".
    """
    shares = floats(shares, "shares", shape=(None,), above=0, below=1)
    weights, odds = _checked(power, firms, kappa, len(shares))
    pull = np.eye(len(shares)) - weights * shares[None, :]
    return np.linalg.solve(pull, _own(shares, odds))


def solve_bargaining(
    demand: Logit,
    costs: Float[np.ndarray, " J"],
    *,
    power: Float[np.ndarray, " J"] | float,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None = None,
) -> Equilibrium:
    """Return the prices at which every product's bargain is struck.

    Parameters
    ----------
    demand
        Logit demand.
    costs
        Marginal costs, shape `(J,)`, currency units.
    power, firms, kappa
        As for `unit_bargaining_markups`.
    start
        Prices to start from, shape `(J,)`.

    Returns
    -------
    Equilibrium
        The residual is the price change that would mend each product's bargain; the
        curvature that of its own Nash product, positive at a maximum. Never raises for
        a hard problem: `status` says how it went, `check()` raises.

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> costs, both = np.array([10.0, 15.0]), dict(firms=np.arange(2), kappa=np.eye(2))
    >>> solve_bargaining(demand, costs, power=0.5, **both).check().prices.round(3)
    array([13.778, 18.778])
    """
    demand = plain_logit(demand, "bargaining")
    costs = floats(costs, "costs", shape=(demand.size,))
    if start is not None:
        start = floats(start, "start", shape=costs.shape)
    weights, odds = _checked(power, firms, kappa, len(costs))
    alpha, net = demand.alpha, demand.delta - demand.alpha * costs

    def lacking(markups: np.ndarray) -> Any:
        """Return X less what the bargain makes it, with markups times alpha."""
        shares = _shares(net - markups)
        return markups - weights @ (shares * markups) - _own(shares, odds)

    def linearise(markups: np.ndarray) -> Linearised:
        return lacking(markups), _slopes(net, markups, weights, odds)

    for first in _starts(net, firms, None if start is None else start - costs, alpha):
        found = find_root(linearise, first)
        own_slopes = np.diagonal(_slopes(net, found.at, weights, odds))
        gap = float(np.max(np.abs(lacking(found.at) / own_slopes))) / alpha
        prices = costs + found.at / alpha
        solved = Equilibrium(
            prices=prices,
            markups=found.at / alpha,
            shares=demand.shares(prices),
            residual=gap if np.isfinite(gap) else np.inf,
            curvature=float(np.min(own_slopes)),
            steps=found.steps,
        )
        if solved.converged:
            break
    return solved


def _starts(
    net: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    given: Float[np.ndarray, " J"] | None,
    alpha: float,
) -> tuple[Float[np.ndarray, " J"], ...]:
    """Return markups times alpha to start from: without rivals, and without weight."""
    if given is not None:
        return (alpha * given,)
    firms = np.asarray(firms)
    inclusive = np.full(int(firms.max()) + 1, -np.inf)
    np.logaddexp.at(inclusive, firms, net)
    return 1 + wrightomega(inclusive - 1)[firms], np.ones(len(net))


def _slopes(
    net: Float[np.ndarray, " J"],
    markups: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    odds: Float[np.ndarray, " J"],
) -> Float[np.ndarray, "J J"]:
    """Return the Jacobian of the bargains, markups times alpha, shape `(J, J)`.

    X less what the bargain makes it has the sign of the slope of the Nash product, so
    a positive diagonal is the second-order condition of each bargain.
    """
    shares = _shares(net - markups)
    earned = weights @ (shares * markups)
    # the bargain of a product reads its own share only: one step gives all slopes
    moved = _own(shares + 1j * STEP, odds).imag / STEP
    table = np.eye(len(net)) - weights * (shares * (1 - markups))[None, :]
    table -= earned[:, None] * shares[None, :]
    # a markup moves its own share by -s (1 - s), another's by s s
    by_share = moved * shares
    return table + np.diag(by_share) - by_share[:, None] * shares[None, :]


def _own(shares: Any, odds: Float[np.ndarray, " J"]) -> Any:
    """Return what X is worth in the bargain, times alpha, `(J,)`."""
    buyers = -np.log(1 - shares)
    return buyers / (buyers + odds * shares / (1 - shares))


def _shares(net_of_price: Any) -> Any:
    top = max(float(np.max(net_of_price.real)), 0.0)
    lifted = np.exp(net_of_price - top)
    return lifted / (np.exp(-top) + lifted.sum())


def refuse_power(powers: Float[np.ndarray, " J"]) -> None:
    """Raise unless buyers' bargaining power is from 0 to below 1.

    Raises
    ------
    DataError
        If it is not.
    """
    wrong = ~((powers >= 0) & (powers < 1))
    if wrong.any():
        raise DataError(
            f"a bargaining power of buyers of {powers[wrong][0]:g}",
            hint="0 leaves prices to makers; at 1 buyers would pay cost",
        )


def _checked(
    power: Float[np.ndarray, " J"] | float,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    count: int,
) -> tuple[Float[np.ndarray, "J J"], Float[np.ndarray, " J"]]:
    """Return weights between products and odds of buyers' power, once checked."""
    firms, kappa = check_makers(firms, kappa)
    if firms.shape != (count,):
        raise ShapeError(f"{len(firms)} makers for {count} products")
    powers = floats(power, "power")
    if powers.shape not in ((), (count,)):
        raise ShapeError(f"{len(powers)} powers for {count} products")
    powers = np.broadcast_to(powers, (count,))
    refuse_power(powers)
    return kappa[np.ix_(firms, firms)], powers / (1 - powers)
