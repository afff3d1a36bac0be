"""Where the parties may meet unseen: home markets that do not name a party.

A table by brand names those that sell most. Who is not named there sells nothing as far
as it tells, and no effect is computed; that is not to say that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from keiretsu.deals.deal import Deal
from keiretsu.deals.parties import with_known_parties
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.where import SEVERAL_COUNTRIES, party_firms
from keiretsu.landscape import Landscape
from keiretsu.market import Market, catalogue, load_market
from keiretsu.market.bundled import CatalogueEntry
from keiretsu.units import percent

LEAST = 0.05
"""Part of a market that makers without a name must have to be worth a word."""
NO_SELLERS = frozenset({"investor", "person", "state", "supplier", "trust"})
"""Kinds of companies that sell no products of their own under a brand."""


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """A market that names a party of a deal, and not another that is at home there.

    Attributes
    ----------
    market
        The market.
    missing
        Labels of the parties that it does not name.
    unnamed
        Part of what is sold that it does not name, 0 to 1.
    """

    market: Market
    missing: tuple[str, ...]
    unnamed: float

    @property
    def words(self) -> str:
        """Return `China, 2024, where NIO is not named, as 32 % of sales are not`."""
        title = self.market.title.removesuffix(", by brand")
        verb = "are" if len(self.missing) > 1 else "is"
        return (
            f"{title}, where {' and '.join(self.missing)} {verb} not named, as "
            f"{percent(self.unnamed, 0)} of sales are not"
        )


def unseen(deal: Deal, landscape: Landscape) -> tuple[Unseen, ...]:
    """Return the bundled markets in which the parties may meet unseen, largest first.

    Home markets of a party that do not name it, and name another or are its home too:
    the newest by brand of each country.
    """
    markets = list(_newest())
    known = with_known_parties(deal, landscape, markets)
    parties = party_firms(reorganise(known, landscape))
    found = []
    for market in markets:
        named = set(market.firms)
        there = {head: bool(firms & named) for head, firms in parties.items()}
        missing = tuple(
            known.label(head)
            for head, is_named in there.items()
            if not is_named and _at_home(head, market, landscape)
        )
        share = _unnamed(market)
        if missing and (len(missing) > 1 or any(there.values())) and share >= LEAST:
            found.append(Unseen(market=market, missing=missing, unnamed=share))
    found.sort(key=lambda one: -one.unnamed * float(one.market.quantities.sum()))
    return tuple(found)


def _at_home(head: str, market: Market, landscape: Landscape) -> bool:
    company = landscape.companies.get(head)
    if company is None or company.kind in NO_SELLERS:
        return False
    return company.country == market.jurisdiction


def _unnamed(market: Market) -> float:
    return float(market.inside_shares[~np.asarray(market.competing)].sum())


def _newest() -> Iterable[Market]:
    newest: dict[str, CatalogueEntry] = {}
    for entry in catalogue():
        if entry.level == "brand" and entry.jurisdiction not in SEVERAL_COUNTRIES:
            held = newest.get(entry.place)
            if held is None or entry.period > held.period:
                newest[entry.place] = entry
    return (load_market(entry.name) for entry in newest.values())
