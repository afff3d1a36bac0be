"""One car: who builds it, on what, what buyers turn to, what a tie would do to it.

For the person who owns it or wants it: no number without its range, and what nobody
knows is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.control import READINGS, Ownership, Reading
from keiretsu.deals import Effects, MarketEffects, run
from keiretsu.deals.alternatives import Alternative
from keiretsu.deals.answers import Range, over_models
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.demand_models import DemandChoice, demand_source
from keiretsu.deals.observed import Observed
from keiretsu.deals.reorganisation import Makers
from keiretsu.demand import diversion
from keiretsu.landscape import Landscape
from keiretsu.landscape.records.vehicles import PlatformUse, Vehicle
from keiretsu.market import Market, as_sold, product_names, rows_of_models
from keiretsu.report.car_names import names_of, unknown_model
from keiretsu.report.headline import place_of
from keiretsu.spelling import is_called
from keiretsu.words import CARS, Words, segment

_RIVALS = 5


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A product that buyers turn to when the car gets dearer.

    Attributes
    ----------
    product, group
        Its name, and the head of the group that sells it.
    share
        Part of the buyers whom the car loses that it catches.
    """

    product: str
    group: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The car in one market.

    Attributes
    ----------
    market, product, segment
        The market as it stands in a sentence, name and segment there.
    units
        Sold in the market's period, or to one potential buyer where the market gives
        shares only.
    price
        In the market's currency, or None where it has no prices.
    currency
        Of the price; None where there is none.
    rivals
        What buyers turn to, the nearest first.
    outside
        Part of lost buyers who then buy no car at all.
    changes
        Alternative -> the change of its price with its range; None where a model is not
        believed for this car.
    deciders
        Alternative -> the group that would set its price.
    absent
        Alternative -> what people call the parties that sell nothing of their own name
        in this market.
    """

    market: str
    product: str
    segment: str
    units: float
    price: float | None
    currency: str | None
    rivals: tuple[Rival, ...]
    outside: float
    changes: dict[str, Range | None]
    deciders: dict[str, str]
    absent: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Car:
    """What is known of one model.

    Attributes
    ----------
    name, names
        As it was asked for; that, and what else it is found as.
    vehicles, platforms
        Rows of the landscape.
    shared_with
        Models of other makers on the same platform.
    offers
        The car in each market that sells it.
    unchanged
        What none of the ties changes, in sentences; empty where none is tried.
    unknown
        What nobody told us, in sentences.
    words
        What is sold there, as `car`, `cars`.
    """

    name: str
    names: tuple[str, ...]
    vehicles: tuple[Vehicle, ...]
    platforms: tuple[PlatformUse, ...]
    shared_with: tuple[PlatformUse, ...]
    offers: tuple[Offer, ...]
    unchanged: tuple[str, ...]
    unknown: tuple[str, ...]
    words: Words = CARS


def car(
    name: str,
    landscape: Landscape,
    markets: Sequence[Market],
    options: Sequence[Alternative] = (),
    *,
    demand: DemandChoice = "side by side",
    control: Sequence[Reading] = READINGS,
    **how: Any,
) -> Car:
    """Return what is known of a model, and what each alternative does to it.

    Parameters
    ----------
    name
        The model in any spelling, with or without its brand: `Ariya`, `nissan leaf`.
    landscape
        Facts of the day.
    markets
        Where it may be sold.
    options
        Ties to try, as `keiretsu.deals.alternatives` gives them.
    control
        Readings of control; the range of a change is over all of them.
    demand, how
        As for `run`.

    Raises
    ------
    UnknownName
        If neither a market nor the landscape knows such a model.
    """
    names = names_of(name, landscape, markets)
    vehicles = tuple(v for v in landscape.vehicles if _is_one(v, names))
    uses = tuple(use for use in landscape.platforms if _is_one(use, names))
    stands = {use.platform for use in uses} | {v.platform for v in vehicles}
    offers = tuple(
        offer
        for market in markets
        for offer in _offers(
            names, landscape, market, options, demand, {**how, "control": control}
        )
    )
    if not (vehicles or uses or offers):
        raise unknown_model(name, landscape, markets)
    return Car(
        name=name,
        names=names,
        vehicles=vehicles,
        platforms=uses,
        shared_with=tuple(
            use
            for use in landscape.platforms
            if use.platform in stands and use not in uses
        ),
        offers=offers,
        unchanged=tuple(_unchanged(options, offers, landscape.words)),
        unknown=tuple(_unknown(name, vehicles, uses, offers, landscape.words)),
        words=landscape.words,
    )


def _is_one(car: Vehicle | PlatformUse, names: Sequence[str]) -> bool:
    return any(is_called(name, f"{car.brand} {car.model}") for name in names)


def _offers(
    names: Sequence[str],
    landscape: Landscape,
    market: Market,
    options: Sequence[Alternative],
    demand: DemandChoice,
    how: dict[str, Any],
) -> Iterator[Offer]:
    chosen = np.flatnonzero(rows_of_models(market, names)).tolist()
    if not chosen:
        return
    written = product_names(market)
    market = as_sold(market, landscape, {})
    observed, base = _today(landscape, market)
    model = demand_source(demand, default_assumptions()).model(observed)
    lost_to = diversion(model.demand, observed.prices)
    ran = {
        option.label: [
            run(deal, landscape, market, demand=demand, **how) for deal in option.deals
        ]
        for option in options
        if any(market.powertrains) or not option.by_powertrain
    }
    for n in chosen:
        row = np.where(np.arange(len(lost_to)) == n, 0.0, lost_to[n])
        order = np.argsort(np.where(market.competing, -row, 1.0))[:_RIVALS]
        yield Offer(
            market=place_of(market),
            product=written[n],
            segment=segment(market.nests[n] or ""),
            units=float(market.quantities[n]),
            price=None if market.prices is None else float(market.prices[n]),
            currency=market.currency,
            rivals=tuple(
                Rival(
                    product=written[k],
                    group=base.head(market.firms[k]),
                    share=float(row[k]),
                )
                for k in order
                if k != n
            ),
            outside=float(1 - row.sum()),
            changes={
                label: _change(
                    [one for e in effects for one in e.markets], market.products[n]
                )
                for label, effects in ran.items()
            },
            deciders={
                label: effects[0].markets[0].groups_after[n]
                if effects
                else base.head(market.firms[n])
                for label, effects in ran.items()
            },
            absent={
                option.label: tuple(_absent(option, ran[option.label], landscape))
                for option in options
                if option.label in ran
            },
        )


def _absent(
    option: Alternative, effects: Sequence[Effects], landscape: Landscape
) -> Iterator[str]:
    """Yield what people call the parties whose groups sell nothing in a market."""
    for deal, told in zip(option.deals, effects, strict=True):
        firms = [firm for one in told.markets for firm in one.market.firms]
        brands = {brand for one in told.markets for brand in one.market.brands}
        day = Ownership.of_day(landscape, [*firms, *deal.parties])
        selling = {day.head(firm) for firm in firms}
        for party in deal.parties:
            if day.head(party) not in selling and landscape.label(party) not in brands:
                yield landscape.label(party)


def _today(landscape: Landscape, market: Market) -> tuple[Observed, Ownership]:
    """Return the market before any deal, stakes silent, and who owns whom."""
    names = dict.fromkeys(market.firms)
    base = Ownership.of_day(landscape, names)
    makers = Makers.between(market, base, base)
    kappa = makers.weights(base, "silent")
    return Observed(market=market, makers=makers, kappa=kappa), base


def _change(found: Sequence[MarketEffects], product: str) -> Range | None:
    """Return the price change of a product over all runs, or None if not believed."""
    if not found:
        return Range(point=0.0)
    ranges = [_own(one, product) for one in found]
    told = [one for one in ranges if one is not None]
    if not told or ranges[0] is None:
        return None
    return Range.over(told)


def _own(effects: MarketEffects, product: str) -> Range | None:
    at = effects.market.products.index(product)
    if not effects.believable[at]:
        return None

    def value(one: MarketEffects) -> tuple[float, Any] | None:
        if product not in one.market.products:
            return None
        n = one.market.products.index(product)
        drawn = None if one.draws is None else one.draws.price_change[:, n]
        return float(one.price_change[n]), drawn

    return over_models(effects, value)


def _unchanged(
    options: Sequence[Alternative], offers: Sequence[Offer], words: Words
) -> Iterator[str]:
    """Yield what no tie changes for who has the product, or wants it."""
    if not options or not offers:
        return
    parts = "its battery, range, power and equipment stay as they are"
    yield f"the {words.product}: {parts if words == CARS else 'it stays as it is'}"
    yield (
        f"its buyers' other choices: every other {words.product} stays on offer in "
        "these figures"
    )
    tried = {label for offer in offers for label in offer.changes}
    for option in options:
        if option.label not in tried:
            continue
        months = option.sooner
        if months is not None and months.low is not None and months.high is not None:
            yield (
                f"when it came: {option.label} brings new {words.products} "
                f"sooner, by "
                f"{months.low:.0f} to {months.high:.0f} months, not this one"
            )


def _unknown(
    name: str,
    vehicles: Sequence[Vehicle],
    uses: Sequence[PlatformUse],
    offers: Sequence[Offer],
    words: Words,
) -> Iterator[str]:
    """Yield what nobody told us; of other products we know no more to ask for."""
    if not offers:
        yield f"{name} is in none of these markets: no rivals and no effects are known"
    if words != CARS:
        return
    if not uses and not any(v.platform for v in vehicles):
        yield "on which platform it stands"
    if not any(v.plant for v in vehicles):
        yield "where it is built"
    if not any(v.launch for v in vehicles):
        yield "since when it is on sale"
    yield "whether a next generation of it comes, and when: no tie decides that"
    if offers:
        yield "service, software, charging and what it fetches when it is sold again"
