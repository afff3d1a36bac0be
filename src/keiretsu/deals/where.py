"""Where the parties of a deal meet: markets ordered by what both sell there.

The overlap of a market is the sum of the products of the parties' shares, half the rise
of the HHI that a merger would bring; it is weighed by what is sold there in all.
National markets go before those that add up countries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from keiretsu.deals.deal import Deal
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import Reorganisation, reorganise
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold, catalogue, load_market

SEVERAL_COUNTRIES = frozenset({"EU", "EEA"})
"""Jurisdictions whose markets add up those of countries."""


LARGE = tuple(
    f"{place}-2024-brands" for place in ("jp", "us", "eur13", "uk", "cn", "in")
)
"""Large markets that are screened whenever a party sells there."""


def party_shares(change: Reorganisation, market: Market) -> list[float]:
    """Return the share of what is sold in a market of each party that is tied.

    Groups that belong together already before the deal are one party.
    """
    sold: dict[str, float] = {}
    for firm, share, competes in zip(
        market.firms, market.inside_shares, market.competing, strict=True
    ):
        if competes:
            sold[firm] = sold.get(firm, 0.0) + float(share)
    return [
        sum(sold.get(firm, 0.0) for firm in firms)
        for firms in party_firms(change).values()
    ]


def party_firms(change: Reorganisation) -> dict[str, set[str]]:
    """Return each party that is tied, with the companies whose sales are its own.

    A subsidiary whose majority is sold is a party apart from the group that it leaves.
    """
    parties: dict[str, set[str]] = {}
    before = change.before
    for step in change.deal.steps:
        affected = step.affected
        if affected is None:
            continue
        target = {affected.target, *before.controlled_by(affected.target)}
        if affected.whole:
            target |= set(before.group_of(affected.target))
        own = {affected.acquirer, *before.group_of(affected.acquirer)}
        after = change.after
        stays = after.head(affected.acquirer) == after.head(affected.target)
        if affected.target in own and (affected.whole or stays):
            parties.setdefault(before.head(affected.acquirer), set()).update(own)
            continue
        parties.setdefault(before.head(affected.acquirer), set()).update(own - target)
        parties.setdefault(affected.target, set()).update(target)
    if all(step.affected is None for step in change.deal.steps):
        for party in change.deal.parties:
            own = {party, *before.group_of(party)}
            parties.setdefault(before.head(party), set()).update(own)
    return parties


def overlap(change: Reorganisation, market: Market) -> float:
    """Return the sum of the products of the parties' shares; 0 where one sells alone.

    Parameters
    ----------
    change
        Who owns whom before and after the deal.
    market
        The market.
    """
    shares = party_shares(change, market)
    return float(sum(first * second for first, second in combinations(shares, 2)))


def where_they_meet(
    deal: Deal, landscape: Landscape, markets: Iterable[Market], *, most: int
) -> tuple[Market, ...]:
    """Return the markets that matter most to a deal, the largest overlap first.

    Where the parties meet nowhere, those come back in which they sell most.

    Parameters
    ----------
    deal, landscape
        The deal, and the landscape of its day.
    markets
        Candidates; of those of one place the one with prices, the newest, or the one
        with most products is taken.
    most
        How many at most.
    """
    given = tuple(markets)
    deal = with_known_parties(deal, landscape, given)
    places = tuple(as_sold(market, landscape, deal.brands) for market in given)
    makers = dict.fromkeys(firm for market in places for firm in market.firms)
    change = reorganise(deal, landscape, makers)
    met = [overlap(change, market) for market in places]
    if not any(met):
        met = [sum(party_shares(change, market)) for market in places]
    sold = [float(market.quantities.sum()) for market in places]
    weights = [share * size for share, size in zip(met, sold, strict=True)]
    order = sorted(
        range(len(given)),
        key=lambda n: (
            weights[n] > 0,
            given[n].jurisdiction not in SEVERAL_COUNTRIES,
            weights[n],
        ),
        reverse=True,
    )
    chosen = [given[n] for n in order if weights[n] > 0]
    return tuple(_one_a_place(chosen))[:most]


def _one_a_place(markets: Sequence[Market]) -> Iterable[Market]:
    """Yield the markets, of one place the one with the most products."""
    best: dict[str, Market] = {}
    for market in markets:
        held = best.get(market.jurisdiction)
        if held is None or _finer(market, held):
            best[market.jurisdiction] = market
    kept = {market.name for market in best.values()}
    return (market for market in markets if market.name in kept)


def _finer(market: Market, other: Market) -> bool:
    """Return whether a market has prices, more products or a newer period."""
    first, second = (
        (one.prices is not None, one.period[-4:], len(one.products))
        for one in (market, other)
    )
    return first > second


def both_sell(change: Reorganisation, market: Market) -> bool:
    """Return whether two parties at least sell in a market."""
    return int(np.count_nonzero(np.array(party_shares(change, market)) > 0)) > 1


def markets_to_price(
    deal: Deal, landscape: Landscape, *, most: int = 2
) -> tuple[Market, ...]:
    """Return the bundled markets in which a deal's prices are computed by default."""
    markets = [load_market(name) for name in _bundled(("model", "brand"))]
    if any(step.by_powertrain for step in deal.steps):
        markets = [market for market in markets if any(market.powertrains)]
    return where_they_meet(deal, landscape, markets, most=most)


def markets_to_screen(
    deal: Deal, landscape: Landscape, *, most: int = 8
) -> tuple[Market, ...]:
    """Return the bundled markets in which concentration is looked at by default.

    The large ones in which a party sells, and those where the parties meet most.
    """
    candidates = [load_market(name) for name in _bundled(("brand",))]
    meeting = where_they_meet(deal, landscape, candidates, most=most)
    known = with_known_parties(deal, landscape, candidates)
    parties = reorganise(known, landscape).parties
    large = [
        market
        for market in map(load_market, LARGE)
        if parties & set(as_sold(market, landscape, known.brands).firms)
    ]
    kept = {market.jurisdiction for market in large}
    return (
        *large,
        *(market for market in meeting if market.jurisdiction not in kept),
    )


def _bundled(levels: tuple[str, ...]) -> Iterable[str]:
    return (entry.name for entry in catalogue() if entry.level in levels)
