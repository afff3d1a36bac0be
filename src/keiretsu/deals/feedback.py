"""Costs that answer volumes, found with the volumes that they bring about.

What a maker sells after a deal moves its costs, which move prices and what it sells.
Both are followed until they agree; from a far start too, since there may be several
places where they do.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario
from keiretsu.costs import FixedPoint, meet
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.place import Place
from keiretsu.errors import DataError, NoConvergence

Side = Callable[[Float[np.ndarray, " J"]], Float[np.ndarray, " J"]]
FAR = 0.9
"""Costs of a second start, as a part of those without feedback."""


def costs_with_volumes(
    place: Place, after: Scenario
) -> tuple[Float[np.ndarray, " J"], str | None]:
    """Return costs that agree with what is sold at them, `(J,)`, and what to say.

    Something is said where costs and volumes agree in several places; the one taken is
    reached from costs without feedback. The far start is tried where prices far away
    are looked at too.

    Raises
    ------
    DataError
        If products come or go.
    NoConvergence
        If costs and volumes do not meet, or no equilibrium is found on the way.
    """
    observed, conduct = place.observed, place.conduct
    if place.changes_products:
        raise DataError(
            "costs that answer volumes beside a launch or a withdrawal",
            hint="run the two apart",
        )
    market, ownership = observed.market, place.change.before
    today = after.demand.quantities(observed.prices)

    def volumes(costs: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        return conduct.after(after.with_costs(costs), observed).quantities

    def costs(sold: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        found = after.costs
        for step in place.change.deal.steps:
            found = step.at_volumes(found, today, sold, market, ownership)
        return found

    (near,) = _meet(volumes, costs, [after.costs], market.name)
    if not isinstance(conduct, PriceSetting) or not conduct.look_afar:
        return near.costs, None
    both = _meet(volumes, costs, [near.costs, FAR * after.costs], market.name)
    if len(both) == 1:
        return near.costs, None
    return near.costs, (
        f"costs and volumes agree in {len(both)} places: the one is taken that is "
        "reached from costs that do not answer volumes"
    )


def _meet(
    volumes: Side, costs: Side, starts: list[Float[np.ndarray, " J"]], market: str
) -> tuple[FixedPoint, ...]:
    """Follow costs and volumes at full pace, then at half where that leads nowhere."""
    for pace in (1.0, 0.5):
        try:
            return meet(volumes, costs, starts, pace=pace)
        except NoConvergence:
            continue
    raise NoConvergence(
        f"{market}: costs that answer volumes run away: nowhere do both agree",
        hint="take a smaller elasticity, or a smaller part_percent",
    )
