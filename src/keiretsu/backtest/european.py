"""Changes of owner in a user's European cars of 1970 to 1999, read from the file.

A brand whose firm changes from one year to the next was taken over. What the merger
does to its prices is computed in each country in the year before, and held against how
its list prices moved to the year after, beside cars of other firms in the same segment
and country. Prices are real, of continuing models; the file names no trims or options.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from keiretsu.backtest.case import Case
from keiretsu.backtest.moved import Change, judge, observe, percent_change
from keiretsu.deals import Deal, run
from keiretsu.landscape import load_landscape
from keiretsu.market import Market, european_cars
from keiretsu.sources import Source

BRANDS = {
    "1": "Alfa Romeo",
    "4": "Citroën",
    "11": "Innocenti",
    "23": "Rover",
    "24": "Saab",
    "25": "Seat",
    "31": "Volvo",
    "47": "Talbot Matra",
}
"""What the codes of brands mean that change hands in the file of the Stata Journal."""


def european_prices(path: Path) -> Iterator[Case]:
    """Yield one case a change of owner in a user's file of European cars.

    Raises
    ------
    DataError
        If the file is not that of the Stata Journal's example.
    """
    markets = european_cars(path)
    held = {_key(market): market for market in markets}
    source = Source(title=f"European cars, {path.name}", confidence="sourced")
    for change in changes_of_owner(markets):
        yield _case(change, held, source)


def changes_of_owner(markets: Iterable[Market]) -> tuple[Change, ...]:
    """Return the brands whose only firm changes from one year to the next."""
    firms: dict[str, dict[int, set[str]]] = {}
    for market in markets:
        year, _ = _key(market)
        for brand, firm in zip(market.brands, market.firms, strict=True):
            firms.setdefault(brand, {}).setdefault(year, set()).add(firm)
    found = []
    for brand, by_year in firms.items():
        years = sorted(by_year)
        for before, after in pairwise(years):
            old, new = by_year[before], by_year[after]
            if len(old) == len(new) == 1 and old != new:
                change = Change(brand=brand, old=min(old), new=min(new), year=after)
                found.append(change)
    return tuple(sorted(found, key=lambda change: (change.year, change.brand)))


def _case(
    change: Change, held: Mapping[tuple[int, str], Market], source: Source
) -> Case:
    places = sorted({place for _, place in held})
    before = [held.get((change.year - 1, place)) for place in places]
    after = [held.get((change.year + 1, place)) for place in places]
    pairs = [
        (first, last)
        for first, last in zip(before, after, strict=True)
        if first is not None and last is not None
    ]
    predicted = predict(change, [first for first, _ in pairs])
    moved = observe(change, pairs)
    name = BRANDS.get(change.brand, f"brand {change.brand}")
    year = change.year + 1900 if change.year < 1900 else change.year
    score, words = judge(predicted, moved)
    return Case(
        deal=f"{name}, {year}",
        field=f"its list prices in {len(pairs)} countries",
        kind="prices",
        predicted="nothing computed"
        if predicted is None
        else percent_change(predicted),
        happened=words,
        score=score,
        note="against other firms' cars of the same segment and country",
        sources=(source,),
    )


def predict(change: Change, markets: Sequence[Market]) -> float | None:
    """Return the mean log price change of the brand's cars that a merger brings.

    None where the two firms never sell in the same country.
    """
    landscape = load_landscape("1999-12-31")
    moves: list[float] = []
    for market in markets:
        if not {change.old, change.new} <= set(market.firms):
            continue
        deal = Deal.merge(change.new, change.old, on=landscape.on)
        effects = run(deal, landscape, market, control=("silent",)).markets[0]
        ours = np.array(market.brands) == change.brand
        moves += np.log1p(effects.price_change[ours]).tolist()
    return float(np.mean(moves)) if moves else None


def _key(market: Market) -> tuple[int, str]:
    year, _, place = market.name.partition(" ")
    return int(year), place


def european_conduct(path: Path) -> Iterator[Case]:
    """Yield whether each smaller brand that was taken over stopped, as the rule says.

    The rule of thumb of `keiretsu.backtest.conduct`, held against whole brands: it says
    that the smaller of two stops its cars. What is seen is whether any was sold in the
    last year of the file.
    """
    markets = european_cars(path)
    source = Source(title=f"European cars, {path.name}", confidence="sourced")
    last = max(_key(market)[0] for market in markets)
    for change in changes_of_owner(markets):
        sold = _sold(markets, change.year - 1)
        ours = sold.get(change.old, 0.0)
        smaller = ours < sold.get(change.new, 0.0)
        left = any(
            change.brand in market.brands
            for market in markets
            if _key(market)[0] == last
        )
        name = BRANDS.get(change.brand, f"brand {change.brand}")
        year = change.year + 1900 if change.year < 1900 else change.year
        yield Case(
            deal=f"{name}, {year}",
            field="the brand in five countries",
            kind="conduct",
            predicted=f"{name} stops" if smaller else f"{name} goes on",
            happened=f"{name} {'still sold' if left else 'gone'} in the last year",
            score="cannot tell"
            if last - change.year < YEARS_TO_TELL
            else "hit"
            if smaller is not left
            else "miss",
            sources=(source,),
        )


YEARS_TO_TELL = 5
"""Years after a change of owner within which a brand cannot be said to go on."""


def _sold(markets: Iterable[Market], year: int) -> dict[str, float]:
    sold: dict[str, float] = {}
    for market in markets:
        if _key(market)[0] == year:
            for firm, units in zip(market.firms, market.quantities, strict=True):
                sold[firm] = sold.get(firm, 0.0) + float(units)
    return sold
