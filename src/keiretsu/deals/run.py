"""Running a deal: one call from a deal, a day and markets to its effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import READINGS, Reading, reading_named
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.compare import compare, each_reading
from keiretsu.deals.conduct import Conduct, conduct_named
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import DemandChoice, DemandSource, demand_source
from keiretsu.deals.demand_models.side_by_side import Model, SideBySide
from keiretsu.deals.draws import draw_effects
from keiretsu.deals.effects import Effects
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Draws
from keiretsu.deals.parties import given_markets, with_known_parties
from keiretsu.deals.place import Place
from keiretsu.deals.reorganisation import Makers, Reorganisation, reorganise
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold
from keiretsu.plain import short_hash
from keiretsu.version import __version__
from keiretsu.words import CARS

MOST_DRAWS = 100_000
BORROWED = (
    "none of its makers is known, and how buyers react is borrowed from studies of "
    "cars: give an elasticity, a margin or demand of its own"
)
"""What is said of a market of another industry under the assumptions for cars."""


@in_one_thread
def run(
    deal: Deal,
    landscape: Landscape,
    markets: Market | Iterable[Market],
    *,
    demand: DemandChoice = "side by side",
    conduct: Conduct | str = "prices",
    assumptions: Assumptions | None = None,
    margins: Mapping[str, Float[np.ndarray, " J"]] | None = None,
    control: Reading | Sequence[Reading] = READINGS,
    rest_holders: float = 1,
    draws: int = 0,
    seed: int = 0,
    indices: bool = False,
) -> Effects:
    """Return what a deal does to prices, shares, buyers and profits.

    Parameters
    ----------
    deal
        The deal; its parties may be named in any spelling, makers of the markets too.
    landscape
        Who owns whom; its day should be the deal's.
    markets
        Where to look, one or several.
    demand
        How buyers react: `side by side`, which takes `second choices` where they are
        known and `nested logit` elsewhere, with other models and another year beside;
        `nested logit` with the market's segments as nests, `logit` or `mixed logit`,
        each from the assumptions; fitted demands (from calibration, from PyBLP, or from
        a file); any demand form; a function of the market as observed; or one of these
        for each market by its name.
    conduct
        How makers compete: `prices`, `coordination=W`, and for the plain logit
        `quantities`, `bargaining=P` and `auction`.
    assumptions
        How buyers react; None takes the bundled ranges from the literature.
    margins
        Known margins by market name, fractions of price, shape `(J,)`, NaN where not
        known; they then set the price coefficient instead of the own-price elasticity.
    control
        Readings of control, one or several; each gives its own effects.
    rest_holders
        See `keiretsu.control.weights_under`.
    draws
        Draws over the ranges of the assumptions; 0 gives point values only.
    seed
        Seed of the draws.
    indices
        Whether to compute every index of practice too: concentration, pressure,
        critical loss, the smallest market, coordination.

    Raises
    ------
    UnknownName
        If neither the landscape nor a market knows a party.
    DataError
        If the landscape is of another day than the deal, or an option is impossible.
    NoConvergence
        If a market has no equilibrium under the deal.
    """
    if not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        raise DataError(f"{draws} draws", hint=f"give 0 to {MOST_DRAWS}")
    places, control = _markets(markets, margins or {}), _control(control)
    deal = with_known_parties(deal, landscape, places)
    places = tuple(as_sold(market, landscape, deal.brands) for market in places)
    way = conduct_named(conduct) if isinstance(conduct, str) else conduct
    assumed = default_assumptions() if assumptions is None else assumptions
    source = demand_source(demand, assumed, margins=margins)
    models = _models(source, places, deal, landscape)
    sold = (*places, *(one.market for others in models.values() for one in others))
    makers = dict.fromkeys(firm for market in sold for firm in market.firms)
    change = reorganise(deal, landscape, makers)

    seen: dict[int, tuple[Place, ...]] = {}

    def at(market: Market) -> tuple[Place, ...]:
        if id(market) not in seen:
            read = _readings(market, change, control, way, rest_holders)
            seen[id(market)] = tuple(read)
        return seen[id(market)]

    results: list[MarketEffects] = []
    for market in places:
        if isinstance(source, SideBySide):
            own, others = source.own(market), models[market.name]
            results += compare(
                *(at(market), own, others, at),
                draws=draws,
                seed=seed,
                indices=indices,
            )
            continue
        found = each_reading(at(market), source, indices=indices)
        if draws:
            found = tuple(_drawn(found, at(market), source, draws=draws, seed=seed))
        results += found
    if assumptions is None and isinstance(demand, str):
        results = [_of_other_things(one) for one in results]
    inputs = _inputs(deal, landscape, places) | {
        "demand": source.name,
        "conduct": conduct if isinstance(conduct, str) else way.name,
        "control": list(control),
        "rest_holders": rest_holders,
        "draws": draws,
        "seed": seed,
    }
    return Effects(deal=deal, markets=tuple(results), inputs=inputs)


def _markets(
    markets: Market | Iterable[Market], margins: Mapping[str, Any]
) -> tuple[Market, ...]:
    """Return the markets, each once; known margins must be of one of them."""
    places = given_markets(markets)
    names = [place.name for place in places]
    if margins and not margins.keys() & set(names):
        raise UnknownName("market among those that are run", next(iter(margins)), names)
    return places


def _control(control: Reading | Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings of control that are asked for, one at least."""
    asked = (control,) if isinstance(control, str) else tuple(control)
    if not asked:
        raise DataError("no reading of control", hint=f"as {', '.join(READINGS)}")
    return tuple(map(reading_named, asked))


def _of_other_things(effects: MarketEffects) -> MarketEffects:
    """Return the effects, with a warning where cars stand for another industry."""
    if effects.market.words == CARS:
        return effects
    return replace(effects, warnings=(*effects.warnings, BORROWED))


def _readings(
    market: Market,
    change: Reorganisation,
    control: Sequence[Reading],
    conduct: Conduct,
    rest_holders: float,
) -> Iterable[Place]:
    """Yield the market under each reading of control."""
    makers = Makers.of(market, change)
    for reading in control:
        yield Place.of(
            *(market, makers, change, reading, conduct), rest_holders=rest_holders
        )


def _models(
    source: DemandSource,
    places: Sequence[Market],
    deal: Deal,
    landscape: Landscape,
) -> dict[str, tuple[Model, ...]]:
    """Return what is run beside each market, by its name."""
    if not isinstance(source, SideBySide):
        return {}
    return {
        market.name: tuple(
            replace(model, market=as_sold(model.market, landscape, deal.brands))
            for model in source.models(market)
        )
        for market in places
    }


def _drawn(
    found: Sequence[MarketEffects],
    places: Sequence[Place],
    source: DemandSource,
    *,
    draws: int,
    seed: int,
) -> Iterable[MarketEffects]:
    """Yield the effects with draws of their own; readings that weigh alike share."""
    drawn: dict[bytes, Draws] = {}
    for one, place in zip(found, places, strict=True):
        if place.weighs not in drawn:
            drawn[place.weighs] = draw_effects(place, source, count=draws, seed=seed)
        yield one.with_draws(drawn[place.weighs])


def _inputs(
    deal: Deal, landscape: Landscape, markets: Sequence[Market]
) -> dict[str, Any]:
    """Return what identifies the inputs: version and short hashes."""
    return {
        "keiretsu": __version__,
        "deal": short_hash(deal.to_dict()),
        "landscape": landscape.fingerprint,
        "markets": {market.name: market_hash(market) for market in markets},
    }


def market_hash(market: Market) -> str:
    """Return a short hash of a market's products, makers, quantities and prices."""
    prices = None if market.prices is None else market.prices.tolist()
    return short_hash(
        [
            market.products,
            market.firms,
            market.quantities.tolist(),
            prices,
            market.nests,
        ]
    )
