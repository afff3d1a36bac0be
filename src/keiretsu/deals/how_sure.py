"""What a deal's effect hangs on: each assumption, with the grade of its source.

An assumption that moves the answer much and rests on memory is where an opposing expert
starts. Nested logit on the market's segments is asked, because every market has it, or
the plain logit. The points at which it is asked are the same for every deal, so that
two deals may be set beside each other point by point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Indices, sobol_indices
from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import READINGS, Reading
from keiretsu.deals.answers import Range as Band
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions, Range
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import Form
from keiretsu.deals.many_points import ManyPoints
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.required import RequiredSaving, required_saving
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold
from keiretsu.values import Value

INPUTS = ("own_elasticity", "market_elasticity", "nesting", "realised")
"""What is varied: assumptions of demand, and the part of a saving that comes about."""

ASKED: tuple[Form, ...] = ("side by side", "nested logit", "logit")
"""Forms of demand whose parameters are drawn one by one, or models with one of them."""

POINTS = 128
"""Points at which an answer is asked, where owners and costs change."""

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

    @property
    def flips(self) -> bool:
        """Whether the answer has another sign at one end than at the other."""
        return self.at_low * self.at_high < 0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HowSure(Value):
    """A deal's effect in a market, and what it hangs on.

    Attributes
    ----------
    market, reading, demand
        Where, how stakes are read as control, and the form of demand.
    point
        Mean price change of the parties' products, everything at its value.
    price, buyers
        Median, middle 50 and middle 80 % over the points, of the same and of what
        buyers gain as a fraction of what they spend.
    draws
        The parties' price change at each point, NaN where elasticities contradict each
        other, shape `(N,)`; the same points for every deal.
    influences
        The largest first.
    readings
        The point under each reading of control.
    required
        What would have to be saved; None where buyers do not lose.
    contradicting
        Part of the points whose elasticities contradict each other; they count as the
        mean of the others.
    """

    market: str
    reading: Reading
    demand: Form
    point: float
    price: Band
    buyers: Band
    draws: Float[np.ndarray, " N"]
    influences: tuple[Influence, ...]
    readings: Mapping[str, float]
    required: RequiredSaving | None
    contradicting: float


@in_one_thread
def how_sure(
    deal: Deal,
    landscape: Landscape,
    market: Market,
    *,
    assumptions: Assumptions | None = None,
    demand: Form = "side by side",
    reading: Reading = "silent",
    count: int | None = None,
    seed: int = 0,
) -> HowSure:
    """Return what a deal's effect in a market hangs on.

    Parameters
    ----------
    deal, landscape, market
        As for `run`.
    assumptions
        Ranges; None takes the bundled ones of the market's country.
    demand
        `nested logit` or `logit`: what other models rest on is not drawn apart. Of
        models side by side nested logit is asked, and what would have to be saved is
        told by the market's own.
    reading
        How stakes are read as control.
    count, seed
        As for `sobol_indices`; None takes 128 points where owners and costs change, and
        32 where every point is solved by itself.

    Raises
    ------
    DataError
        If the deal moves no price here, no party sells here, or demand is another.
    """
    if demand not in ASKED:
        raise DataError(
            f"what an answer under {demand!r} hangs on",
            hint=f"its parameters are fitted together: ask of {' or '.join(ASKED)}",
        )
    nested = demand != "logit"
    deal = with_known_parties(deal, landscape, (market,))
    market = as_sold(market, landscape, deal.brands)
    assumed = assumptions or default_assumptions()
    ranges = _ranges(assumed.of(market.jurisdiction), deal)
    if not nested:
        ranges["nesting"] = replace(ranges["nesting"], value=0.0, low=0.0, high=0.0)

    def asked_of(one: Reading) -> ManyPoints:
        return ManyPoints(deal, landscape, market, one, nested=nested)

    answer = asked_of(reading)
    point = float(answer(_middle(ranges, 1)).price[0])
    if abs(point) < 1e-12:
        raise DataError(
            f"{deal.sentence}: no price changes in market {market.name!r}",
            hint="there is nothing to be unsure of",
        )
    asked = count or (POINTS if answer.together else 32)
    varied = _varied(ranges, answer)
    indices, contradicting = _explained(answer, ranges, varied, asked, seed)
    drawn = answer(_spread(ranges, varied, 2 * asked, seed))
    return HowSure(
        market=market.name,
        reading=reading,
        demand="nested logit" if nested else "logit",
        point=point,
        price=Band.of(point, drawn.price[np.isfinite(drawn.price)]),
        buyers=Band.of(0.0, drawn.buyers[np.isfinite(drawn.buyers)]),
        draws=drawn.price,
        influences=tuple(
            _influence(name, ranges, one, answer) for name, one in indices.items()
        ),
        readings={
            each: float(asked_of(each)(_middle(ranges, 1)).price[0])
            for each in dict.fromkeys((reading, *READINGS))
        },
        required=required_saving(
            *(deal, landscape, market),
            control=(reading,),
            assumptions=assumed,
            demand=demand,
        ),
        contradicting=contradicting,
    )


def _ranges(assumed: Assumptions, deal: Deal) -> dict[str, Range]:
    """Return what varies; what is stated counts as realised in full at its value."""
    held = {name: getattr(assumed, name) for name in INPUTS[:3]}
    known = cost_parameters()["realised"]
    saves = any(step.realised_in_part(0.5) != step for step in deal.steps)
    part = replace(known, value=1.0, low=known.low if saves else 1.0, high=1.0)
    return held | {INPUTS[3]: part}


def _varied(ranges: Mapping[str, Range], answer: ManyPoints) -> dict[str, Range]:
    return {
        name: r
        for name, r in ranges.items()
        if r.high > r.low and (name != "market_elasticity" or answer.free_outside)
    }


def _spread(
    ranges: Mapping[str, Range], varied: Mapping[str, Range], count: int, seed: int
) -> Float[np.ndarray, "K N"]:
    """Return evenly spread points of all inputs, the same for every deal."""
    from scipy.stats import qmc  # takes long to load

    even = qmc.Sobol(len(INPUTS), rng=np.random.default_rng(seed)).random(count).T
    points = _middle(ranges, count)
    for row, name in enumerate(INPUTS):
        if name in varied:
            points[row] = _triangle(varied[name]).ppf(even[row])
    return points


def _triangle(held: Range) -> Any:
    from scipy.stats import triang  # takes long to load

    width = held.high - held.low
    return triang((held.value - held.low) / width, held.low, width)


def _explained(
    answer: ManyPoints,
    ranges: Mapping[str, Range],
    varied: Mapping[str, Range],
    count: int,
    seed: int,
) -> tuple[dict[str, Indices], float]:
    """Return the indices of what varies, and the part of contradicting points."""
    places = [list(ranges).index(name) for name in varied]
    missing: list[float] = []

    def inside(points: Float[np.ndarray, "K N"]) -> Float[np.ndarray, " N"]:
        full = _middle(ranges, points.shape[1])
        full[places] = points
        told = answer(full).price
        missing.append(float(np.isnan(told).mean()))
        return np.where(np.isnan(told), np.nanmean(told), told)

    spread = {name: _triangle(held) for name, held in varied.items()}
    indices = sobol_indices(inside, spread, count=count, seed=seed)
    contradicting = float(np.mean(missing))
    if contradicting > _TOLERATED:
        raise DataError(
            f"{100 * contradicting:.0f} % of the elasticities contradict each other",
            hint="narrow their ranges",
        )
    return indices, contradicting


def _influence(
    name: str, ranges: Mapping[str, Range], indices: Indices, answer: ManyPoints
) -> Influence:
    ends = _middle(ranges, 2)
    ends[list(ranges).index(name)] = ranges[name].low, ranges[name].high
    low, high = answer(ends).price.tolist()
    return Influence(
        name=name, assumed=ranges[name], indices=indices, at_low=low, at_high=high
    )


def _middle(ranges: Mapping[str, Range], count: int) -> Float[np.ndarray, "K N"]:
    """Return every assumption at its value, so many times, shape `(K, count)`."""
    values = np.array([one.value for one in ranges.values()])
    return np.repeat(values[:, None], count, axis=1)
