"""What a demand implies: elasticities and where lost buyers go.

Functions of a demand's derivatives; they serve every demand form.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats
from keiretsu.demand.demand import Demand
from keiretsu.demand.differentiation import as_demand
from keiretsu.demand.form import Form
from keiretsu.labels import aligned


def elasticities(
    demand: Demand, prices: Float[np.ndarray, " J"]
) -> Float[np.ndarray, "J J"]:
    """Return the relative change of sales j per relative change of price k, (J, J)."""
    demand, prices = _at(demand, prices)
    slopes = demand.derivatives(prices)
    return slopes * prices[None, :] / demand.quantities(prices)[:, None]


def diversion(
    demand: Demand, prices: Float[np.ndarray, " J"]
) -> Float[np.ndarray, "J J"]:
    """Return the share of product j's lost sales that product k catches, `(J, J)`.

    The diagonal is -1; what a row lacks to zero goes to buying none.

    Examples
    --------
    >>> from keiretsu.demand import Logit
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> diversion(demand, np.array([20.0, 25.0])).round(3)
    array([[-1. ,  0.5],
           [ 0.5, -1. ]])
    """
    demand, prices = _at(demand, prices)
    slopes = demand.derivatives(prices)
    return -slopes.T / np.diagonal(slopes)[:, None]


def market_elasticity(demand: Demand, prices: Float[np.ndarray, " J"]) -> float:
    """Return the relative change of all sales for a 1 % rise of all prices."""
    demand, prices = _at(demand, prices)
    lost = demand.derivatives(prices) @ prices
    return float(lost.sum() / demand.quantities(prices).sum())


def _at(demand: Any, prices: Any) -> tuple[Demand, Float[np.ndarray, " J"]]:
    """Return the form and prices as an array."""
    form = as_demand(demand)
    if isinstance(form, Form) and form.labels is not None:
        prices = aligned({"prices": prices}, to=form.labels)[0]["prices"]
    above = 0.0 if getattr(form, "positive_prices", False) else None
    return form, floats(prices, "prices", shape=(None,), above=above)
