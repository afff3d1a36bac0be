r"""Quantity competition in differentiated products under logit demand.

Makers choose how many of each car to build; prices then clear the market. Selling one
more lowers every price, so

.. math:: p_j - c_j = -\sum_k \kappa_{f f(k)} s_k \frac{\partial p_k}{\partial s_j}
          = \frac{1}{\alpha} \left(1 + \sum_g \kappa_{fg} \frac{S_g}{s_0}\right) .

All products of a maker carry one markup :math:`m_f`, and relative to buying none the
shares are :math:`S_g/s_0 = A_g e^{-\alpha m_g}`: one unknown a maker.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.inputs import market_arrays, plain_logit
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.newton import Linearised, find_root
from keiretsu.demand import Demand, Logit
from keiretsu.errors import DataError


def recover_cournot_costs(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the costs at which the quantities sold at these prices are optimal.

    Parameters
    ----------
    demand
        Any demand whose derivatives can be inverted, so that prices clear quantities.
    prices
        Shape `(J,)`, currency units.
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, as for `recover_costs`.
    """
    demand, at = market_arrays(demand, firms=firms, kappa=kappa, prices=prices)
    firms, kappa, prices = at.firms, at.kappa, at.prices
    sold = demand.quantities(prices)
    price_slopes = np.linalg.inv(demand.derivatives(prices))
    return prices + (at.weights * price_slopes.T) @ sold


def unit_cournot_markups(
    shares: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the markups that logit shares imply at an alpha of one, `(J,)`.

    At another alpha they are these divided by it; so one known markup pins alpha.
    """
    firms, kappa = check_makers(firms, kappa)
    shares = floats(shares, "shares", shape=firms.shape, least=0)
    if not shares.sum() < 1:
        raise DataError(
            f"shares sum to {shares.sum():g}: nobody is left who buys none",
            hint="divide by the number of potential buyers, not of cars sold",
        )
    of_maker = np.bincount(firms, weights=shares, minlength=len(kappa))
    return (1 + kappa @ of_maker / (1 - shares.sum()))[firms]


def solve_logit_cournot(
    demand: Logit,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Equilibrium:
    """Return prices and shares at which no maker wants to build more or fewer.

    Parameters
    ----------
    demand
        Logit demand.
    costs
        Marginal costs, shape `(J,)`, currency units.
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, diagonal 1.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    References
    ----------
    Vives (1999), "Oligopoly Pricing", chapter 6; Singh & Vives (1984).

    Examples
    --------
    Quantities compete less sharply than prices, so markups are above 1/(alpha (1-s)).

    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> solved = solve_logit_cournot(
    ...     demand, np.array([10.0, 15.0]), firms=np.arange(2), kappa=np.eye(2)
    ... ).check()
    >>> solved.prices.round(3)
    array([20., 25.])
    """
    demand = plain_logit(demand, "competition in quantities")
    _, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    firms, kappa, costs = at.firms, at.kappa, at.costs
    utility = demand.delta - demand.alpha * costs
    top = np.full(len(kappa), -np.inf)
    np.maximum.at(top, firms, utility)
    safe = np.where(np.isfinite(top), top, 0.0)
    worth = np.bincount(firms, np.exp(utility - safe[firms]), minlength=len(kappa))
    log_a = safe + np.log(np.where(worth > 0, worth, 1.0))
    sells = worth > 0

    def linearise(markups: np.ndarray) -> Linearised:
        against_none = np.where(sells, np.exp(log_a - markups), 0.0)
        gap = markups - 1 - kappa @ against_none
        return gap, np.eye(len(kappa)) + kappa * against_none[None, :]

    # from where no maker's share of the outside one is large, the way down is smooth
    start = 1 + np.maximum(log_a, 0.0)
    found = find_root(linearise, start)
    prices = costs + found.at[firms] / demand.alpha
    return _judged(demand, prices, costs, firms, kappa, found.steps)


def _judged(
    demand: Logit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    steps: int,
) -> Equilibrium:
    """Return the equilibrium with its residual and curvature, product by product.

    A maker's own Hessian by shares, scaled by the square roots of its shares, is minus
    one over alpha times a unit matrix plus a multiple :math:`c = 2/s_0 + W_f/s_0^2` of
    the outer product of those roots.
    """
    shares = demand.shares(prices)
    outside = 1 / (1 + np.exp(demand.delta - demand.alpha * prices).sum())
    weighed = kappa @ np.bincount(firms, weights=shares, minlength=len(kappa))
    needed = (1 + weighed / outside) / demand.alpha
    residual = float(np.max(np.abs(prices - costs - needed[firms])))
    steeper = 2 / outside + weighed / outside**2
    of_maker = np.bincount(firms, weights=shares, minlength=len(kappa))
    count = np.bincount(firms, minlength=len(kappa))
    bend = 1 + np.where(
        count > 1, np.minimum(steeper * of_maker, 0), steeper * of_maker
    )
    return Equilibrium(
        prices=prices,
        markups=prices - costs,
        shares=shares,
        residual=residual if np.isfinite(residual) else np.inf,
        curvature=float(bend[count > 0].min()),
        steps=steps,
    )
