r"""Savings on parts that are bought or built together, each counted once.

One lower bill for cells may be put down to learning, to bargaining power or to scale.
The three explain the same fall: a saving says which it is, and two explanations of one
component are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from keiretsu.arrays import floats, number
from keiretsu.errors import DataError, ShapeError

Mechanism = Literal["learning", "bargaining", "scale", "sharing"]
MECHANISMS: tuple[Mechanism, ...] = ("learning", "bargaining", "scale", "sharing")


@dataclass(frozen=True, kw_only=True)
class Saving:
    """A share of one component's cost that a deal takes off.

    Attributes
    ----------
    component
        What is bought or built: `cells`, `platform`.
    mechanism
        Why it costs less: `learning`, `bargaining`, `scale` or `sharing`.
    share
        Saved part of the component's cost, below 1; negative where it costs more.
    """

    component: str
    mechanism: Mechanism
    share: float

    def __post_init__(self) -> None:
        if self.mechanism not in MECHANISMS:
            raise DataError(
                f"mechanism {self.mechanism!r:.60}",
                hint=f"use one of: {', '.join(MECHANISMS)}",
            )
        number(self.share, f"the saving on {self.component}", below=1)


def kept(savings: Sequence[Saving]) -> dict[str, float]:
    """Return what is left of each component's cost, as a fraction.

    Savings by one mechanism multiply, so that one split over two steps is the same.

    Raises
    ------
    DataError
        If one component is saved by two mechanisms: a saving counted twice.

    Examples
    --------
    >>> half = Saving(component="cells", mechanism="scale", share=0.1)
    >>> round(kept([half, half])["cells"], 2)
    0.81
    """
    left: dict[str, float] = {}
    why: dict[str, str] = {}
    for saving in savings:
        known = why.setdefault(saving.component, saving.mechanism)
        if known != saving.mechanism:
            raise DataError(
                f"{saving.component} are saved by {known} and by {saving.mechanism}",
                hint="both explain the same lower bill: choose one",
            )
        left[saving.component] = left.get(saving.component, 1.0) * (1 - saving.share)
    return left


def purchasing_factor(
    before: ArrayLike,
    after: ArrayLike,
    *,
    elasticity: float,
) -> Any:
    r"""Return price after over price before of a part bought in another volume.

    .. math:: (V_1/V_0)^{-e}

    Parameters
    ----------
    before, after
        Volumes bought, in one unit, positive.
    elasticity
        e, from 0 to 1; no study gives it, it is an assumption.

    Examples
    --------
    >>> round(float(purchasing_factor(1, 2, elasticity=0.05)), 7)
    0.9659363
    """
    old = floats(before, "before", above=0)
    new = floats(after, "after", above=0)
    return (new / old) ** -number(elasticity, "elasticity", least=0, most=1)


def bargained_price(
    cost: ArrayLike,
    outside: ArrayLike,
    *,
    power: float,
) -> Any:
    r"""Return the price of a part that buyer and supplier agree on, by Nash's rule.

    .. math:: p = c + \lambda\, (r - c)

    Parameters
    ----------
    cost
        The supplier's cost c.
    outside
        What the buyer would pay elsewhere, r; pooled orders lower it.
    power
        The supplier's share of the surplus, from 0 to 1.

    Raises
    ------
    DataError
        If the buyer's alternative is cheaper than the supplier's cost: no trade.

    References
    ----------
    Nash (1950), "The bargaining problem".

    Examples
    --------
    >>> float(bargained_price(80, 100, power=0.25))
    85.0
    """
    share = number(power, "power", least=0, most=1)
    own = floats(cost, "cost", least=0)
    other = floats(outside, "outside", least=0)
    if np.any(other < own):
        raise DataError(
            f"a part that costs {float(np.max(own)):g} and is had elsewhere for "
            f"{float(np.min(other)):g}",
            hint="there is nothing to bargain about: the buyer goes elsewhere",
        )
    return own + share * (other - own)


def shared_saving(
    costs: ArrayLike,
    shared: ArrayLike,
    *,
    rate: float,
    realised: float = 1.0,
    phased: float = 1.0,
) -> Float[np.ndarray, " J"]:
    r"""Return the change of marginal costs where cars share parts, `(J,)`, not above 0.

    .. math:: \Delta c_j = -\lambda\, \varphi\, h_j\, c_j

    Parameters
    ----------
    costs
        Marginal costs, shape `(J,)`, currency units.
    shared
        Part of each car's cost that is shared, h, from 0 to 1, shape `(J,)`.
    rate
        Saving on what is shared, from 0 to below 1.
    realised, phased
        Realised over announced, and the part of it that has come by now, 0 to 1.

    Examples
    --------
    >>> shared_saving([20000.0, 30000.0], [0.5, 0.0], rate=0.1, realised=0.6)
    array([-600.,   -0.])
    """
    own = floats(costs, "costs", shape=(None,))
    parts = floats(shared, "shared", shape=(None,), least=0, most=1)
    if own.shape != parts.shape:
        raise ShapeError(f"{len(parts)} shared parts for {len(own)} costs")
    factor = number(rate, "rate", least=0, below=1)
    factor *= number(realised, "realised", least=0, most=1)
    return -factor * number(phased, "phased", least=0, most=1) * parts * own


def phase(years: ArrayLike, *, full: float) -> Any:
    """Return the part of a saving that has come after some years, rising evenly.

    >>> phase([0.0, 2.0, 8.0], full=4.0)
    array([0. , 0.5, 1. ])
    """
    passed = floats(years, "years", least=0)
    return np.clip(passed / number(full, "full", above=0), 0, 1)
