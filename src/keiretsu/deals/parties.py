"""A deal between identified companies, from one whose parties stand as people write.

Who is meant by a name is the business of `keiretsu.market.resolve_party`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from keiretsu.deals.contradictions import at_step
from keiretsu.deals.deal import Deal
from keiretsu.deals.parts import owner_of, see_launches, see_models
from keiretsu.deals.steps import Part, Step
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.landscape.analysis.loose_names import taken_for
from keiretsu.market import Market, brands_of_its_name, held_brand, resolve_party


def by_name(deal: Deal) -> tuple[str, ...]:
    """Return the companies of which a brand would stand for itself, as written.

    Where another step takes the company whole, as a merger does, it is whole in all.
    """
    whole = {
        name
        for step in deal.steps
        for name in step.companies
        if name not in step.by_name
    }
    alone = (name for step in deal.steps for name in step.by_name)
    return tuple(name for name in dict.fromkeys(alone) if name not in whole)


def who_is_meant(deal: Deal, landscape: Landscape) -> tuple[str, ...]:
    """Say who takes part, where a brand or a name of several companies is given.

    Parameters
    ----------
    deal
        Its parties named as people write them.
    landscape
        The landscape of its day.
    """
    alone, said = by_name(deal), list[str]()
    merging = {
        name
        for step in deal.steps
        if step.affected is not None and step.affected.whole
        for name in step.parties
    }
    named = {landscape.register.find(name) for name in deal.companies}
    for name in dict.fromkeys(deal.companies):
        said += filter(None, [taken_for(name, landscape)])
        brand = None if name in alone else held_brand(name, landscape)
        if brand is not None and brand.owner not in named:
            owner = landscape.label(brand.owner)
            words = (
                f"{name} is a brand of {owner} on {landscape.on}: all of {owner} takes "
                "part"
            )
            if name in merging:
                words += "; the brand alone is what a stake of 100 % in it takes"
            said.append(words)
    return tuple(said)


def given_markets(markets: Market | Iterable[Market]) -> tuple[Market, ...]:
    """Return markets that are given alone or several, each once.

    Raises
    ------
    DataError
        If one is no market, or is there twice.
    """
    given: Any = markets
    several = isinstance(given, Iterable) and not isinstance(given, str)
    places = tuple(given) if several else (given,)
    for place in places:
        if not isinstance(place, Market):
            raise DataError(
                f"{place!r:.80} is no market", hint="load it: load_market(NAME)"
            )
    names = [place.name for place in places]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"market {name!r} is there twice", hint="give it once")
    return places


def with_known_parties(
    deal: Deal, landscape: Landscape, markets: Iterable[Market] = ()
) -> Deal:
    """Return the deal between identified companies, with what people call them.

    A deal whose parties are known comes back as it is.

    Parameters
    ----------
    deal
        Its parties may be named in any spelling.
    landscape
        The landscape of the deal's day.
    markets
        Markets whose makers may be named too.

    Raises
    ------
    DataError
        If the landscape is of another day than the deal, a party is gone by then, or
        one of the two is something else.
    UnknownName
        If neither the landscape nor a market knows a party.
    """
    for given, kind, how in (
        (deal, Deal, "Deal.merge(A, B, on=DAY)"),
        (landscape, Landscape, "load_landscape(DAY)"),
    ):
        if not isinstance(given, kind):
            raise DataError(
                f"{given!r:.80} stands where the {kind.__name__.lower()} does",
                hint=f"first the deal, then the landscape of its day: {how}",
            )
    if landscape.on != deal.on:
        raise DataError(
            f"a deal of {deal.on} over a landscape of {landscape.on}",
            hint="load the landscape of the deal's day",
        )
    if deal.labels and deal.labels.keys() >= set(deal.companies):
        return deal
    places = tuple(markets)
    see_models(deal, landscape, places)
    see_launches(deal, places)
    brands = {
        name: brand
        for name in by_name(deal)
        if (brand := held_brand(name, landscape)) is not None
    }
    found = {
        name: brands[name].party
        if name in brands
        else resolve_party(name, landscape, places)
        for name in deal.companies
    }
    called = {
        part.id: landscape.brand_called(part.name) or part.name
        for step in deal.steps
        for part in step.parts
        if part.kind == "brand"
    }
    ids = {name: party.id for name, party in found.items()}
    renamed = []
    for number, step in enumerate(deal.steps, 1):
        with at_step(number):
            renamed.append(step.renamed(ids | called))
    steps = tuple(renamed)
    units = {
        party.id: owner.id
        for party in found.values()
        for brand in brands_of_its_name(party.id, landscape)
        if (owner := landscape.behind_brand(brand)) is not None
    }
    for number, step in enumerate(steps, 1):
        with at_step(number):
            units |= {p.id: owner_of(p, landscape, places) for p in step.parts}
            for part in step.cars:
                owner_of(_of_partners(part, steps[: number - 1]), landscape, places)
    names = {part.id: part.name for step in steps for part in step.parts}
    return replace(
        deal,
        steps=steps,
        labels=names | {party.id: party.label for party in found.values()},
        brands={one.party.id: one.owner for one in brands.values()} | units,
    )


def _of_partners(part: Part, earlier: Iterable[Step]) -> Part:
    """Return a car that its maker or whoever earlier steps tie to it may have."""
    owners = dict.fromkeys(part.owners)
    for step in earlier:
        if owners.keys() & set(step.companies):
            owners |= dict.fromkeys(step.companies)
    return part._replace(owners=tuple(owners))
