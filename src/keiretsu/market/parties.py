"""Who a party of a deal is: a company of the landscape, or a maker of a market.

Here, and only here, is the text that names a party resolved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Company, Landscape
from keiretsu.market.market import Market
from keiretsu.market.models import rows_of_models
from keiretsu.spelling import fold
from keiretsu.units import written


@dataclass(frozen=True)
class Party:
    """A party of a deal, resolved.

    Attributes
    ----------
    id
        Identifier of the company, or the maker as the markets have it.
    label
        What people call it.
    """

    id: str
    label: str


def resolve_party(
    text: str, landscape: Landscape, markets: Iterable[Market] = ()
) -> Party:
    """Return the party of a deal that a piece of text names.

    The landscape is asked first, in any spelling; a brand names the company that sells
    it. Then the markets are asked for a maker or a brand of that name.

    Parameters
    ----------
    text
        The name as it was written.
    landscape
        The landscape of the deal's day.
    markets
        Markets whose makers and brands count too.

    Raises
    ------
    UnknownName
        If neither knows it; the hint offers near names.
    DataError
        If it may mean several, or the company is gone by the day; the message names the
        company that carries on what it did.
    """
    given = tuple(markets)
    try:
        company = landscape.resolve(text)
    except UnknownName:
        return _maker(text, landscape, given)
    if not company.is_there(landscape.on):
        company = landscape.behind_brand(text) or company
    if company.is_gone(landscape.on):
        raise _gone(company, landscape)
    if company.is_to_come(landscape.on):
        raise _to_come(company, landscape)
    return Party(company.id, landscape.label(company.id))


@dataclass(frozen=True)
class HeldBrand:
    """A brand of which somebody holds a part: a unit of its own within its owner.

    Attributes
    ----------
    party
        The brand; its identifier is that of no company.
    owner
        Identifier of the company that sells under it.
    """

    party: Party
    owner: str


def held_brand(text: str, landscape: Landscape) -> HeldBrand | None:
    """Return the brand that a text names and no company's name is, or None.

    A stake in Maserati is one in the brand: nobody calls Stellantis so. A stake in
    Nissan is one in the company.
    """
    brand, owner = landscape.brand_called(text), landscape.behind_brand(text)
    if brand is None or owner is None or not owner.is_there(landscape.on):
        return None
    entry = landscape.register.entries.get(owner.id)
    spelled = {fold(owner.id), *map(fold, entry.spellings if entry else ())}
    meant = set(landscape.register.meanings(text)) & landscape.companies.keys()
    there = {i for i in meant if landscape.companies[i].is_there(landscape.on)}
    if fold(text) in spelled or there - {owner.id}:
        return None
    return HeldBrand(Party(f"{owner.id}:{fold(brand)}", brand), owner.id)


def brands_of_its_name(company: str, landscape: Landscape) -> tuple[str, ...]:
    """Return the brands of a subsidiary that are on record as its group's.

    Porsche AG has cars, which tables give to Volkswagen: where a deal is about Porsche
    AG, they are its own. None of a company with brands on record as its own.
    """
    known, entry = (
        landscape.companies.get(company),
        landscape.register.entries.get(company),
    )
    sellers = {row.company for row in landscape.brands}
    if (
        known is None
        or entry is None
        or known.kind != "subsidiary"
        or company in sellers
    ):
        return ()
    called, group = set(map(fold, entry.spellings)), landscape.group_of(company)
    return tuple(
        row.brand
        for row in landscape.brands
        if fold(row.brand) in called and landscape.group_of(row.company) == group
    )


def as_sold(market: Market, landscape: Landscape, brands: Mapping[str, str]) -> Market:
    """Return a market whose makers are those of the day, held brands by themselves.

    A table names makers as of today: on a day before a company was there, its brands
    are of whoever sold under them then.

    Parameters
    ----------
    market
        The market.
    landscape
        Who sold under which brand on the deal's day.
    brands
        Identifier of a held brand -> its owner; `model:leaf` is a model, in any of its
        versions, and a company has the brands of its name.
    """
    return _with_brand_units(_with_sellers(market, landscape), landscape, brands)


def _with_sellers(market: Market, landscape: Landscape) -> Market:
    """Return the market in which a brand's seller of the day stands for today's."""
    pairs = tuple(zip(market.firms, market.brands, strict=True))
    then = {pair: _seller(*pair, landscape) for pair in set(pairs)}
    firms = tuple(then[pair] for pair in pairs)
    return market if firms == market.firms else market.replace(firms=firms)


def _seller(firm: str, brand: str, landscape: Landscape) -> str:
    """Return who sold under a brand on the day: today's maker where nobody else did.

    A row of several brands, `Jeep+Ram`, is of whoever sold under all of them.
    """
    now, then = landscape.register.brand_owner, landscape.sellers
    found = {
        then.get(fold(one), firm) if now(one) == firm else firm
        for one in brand.split("+")
    }
    return found.pop() if len(found) == 1 else firm


def sold_then(market: Market, landscape: Landscape) -> tuple[str, ...]:
    """Say which brands of a market another company sold on the day, a sentence each."""
    then = _with_sellers(market, landscape)
    moved: dict[str, dict[str, None]] = {}
    for brand, now, seller in zip(market.brands, market.firms, then.firms, strict=True):
        if now != seller:
            moved.setdefault(seller, {})[brand] = None
    return tuple(
        f"{market.name}: taken as sold by {landscape.label(seller)}, as on "
        f"{written(landscape.on)}: {', '.join(brands)}"
        for seller, brands in moved.items()
    )


_YEARS_APART = 5
"""Years between a deal and what is sold in a market above which that is said."""


def of_another_time(market: Market, on: dt.date) -> tuple[str, ...]:
    """Say that a market sells what was sold long before a day or after it."""
    found = re.search(r"(?:19|20)\d{2}", market.period)
    apart = 0 if found is None else int(found[0]) - on.year
    if found is None or abs(apart) <= _YEARS_APART:
        return ()
    way = "after" if apart > 0 else "before"
    return (
        f"{market.name}: its {market.words.products} and prices are those of "
        f"{found[0]}, {abs(apart)} years {way} the deal; only owners are of its day",
    )


def _with_brand_units(
    market: Market, landscape: Landscape, brands: Mapping[str, str]
) -> Market:
    """Return a market in which products of held brands have the brand as their maker.

    See `as_sold`.
    """
    if not brands:
        return market
    firms = np.array(market.firms, dtype=object)
    folded = np.array([fold(brand) for brand in market.brands], dtype=object)
    for unit, owner in brands.items():
        kind, _, name = unit.partition(":")
        if kind == "model":
            part = rows_of_models(market, [name])
        else:
            names = [name] if name else brands_of_its_name(unit, landscape)
            part = np.isin(folded, [fold(one) for one in names])
        firms[part & (np.array(market.firms, dtype=object) == owner)] = unit
    return market.replace(firms=tuple(firms.tolist()))


def _maker(text: str, landscape: Landscape, markets: Sequence[Market]) -> Party:
    wanted = fold(text)
    markets = [_with_sellers(market, landscape) for market in markets]
    makers = {f for m in markets for f in m.firms if fold(f) == wanted}
    branded = {
        firm
        for market in markets
        for firm, brand in zip(market.firms, market.brands, strict=True)
        if fold(brand) == wanted
    }
    found = sorted(makers or branded)
    if len(found) == 1:
        company = landscape.companies.get(found[0])
        if company is not None and company.is_gone(landscape.on):
            raise _gone(company, landscape)
        if company is not None and company.is_to_come(landscape.on):
            raise _to_come(company, landscape)
        return Party(found[0], landscape.label(found[0]))
    if found:
        raise DataError(
            f"{text!r} may mean {' or '.join(map(landscape.label, found))}",
            hint="name the maker as the market's table does",
        )
    near = list(landscape.register.near(landscape.companies))
    near += [n for m in markets for n in (*m.firms, *m.brands)]
    formerly = landscape.register.formerly(text, landscape.companies)
    unheld = map(landscape.label, landscape.register.meanings(text))
    raise UnknownName("company or maker", text, near, formerly, unheld)


def _gone(company: Company, landscape: Landscape) -> DataError:
    since = "" if company.until is None else f" since {company.until}"
    heir = landscape.heir_of(company)
    hint = (
        f"name its successor {landscape.label(heir.id)}, or an earlier day"
        if heir is not None
        else "name the company that took it over, or an earlier day"
    )
    return DataError(
        f"{landscape.label(company.id)} is gone{since}: it can be no party on "
        f"{written(landscape.on)}",
        hint=hint,
    )


def _to_come(company: Company, landscape: Landscape) -> DataError:
    before = [landscape.label(other.id) for other in landscape.origins_of(company)]
    named = f"{' or '.join(before)}, from which it came, or " if before else ""
    return DataError(
        f"there is no {landscape.label(company.id)} before {company.since}: "
        f"it can be no party on {written(landscape.on)}",
        hint=f"name {named}a later day",
    )
