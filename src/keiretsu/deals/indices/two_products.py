"""Two-product indices: each party counted as one product, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from keiretsu.deals.indices.index import Index, told
from keiretsu.deals.indices.view import Pair, View
from keiretsu.screens import cmcr, guppi, price_rise_linear, price_rise_symmetric


def two_products(view: View) -> Iterator[Index]:
    """Yield the indices of the first party, then those of the second."""
    if len(view.parties) != 2:
        return
    named = list(view.parties.items())
    for (name, own), (other, rival) in (tuple(named), tuple(reversed(named))):
        yield from _one_way(name, other, Pair(view, own, rival))


def _one_way(name: str, other: str, pair: Pair) -> Iterator[Index]:
    yield from _diversion(f"{name} to {other}", pair)
    yield from _of_a_merger(f"{name}, with {other}", pair)


def _diversion(to: str, pair: Pair) -> Iterator[Index]:
    yield Index(
        name="diversion",
        of=to,
        value=pair.out,
        unit="share",
        note="of sales that the party loses to others, by the demand",
    )
    yield Index(
        name="diversion by shares",
        of=to,
        value=pair.share_rival / (1 - pair.share_own),
        unit="share",
        note="in proportion to what is sold, nobody leaving the market",
    )


def _of_a_merger(both: str, pair: Pair) -> Iterator[Index]:
    yield told(
        "GUPPI",
        both,
        "share",
        "of a merger; below 5 % quiet, above 10 % worrying, as a rule of thumb",
        partial(guppi, pair.out, pair.margin_rival, pair.price_own, pair.price_rival),
    )
    yield told(
        "CMCR of two products",
        both,
        "share",
        "saving of cost that would undo a merger",
        partial(
            cmcr,
            pair.margin_own,
            pair.margin_rival,
            pair.out,
            pair.back,
            pair.price_own,
            pair.price_rival,
        ),
    )
    for form in ("linear", "isoelastic"):
        yield told(
            f"illustrative price rise, {form}",
            both,
            "share",
            "of a merger of two equal products with this margin and diversion",
            partial(price_rise_symmetric, pair.margin_own, pair.out, demand=form),
        )
    yield told(
        "price rise, two products, linear",
        both,
        "currency",
        "of a merger, both prices at once",
        partial(_linear_rise, pair),
    )


def _linear_rise(pair: Pair) -> float:
    quantities = np.array([pair.sold_own, pair.sold_rival])
    markups = np.array([pair.markup_own, pair.markup_rival])
    rises = price_rise_linear(quantities, markups, (pair.out, pair.back))
    return float(rises[0])
