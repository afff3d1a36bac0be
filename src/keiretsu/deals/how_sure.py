"""What a deal's price effect hangs on: each assumption, with the grade of its source.

An assumption that moves the answer much and rests on memory is where an opposing expert
starts. Nested logit on the market's segments is asked, because every market has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Indices, sobol_indices, solve_many_demands
from keiretsu.competition.firm_nests import firm_nests_of
from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import Reading
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions, Range
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.observed import Observed
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import Makers, reorganise
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market, with_brand_units

INPUTS = ("own_elasticity", "market_elasticity", "nesting")
"""Assumptions that are varied, by their names among the assumptions."""

_TOLERATED = 0.25


@dataclass(frozen=True, kw_only=True)
class Influence:
    """One assumption and what it does to the parties' mean price change.

    Attributes
    ----------
    name
        The assumption.
    assumed
        Its value, range and source.
    indices
        What it explains of the answer's variance.
    at_low, at_high
        The answer at either end of its range, everything else at its value.
    """

    name: str
    assumed: Range
    indices: Indices
    at_low: float
    at_high: float


@dataclass(frozen=True, kw_only=True)
class HowSure:
    """A deal's price effect in a market, and what it hangs on.

    Attributes
    ----------
    market, reading
        Where, and how stakes are read as control.
    point
        Mean price change of the parties' products, everything at its value.
    influences
        The largest first.
    contradicting
        Part of the points whose elasticities contradict each other; they count as the
        mean of the others.
    """

    market: str
    reading: Reading
    point: float
    influences: tuple[Influence, ...]
    contradicting: float


@in_one_thread
def how_sure(
    deal: Deal,
    landscape: Landscape,
    market: Market,
    *,
    assumptions: Assumptions | None = None,
    reading: Reading = "silent",
    count: int = 128,
    seed: int = 0,
) -> HowSure:
    """Return what the parties' mean price change in a market hangs on.

    Parameters
    ----------
    deal, landscape, market
        As for `run`; steps that change more than who owns whom are refused.
    assumptions
        Ranges; None takes the bundled ones of the market's country.
    reading
        How stakes are read as control.
    count, seed
        As for `sobol_indices`.

    Raises
    ------
    DataError
        If a step changes costs, taxes or conduct, or the deal changes nothing here.
    """
    deal = with_known_parties(deal, landscape, (market,))
    market = with_brand_units(market, deal.brands)
    if any(step.affected is None for step in deal.steps):
        raise DataError(
            f"{deal.sentence}: a step changes more than who owns whom",
            hint="ask of the merger or the stake alone",
        )
    assumed = assumptions or default_assumptions()
    ranges = {name: getattr(assumed.of(market.jurisdiction), name) for name in INPUTS}
    answer = _Answer(deal, landscape, market, reading)
    middle = np.array([one.value for one in ranges.values()])
    point = float(answer(middle[:, None])[0])
    if abs(point) < 1e-12:
        raise DataError(
            f"{deal.sentence}: no price changes in market {market.name!r}",
            hint="there is nothing to be unsure of",
        )
    from scipy.stats import triang  # takes long to load

    told = {
        name: triang((r.value - r.low) / (r.high - r.low), r.low, r.high - r.low)
        for name, r in ranges.items()
        if r.high > r.low and (name != "market_elasticity" or answer.free_outside)
    }
    varied = list(told)
    places = [list(ranges).index(name) for name in varied]

    def inside(points: Float[np.ndarray, "K N"]) -> Float[np.ndarray, " N"]:
        full = np.repeat(middle[:, None], points.shape[1], axis=1)
        full[places] = points
        told = answer(full)
        missing.append(float(np.isnan(told).mean()))
        return np.where(np.isnan(told), np.nanmean(told), told)

    missing: list[float] = []
    found = sobol_indices(inside, told, count=count, seed=seed)
    contradicting = float(np.mean(missing))
    if contradicting > _TOLERATED:
        raise DataError(
            f"{100 * contradicting:.0f} % of the elasticities contradict each other",
            hint="narrow their ranges",
        )
    rows = []
    for name, indices in found.items():
        ends = np.repeat(middle[:, None], 2, axis=1)
        ends[list(ranges).index(name)] = ranges[name].low, ranges[name].high
        low, high = answer(ends).tolist()
        rows.append(
            Influence(
                name=name,
                assumed=ranges[name],
                indices=indices,
                at_low=low,
                at_high=high,
            )
        )
    return HowSure(
        market=market.name,
        reading=reading,
        point=point,
        influences=tuple(rows),
        contradicting=contradicting,
    )


class _Answer:
    """The parties' mean price change at many points of the assumptions."""

    def __init__(
        self, deal: Deal, landscape: Landscape, market: Market, reading: Reading
    ) -> None:
        change = reorganise(deal, landscape, dict.fromkeys(market.firms))
        makers = Makers.of(market, change)
        before, self.after = (
            makers.weights(stage, reading) for stage in (change.before, change.after)
        )
        self.observed = Observed(market=market, makers=makers, kappa=before)
        self.values = NestedLogitParameters(self.observed, nested=True)
        self.pairs = firm_nests_of(self.observed.firms, self.values.nests)
        own = np.where(makers.of_parties(market, change), market.quantities, 0.0)
        if not own.any():
            raise DataError(
                f"no party of {deal.sentence} sells in market {market.name!r}",
                hint="name a market where they meet",
            )
        self.weights = own / own.sum()
        self.free_outside = market.outside_share is None

    def __call__(self, points: Float[np.ndarray, "3 N"]) -> Float[np.ndarray, " N"]:
        """Return the answers; NaN where elasticities contradict each other."""
        drawn = np.array(
            [
                self.values.drawn(own, whole, nesting, 0.0, False)
                for own, whole, nesting in points.T.tolist()
            ]
        )
        usable = np.isfinite(drawn).all(axis=1)
        told = np.full(len(drawn), np.nan)
        alpha, outside = drawn[usable].T
        batch = solve_many_demands(
            self.pairs,
            self.observed.inside,
            before=self.observed.kappa,
            after=self.after,
            alpha=alpha,
            nesting=points[2][usable][:, None] + self.values.per_nest(0.0),
            outside=outside,
        )
        change = batch.markup_change[:, self.pairs.of_product] / self.observed.prices
        told[usable] = np.where(batch.converged, change @ self.weights, np.nan)
        return told
