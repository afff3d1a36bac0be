"""Concentration and pressure: indices of changed owners and profit weights."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from keiretsu.deals.indices.index import Index, told
from keiretsu.deals.indices.view import View
from keiretsu.screens import (
    cmcr_of_products,
    hhi,
    merger_delta,
    mhhi,
    upp_of_products,
)
from keiretsu.units import joined

CREDIT = 0.10
"""Saving that upward pricing pressure credits, as a share of cost."""


def concentration(view: View) -> Iterator[Index]:
    """Yield the concentration of the market before and after."""
    for when, shares in zip(("before", "after"), view.by_head, strict=True):
        note = "makers under one controller count as one"
        yield told(f"HHI {when}", "market", "points", note, partial(hhi, shares))
    for when, kappa in zip(("before", "after"), view.kappa, strict=True):
        yield told(
            f"MHHI {when}",
            "market",
            "points",
            "counts what stakes earn and say, under this reading",
            partial(mhhi, view.unit_shares, kappa),
        )
    if len(view.parties) == 2:
        own = np.array([view.shares[rows].sum() for rows in view.parties.values()])
        yield told(
            "rise of HHI by a merger",
            joined(view.parties),
            "points",
            "twice the product of the shares",
            partial(merger_delta, own, [0, 1]),
        )


def pressure(view: View) -> Iterator[Index]:
    """Yield pressure on each party's prices, products of a maker counted together."""
    weights = {"before": view.before, "after": view.after}
    note = "mean over its products, from the changed profit weights"
    for name, rows in view.parties.items():

        def upp(credit: float, rows: np.ndarray = rows) -> float:
            markups = view.prices - view.costs
            raw = upp_of_products(markups, view.diversion, **weights)
            return view.mean(raw - credit * view.costs, rows)

        def cmcr(rows: np.ndarray = rows) -> float:
            saving = cmcr_of_products(
                view.prices, view.margins, view.diversion, **weights
            )
            return view.mean(saving, rows)

        words = f"{note}, no saving credited"
        yield told("UPP", name, "currency", words, partial(upp, 0.0))
        words = f"{note}, a saving of {100 * CREDIT:.0f} % of cost credited"
        label = "UPP less 10 % of cost"
        yield told(label, name, "currency", words, partial(upp, CREDIT))
        words = "saving of cost at which no price moves"
        yield told("CMCR", name, "share", words, cmcr)
