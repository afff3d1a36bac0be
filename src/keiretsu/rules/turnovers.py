"""Turnovers of a deal's parties, as bounds in the currency of a jurisdiction.

Accounts tell the world and, rarely, an area. Where they tell no country, customers
there bought at most what the accounts of a wider area hold, and at least what the cars
that were registered there cost at a low price. A test that both bounds answer alike is
answered; one between them stays unknown.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

from keiretsu.landscape import Landscape
from keiretsu.landscape.records.turnovers import Turnover
from keiretsu.market import Market, catalogue, load_market
from keiretsu.rules.logic import Range, Value

LOW_PRICE = 5_000
"""What a new car brings its maker at least, in US dollars: an assumption."""
ROUGH = 0.1
"""How far a converted amount may be off, as a fraction: rates are yearly averages."""
ONE_STATE = 1 / 3
"""Share of cars in one state below which two thirds of turnover there are ruled out."""
NOTHING_KNOWN = Range(0.0, math.inf)
_ASIA = frozenset({"CN", "IN", "KR", "TW"})
_EUROPE = frozenset({"EU", "UK", "CH", "NO"})


@dataclass(frozen=True)
class Side:
    """One side of a deal: its companies, the head of its accounts first.

    `read` collects what its bounds were read from.
    """

    companies: tuple[str, ...]
    read: list[str] = field(default_factory=list, compare=False)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A jurisdiction as turnovers see it: its code, member states and currency."""

    code: str
    members: tuple[str, ...]
    currency: str


def turnover_inputs(
    acquirer: Side,
    target: Side,
    place: Place,
    landscape: Landscape,
    markets: Sequence[Market],
) -> dict[str, Value | None]:
    """Return what turnovers say of the inputs to one jurisdiction's tests."""
    sides = (acquirer, target)
    markets = [*markets, *_national(place.members)]
    world = [_worldwide(side, place.currency, landscape) for side in sides]
    dollars = [_worldwide(side, "USD", landscape) for side in sides]
    here = [_local(side, place, landscape, markets) for side in sides]
    both, combined = here[0] + here[1], world[0] + world[1]
    countries = [_country(side, landscape) for side in sides]
    return {
        "acquirer_turnover_dom": here[0],
        "target_turnover_dom": here[1],
        "other_turnover_dom": here[1],
        "turnover_dom_combined": both,
        "turnover_dom_min_two": Range(
            min(one.low for one in here), min(one.high for one in here)
        ),
        "turnover_world_combined": combined,
        "turnover_world_usd": dollars[0] + dollars[1],
        "group_turnover_dom": both,
        "group_turnover_world_usd": dollars[0] + dollars[1],
        "acquirer_size": Range(world[0].low, math.inf),
        "target_size": Range(world[1].low, math.inf),
        "target_size_dom": Range(here[1].low, math.inf),
        "parties_size_dom": Range(both.low, math.inf),
        "one_party_over_10m": max(one.low for one in here) > 10e6 or None,
        "acquirer_is_local": None if not countries[0] else countries[0] == place.code,
        "target_is_local": None if not countries[1] else countries[1] == place.code,
        "two_thirds_one_state": _not_in_one_state(sides, place, markets),
    }


def _country(side: Side, landscape: Landscape) -> str | None:
    company = landscape.companies.get(side.companies[0])
    country = company.country if company else None
    return "UK" if country == "GB" else country


def _accounts(side: Side, landscape: Landscape) -> list[list[Turnover]]:
    """Return the rows of the newest full year of each set of accounts of a side.

    Where the head has accounts, they hold those of the others.
    """
    found = []
    for company in side.companies:
        rows = [row for row in landscape.turnovers if row.company == company]
        years = [r for r in rows if (r.period.last - r.period.first).days > 300]
        if years:
            newest = max(row.period.last for row in years)
            found.append([row for row in years if row.period.last == newest])
            if company == side.companies[0]:
                break
    return found


def _worldwide(side: Side, currency: str, landscape: Landscape) -> Range:
    total, accounts = Range(0.0, 0.0), _accounts(side, landscape)
    for rows in accounts:
        for row in rows:
            if row.area == ("world",):
                total = total + _converted(row, currency)
                _note(side, _cited(row, landscape))
    is_whole = bool(accounts) and accounts[0][0].company == side.companies[0]
    return total if is_whole else Range(total.low, math.inf)


def _local(
    side: Side, place: Place, landscape: Landscape, markets: Sequence[Market]
) -> Range:
    """Return the bounds of a side's turnover with customers in a jurisdiction."""
    high = math.inf
    accounts = _accounts(side, landscape)
    if accounts and accounts[0][0].company == side.companies[0]:
        for row in accounts[0]:
            if _covers(row.area, place.code):
                if row.area == (place.code,) and row.basis == "customers":
                    _note(side, _cited(row, landscape))
                    return _converted(row, place.currency)
                top = _converted(row, place.currency).high
                if top < high:
                    high = top
                    _note(side, _cited(row, landscape))
    dollars = LOW_PRICE * _units(side, (place.code, *place.members), markets)
    if dollars:
        _note(side, f"cars sold, at USD {LOW_PRICE:,} each or more (assumed)")
    low = dollars * _rate(place.currency, max(_rates())) * (1 - ROUGH)
    return Range(min(low, high), high)


def _covers(area: Collection[str], code: str) -> bool:
    return (
        "world" in area
        or code in area
        or ("ASIA" in area and code in _ASIA)
        or ("EUROPE" in area and code in _EUROPE)
    )


def _units(side: Side, codes: Collection[str], markets: Iterable[Market]) -> float:
    """Return the cars a side sold at least in some countries, half of them in China.

    What is sold there is built by ventures, of whose sales each parent has a half.
    """
    sold: dict[str, float] = {}
    for market in markets:
        if market.jurisdiction in codes and market.jurisdiction != "EU":
            ours = np.isin(market.firms, side.companies)
            units = float(market.quantities[ours].sum())
            share = 0.5 if market.jurisdiction == "CN" else 1.0
            code = market.jurisdiction
            sold[code] = max(sold.get(code, 0.0), share * units)
    return sum(sold.values())


def _not_in_one_state(
    sides: Iterable[Side], place: Place, markets: Sequence[Market]
) -> bool | None:
    """Return False where a side sells so evenly that no state has two thirds."""
    for side in sides:
        units = [_units(side, (state,), markets) for state in place.members]
        if units and sum(units) > 0 and max(units) <= ONE_STATE * sum(units):
            return False
    return None


def _note(side: Side, what: str) -> None:
    if what not in side.read:
        side.read.append(what)


def _cited(row: Turnover, landscape: Landscape) -> str:
    label, area = landscape.label(row.company), ", ".join(row.area)
    return f"{label}, {row.period}, {area}: {row.source.cited}"


def _converted(row: Turnover, currency: str) -> Range:
    if row.currency == currency:
        return Range(row.amount, row.amount)
    year = str(min(row.period.last.year, int(max(_rates()))))
    amount = row.amount * _rate(currency, year) / _rate(row.currency, year)
    return Range(amount * (1 - ROUGH), amount * (1 + ROUGH))


def _rate(currency: str, year: str) -> float:
    return 1.0 if currency == "USD" else _rates()[year][currency]


@cache
def _national(members: tuple[str, ...]) -> tuple[Market, ...]:
    """Return the newest bundled market by brand of each member state.

    A market of the whole union does not tell how its sales spread over the states.
    """
    newest = {
        entry.jurisdiction: entry.name
        for entry in sorted(catalogue(), key=lambda entry: entry.period)
        if entry.jurisdiction in members and entry.name.endswith("-brands")
    }
    return tuple(load_market(name) for name in newest.values())


@cache
def _rates() -> Mapping[str, Mapping[str, float]]:
    """Return what a US dollar bought, by year and currency."""
    path = files("keiretsu.rules") / "rates.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
