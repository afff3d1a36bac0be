"""A market by model at what its makers sold in a newer year.

Sales by model with prices come late, sales by maker every year. Scaling each maker's
models to its newer total keeps the mix inside the maker and moves the makers' sizes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import numpy as np

from keiretsu.market.bundled import REST, CatalogueEntry, catalogue, load_market
from keiretsu.market.market import Market

LEAST_KNOWN = 0.95
"""Part of the newer sales that makers of the older table must have."""


def at_newer_sales(market: Market) -> tuple[Market, str] | None:
    """Return a bundled market at its makers' sales of the newest year, and that year.

    None where the market is not the newest by model of its place, no newer year is
    known by brand, or its makers do not have nearly all of the newer sales. Makers of
    whom the newer year says nothing keep their sales.
    """
    newer = _newer(market.name)
    if newer is None:
        return None
    known = load_market(newer.name)
    totals = _by_maker(known)
    before = _by_maker(market)
    shared = before.keys() & totals.keys() - {REST}
    if sum(totals[maker] for maker in shared) < LEAST_KNOWN * sum(totals.values()):
        return None
    factor = {maker: totals[maker] / before[maker] for maker in shared}
    scale = np.array([factor.get(maker, 1.0) for maker in market.firms])
    return market.replace(quantities=market.quantities * scale), newer.period[2:]


def _by_maker(market: Market) -> dict[str, float]:
    sold: defaultdict[str, float] = defaultdict(float)
    for maker, units in zip(market.firms, market.quantities.tolist(), strict=True):
        sold[maker] += units
    return sold


@cache
def _newer(name: str) -> CatalogueEntry | None:
    """Return the newest market by brand of the same place, if it is the newer one."""
    entries = catalogue()
    own = next((e for e in entries if e.name == name and e.level == "model"), None)
    if own is None:
        return None
    here = [e for e in entries if e.place == own.place]
    years = [e.period[2:] for e in here if e.level == "model"]
    if own.period[2:] != max(years):
        return None
    newer = [e for e in here if e.level == "brand" and e.period[2:] > own.period[2:]]
    return max(newer, key=lambda e: e.period[2:], default=None)
