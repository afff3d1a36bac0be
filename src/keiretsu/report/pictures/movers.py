"""Which products move most, each between the ends that models and draws give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from keiretsu.deals.answers import ProductChanges, product_changes
from keiretsu.deals.deal import Deal
from keiretsu.deals.figures import between, percent, two_digits
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.plausible import NUMEROUS, bounds
from keiretsu.market import product_names
from keiretsu.pictures.picture import GREY, VERMILLION, Picture
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.report.background import UNSTEADY
from keiretsu.report.key_numbers import NOTHING
from keiretsu.units import plural

SHOWN, MINE = 10, 7
"""Products shown, and how many of them are the parties' where both sides have many."""


def movers(
    deal: Deal, effects: MarketEffects, label: Callable[[str], str]
) -> Picture | None:
    """Return the products whose prices change most, or None where none changes."""
    changes = product_changes(effects)
    rows = [_row(effects, changes, j, label) for j in _chosen(effects, changes)]
    if not rows:
        return None
    low, high = (f(abs(r["change"]) for r in rows) for f in (min, max))
    title = (
        f"{effects.market.title}: the {plural(len(rows), 'product')} that move most, "
        f"by {percent(low)} to {percent(high)}"
    )
    note = (
        "The parties' products first. Bar: between the models that count, with the "
        f"middle 80 % of draws of each{'' if effects.draws else ' (none were made)'}"
        "; point: the market's own model. Filled: the parties; hollow: rivals."
        f"{_left_out(effects, changes)}{_unsteady(effects, rows)}"
    )
    return rows_picture(
        _drawn(rows),
        name=f"movers-{effects.market.name}",
        title=title,
        note=note,
        table=_table(rows, effects),
    )


def _chosen(effects: MarketEffects, changes: ProductChanges) -> list[int]:
    """Return the products shown: the parties' that move most, then their rivals'."""
    size, largest = np.abs(changes.point), bounds()["price_change"].high
    shown = effects.market.competing & effects.believable & changes.findings
    shown &= (size >= NOTHING) & (np.maximum(-changes.low, changes.high) <= largest)
    order = [j for j in np.argsort(-size, kind="stable").tolist() if shown[j]]
    mine = [j for j in order if effects.parties[j]]
    theirs = [j for j in order if not effects.parties[j]]
    kept = mine[: max(MINE, SHOWN - len(theirs))]
    return kept + theirs[: SHOWN - len(kept)]


def _row(
    effects: MarketEffects,
    changes: ProductChanges,
    j: int,
    label: Callable[[str], str],
) -> dict[str, Any]:
    return {
        "product": product_names(effects.market)[j],
        "maker": label(effects.market.firms[j]),
        "party": bool(effects.parties[j]),
        "electric": effects.market.powertrains[j] == "BEV",
        "before": float(effects.prices_before[j]),
        "change": float(changes.point[j]),
        "low": float(changes.low[j]),
        "high": float(changes.high[j]),
    }


def _unsteady(effects: MarketEffects, rows: list[dict[str, Any]]) -> str:
    """Say how unsteady the figures of electric cars are, where some are shown."""
    if not any(row["electric"] for row in rows):
        return ""
    return f" {UNSTEADY[:1].upper()}{UNSTEADY[1:]}."


def _left_out(effects: MarketEffects, changes: ProductChanges) -> str:
    """Say how many products that sell in numbers are not shown, and why."""
    market = effects.market
    many = market.competing & (market.quantities > NUMEROUS)
    many &= np.abs(changes.point) >= NOTHING
    doubted = int((many & ~effects.believable).sum())
    apart = int((many & effects.believable & ~changes.findings).sum())
    told = ""
    if doubted:
        told += (
            f" Left out: {plural(doubted, 'product')} out of the bounds named above."
        )
    if apart:
        told += (
            f" Left out: {plural(apart, 'product')} about which the models differ by "
            "more than the effect."
        )
    return told


def _drawn(rows: list[dict[str, Any]]) -> Rows:
    return Rows(
        rows=tuple(
            Row(
                label=r["product"],
                marks=(
                    Mark(
                        at=100 * r["change"],
                        low=100 * r["low"],
                        high=100 * r["high"],
                        colour=VERMILLION if r["party"] else GREY,
                        hollow=not r["party"],
                    ),
                ),
            )
            for r in rows
        ),
        axis="price change, %",
        legend=(
            (VERMILLION, "circle", "the parties"),
            (GREY, "circle", "rivals (hollow)"),
        ),
    )


def _table(rows: list[dict[str, Any]], effects: MarketEffects) -> Table:
    unit = "index" if effects.relative else effects.market.currency or ""
    return Table(
        caption=f"Products whose prices change most, {effects.market.title}, the "
        "parties' first",
        columns=("Product", "Maker", f"Price before, {unit}", "Change"),
        rows=tuple(
            (
                r["product"],
                r["maker"],
                _price(r["before"]),
                between(r["low"], r["high"]),
            )
            for r in rows
        ),
        numeric=(2, 3),
    )


def _price(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 1000 else two_digits(value)
