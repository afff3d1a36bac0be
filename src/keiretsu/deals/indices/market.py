"""Indices of the market: its definition, coordination, and quantity competition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal

import numpy as np
from jaxtyping import Bool

from keiretsu.deals.indices.index import Index, told
from keiretsu.deals.indices.view import Pair, View
from keiretsu.screens import (
    cmcr_cournot,
    critical_discount_factor,
    critical_discount_factors_with_stakes,
    critical_elasticity,
    critical_loss,
    hhi,
    highest_harmless_cost,
    linear_rises,
    matched_price_rise,
    mean_margin,
    merger_delta,
    needed_saving,
    search_market,
)
from keiretsu.units import joined

RISE = 0.05
"""The usual small but significant rise of the hypothetical monopolist test."""

PATIENCE = 0.9
"""Weight on the next year's profit, for rises that a rival would match."""

MOST_SEARCHED = 400
"""Products up to which the smallest market is searched."""

TESTS: tuple[Literal["break-even", "profit-maximising"], ...] = (
    "break-even",
    "profit-maximising",
)
FORMS: tuple[Literal["linear", "isoelastic"], ...] = ("linear", "isoelastic")
CONDUCTS: tuple[Literal["bertrand", "cournot"], ...] = ("bertrand", "cournot")


def definition(view: View) -> Iterator[Index]:
    """Yield critical loss and elasticity, and the size of the smallest market."""
    if not view.parties:
        return
    own = np.logical_or.reduce(list(view.parties.values()))
    name, margin = joined(view.parties), view.mean(view.margins, own)
    rise = f"{100 * RISE:.0f} %"
    for test in TESTS:
        yield told(
            f"critical loss, {test}",
            name,
            "share",
            f"of sales, at a rise of {rise} and the parties' mean margin",
            partial(critical_loss, RISE, margin, test=test),
        )
    for form in FORMS:
        yield told(
            f"critical elasticity, {form}",
            name,
            "number",
            f"below it a sole seller would raise prices by {rise}",
            partial(critical_elasticity, RISE, margin, demand=form),
        )
    yield told(
        "products of the smallest market",
        name,
        "number",
        "closest segments added until a sole seller would raise a party's price by "
        f"{rise}, demand linear from today on",
        partial(_smallest, view, own),
    )


def _smallest(view: View, own: Bool[np.ndarray, " J"]) -> float:
    if len(own) > MOST_SEARCHED:
        return float("nan")
    markups = view.prices - view.costs
    tried = search_market(
        np.flatnonzero(own).tolist(),
        view.diversion,
        linear_rises(view.quantities, view.prices, markups, view.slopes),
        nests=view.observed.nests,
        rise=RISE,
    )
    return float(len(tried[-1].products)) if tried[-1].passed else float("nan")


def coordination(view: View) -> Iterator[Index]:
    """Yield how patient makers must be to coordinate, were they equal."""
    counts = [len(heads) for heads in view.by_head]
    for when, count in zip(("before", "after"), counts, strict=True):
        for conduct in CONDUCTS:
            yield told(
                f"critical discount factor {when}, {conduct}",
                f"{count} makers",
                "number",
                "were all makers equal: coordination holds above it",
                partial(critical_discount_factor, count, conduct=conduct),
            )
    stakes = view.kappa[1] - np.eye(len(view.kappa[1]))

    def hardest() -> float:
        return float(critical_discount_factors_with_stakes(stakes).max())

    if stakes.min() >= 0 and stakes.max() < 1:
        yield told(
            "critical discount factor after, with stakes",
            "the maker hardest to keep",
            "number",
            "were all makers equal but for their weights on each other",
            hardest,
        )
    if len(view.parties) == 2:
        pair = Pair(view, *view.parties.values())
        yield told(
            "price rise that would be matched",
            joined(view.parties),
            "share",
            f"two equal rivals with this margin and diversion, patience {PATIENCE:g}",
            partial(matched_price_rise, pair.margin_own, pair.out, PATIENCE),
        )


def quantities(view: View) -> Iterator[Index]:
    """Yield what quantity competition says of concentration and savings."""

    def margin() -> float:
        return mean_margin(hhi(view.by_head[0]), view.elasticity)

    note = "HHI over the market elasticity"
    yield told("mean margin under Cournot", "market", "share", note, margin)
    if len(view.parties) != 2:
        return
    name = joined(view.parties)
    own = np.array([float(view.shares[rows].sum()) for rows in view.parties.values()])
    pair = Pair(view, *view.parties.values())
    yield told(
        "CMCR under Cournot",
        name,
        "share",
        "saving of the parties' mean cost at which price stays",
        partial(cmcr_cournot, own, view.elasticity),
    )
    yield told(
        "saving that undoes a merger of equals",
        name,
        "share",
        "from the rise of the HHI and the market elasticity (Nocke & Whinston)",
        partial(needed_saving, merger_delta(own, [0, 1]), view.elasticity),
    )
    costs = (
        pair.price_own - pair.markup_own,
        pair.price_rival - pair.markup_rival,
    )
    yield told(
        "highest harmless cost",
        name,
        "currency",
        "of the merged maker, at the parties' mean price under Cournot",
        partial(highest_harmless_cost, (pair.price_own + pair.price_rival) / 2, costs),
    )
