"""What a deal's price effect hangs on: each assumption, with the grade of its source.

An assumption that moves the answer much and rests on memory is where an opposing expert
starts. Nested logit on the market's segments is asked, because every market has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Indices, sobol_indices
from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import Reading
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions, Range
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.draws import nested_changes
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
    point = float(answer(_middle(ranges, 1))[0])
    if abs(point) < 1e-12:
        raise DataError(
            f"{deal.sentence}: no price changes in market {market.name!r}",
            hint="there is nothing to be unsure of",
        )
    indices, contradicting = _explained(answer, ranges, count, seed)
    return HowSure(
        market=market.name,
        reading=reading,
        point=point,
        influences=tuple(
            _influence(name, ranges, one, answer) for name, one in indices.items()
        ),
        contradicting=contradicting,
    )


def _explained(
    answer: _Answer, ranges: Mapping[str, Range], count: int, seed: int
) -> tuple[dict[str, Indices], float]:
    """Return the indices of what varies, and the part of contradicting points."""
    from scipy.stats import triang  # takes long to load

    varied = {
        name: triang((r.value - r.low) / (r.high - r.low), r.low, r.high - r.low)
        for name, r in ranges.items()
        if r.high > r.low and (name != "market_elasticity" or answer.free_outside)
    }
    places = [list(ranges).index(name) for name in varied]
    missing: list[float] = []

    def inside(points: Float[np.ndarray, "K N"]) -> Float[np.ndarray, " N"]:
        full = _middle(ranges, points.shape[1])
        full[places] = points
        told = answer(full)
        missing.append(float(np.isnan(told).mean()))
        return np.where(np.isnan(told), np.nanmean(told), told)

    indices = sobol_indices(inside, varied, count=count, seed=seed)
    contradicting = float(np.mean(missing))
    if contradicting > _TOLERATED:
        raise DataError(
            f"{100 * contradicting:.0f} % of the elasticities contradict each other",
            hint="narrow their ranges",
        )
    return indices, contradicting


def _influence(
    name: str, ranges: Mapping[str, Range], indices: Indices, answer: _Answer
) -> Influence:
    ends = _middle(ranges, 2)
    ends[list(ranges).index(name)] = ranges[name].low, ranges[name].high
    low, high = answer(ends).tolist()
    return Influence(
        name=name, assumed=ranges[name], indices=indices, at_low=low, at_high=high
    )


def _middle(ranges: Mapping[str, Range], count: int) -> Float[np.ndarray, "K N"]:
    """Return every assumption at its value, so many times, shape `(K, count)`."""
    values = np.array([one.value for one in ranges.values()])
    return np.repeat(values[:, None], count, axis=1)


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
        observed = Observed(market=market, makers=makers, kappa=before)
        self.values = NestedLogitParameters(observed, nested=True)
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
        change, batch = nested_changes(
            self.values,
            self.after,
            alpha=alpha,
            outside=outside,
            nesting=points[2][usable],
        )
        told[usable] = np.where(batch.converged, change @ self.weights, np.nan)
        return told
