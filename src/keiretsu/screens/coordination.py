r"""Coordinated effects: how patient rivals must be to keep a high price together.

A critical discount factor is the least weight on tomorrow at which nobody undercuts.
The lower it is, the easier coordination; a deal that lowers it for the *binding* firm,
the one most tempted, makes coordination easier.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, number, whole_numbers
from keiretsu.errors import DataError, ShapeError


def critical_discount_factor(
    firms: int, *, conduct: Literal["bertrand", "cournot"] = "bertrand"
) -> float:
    r"""Return the critical discount factor of equal firms under grim trigger.

    Bertrand with equal goods: :math:`1 - 1/n`; linear Cournot:
    :math:`(n+1)^2 / ((n+1)^2 + 4n)`.

    Raises
    ------
    DataError
        If there are fewer than two firms, or the conduct is not known.

    References
    ----------
    Friedman (1971); Tirole (1988), "The Theory of Industrial Organization", ch. 6.

    Examples
    --------
    >>> round(critical_discount_factor(3), 4)
    0.6667
    """
    firms = int(whole_numbers(firms, "firms"))
    if firms < 2:
        raise DataError(f"{firms} firms", hint="coordination takes at least two")
    if conduct == "bertrand":
        return 1 - 1 / firms
    if conduct == "cournot":
        return (firms + 1) ** 2 / ((firms + 1) ** 2 + 4 * firms)
    raise DataError(f"conduct {conduct!r}", hint="use bertrand or cournot")


def critical_discount_factors_with_stakes(
    stakes: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " F"]:
    r"""Return each firm's critical discount factor under silent cross stakes, `(F,)`.

    A holder that undercuts also loses its share of its rivals' profit:
    :math:`\delta_f = 1 - (1 + \sum_g \alpha_{fg})/n` for direct stakes without rings.
    Coordination is eased only if the largest of the factors falls.

    Parameters
    ----------
    stakes
        Silent share of firm g that firm f holds, shape `(F, F)`, diagonal 0.

    Raises
    ------
    DataError
        If a stake is not between 0 and 1 or a firm holds itself.

    References
    ----------
    Gilo, Moshe & Spiegel (2006), "Partial cross ownership and tacit collusion",
    RAND 37.

    Examples
    --------
    >>> stakes = np.zeros((3, 3))
    >>> stakes[0, 1] = 0.25
    >>> critical_discount_factors_with_stakes(stakes).round(4)
    array([0.5833, 0.6667, 0.6667])
    """
    stakes = floats(stakes, "stakes", shape=(None, None))
    if stakes.shape[0] != stakes.shape[1]:
        raise ShapeError(f"stakes of shape {stakes.shape}", hint="firms by firms")
    if not ((stakes >= 0) & (stakes <= 1)).all() or np.diagonal(stakes).any():
        raise DataError("a stake is not between 0 and 1, or a firm holds itself")
    return 1 - (1 + stakes.sum(axis=1)) / len(stakes)


def matched_price_rise(
    margin: float, diversion: float, discount_factor: float
) -> float:
    r"""Return the largest rise, a fraction of price, that two equal rivals would match.

    Under linear demand a follower that matches the rise earns it, one that does not
    gains sales for one period and then sees the rise withdrawn:
    :math:`\delta\, m D / (1 - D)`. Derived here in the spirit of price-pressure indices
    for parallel conduct; it is not the published index of Moresi and others (2011).

    Raises
    ------
    DataError
        If an input is not a fraction below 1.
    """
    for name, value in (
        ("margin", margin),
        ("diversion", diversion),
        ("discount_factor", discount_factor),
    ):
        if not 0 <= number(value, name) < 1:
            raise DataError(f"{name} of {value:g}", hint="a fraction from 0 to below 1")
    return discount_factor * margin * diversion / (1 - diversion)
