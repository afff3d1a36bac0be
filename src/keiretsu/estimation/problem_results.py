"""Every market of a problem that PyBLP solved, ready for deals, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.errors import DataError
from keiretsu.estimation.adapter import market_from_pyblp
from keiretsu.estimation.fitted import FittedDemand, FittedDemands
from keiretsu.market import Market


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The markets of an estimate, and the demand of each.

    Attributes
    ----------
    markets
        One for each of PyBLP's `market_ids`, in order.
    demand
        Fitted demands by market name, for `run` and `make_report`.
    """

    markets: tuple[Market, ...]
    demand: FittedDemands


def from_pyblp(results: Any) -> Estimate:
    """Return the markets and demands of PyBLP's `ProblemResults`.

    Parameters
    ----------
    results
        What `Problem.solve` returned.

    Raises
    ------
    DataError
        As for `demand_from_pyblp`; and if PyBLP was given an ownership that is not that
        of its makers, which a deal could not change.
    """
    problem = getattr(results, "problem", None)
    if problem is None:
        raise DataError(
            f"{type(results).__name__} holds no estimate",
            hint="give what Problem.solve returned, PyBLP's ProblemResults",
        )
    markets, demands = [], {}
    for market_id in np.unique(problem.products.market_ids):
        found = market_from_pyblp(results, market_id)
        if not np.array_equal(found.kappa, np.eye(len(found.makers))):
            raise DataError(
                f"market {market_id!s} has an ownership of its own",
                hint="leave ownership out of the product data: makers are firm_ids",
            )
        markets.append(found.market)
        demands[found.market.name] = FittedDemand(
            products=found.market.products, demand=found.demand
        )
    form = type(next(iter(demands.values())).demand).__name__
    fitted = FittedDemands(title=f"{form} estimated by PyBLP", markets=demands)
    return Estimate(markets=tuple(markets), demand=fitted)
