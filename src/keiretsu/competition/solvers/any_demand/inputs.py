"""Inputs of the general solver: capacities, fixed prices, starting values."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy.special import wrightomega

from keiretsu.demand import (
    AIDS,
    CES,
    ConstantExpenditure,
    Demand,
    GeneralizedNestedLogit,
    Logit,
    LogLinear,
    NestedCES,
    NoOutsideGood,
    TwoLevelLogit,
)
from keiretsu.errors import DataError, ShapeError

POSITIVE = (AIDS, CES, ConstantExpenditure, LogLinear, NestedCES)
"""Forms that know positive prices only: their unknowns are log prices."""

_RISES = (0.3, 0.05, 1.0, 4.0)
"""Margins over cost that the search starts from, one after the other."""


def limits(
    capacities: Float[np.ndarray, " J"] | None, costs: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return capacities, infinite for none, or say why they are impossible."""
    if capacities is None:
        return np.full(costs.shape, np.inf)
    if capacities.shape != costs.shape:
        raise ShapeError(f"{len(capacities)} capacities for {len(costs)} products")
    if not (capacities > 0).all():
        raise DataError(
            f"a capacity of {capacities[~(capacities > 0)][0]:g}",
            hint="drop products that cannot be made; infinity means no limit",
        )
    return capacities


def checked_fixed_prices(
    fixed_prices: Float[np.ndarray, " J"] | None, costs: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return the prices that stay, NaN for those to be found."""
    if fixed_prices is None:
        return np.full(costs.shape, np.nan)
    if fixed_prices.shape != costs.shape:
        raise ShapeError(f"{len(fixed_prices)} fixed prices for {len(costs)} products")
    if np.isfinite(fixed_prices).all():
        raise DataError("all prices are fixed", hint="put NaN for those to be found")
    return fixed_prices


def starts_of(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    start: Float[np.ndarray, " J"] | None,
) -> tuple[Float[np.ndarray, " J"], ...]:
    """Return prices to start from, best first, each of shape `(J,)`."""
    if not np.isfinite(costs).all():
        raise DataError("a cost is not a finite number")
    if start is None:
        size = np.maximum(np.abs(costs), max(np.abs(costs).mean() / 10, 1e-12))
        margins = tuple(np.maximum(costs, 0.0) + rise * size for rise in _RISES)
        return (*_choice_starts(demand, costs), *margins)
    if start.shape != costs.shape or not np.isfinite(start).all():
        raise DataError("starting prices do not fit the costs, or are not finite")
    if isinstance(demand, POSITIVE) and not (start > 0).all():
        raise DataError(f"a starting price of {start.min():g}", hint="start above zero")
    return (start,)


def _choice_starts(
    demand: Demand, costs: Float[np.ndarray, " J"]
) -> tuple[Float[np.ndarray, " J"], ...]:
    r"""Return prices to start from in the logit family, where 1 / alpha is the measure.

    A maker of everything would take :math:`(1 + W(e^{I - 1}))/\alpha` over cost, with
    Lambert's W and the log-sum I at cost; nobody takes more.
    """
    inner = demand.demand if isinstance(demand, NoOutsideGood) else demand
    if not isinstance(inner, TwoLevelLogit | GeneralizedNestedLogit | Logit):
        return ()
    all_of_it = 1 + float(wrightomega(inner.alpha * inner.surplus(costs) - 1))
    return tuple(costs + rise / inner.alpha for rise in (1.0, all_of_it, 3.0, 10.0))
