r"""What the state adds to the cost of a car: fleet targets for CO2, and tariffs."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from keiretsu.arrays import floats, number, whole_numbers

EXCESS_PREMIUM = 95.0
"""Euro a gram and car over the target: Regulation (EU) 2019/631, article 8."""


def fleet_slack(
    emissions: ArrayLike,
    targets: ArrayLike,
    units: ArrayLike,
    pools: ArrayLike,
) -> Float[np.ndarray, " P"]:
    r"""Return how far each pool's fleet is below its target, grams times cars, `(P,)`.

    A pool is judged by its mean: what one maker has to spare another may use.

    Parameters
    ----------
    emissions, targets
        Each maker's fleet mean and target, g/km, shape `(F,)`.
    units
        Cars registered, `(F,)`.
    pools
        Pool of each maker, counted from 0, `(F,)`.

    Examples
    --------
    >>> fleet_slack([120.0, 80.0], [95.0, 95.0], [10.0, 10.0], [0, 1])
    array([-250.,  150.])
    >>> fleet_slack([120.0, 80.0], [95.0, 95.0], [10.0, 10.0], [0, 0])
    array([-100.])
    """
    emitted = floats(emissions, "emissions", shape=(None,), least=0)
    aimed = floats(targets, "targets", shape=emitted.shape, least=0)
    sold = floats(units, "units", shape=emitted.shape, least=0)
    group = whole_numbers(pools, "pools", shape=emitted.shape)
    return np.bincount(group, weights=(aimed - emitted) * sold)


def excess_premiums(
    slack: ArrayLike, *, premium: float = EXCESS_PREMIUM
) -> Float[np.ndarray, " P"]:
    """Return what each pool owes, currency, `(P,)`; a pool below its target nothing.

    >>> excess_premiums([-250.0, 150.0])
    array([23750.,     0.])
    """
    short = np.maximum(-floats(slack, "slack", shape=(None,)), 0)
    return number(premium, "premium", least=0) * short


def pooling_gain(
    emissions: ArrayLike,
    targets: ArrayLike,
    units: ArrayLike,
    before: ArrayLike,
    after: ArrayLike,
    *,
    premium: float = EXCESS_PREMIUM,
) -> float:
    """Return what makers owe less in the pools after than in those before, currency.

    Never negative where pools only join: what is spare in one covers another.
    """

    def owed(pools: ArrayLike) -> float:
        slack = fleet_slack(emissions, targets, units, pools)
        return float(excess_premiums(slack, premium=premium).sum())

    return owed(before) - owed(after)


def cost_with_tariff(
    costs: ArrayLike,
    imported: ArrayLike,
    *,
    rate: float,
    passed_on: float = 1.0,
) -> Any:
    r"""Return marginal costs under a tariff on what is imported, `(J,)`.

    .. math:: c_j (1 + \rho\, \tau\, m_j)

    Parameters
    ----------
    costs
        Without the tariff, shape `(J,)`.
    imported
        Imported part of each car's value: 1 for a car built abroad, the imported parts
        for one built here, `(J,)`.
    rate
        Tariff, a fraction of value.
    passed_on
        Part of the tariff that reaches cost, 0 to 1: in the long run about 0.68 on cars
        and 0.715 on parts, in the first half year far less.

    References
    ----------
    Coşar, Grieco, Li & Tintelnot (2018), "What drives home market advantage?".

    Examples
    --------
    >>> cost_with_tariff([100.0, 100.0], [1.0, 0.0], rate=0.25, passed_on=0.68)
    array([117., 100.])
    """
    own = floats(costs, "costs", shape=(None,), least=0)
    part = floats(imported, "imported", shape=own.shape, least=0, most=1)
    tariff = number(rate, "rate", least=-1)
    return own * (1 + number(passed_on, "passed_on", least=0, most=1) * tariff * part)
