"""Turnovers of a deal's parties, as bounds in the currency of a jurisdiction.

Accounts tell the world and, rarely, an area. Where they tell no country, customers
there bought at most what the accounts of a wider area hold, and at least what the cars
that were registered there cost at a low price. A test that both bounds answer alike is
answered; one between them stays unknown.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from keiretsu.landscape import Landscape
from keiretsu.landscape.records.turnovers import Turnover
from keiretsu.market import Market, catalogue, load_market
from keiretsu.rules.bounds import Evidence, Range, larger, smaller
from keiretsu.rules.exchange_rates import in_currency, low_rate
from keiretsu.rules.logic import Value
from keiretsu.sources import Source
from keiretsu.units import count

LOW_PRICE = 5_000
"""What a new car brings its maker at least, in US dollars: an assumption."""
ONE_STATE = 1 / 3
"""Share of cars in one state below which two thirds of turnover there are ruled out."""
_YEARS_APART = 2
"""Years between a deal and a count of cars above which the count tells nothing."""
_ASIA = frozenset({"CN", "IN", "KR", "TW"})
_EUROPE = frozenset({"EU", "UK", "CH", "NO"})


@dataclass(frozen=True)
class Side:
    """One side of a deal: its companies, the head of its accounts first."""

    companies: tuple[str, ...]


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
    given: Mapping[str, Value | None],
) -> dict[str, Value | None]:
    """Return what turnovers say of the inputs to one jurisdiction's tests.

    Amounts that are `given` of one side count in what is said of both.
    """
    sides = (acquirer, target)
    markets = [
        market
        for market in (*markets, *_national(place.members))
        if _is_of_its_time(market, landscape.on)
    ]
    world = [_worldwide(side, place.currency, landscape) for side in sides]
    dollars = [_worldwide(side, "USD", landscape) for side in sides]
    here = [_local(side, place, landscape, markets) for side in sides]
    here = _with_given(here, given)
    sizes = [_or_more(one) for one in world]
    both, combined = here[0] + here[1], world[0] + world[1]
    countries = [_country(side, landscape) for side in sides]
    return {
        "acquirer_turnover_dom": here[0],
        "target_turnover_dom": here[1],
        "turnover_dom_combined": both,
        "turnover_dom_max_two": larger(*here),
        "turnover_dom_min_two": smaller(*here),
        "turnover_world_combined": combined,
        "turnover_world_usd": dollars[0] + dollars[1],
        "group_turnover_dom": both,
        "group_turnover_world_usd": dollars[0] + dollars[1],
        "size_max_two": larger(*sizes),
        "size_min_two": smaller(*sizes),
        "target_size_dom": _or_more(here[1]),
        "parties_size_dom": _or_more(both),
        "one_party_over_10m": max(one.low for one in here) > 10e6 or None,
        "acquirer_is_local": None if not countries[0] else countries[0] == place.code,
        "target_is_local": None if not countries[1] else countries[1] == place.code,
        "two_thirds_one_state": _not_in_one_state(sides, place, markets),
    }


def _is_of_its_time(market: Market, on: dt.date) -> bool:
    """Return whether what was sold in a market says anything of turnover on a day."""
    year = market.period[-4:]
    return not year.isdigit() or abs(int(year) - on.year) <= _YEARS_APART


def is_larger(
    side: Side, other: Side, landscape: Landscape, markets: Iterable[Market]
) -> bool | None:
    """Return which side is larger, worldwide in turnover, else by units in markets.

    None where neither tells: accounts of one side alone say nothing of the other.
    """
    sides = (side, other)
    ours, theirs = (_worldwide(one, "USD", landscape).low for one in sides)
    if not (ours and theirs):
        sold = [(m.firms, m.quantities) for m in markets]
        ours, theirs = (
            sum(float(q[np.isin(firms, one.companies)].sum()) for firms, q in sold)
            for one in sides
        )
    return None if ours == theirs else ours > theirs


def _with_given(
    known: Sequence[Range], given: Mapping[str, Value | None]
) -> list[Range]:
    """Put the turnover that a user gives of a side in the place of what is known."""
    said = [given.get(f"{side}_turnover_dom") for side in ("acquirer", "target")]
    return [
        Range(float(own), float(own)) if isinstance(own, int | float) else one
        for own, one in zip(said, known, strict=True)
    ]


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


def _or_more(known: Range) -> Range:
    """Return the bounds of the larger of turnover and assets, which nobody tells."""
    return Range(known.low, math.inf, known.low_by)


def _worldwide(side: Side, currency: str, landscape: Landscape) -> Range:
    total, accounts = Range(0.0, 0.0), _accounts(side, landscape)
    for rows in accounts:
        for row in rows:
            if row.area == ("world",):
                total = total + in_currency(row, currency, landscape)
    is_whole = bool(accounts) and accounts[0][0].company == side.companies[0]
    return total if is_whole else _or_more(total)


def _local(
    side: Side, place: Place, landscape: Landscape, markets: Sequence[Market]
) -> Range:
    """Return the bounds of a side's turnover with customers in a jurisdiction."""
    top = Range(0.0, math.inf)
    accounts = _accounts(side, landscape)
    if accounts and accounts[0][0].company == side.companies[0]:
        for row in accounts[0]:
            if _covers(row.area, place.code):
                known = in_currency(row, place.currency, landscape)
                if row.area == (place.code,) and row.basis == "customers":
                    return known
                top = min(top, known, key=lambda one: one.high)
    units, counted = _units(side, (place.code, *place.members), markets)
    counted = tuple(_of(landscape.label(side.companies[0]), one) for one in counted)
    low = LOW_PRICE * units * low_rate(place.currency)
    return Range(min(low, top.high), top.high, counted, top.high_by)


def _covers(area: Collection[str], code: str) -> bool:
    return (
        "world" in area
        or code in area
        or ("ASIA" in area and code in _ASIA)
        or ("EUROPE" in area and code in _EUROPE)
    )


def _units(
    side: Side, codes: Collection[str], markets: Iterable[Market]
) -> tuple[float, tuple[Evidence, ...]]:
    """Return the cars a side sold at least in some countries, half of them in China.

    What is sold there is built by ventures, of whose sales each parent has a half.
    """
    best: dict[str, tuple[float, Market]] = {}
    for market in markets:
        code = market.jurisdiction
        if code in codes and code != "EU":
            ours = np.isin(market.firms, side.companies)
            share = 0.5 if code == "CN" else 1.0
            units = share * float(market.quantities[ours].sum())
            if units > best.get(code, (0.0, market))[0]:
                best[code] = (units, market)
    kept = [(units, market) for units, market in best.values() if units > 0]
    total = sum(units for units, _ in kept)
    return total, (_counted(total, [market for _, market in kept]),) if kept else ()


def _counted(units: float, markets: Sequence[Market]) -> Evidence:
    """Return what a count of cars was read from, and what each is taken to bring."""
    half = ", half of those" if markets[0].jurisdiction == "CN" else ""
    nouns = markets[0].words.products
    periods = sorted({market.period[-4:] for market in markets})
    where = "" if len(markets) == 1 else f" in {len(markets)} member states"
    return Evidence(
        what=f"{count(units)} {nouns}{half} sold{where} in {' and '.join(periods)}, "
        f"at USD {LOW_PRICE:,} or more each (assumed)",
        sources=tuple(_cited(market) for market in markets),
    )


def _of(company: str, evidence: Evidence) -> Evidence:
    return Evidence(what=f"{company}: {evidence.what}", sources=evidence.sources)


def _cited(market: Market) -> Source:
    """Return the source of a market's units: of several, as sure as the least sure."""
    if not market.sources:
        return Source(title=f"units: {market.title}", confidence="assumed")
    first = market.sources[0]
    doubts = {source.confidence for source in market.sources} - {"sourced"}
    return Source(
        title=f"units: {market.title}",
        address=first.address,
        confidence="sourced_partial" if doubts else first.confidence,
    )


def _not_in_one_state(
    sides: Iterable[Side], place: Place, markets: Sequence[Market]
) -> bool | None:
    """Return False where a side sells so evenly that no state has two thirds."""
    for side in sides:
        units = [_units(side, (state,), markets)[0] for state in place.members]
        if units and sum(units) > 0 and max(units) <= ONE_STATE * sum(units):
            return False
    return None


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
