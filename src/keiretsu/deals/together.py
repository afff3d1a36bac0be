"""Many deals in one market, solved together from arrays.

Where a deal changes who owns whom and what cars cost, its makers are units under other
profit weights, with other costs: deals whose units are the same under the same weights
today are one batch of equilibria. What is told of each is its averages; `run` tells
everything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import Scenario, solve_deals
from keiretsu.control import Reading
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.demand_models import DemandSource
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, Reorganisation
from keiretsu.demand import Demand
from keiretsu.demand.surplus import surplus_or_none
from keiretsu.errors import DataError
from keiretsu.market import Market


class Case(NamedTuple):
    """One deal under one reading of control.

    Attributes
    ----------
    place
        The market, and what the deal makes of its makers and their costs.
    own
        Which products are the parties', shape `(J,)`.
    """

    place: Place
    own: Bool[np.ndarray, " J"]

    @classmethod
    def each(
        cls, market: Market, change: Reorganisation, readings: Iterable[Reading]
    ) -> tuple[Case, ...]:
        """Return the cases of a reorganisation in a market, one a reading."""
        makers = Makers.of(market, change)
        own = makers.of_parties(market, change)
        nearby = PriceSetting(look_afar=False)
        return tuple(
            cls(Place.of(market, makers, change, reading, nearby), own)
            for reading in readings
        )

    @property
    def units(self) -> Hashable:
        """Units and their weights today: cases that share them have one scenario."""
        seen = self.place.observed
        return seen.firms.tobytes(), seen.kappa.tobytes()


class Outcome(NamedTuple):
    """What one case does.

    Attributes
    ----------
    parties, everybody
        Mean relative change of price, weighted by what is sold; 0 where nothing is.
    buyers
        Change of buyers' surplus, in the market's currency over its period; where it is
        relative, as a fraction of what buyers spend; None where demand has no surplus.
    converged
        Whether an equilibrium was found.
    """

    parties: float
    everybody: float
    buyers: float | None
    converged: bool


def solved_together(
    market: Market, source: DemandSource, cases: Sequence[Case]
) -> tuple[str, list[Outcome]]:
    """Return how buyers react, in words, and the outcome of each case, in order.

    Raises
    ------
    DataError
        If a deal changes more than owners and costs.
    """
    batches: dict[Hashable, list[int]] = {}
    for number, case in enumerate(cases):
        batches.setdefault(case.units, []).append(number)
    words, found = "", dict[int, Outcome]()
    for numbers in batches.values():
        batch = [cases[number] for number in numbers]
        model = source.model(batch[0].place.observed)
        words = model.words
        found |= zip(numbers, _solved(market, model.demand, batch), strict=True)
    return words, [found[number] for number in range(len(cases))]


def _solved(market: Market, demand: Demand, batch: Sequence[Case]) -> list[Outcome]:
    """Return the outcomes of cases with the same units under the same weights."""
    observed, conduct = batch[0].place.observed, batch[0].place.conduct
    prices, today = observed.prices, conduct.today(demand, observed)
    after = [_after(case.place, today) for case in batch]
    sold = market.quantities
    scale = float(sold.sum() / demand.quantities(prices).sum())
    unit = scale / (float(prices @ sold) if market.prices is None else 1.0)
    worth = surplus_or_none(demand, prices)
    still = Outcome(0.0, 0.0, None if worth is None else 0.0, converged=True)

    def outcome(case: Case, found: Float[np.ndarray, " J"], good: bool) -> Outcome:
        change, then = found / prices - 1, surplus_or_none(demand, found)
        return Outcome(
            parties=_mean(change, np.where(case.own, sold, 0.0)),
            everybody=_mean(change, np.where(market.competing, sold, 0.0)),
            buyers=None if worth is None or then is None else (then - worth) * unit,
            converged=good,
        )

    told = dict.fromkeys(range(len(batch)), still)
    alike: dict[bytes, list[int]] = {}  # deals of like costs start from one another
    for n, case in enumerate(batch):
        if case.place.moves(today, after[n]):
            alike.setdefault(after[n].costs.tobytes(), []).append(n)
    for moved in alike.values():
        answers = solve_deals(
            demand,
            after[moved[0]].costs,
            firms=observed.firms,
            kappas=np.array([after[n].kappa for n in moved]),
            start=prices,
        )
        rows = zip(moved, answers.prices, answers.converged.tolist(), strict=True)
        told |= {n: outcome(batch[n], found, good) for n, found, good in rows}
    return list(told.values())


def _after(place: Place, today: Scenario) -> Scenario:
    """Return the scenario of a deal of owners and costs alone."""
    after = place.after(today)
    alone = not (place.changes_demand or place.feeds_back)
    if not alone or after.taxes is not today.taxes:
        raise DataError(
            f"{place.change.deal.sentence}: a step changes taxes or what is sold",
            hint="solve it by itself",
        )
    return after


def _mean(change: Float[np.ndarray, " J"], weights: Float[np.ndarray, " J"]) -> float:
    return float(change @ (weights / weights.sum())) if weights.any() else 0.0
