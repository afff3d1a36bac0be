r"""What quantities competition says of concentration, margins and savings.

Under Cournot competition the mean margin is concentration over elasticity, so that
these few formulas tie the index to prices. Shares and savings are fractions.
"""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, number
from keiretsu.errors import DataError


def mean_margin(index: float, elasticity: float) -> float:
    r"""Return the sales-weighted mean margin, :math:`HHI/\epsilon`, a fraction.

    Parameters
    ----------
    index
        HHI in points; the MHHI where makers hold stakes in one another.
    elasticity
        Of market demand, in size, positive.

    References
    ----------
    Cowling & Waterson (1976), "Price-cost margins and market structure".

    Examples
    --------
    >>> round(mean_margin(2250, 1.5), 4)
    0.15
    """
    index = number(index, "index", least=0)
    elasticity = number(elasticity, "elasticity", above=0, hint="give its size")
    return index / 1e4 / elasticity


def highest_harmless_cost(price: float, costs: tuple[float, float]) -> float:
    r"""Return the cost that a merged firm may have at most if price is not to rise.

    Price does not rise exactly if :math:`p - c_M \ge (p - c_1) + (p - c_2)`.

    References
    ----------
    Farrell & Shapiro (1990), "Horizontal mergers: an equilibrium analysis", AER 80.

    Examples
    --------
    >>> highest_harmless_cost(100.0, (80.0, 85.0))
    65.0
    """
    price = number(price, "price")
    costs = tuple(floats(costs, "costs", shape=(2,)).tolist())
    return price - sum(price - cost for cost in costs)


def needed_saving(delta: float, elasticity: float) -> float:
    r"""Return the saving, a fraction of cost, that undoes a merger of equals.

    With :math:`s = \sqrt{\Delta/2}`, each party's share,
    :math:`(s/\epsilon) / (1 - s/\epsilon)`.

    Parameters
    ----------
    delta
        Rise of the HHI, in points.
    elasticity
        Of market demand, in size.

    Raises
    ------
    DataError
        If the rise is negative or demand too inelastic for the formula.

    References
    ----------
    Nocke & Whinston (2022), "Concentration thresholds for horizontal mergers", AER 112.

    Examples
    --------
    >>> round(needed_saving(200, 1.5), 5)
    0.07143
    """
    elasticity = number(elasticity, "elasticity", above=0, hint="give its size")
    if number(delta, "delta") < 0:
        raise DataError(f"a rise of {delta:g} points", hint="give 0 or more")
    pull = math.sqrt(delta / 1e4 / 2) / elasticity
    if not pull < 1:
        raise DataError(
            f"an elasticity of {elasticity:g} for a rise of {delta:g} points",
            hint="the parties' share must be below the elasticity",
        )
    return pull / (1 - pull)


def cmcr_cournot(shares: Float[np.ndarray, " 2"], elasticity: float) -> float:
    r"""Return the saving, a share of cost, at which a merger moves no price.

    :math:`2 s_1 s_2 / (\epsilon (s_1 + s_2) - s_1^2 - s_2^2)`, of the parties' mean
    marginal cost.

    Parameters
    ----------
    shares
        The two parties' shares of the quantity sold.
    elasticity
        Of market demand, in size.

    Raises
    ------
    DataError
        If demand is too inelastic for the parties' shares.

    References
    ----------
    Froeb & Werden (1998), "A robust test for consumer welfare enhancing mergers among
    sellers of a homogeneous product", Economics Letters 58.

    Examples
    --------
    >>> round(cmcr_cournot(np.array([0.3, 0.2]), 1.5), 6)
    0.193548
    """
    shares = floats(shares, "shares", shape=(2,), least=0, most=1)
    elasticity = number(elasticity, "elasticity", above=0, hint="give its size")
    room = elasticity * shares.sum() - shares @ shares
    if not room > 0:
        raise DataError(
            f"an elasticity of {elasticity:g} for shares of {shares.tolist()}",
            hint="each party's share must be below the elasticity",
        )
    return float(2 * shares[0] * shares[1] / room)
