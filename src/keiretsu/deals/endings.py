"""What is sold once a deal is done, laid beside what is sold today.

A product that goes keeps its row, sold no more and at no new price; one that comes has
a row of its own beside the market's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import Scenario
from keiretsu.deals.conduct import PriceSetting, Solved
from keiretsu.deals.feedback import costs_with_volumes
from keiretsu.deals.place import Place
from keiretsu.errors import DataError
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True)
class Launched:
    """A product that a deal brings to a market.

    Attributes
    ----------
    name, group
        What it is called, and the head of the group that sells it, before the deal.
    like
        The product of today that it resembles.
    price, share, earned
        Its price, its share of all potential buyers, and the variable profit with it,
        as the other products have them.
    by_party
        Whether a party of the deal sells it.
    """

    name: str
    group: str
    like: str
    price: float
    share: float
    earned: float
    by_party: bool


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ending(Value):
    """How a market ends up.

    Attributes
    ----------
    solved
        Prices and sales of the products that are then sold.
    scenario
        Theirs; None where nothing moved.
    kept
        Which products of today are still sold, shape `(J,)`.
    """

    solved: Solved
    scenario: Scenario | None
    kept: Bool[np.ndarray, " J"]

    @classmethod
    def same(cls, before: Solved) -> Ending:
        """Return the ending of a market that nothing moves."""
        kept = np.ones(len(before.prices), dtype=bool)
        return cls(solved=before, scenario=None, kept=kept)

    def of_today(
        self,
        values: Float[np.ndarray, " K"],
        missing: Float[np.ndarray, " J"] | float = 0.0,
    ) -> Float[np.ndarray, " J"]:
        """Return values by product of today, shape `(J,)`, others left out."""
        told = np.broadcast_to(np.asarray(missing, float), self.kept.shape).copy()
        told[self.kept] = values[: int(self.kept.sum())]
        return told

    def launched(
        self, place: Place, earned: Float[np.ndarray, " K"], unit: float
    ) -> tuple[Launched, ...]:
        """Return the new products, their profit in the unit of the others."""
        first, market = int(self.kept.sum()), place.observed.market
        return tuple(
            Launched(
                name=new.name,
                group=place.change.before.head(new.maker),
                like=market.products[new.like],
                price=float(self.solved.prices[row]),
                share=float(self.solved.quantities[row]),
                earned=float(earned[row]) * unit,
                by_party=new.maker in place.change.parties,
            )
            for row, new in enumerate(place.launched, first)
        )


def ending_of(place: Place, after: Scenario) -> Ending:
    """Return how a market ends up in a changed scenario of today's products.

    Raises
    ------
    DataError
        If products come or go under a conduct that is solved for those of today.
    NoConvergence
        If no equilibrium is found.
    """
    observed, conduct = place.observed, place.conduct
    said = None
    if place.feeds_back:
        costs, said = costs_with_volumes(place, after)
        after = after.with_costs(costs)
    if not place.changes_products:
        solved = conduct.after(after, observed)
        return Ending(
            solved=solved if said is None else replace(solved, doubt=said),
            scenario=after,
            kept=np.ones(len(observed.firms), dtype=bool),
        )
    if not isinstance(conduct, PriceSetting):
        raise DataError(
            f"a launch or a withdrawal under the conduct {conduct.name!r}",
            hint="it is solved where makers set prices: --conduct prices",
        )
    scenario = place.offered(after)
    names = [
        p
        for p, gone in zip(
            observed.market.products, place.withdrawn.tolist(), strict=True
        )
        if not gone
    ]
    kept = ~place.withdrawn
    likes = [new.like for new in place.launched]
    start = np.concatenate([observed.prices[kept], observed.prices[likes]])
    return Ending(
        solved=conduct.settled(
            scenario,
            start,
            market=observed.market.name,
            products=[*names, *(new.name for new in place.launched)],
        ),
        scenario=scenario,
        kept=kept,
    )


def flows(scenario: Scenario, solved: Solved) -> tuple[Float[np.ndarray, " K"], float]:
    """Return variable profit by product and what the state takes, for one buyer."""
    taxes, costs = scenario.taxes, scenario.costs
    receipts, paid = taxes.receipts(solved.prices), taxes.paid(costs)
    taken = solved.prices - receipts + paid - costs
    return (receipts - paid) * solved.quantities, float(taken @ solved.quantities)


def passed_on(
    place: Place, sold: Float[np.ndarray, " J"]
) -> tuple[tuple[str, Float[np.ndarray, " J"]], ...]:
    """Return what suppliers earn on products that others sell, by head of group."""
    change, market = place.change, place.observed.market
    found = [step.passed_on(market, change.before) for step in change.deal.steps]
    return tuple(
        (change.before.head(supplier), margin * sold)
        for supplier, margin in (one for one in found if one is not None)
    )
