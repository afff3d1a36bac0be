"""The same deal under the models beside a market's own, and the draws of each.

Only one reading of control is drawn and compared: over the readings, answers differ by
the weights before the deal and after it, hardly by how sure they are. The others take
its range in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from keiretsu.control import Reading
from keiretsu.deals.compute import effects_of
from keiretsu.deals.demand_models import DemandSource
from keiretsu.deals.demand_models.side_by_side import Model
from keiretsu.deals.draws import draw_effects
from keiretsu.deals.market_effects import Beside, MarketEffects
from keiretsu.deals.place import Place
from keiretsu.deals.plausible import named
from keiretsu.deals.reorganisation import Reorganisation
from keiretsu.deals.where import party_firms
from keiretsu.market import Market, rows_of_models
from keiretsu.units import joined

CENTRAL: Reading = "shapley"
"""The reading that is drawn and compared, where it is among those asked for."""


def compare(
    places: Sequence[Place],
    own: DemandSource,
    models: Sequence[Model],
    at: Callable[[Market], Sequence[Place]],
    *,
    draws: int,
    seed: int,
    indices: bool,
) -> tuple[MarketEffects, ...]:
    """Return a market's effects under each reading, with models beside and draws.

    Parameters
    ----------
    places
        The market under each reading.
    own
        Its demand.
    models
        What to run beside.
    at
        Gives another market under the same readings, in the same order.
    draws, seed
        Draws of each model that counts, and their seed; 0 for none.
    indices
        Whether to compute every index of practice too.
    """
    readings = [place.reading for place in places]
    which = readings.index(CENTRAL) if CENTRAL in readings else 0

    def drawn(one: MarketEffects, place: Place, source: DemandSource) -> MarketEffects:
        if not draws:
            return one
        taken = draw_effects(place, source, count=draws, seed=seed)
        return one.with_draws(taken)

    def beside(model: Model) -> Beside:
        place = at(model.market)[which].nearby
        missing = _missing(place.change, places[which].observed.market, model.market)
        if missing:
            model = replace(model, counts=False, why=joined(missing))
        effects = effects_of(place, model.source.model(place.observed))
        if model.counts and model.drawn:
            effects = drawn(effects, place, model.source)
        return Beside(
            name=model.name,
            counts=model.counts,
            why=model.why,
            effects=effects,
            variant=model.variant,
        )

    seen = [p if n == which else p.nearby for n, p in enumerate(places)]
    found = each_reading(seen, own, indices=indices)
    central = drawn(found[which], places[which], own)
    central = replace(central, beside=tuple(map(beside, models)))
    return tuple(
        central if n == which else _beside_the_central(one, central)
        for n, one in enumerate(found)
    )


def _missing(change: Reorganisation, here: Market, other: Market) -> list[str]:
    """Say which parties and models are sold in a market and not in another year."""
    models = (m for step in change.deal.steps for m in step.models_named)
    return [
        *(
            f"{change.before.label(party)} sold nothing there"
            for party, firms in party_firms(change).items()
            if firms & set(here.firms) and not firms & set(other.firms)
        ),
        *(
            f"no {model} was sold there"
            for model in dict.fromkeys(models)
            if rows_of_models(here, [model]).any()
            and not rows_of_models(other, [model]).any()
        ),
    ]


def _beside_the_central(one: MarketEffects, central: MarketEffects) -> MarketEffects:
    """Return the effects under another reading, which names no product again."""
    missed = one.outside_bounds
    again = set(named(one.market, missed))
    known = central.outside_bounds
    more = {name: wrong & ~known[name] for name, wrong in missed.items()}
    kept = (words for words in one.warnings if words not in again)
    warnings = (*kept, *named(one.market, more))
    return replace(one, central=central, warnings=warnings)


def each_reading(
    places: Sequence[Place], source: DemandSource, *, indices: bool
) -> tuple[MarketEffects, ...]:
    """Return the effects under each reading; readings that weigh alike are one run."""
    found: dict[bytes, MarketEffects] = {}
    for place in places:
        if place.weighs not in found:
            model = source.model(place.observed)
            found[place.weighs] = effects_of(place, model, indices=indices)
    return tuple(replace(found[p.weighs], reading=p.reading) for p in places)
