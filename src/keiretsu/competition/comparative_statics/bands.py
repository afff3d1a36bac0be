"""What a change does, and how sure that is: an estimate, its error and its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.values import Value


class Interval(NamedTuple):
    """An effect, its standard error, and the ends of its band, arrays of one shape."""

    estimate: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Bands(Value):
    """What a change does, and how sure that is.

    Attributes
    ----------
    price_change
        Relative, shape `(J,)` each.
    surplus_change, revenue_change
        Of buyers and of the state, currency units per potential buyer, shape `()` each;
        surplus is None where the demand form has none.
    profit_change
        Of each maker, currency units per potential buyer, shape `(F,)` each.
    by_parameter
        Derivatives of the price changes by the parameters, `(J, N)`; None from draws.
    elasticities
        Relative change of each price effect per relative change of each parameter,
        `(J, N)`; None from draws.
    draws, unsolved
        How many draws stand behind it, and how many more gave no equilibrium or no
        demand; zero in the delta method.
    """

    price_change: Interval
    surplus_change: Interval | None
    revenue_change: Interval
    profit_change: Interval
    by_parameter: Float[np.ndarray, "J N"] | None = None
    elasticities: Float[np.ndarray, "J N"] | None = None
    draws: int = 0
    unsolved: int = 0


def bands_of(
    estimate: np.ndarray,
    error: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    products: int,
) -> Bands:
    """Return the effects by kind."""
    table = np.stack([estimate, error, low, high])
    known = np.isfinite(table[:, products]).all()
    surplus = Interval(*table[:, products]) if known else None
    return Bands(
        price_change=Interval(*table[:, :products]),
        surplus_change=surplus,
        revenue_change=Interval(*table[:, products + 1]),
        profit_change=Interval(*table[:, products + 2 :]),
    )
