r"""What a mixed logit says of the first and the second choice, as surveys ask it.

A buyer of type i takes j first and k second with probability
:math:`s_{ij} s_{ik} / (1 - s_{ij})`. Over all types this is the table of first and
second choices, without those whose second choice is no new car, as published.

References
----------
Berry, Levinsohn & Pakes (2004), JPE 112; Conlon & Gortmaker (2025), "Incorporating
micro data into differentiated products demand estimation with PyBLP".
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from keiretsu.demand import MixedLogit, elasticities, market_elasticity
from keiretsu.estimation.buyer_tastes import (
    KINDS,
    MEASURES,
    TASTES,
    comparable,
    taste_columns,
)
from keiretsu.market import Market


def choice_pairs(
    demand: MixedLogit, prices: Float[np.ndarray, " J"]
) -> Float[np.ndarray, "J J"]:
    """Return the probability of each first and second choice, summing to 1, (J, J)."""
    chosen = demand.choices(prices)
    pairs = (chosen / (1 - chosen) * demand.weights) @ chosen.T
    np.fill_diagonal(pairs, 0.0)
    return np.asarray(pairs / pairs.sum())


def survey_moments(
    demand: MixedLogit,
    market: Market,
    log_incomes: Float[np.ndarray, " I"],
) -> dict[str, float]:
    """Return the moments by name: correlations, averages, elasticities.

    Parameters
    ----------
    demand
        Demand of the market.
    market
        The market.
    log_incomes
        Log of each type's income over the median, shape `(I,)`.
    """
    assert market.prices is not None
    prices, sold = market.prices, market.quantities
    pairs = choice_pairs(demand, prices)
    columns = dict(zip(TASTES, taste_columns(market).T, strict=True))
    found = {}
    for name in (*KINDS, *MEASURES):
        if name == "electric":
            continue
        among = comparable(market, name)
        found[f"correlation: {name}"] = _correlation(
            pairs * np.outer(among, among), columns[name]
        )
    first = pairs.sum(axis=1)
    for name in KINDS:
        kind = columns[name]
        found[f"probability: {name}"] = float(kind @ pairs @ kind / (kind @ first))
    found["electric to electric"] = found.pop("probability: electric")
    table = elasticities(demand, prices)
    found["mean own elasticity"] = float(np.average(np.diagonal(table), weights=sold))
    found["market elasticity"] = market_elasticity(demand, prices)
    found["price gap of incomes"] = _price_gap(demand, prices, log_incomes)
    return found


def _correlation(pairs: Float[np.ndarray, "J J"], x: Float[np.ndarray, " J"]) -> float:
    """Return the correlation of x at the first and at the second choice."""
    pairs = pairs / pairs.sum()
    first, second = pairs.sum(axis=1), pairs.sum(axis=0)
    means = first @ x, second @ x
    spread = np.sqrt((first @ x**2 - means[0] ** 2) * (second @ x**2 - means[1] ** 2))
    return float((x @ pairs @ x - means[0] * means[1]) / spread)


def _price_gap(
    demand: MixedLogit, prices: Float[np.ndarray, " J"], log_incomes: np.ndarray
) -> float:
    """Return the mean price paid in the top fifth of incomes less the bottom fifth."""
    bought = demand.choices(prices) * demand.weights
    low, high = np.quantile(log_incomes, [0.2, 0.8])
    paid = [
        float(prices @ part / part.sum())
        for part in (
            bought[:, log_incomes >= high].sum(axis=1),
            bought[:, log_incomes <= low].sum(axis=1),
        )
    ]
    return paid[0] - paid[1]
