"""A market cut into its segments, each a market of its own.

A segment holds the products of one nest. It says how concentrated a narrower market
would be; that buyers of one segment would not turn to another is not said.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from keiretsu.market.market import Market

_UNCLASSED = (None, "not classed")


def by_segment(market: Market) -> tuple[Market, ...]:
    """Return one market a nest, the largest first; none where there are no nests.

    Products without a nest, or that nobody classed, are left out. A segment keeps the
    market's title, with its own name after it, and says nothing of coverage or of those
    who buy nothing.
    """
    nests = np.array(market.nests, dtype=object)
    named = sorted({str(nest) for nest in market.nests if nest not in _UNCLASSED})
    if len(named) < 2:
        return ()
    cut = [_segment(market, nest, np.flatnonzero(nests == nest)) for nest in named]
    return tuple(sorted(cut, key=lambda one: -float(one.quantities.sum())))


def _segment(market: Market, nest: str, rows: np.ndarray) -> Market:
    def taken(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(values[row] for row in rows)

    return market.replace(
        name=f"{market.name}: {nest}",
        title=f"{market.title}, {nest}",
        products=taken(market.products),
        firms=taken(market.firms),
        brands=taken(market.brands),
        quantities=market.quantities[rows],
        prices=None if market.prices is None else market.prices[rows],
        nests=taken(market.nests),
        powertrains=taken(market.powertrains),
        competing=market.competing[rows],
        characteristics={
            name: values[rows] for name, values in market.characteristics.items()
        },
        outside_share=None,
        coverage=None,
    )
