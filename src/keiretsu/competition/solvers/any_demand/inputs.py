"""Inputs of the general solver: capacities, fixed prices, starting values."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import wrightomega

from keiretsu.arrays import floats
from keiretsu.demand import (
    Demand,
    GeneralizedNestedLogit,
    Logit,
    NestedLogit,
    NoOutsideGood,
    TwoLevelLogit,
)
from keiretsu.errors import DataError

_RISES = (0.3, 0.05, 1.0, 4.0)
"""Margins over cost that the search starts from, one after the other."""


def capacities_or_none(
    capacities: Any, costs: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return capacities, infinite for none, or say why they are impossible."""
    if capacities is None:
        return np.full(costs.shape, np.inf)
    return floats(
        capacities,
        "capacities",
        shape=costs.shape,
        infinite=True,
        above=0,
        hint="drop products that cannot be made; infinity means no limit",
    )


def prices_fixed(
    demand: Any, fixed_prices: Any, costs: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return the prices that stay, NaN for those to be found."""
    if fixed_prices is None:
        return np.full(costs.shape, np.nan)
    fixed = floats(fixed_prices, "fixed_prices", shape=costs.shape, missing=True)
    if np.isfinite(fixed).all():
        raise DataError("all prices are fixed", hint="put NaN for those to be found")
    if getattr(demand, "positive_prices", False):
        floats(fixed, "fixed_prices", missing=True, above=0)
    return fixed


def starting_prices(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    start: Float[np.ndarray, " J"] | None,
) -> tuple[Float[np.ndarray, " J"], ...]:
    """Return prices to start from, best first, each of shape `(J,)`."""
    size = np.maximum(np.abs(costs), max(np.abs(costs).mean() / 10, 1e-12))
    margins = tuple(np.maximum(costs, 0.0) + rise * size for rise in _RISES)
    others = (*_choice_starts(demand, costs), *margins)
    return others if start is None else (start, *others)


def _choice_starts(
    demand: Demand, costs: Float[np.ndarray, " J"]
) -> tuple[Float[np.ndarray, " J"], ...]:
    r"""Return prices to start from in the logit family, where 1 / alpha is the measure.

    A maker of everything would take :math:`(1 + W(e^{I - 1}))/\alpha` over cost, with
    Lambert's W and the log-sum I at cost; nobody takes more.
    """
    inner = demand.demand if isinstance(demand, NoOutsideGood) else demand
    known = Logit | NestedLogit | TwoLevelLogit | GeneralizedNestedLogit
    if not isinstance(inner, known):
        return ()
    all_of_it = 1 + float(wrightomega(inner.alpha * inner.surplus(costs) - 1))
    return tuple(costs + rise / inner.alpha for rise in (1.0, all_of_it, 3.0, 10.0))
