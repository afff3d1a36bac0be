"""What a car is called: in another script, with its maker, as a table writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape
from keiretsu.market import Market, product_names, rows_of_models
from keiretsu.market.sold_as import also_sold_as
from keiretsu.news.reader.names import models
from keiretsu.spelling import fold, is_called


def names_of(
    name: str, landscape: Landscape, markets: Sequence[Market]
) -> tuple[str, ...]:
    """Return a name as it was asked for, then those under which a car is found.

    Parameters
    ----------
    name
        In any script, with or without brand or maker: `F-150`, `VW Golf`, `日産リーフ`.
    landscape
        Facts of the day: who sells under which brand, and cars.
    markets
        Where it may be sold.
    """
    asked = (name, *_in_latin(name, landscape))
    others = (*asked[1:], *(other for one in asked for other in also_sold_as(one)))
    first: dict[str, str] = {}
    for one in (name, *others):
        if one == name or is_on_record(one, landscape, markets):
            first.setdefault(fold(one), one)
    return tuple(first.values())


def is_on_record(name: str, landscape: Landscape, markets: Sequence[Market]) -> bool:
    """Say whether a table of the landscape or a market has a car of this name."""
    cars = [f"{one.brand} {one.model}" for one in landscape.vehicles]
    cars += [f"{use.brand} {use.model}" for use in landscape.platforms]
    return any(is_called(name, one) for one in cars) or any(
        rows_of_models(market, [name]).any() for market in markets
    )


def unknown_model(
    name: str, landscape: Landscape, markets: Sequence[Market]
) -> UnknownName:
    """Return the error for a model that nobody has, with those that it is like."""
    full = _on_record(landscape, markets)
    known = dict.fromkeys(model for _, model in full)
    written = [f"{brand} {model}" for brand, model in full]
    known |= dict.fromkeys(written)
    known |= dict.fromkeys(other for one in written for other in also_sold_as(one))
    folded = {(fold(brand), fold(model)) for brand, model in full}
    for make, model, others in models():
        if (fold(make), fold(model)) in folded:
            known |= dict.fromkeys(others)
    error = UnknownName("model", name, known)
    if company := _company(name, landscape):
        error.hint = f"{landscape.label(company)} is a company: name a model of it"
    return error


def _in_latin(name: str, landscape: Landscape) -> Iterator[str]:
    """Yield brand and model of a name in another script or with the maker before it."""
    wanted = fold(name)
    brands = {fold(row.brand): row for row in landscape.brands}
    for make, model, others in models():
        brand = brands.get(fold(make))
        if brand is None:
            continue
        for one in (model, *others):
            before = wanted.removesuffix(fold(one))
            if before == wanted or (one == model and not before):
                continue
            if not before or _means(before, brand.company, landscape):
                yield f"{brand.brand} {model}"
    maker, _, model = name.strip().partition(" ")
    if model and (company := _company(maker, landscape)):
        for row in landscape.brands:
            if row.company == company:
                yield f"{row.brand} {model}"


def _means(words: str, company: str, landscape: Landscape) -> bool:
    return _company(words, landscape) == company


def _company(words: str, landscape: Landscape) -> str | None:
    try:
        return landscape.resolve(words).id
    except DataError:
        return None


def _on_record(
    landscape: Landscape, markets: Iterable[Market]
) -> dict[tuple[str, str], None]:
    """Return brand and model of every car that is on record or sold."""
    found = dict.fromkeys((v.brand, v.model) for v in landscape.vehicles)
    found |= dict.fromkeys((use.brand, use.model) for use in landscape.platforms)
    for market in markets:
        for brand, written in zip(market.brands, product_names(market), strict=True):
            model = written.removeprefix(brand).partition(" (")[0].strip()
            if model:
                found[brand, model] = None
    return found
