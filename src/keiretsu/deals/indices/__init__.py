"""Every index that practice uses, of one deal in one market, from the model's numbers.

Shares, margins, diversion and elasticities are those of the demand that the deal is run
with, at today's prices. Two-product indices are of the two parties, each counted as one
product: averages weighted by what is sold.
"""

from __future__ import annotations

from keiretsu.competition import Scenario
from keiretsu.deals.indices.index import Index
from keiretsu.deals.indices.market import coordination, definition, quantities
from keiretsu.deals.indices.two_products import two_products
from keiretsu.deals.indices.view import View
from keiretsu.deals.indices.weights import concentration, pressure
from keiretsu.deals.place import Place
from keiretsu.demand import Demand

__all__ = ["Index", "indices_of"]


def indices_of(
    place: Place, demand: Demand, today: Scenario, after: Scenario
) -> tuple[Index, ...]:
    """Return the indices of a deal in one market.

    Parameters
    ----------
    place
        The market, its makers, and who owns whom before and after.
    demand
        How buyers react.
    today, after
        The market's scenario before and after the deal.
    """
    view = View(place, demand, today, after)
    return (
        *concentration(view),
        *pressure(view),
        *two_products(view),
        *definition(view),
        *coordination(view),
        *quantities(view),
    )
