"""What users give about a market, taken in once: demand, makers, prices, costs.

Every public function of `keiretsu.competition` passes its arguments through here, so
that lists, pandas and polars columns, integers and float32 mean the same everywhere,
labelled columns are brought into one order, and what cannot be meant is told with its
value and its place.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, read_only, refuse_large_table, whole_numbers
from keiretsu.competition.ownership import weights_for
from keiretsu.demand import Demand, Logit, simplest
from keiretsu.demand.differentiation import as_demand
from keiretsu.demand.form import Form
from keiretsu.errors import DataError, ShapeError
from keiretsu.labels import aligned

_NOTHING = read_only(np.zeros(0))


class MarketArrays(NamedTuple):
    """Arrays of J products and F makers that fit together.

    Attributes
    ----------
    firms, kappa
        Maker of each product, `(J,)`, and profit weights, `(F, F)`.
    prices, costs, start
        Shape `(J,)`, currency units; empty where they were not given.
    """

    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "F F"]
    prices: Float[np.ndarray, " J"]
    costs: Float[np.ndarray, " J"]
    start: Float[np.ndarray, " J"] | None

    @property
    def weights(self) -> Float[np.ndarray, "J J"]:
        """Weight that j's maker puts on the profit of k, shape `(J, J)`."""
        refuse_large_table(len(self.firms))
        return self.kappa[np.ix_(self.firms, self.firms)]


def market_arrays(
    demand: Any,
    *,
    firms: Any,
    kappa: Any,
    prices: Any = None,
    costs: Any = None,
    start: Any = None,
) -> tuple[Demand, MarketArrays]:
    """Return the demand and the arrays of a market, checked.

    Parameters
    ----------
    demand
        One of our forms, an object that answers `shares` or `quantities`, or a function
        of prices.
    firms, kappa
        Makers and profit weights.
    prices, costs, start
        By product; None where the question needs none.

    Raises
    ------
    ShapeError
        If lengths differ.
    DataError
        If a number is missing, infinite or impossible, or labels differ.
    """
    form = as_demand(demand)
    given = {"prices": prices, "costs": costs, "start": start, "firms": firms}
    named, _ = aligned(
        {k: v for k, v in given.items() if v is not None},
        to=form.labels if isinstance(form, Form) else None,
        may_move=False,
    )
    makers = whole_numbers(named["firms"], "firms", shape=(None,))
    count = form.size if isinstance(form, Form) else len(makers)
    if len(makers) != count:
        raise ShapeError(f"{len(makers)} makers for a demand of {count} products")
    if not count:
        raise DataError("a market without products", hint="give at least one")
    positive = 0.0 if getattr(form, "positive_prices", False) else None
    hint = f"{type(form).__name__} knows positive prices only"
    taken = {
        name: floats(
            named[name],
            name,
            shape=(count,),
            above=None if name == "costs" else positive,
            hint=None if positive is None else hint,
        )
        for name in ("prices", "costs", "start")
        if name in named
    }
    return form, MarketArrays(
        makers,
        weights_for(makers, kappa),
        taken.get("prices", _NOTHING),
        taken.get("costs", _NOTHING),
        taken.get("start"),
    )


def plain_logit(demand: Any, conduct: str) -> Logit:
    """Return the demand as a plain logit, or say that the conduct wants one."""
    found = simplest(demand)
    if not isinstance(found, Logit):
        raise DataError(
            f"{conduct} under {type(demand).__name__} demand",
            hint="it is solved for the plain logit: give a Logit",
        )
    return found
