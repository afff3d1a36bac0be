r"""The share of electric cars where chargers follow cars and cars follow chargers.

.. math:: \operatorname{logit} s = \operatorname{logit} s_0 + u
          + \varphi\, (\ln s - \ln s_0)

A push u is answered by stations in proportion to the stock of cars, and by buyers in
proportion to stations. At a sensitivity below 1 there is one share.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from keiretsu.arrays import floats, number

_MOST = 200


def share_with_chargers(
    today: ArrayLike,
    push: ArrayLike,
    *,
    sensitivity: float,
) -> Any:
    """Return the electric share after a push, chargers and cars in step.

    Parameters
    ----------
    today
        Share of electric cars in new cars, above 0 and below 1.
    push
        Change of the log odds at the chargers of today, as a price or a launch gives.
    sensitivity
        Elasticity of cars to stations times that of stations to cars, from 0 to below
        1: the literature's products lie between 0.15 and 0.8.

    Raises
    ------
    DataError
        If a share or the sensitivity is outside its range.

    References
    ----------
    Li, Tong, Xing & Zhou (2017), "The market for electric vehicles: indirect network
    effects and policy design", JAERE 4(1); Springel (2021), AEJ: Economic Policy 13(4).

    Examples
    --------
    >>> round(float(share_with_chargers(0.1, 0.5, sensitivity=0.0)), 4)
    0.1548
    >>> round(float(share_with_chargers(0.1, 0.5, sensitivity=0.4)), 4)
    0.1922
    """
    start = floats(today, "today", above=0, below=1)
    pushed = floats(push, "push")
    force = number(sensitivity, "sensitivity", least=0, below=1)
    goal, log_start = logit(start) + pushed, np.log(start)
    odds = np.asarray(goal, dtype=float)
    for _ in range(_MOST):
        # ln s = -ln(1 + e^-x): the slope of the right side is below the sensitivity.
        gap = goal + force * (-np.logaddexp(0, -odds) - log_start) - odds
        step = gap / (1 - force * expit(-odds))
        odds = odds + step
        if np.abs(step).max() <= 1e-13 * (1 + np.abs(odds).max()):
            break
    return expit(odds)
