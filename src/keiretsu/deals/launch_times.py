"""What a new car is worth in a year, and what it is worth that it comes sooner.

A car on a platform that is there comes sooner than one on a new platform, and a car
under another badge sooner still; any of them may be cancelled on the way. The worth of
a year on sale comes from the market's own demand; its fixed costs are set beside it and
move no price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.costs import Duration, launched_by
from keiretsu.deals.answers import Range, buyers, over_models
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.run import run
from keiretsu.deals.steps import Launch
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market

YEARS = 8
"""Years from approval that are looked at."""

WAYS = {
    "a new platform": ("new_platform_months", ("platform_cost", "top_hat_cost")),
    "a platform that is there": ("derivative_months", ("top_hat_cost",)),
    "another badge": ("badge_months", ("badge_cost",)),
}
"""How a car may come: its months, and its fixed costs, by parameter."""

_DRAWS = 512


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in which the car may come.

    Attributes
    ----------
    name
        `a new platform`, ...
    months
        From approval to sale.
    on_sale
        Chance that it is on sale in the middle of each year, cancellation counted.
    buyers, maker, rivals
        Worth today of what they gain in these years.
    fixed
        What it costs whatever it sells, billion USD.
    """

    name: str
    months: Range
    on_sale: tuple[float, ...]
    buyers: Range
    maker: Range
    rivals: Range
    fixed: Range


@dataclass(frozen=True, kw_only=True)
class LaunchWorth:
    """A car that a maker may launch in one market.

    Attributes
    ----------
    effects
        What it does while it is on sale.
    sold
        Cars in the market's period.
    buyers, maker, rivals
        What they gain in one period on sale, in the market's currency.
    ways
        How it may come, the slowest first.
    """

    effects: MarketEffects
    sold: float
    buyers: Range
    maker: Range
    rivals: Range
    ways: tuple[Way, ...]


def worth_of_launch(
    launch: Launch, landscape: Landscape, market: Market, **how: Any
) -> LaunchWorth:
    """Return what a launch is worth in a market, by the way in which the car comes.

    Parameters
    ----------
    launch
        The car.
    landscape, market
        Who owns whom, and where it is sold.
    how
        As for `run`; readings of control are left at silent if not given.

    Raises
    ------
    DataError
        If the market has no prices, its demand no surplus, or it does not sell the
        model that the car is like.
    """
    if market.prices is None or market.per_buyer:
        raise DataError(
            f"market {market.name!r} has no prices and units: a launch is worth an "
            "amount there that nobody can tell",
            hint="name a market with both, as us-2022",
        )
    control = how.pop("control", ("silent",))
    deal = Deal(steps=(launch,), on=landscape.on)
    effects = run(deal, landscape, market, control=control, **how).markets[0]
    gain = buyers(effects)
    if not effects.launched or gain is None:
        raise DataError(
            f"nothing like {launch.like} is sold in market {market.name!r}"
            if not effects.launched
            else f"buyers' surplus is not defined under {effects.demand}",
            hint="name a model that is on sale there",
        )
    maker, rivals = (_profit(effects, own=own) for own in (True, False))
    gains = (gain, maker, rivals)
    size = float(market.quantities.sum() / effects.shares_before.sum())
    return LaunchWorth(
        effects=effects,
        sold=effects.launched[0].share * size,
        buyers=gain,
        maker=maker,
        rivals=rivals,
        ways=tuple(_way(name, gains) for name in WAYS),
    )


def sooner_by_year(
    found: LaunchWorth, late: int = 0, soon: int = 1
) -> Float[np.ndarray, "Y 3"]:
    """Return what buyers, maker and rivals gain in each year by the quicker way.

    At today's worth, at the point, shape `(YEARS, 3)`.

    Parameters
    ----------
    found
        The launch.
    late, soon
        Numbers of the two ways.
    """
    more = np.array(found.ways[soon].on_sale) - np.array(found.ways[late].on_sale)
    worth = more * _discounted(cost_parameters()["discount"].value)
    gains = [found.buyers.point, found.maker.point, found.rivals.point]
    return worth[:, None] * np.array(gains)


def _profit(effects: MarketEffects, *, own: bool) -> Range:
    def gain(one: MarketEffects) -> tuple[float, None] | None:
        if one.relative or not one.launched:
            return None
        change = one.earned_after - one.earned_before
        new = sum(car.earned for car in one.launched) if own else 0.0
        return float(change[one.parties == own].sum()) + new, None

    told = over_models(effects, gain)
    assert told is not None  # the effects have their launch
    return told


def _way(name: str, gains: Sequence[Range]) -> Way:
    parameter, costs = WAYS[name]
    known = cost_parameters()
    months, lost, rate = known[parameter], known["cancelled"], known["discount"]
    whole = Duration(median=months.value, low=months.low, high=months.high)
    on_sale = _on_sale(whole, lost.value)
    point = float(on_sale @ _discounted(rate.value))
    points = _points(3 + len(gains))
    times = np.asarray(whole.quantile(points[0]), float)
    # one programme's course, not the mean of all: what one car may turn out to be
    worth = np.array(
        [
            (1 - gone) * (_one_course(time) @ _discounted(discount))
            for time, gone, discount in zip(
                times.tolist(),
                _drawn(points[1], lost).tolist(),
                _drawn(points[2], rate).tolist(),
                strict=True,
            )
        ]
    )
    return Way(
        name=name,
        months=Range(point=months.value, low=months.low, high=months.high),
        on_sale=tuple(on_sale.tolist()),
        **{
            who: _times(gain, point, worth * _drawn(points[3 + n], gain))
            for n, (who, gain) in enumerate(
                zip(("buyers", "maker", "rivals"), gains, strict=True)
            )
        },
        fixed=Range(
            point=sum(known[one].value for one in costs),
            low=sum(known[one].low for one in costs),
            high=sum(known[one].high for one in costs),
        ),
    )


def _on_sale(duration: Duration, cancelled: float) -> Float[np.ndarray, " Y"]:
    middle = 12 * (np.arange(YEARS) + 0.5)
    return np.asarray(launched_by(middle, duration, cancelled=cancelled), float)


def _one_course(months: float) -> Float[np.ndarray, " Y"]:
    """Return the part of each year in which a car that takes so long is on sale."""
    return np.clip(np.arange(1, YEARS + 1) - months / 12, 0, 1)


def _discounted(rate: float) -> Float[np.ndarray, " Y"]:
    return (1 + rate) ** -(np.arange(YEARS) + 0.5)


def _points(count: int) -> Float[np.ndarray, "K N"]:
    """Return the same evenly spread points for every way, shape `(count, N)`."""
    from scipy.stats import qmc  # takes long to load

    return qmc.Sobol(count, seed=0).random(_DRAWS).T


def _drawn(points: Float[np.ndarray, " N"], held: Any) -> Float[np.ndarray, " N"]:
    """Return draws from the triangle of a range; its point where it has no ends."""
    from scipy.stats import triang

    low, high = held.low, held.high
    middle = getattr(held, "value", None)
    middle = held.point if middle is None else middle
    if low is None or high is None or low == high:
        return np.full(len(points), float(middle))
    middle = min(max(middle, low), high)
    shape = (middle - low) / (high - low)
    return np.asarray(triang(shape, low, high - low).ppf(points), float)


def _times(gain: Range, factor: float, draws: Float[np.ndarray, " N"]) -> Range:
    low, high = np.quantile(draws, [0.1, 0.9]).tolist()
    return Range(point=gain.point * factor, low=low, high=high)
