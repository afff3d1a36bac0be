"""A deal between identified companies, from one whose parties stand as people write.

Who is meant by a name is the business of `keiretsu.market.resolve_party`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from keiretsu.deals.contradictions import at_step
from keiretsu.deals.deal import Deal
from keiretsu.deals.parts import owner_of, see_models
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market, brands_of_its_name, held_brand, resolve_party


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
        If the landscape is of another day than the deal, or a party is gone by then.
    UnknownName
        If neither the landscape nor a market knows a party.
    """
    if landscape.on != deal.on:
        raise DataError(
            f"a deal of {deal.on} over a landscape of {landscape.on}",
            hint="load the landscape of the deal's day",
        )
    if deal.labels and deal.labels.keys() >= set(deal.companies):
        return deal
    places = tuple(markets)
    see_models(deal, landscape, places)
    held = {
        step.affected.target
        for step in deal.steps
        if step.affected is not None and not step.affected.whole
    } & set(deal.companies)
    brands = {
        name: brand
        for name in held
        if (brand := held_brand(name, landscape)) is not None
    }
    found = {
        name: brands[name].party
        if name in brands
        else resolve_party(name, landscape, places)
        for name in deal.companies
    }
    steps = tuple(
        step.renamed({name: party.id for name, party in found.items()})
        for step in deal.steps
    )
    units = {
        party.id: owner.id
        for party in found.values()
        for brand in brands_of_its_name(party.id, landscape)
        if (owner := landscape.behind_brand(brand)) is not None
    }
    for number, step in enumerate(steps, 1):
        with at_step(number):
            units |= {p.id: owner_of(p, landscape, places) for p in step.parts}
    names = {part.id: part.name for step in steps for part in step.parts}
    return replace(
        deal,
        steps=steps,
        labels=names | {party.id: party.label for party in found.values()},
        brands={one.party.id: one.owner for one in brands.values()} | units,
    )
