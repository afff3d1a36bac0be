"""Whose is a brand or a model that a deal takes out of a company, and is there one?

Markets are asked first, as they say who sells each product; then the brands and cars of
the landscape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from keiretsu.deals.contradictions import at_step
from keiretsu.deals.deal import Deal
from keiretsu.deals.steps import Launch, Part, Withdraw
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape
from keiretsu.market import (
    Market,
    catalogue,
    load_market,
    named_whole,
    product_names,
    rows_of_models,
)
from keiretsu.spelling import fold, is_called
from keiretsu.units import joined


def owner_of(part: Part, landscape: Landscape, markets: Sequence[Market]) -> str:
    """Return the company that has a brand or model before the deal.

    Raises
    ------
    UnknownName
        If nobody has such a thing, as far as we know.
    DataError
        If another group has it.
    """
    groups = {_group(owner, landscape) for owner in part.owners}
    having = _sellers(part, markets) or _recorded(part, landscape)
    having = having or _sellers(part, _all_markets())
    for maker in having:
        if maker in part.owners or _group(maker, landscape) in groups:
            return maker
    who = " or ".join(map(landscape.label, part.owners))
    if having:
        has = joined(dict.fromkeys(map(landscape.label, having)))
        raise DataError(
            f"{part.name} is a {part.kind} of {has}, not of {who}",
            hint="name its owner",
        )
    raise UnknownName(f"{part.kind} of {who}", part.name, _known(part, markets))


def see_models(deal: Deal, landscape: Landscape, markets: Sequence[Market]) -> None:
    """Raise at the first step that names a model that nobody knows."""
    for number, step in enumerate(deal.steps, 1):
        for model in step.models_named:
            part = Part("model", model, ())
            if (
                _sellers(part, markets)
                or _recorded(part, landscape)
                or _sellers(part, _all_markets())
            ):
                continue
            with at_step(number):
                raise UnknownName("model", model, _known(part, markets))


def see_launches(deal: Deal, markets: Sequence[Market]) -> None:
    """Raise at the first step that launches a car that is on sale today."""
    gone: set[str] = set()
    for number, step in enumerate(deal.steps, 1):
        if isinstance(step, Withdraw):
            gone |= set(map(fold, step.models))
        if not isinstance(step, Launch) or fold(step.model) in gone:
            continue
        for market in markets:
            sold = named_whole(market, step.model)
            if sold.any():
                name = product_names(market)[int(np.argmax(sold))]
                with at_step(number):
                    raise DataError(
                        f"{name} is on sale already in {market.title}",
                        hint="give the new car another name, or withdraw that one "
                        "first",
                    )


def not_told_apart(deal: Deal, market: Market) -> tuple[str, ...]:
    """Return the brands and models of a deal that a market has no row of.

    Only of those whose owner sells there: what a table sums up is not sold by itself.
    """
    parts = (part for step in deal.steps for part in step.parts)
    return tuple(
        part.name
        for part in dict.fromkeys(parts)
        if not _sellers(part, [market]) and set(part.owners) & set(market.firms)
    )


def _group(company: str, landscape: Landscape) -> str:
    known = company in landscape.companies
    return landscape.group_of(company) if known else company


def _sellers(part: Part, markets: Iterable[Market]) -> list[str]:
    """Return the makers that sell a brand or model in some markets, in order."""
    found: dict[str, None] = {}
    for market in markets:
        if part.kind == "model":
            rows = rows_of_models(market, [part.name]).tolist()
        else:
            rows = [fold(brand) == fold(part.name) for brand in market.brands]
        found |= dict.fromkeys(
            firm for firm, there in zip(market.firms, rows, strict=True) if there
        )
    return list(found)


def _recorded(part: Part, landscape: Landscape) -> list[str]:
    """Return the companies that have it by the landscape's tables."""
    if part.kind == "brand":
        owner = landscape.behind_brand(part.name)
        return [] if owner is None else [owner.id]
    cars = [(f"{one.brand} {one.model}", one.brand) for one in landscape.vehicles]
    cars += [(f"{one.brand} {one.model}", one.brand) for one in landscape.platforms]
    brands = dict.fromkeys(b for full, b in cars if is_called(part.name, full))
    owners = [landscape.behind_brand(brand) for brand in brands]
    return [owner.id for owner in owners if owner is not None]


@cache
def _all_markets() -> tuple[Market, ...]:
    """Return every bundled market: the last place to look for a name."""
    return tuple(load_market(entry.name) for entry in catalogue())


def _known(part: Part, markets: Sequence[Market]) -> list[str]:
    columns = [m.products if part.kind == "model" else m.brands for m in markets]
    return sorted({name for column in columns for name in column})
