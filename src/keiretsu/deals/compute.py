"""The effects of a deal in one market: today's costs, the steps, the new prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario, recover_costs
from keiretsu.control import CAUTIONS
from keiretsu.deals.conduct import Solved
from keiretsu.deals.demand_models import DemandModel
from keiretsu.deals.endings import Ending, ending_of, flows, passed_on
from keiretsu.deals.indices import indices_of
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Pressure, Solution
from keiretsu.deals.observed import Observed
from keiretsu.deals.parts import not_told_apart
from keiretsu.deals.place import Place
from keiretsu.deals.plausible import Reactions, left_as_today, named
from keiretsu.demand import Demand, diversion
from keiretsu.errors import DataError
from keiretsu.units import percent

LOWEST_COST = 0.25
"""Marginal cost, as a share of price, below which a calibration is not believable."""


class Moved(NamedTuple):
    """A market before the deal and after it, as it was solved.

    Attributes
    ----------
    today, scenario
        Costs, taxes and weights before, and after the steps.
    before, ended
        Today's prices and sales, and those found.
    unit
        What a sum a potential buyer is multiplied by: buyers, or of relative effects
        one over what they spend.
    """

    today: Scenario
    scenario: Scenario
    before: Solved
    ended: Ending
    unit: float

    @property
    def price_change(self) -> Float[np.ndarray, " J"]:
        """Relative price changes of today's products, shape `(J,)`."""
        prices = self.before.prices
        return self.ended.of_today(self.ended.solved.prices, prices) / prices - 1

    @property
    def gain(self) -> float | None:
        """What buyers gain; None where demand has no surplus."""
        return _gain(self.before, self.ended.solved, self.unit)


def moved(place: Place, model: DemandModel) -> Moved:
    """Return a market solved before the deal and after it under one demand.

    Raises
    ------
    NoConvergence
        If the market has no equilibrium under the deal.
    """
    observed, conduct = place.observed, place.conduct
    today = conduct.today(model.demand, observed)
    scenario = place.after(today)
    before = conduct.before(today, observed)
    ended = Ending.same(before)
    if place.moves(today, scenario):
        ended = ending_of(place, scenario)
    market = observed.market
    buyers = float(market.quantities.sum() / before.quantities.sum())
    spend = float(before.prices @ before.quantities) * buyers
    unit = buyers / (spend if market.prices is None else 1.0)
    return Moved(today, scenario, before, ended, unit)


def effects_of(
    place: Place, model: DemandModel, *, indices: bool = False
) -> MarketEffects:
    """Return what the deal does in one market under one demand.

    Parameters
    ----------
    place
        The market, and what the deal makes of its makers.
    model
        How buyers react.
    indices
        Whether to compute every index of practice too.

    Raises
    ------
    NoConvergence
        If the market has no equilibrium under the deal.
    """
    observed, conduct = place.observed, place.conduct
    market, makers = observed.market, observed.makers
    today, scenario, before, ended, unit = moved(place, model)
    solved = ended.solved
    groups = tuple(makers.before[firm] for firm in makers.firms)
    earned, taken = flows(today, before)
    earned_after, taken_after = flows(ended.scenario or scenario, solved)
    effects = MarketEffects(
        market=market,
        reading=place.reading,
        groups_before=groups,
        groups_after=tuple(makers.after[firm] for firm in makers.firms),
        parties=makers.of_parties(market, place.change),
        prices_before=before.prices,
        prices_after=ended.of_today(solved.prices, before.prices),
        costs=today.costs,
        shares_before=before.quantities,
        shares_after=ended.of_today(solved.quantities),
        surplus_change=_gain(before, solved, unit),
        revenue_change=(taken_after - taken) * unit,
        earned_before=earned * unit,
        earned_after=ended.of_today(earned_after) * unit,
        withdrawn=place.withdrawn,
        launched=ended.launched(place, earned_after, unit),
        passed_on=passed_on(place, ended.of_today(solved.quantities) * unit),
        relative=market.prices is None,
        conduct=conduct.name,
        demand=model.words,
        parameters=model.parameters,
        solution=Solution(
            converged=solved.converged, residual=solved.residual, status=solved.status
        ),
        pressure=pressure_of(model.demand, observed, scenario, today),
        reactions=Reactions.of(model.demand, observed.prices),
        indices=indices_of(place, model.demand, today, scenario) if indices else (),
        warnings=(
            *_warnings(place, groups, before.prices, today.costs),
            *left_as_today(market, place.held(today)),
            *(
                f"{name} is not told apart here: what the deal does to it is left out"
                for name in not_told_apart(place.change.deal, market)
            ),
            *(() if solved.doubt is None else (solved.doubt,)),
            *((CAUTIONS[place.reading],) if place.reading in CAUTIONS else ()),
        ),
    )
    found = (*effects.warnings, *named(market, effects.outside_bounds))
    return replace(effects, warnings=found)


def pressure_of(
    demand: Demand, observed: Observed, after: Scenario, today: Scenario
) -> Pressure:
    """Measure the pull of changed profit weights at today's prices."""
    prices, firms = observed.prices, observed.firms
    change = (after.kappa - today.kappa)[np.ix_(firms, firms)]
    lost_to = diversion(demand, prices)
    np.fill_diagonal(lost_to, 0)
    seen, needed = (
        recover_costs(demand, prices, firms=firms, kappa=kappa)
        for kappa in (today.kappa, after.kappa)
    )
    return Pressure(
        guppi=(change * lost_to) @ (prices - seen) / prices,
        cmcr=(seen - needed) / seen,
        diversion=((change > 1e-12) * lost_to).sum(axis=1),
    )


def _gain(before: Solved, after: Solved, unit: float) -> float | None:
    if before.surplus is None or after.surplus is None:
        return None
    return (after.surplus - before.surplus) * unit


def _warnings(
    place: Place,
    groups: Sequence[str],
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
) -> tuple[str, ...]:
    """Say where the model needs costs of the parties that nobody would believe."""
    ratio = costs / prices
    if not np.isfinite(ratio).all():
        raise DataError(
            f"no costs explain today's prices in market {place.observed.market.name!r}",
            hint="check prices and shares near 0",
        )
    own = place.observed.makers.of_parties(place.observed.market, place.change)
    low = own & (ratio < LOWEST_COST)
    if not low.any():
        return ()
    worst = int(np.argmin(np.where(low, ratio, np.inf)))
    label = place.change.before.label(groups[worst])
    return (
        f"to explain today's prices under this reading, a product of {label} would "
        f"have to cost only {percent(float(ratio[worst]), 0)} of its price: read these "
        "effects with care",
    )
