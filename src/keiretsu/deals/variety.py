"""Which of the parties' cars would be worth offering after a deal.

A maker keeps a car if what it earns with it, less what its other cars then lose, covers
the car's fixed costs. After a merger the other party's cars lose too: the same car is
worth less. Between the two worths lie the fixed costs at which a deal ends the car;
what a car is worth today is the most that its fixed costs may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import Reading
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import DemandChoice, DemandSource, demand_source
from keiretsu.deals.demand_models.side_by_side import SideBySide
from keiretsu.deals.lines import Lines, StableSets
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, reorganise
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold
from keiretsu.words import drive

MOST_CARS = 30
"""Cars asked about, the smallest sellers first."""
MOST_IN_SETS = 6
"""Cars of which every set is solved: those worth nearest to the fixed cost."""


@dataclass(frozen=True, kw_only=True)
class CarWorth:
    """One car of a party.

    Attributes
    ----------
    product, group
        Its name, and the head of the group that sells it today.
    sold
        Cars in the market's period.
    before, after
        What it is worth to its maker, others' lines given, before and after the deal,
        in the market's currency over its period.
    buyers
        What buyers lose if it goes, before the deal.
    risks
        Least and largest part of its worth that the deal takes, over the models.
    """

    product: str
    group: str
    sold: float
    before: float
    after: float
    buyers: float
    risks: tuple[float, float]

    @property
    def at_risk(self) -> float:
        """Part of its worth that the deal takes, 0 to 1; below 0 where it adds."""
        return _taken(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Variety:
    """The parties' cars in one market, those that lose most of their worth first.

    Attributes
    ----------
    market, demand
        The market, and how buyers react, in words.
    models
        What the range of each car's risk is over, by name; the first gives all else.
    cars
        The cars asked about.
    asked, parties
        How many they are, of how many cars of the parties.
    sets
        Stable sets of the first of them, where a fixed cost was given; else None.
    """

    market: Market
    demand: str
    models: tuple[str, ...]
    cars: tuple[CarWorth, ...]
    asked: int
    parties: int
    sets: StableSets | None


@in_one_thread
def variety(
    deal: Deal,
    landscape: Landscape,
    market: Market,
    *,
    powertrain: str | None = None,
    fixed: float | None = None,
    demand: DemandChoice = "side by side",
    assumptions: Assumptions | None = None,
    reading: Reading = "silent",
) -> Variety:
    """Return what the parties' cars are worth to their makers before and after a deal.

    Parameters
    ----------
    deal, landscape, market, assumptions
        As for `run`; steps may change owners and costs, not taxes or what is sold.
    powertrain
        Only cars that are driven so; None for all.
    fixed
        Fixed cost of each car in this market, its currency over its period: then every
        stable set of the six cars most at risk is found, before and after.
    demand
        As for `run`; of models side by side those of this market count.
    reading
        How stakes are read as control.

    Raises
    ------
    DataError
        If the market has no prices, no such car is a party's, the deal changes more
        than owners and costs, or the demand form is no choice model.
    NoConvergence
        If prices are not found for some line.
    """
    if market.prices is None or market.per_buyer:
        raise DataError(
            f"market {market.name!r} has no prices and units: what a car is worth "
            "there is not known",
            hint="name a market with both, as us-2022",
        )
    deal = with_known_parties(deal, landscape, (market,))
    market = as_sold(market, landscape, deal.brands)
    change = reorganise(deal, landscape, dict.fromkeys(market.firms))
    makers = Makers.of(market, change)
    nearby = PriceSetting(look_afar=False)
    place = Place.of(market, makers, change, reading, nearby)
    assumed = default_assumptions() if assumptions is None else assumptions
    sources = _counting(demand_source(demand, assumed), market)
    models = [source.model(place.observed) for source in sources.values()]
    lines = [Lines.of(place, model.demand) for model in models]
    own = makers.of_parties(market, change)
    cars = _cars(lines, place, _chosen(market, own, powertrain, deal))
    return Variety(
        market=market,
        demand=models[0].words,
        models=tuple(sources),
        cars=cars,
        asked=len(cars),
        parties=int(own.sum()),
        sets=None
        if fixed is None
        else lines[0].stable_sets(
            fixed, [market.products.index(car.product) for car in _nearest(cars, fixed)]
        ),
    )


def _counting(source: DemandSource, market: Market) -> dict[str, DemandSource]:
    """Return a market's own demand and those that its range holds there, by name."""
    if not isinstance(source, SideBySide):
        return {source.name: source}
    own = source.own(market)
    beside = (m for m in source.models(market) if m.counts and m.market is market)
    return {own.name: own} | {m.name: m.source for m in beside}


def _taken(before: float, after: float) -> float:
    return 1 - after / before if before > 0 else 0.0


def _cars(
    lines: Sequence[Lines], place: Place, asked: Sequence[int]
) -> tuple[CarWorth, ...]:
    """Return what cars are worth, those that lose most of it first."""
    market, worths = lines[0].market, [one.worths(asked) for one in lines]
    before, after = worths[0]

    def risks(row: int) -> tuple[float, float]:
        taken = [_taken(float(b.worth[row]), float(a.worth[row])) for b, a in worths]
        return min(taken), max(taken)

    found = (
        CarWorth(
            product=market.products[n],
            group=place.change.before.head(market.firms[n]),
            sold=float(market.quantities[n]),
            before=float(before.worth[row]),
            after=float(after.worth[row]),
            buyers=float(before.buyers_gain[row]),
            risks=risks(row),
        )
        for row, n in enumerate(asked)
    )
    return tuple(sorted(found, key=lambda car: -car.at_risk))


def _nearest(cars: Sequence[CarWorth], fixed: float) -> Sequence[CarWorth]:
    """Return the cars whose sets are solved: those worth nearest to the fixed cost.

    Cars worth less than it after the deal come first.
    """
    near = sorted(cars, key=lambda c: (c.after >= fixed, abs(c.after - fixed)))
    return near[:MOST_IN_SETS]


def _called(market: Market, powertrain: str | None) -> str:
    product = market.words.product
    return product if powertrain is None else f"{drive(powertrain)} {product}"


def _chosen(
    market: Market, own: np.ndarray, powertrain: str | None, deal: Deal
) -> list[int]:
    """Return the numbers of the cars asked about, the smallest sellers first."""
    driven = np.array(market.powertrains, dtype=object)
    if powertrain is not None:
        own = own & (driven == powertrain)
    if not own.any():
        raise DataError(
            f"no {_called(market, powertrain)} of "
            f"{' or '.join(map(deal.label, deal.parties))} "
            f"is sold in market {market.name!r}",
            hint="name another market"
            if powertrain is None
            else "name another powertrain, as the market does, or leave it out",
        )
    numbers = np.flatnonzero(own)
    return list(numbers[np.argsort(market.quantities[numbers])][:MOST_CARS].tolist())
