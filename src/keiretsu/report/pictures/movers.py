"""Which products move most, with the range of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import numpy as np

from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import (
    LARGEST_CHANGE,
    MARGINS,
    MarketEffects,
)
from keiretsu.pictures.chart import Drawn, chart_svg, new_chart
from keiretsu.pictures.picture import GREY, VERMILLION, Picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import NOTHING, Range
from keiretsu.report.words import band, plural, signed, two_digits

SHOWN = 12
NUMEROUS = 10_000
"""Units above which a product that is left out is named."""


def movers(
    deal: Deal, effects: MarketEffects, label: Callable[[str], str]
) -> Picture | None:
    """Return the products whose prices change most, or None where none changes."""
    rows = _rows(deal, effects, label)
    if not rows:
        return None
    theirs = sum(r["party"] for r in rows)
    title = (
        f"{theirs} of the {plural(len(rows), 'product')} that move most "
        f"{'is' if theirs == 1 else 'are'} the parties' own"
    )
    note = (
        f"{effects.market.title}. Point: estimate; bar: middle 80 % of draws"
        f"{'' if effects.draws else ' (none were made)'}. Filled: the parties; "
        f"hollow: rivals.{_left_out(effects)}"
    )
    name = f"movers-{effects.market.name}"
    svg = chart_svg(_chart(rows), name=name, title=title, note=note)
    return Picture(
        name=name, title=title, note=note, svg=svg, table=_table(rows, effects)
    )


def _rows(
    deal: Deal, effects: MarketEffects, label: Callable[[str], str]
) -> list[dict[str, Any]]:
    market, change = effects.market, effects.price_change
    mine = effects.parties
    shown = market.competing & effects.believable
    order = np.argsort(-np.abs(np.where(shown, change, 0.0)), kind="stable")
    return [
        {
            "product": product_name(effects, j),
            "maker": label(market.firms[j]),
            "party": bool(mine[j]),
            "before": float(effects.prices_before[j]),
            "after": float(effects.prices_after[j]),
            **_percent(j, effects),
        }
        for j in order[:SHOWN]
        if shown[j] and abs(change[j]) >= NOTHING
    ]


def _left_out(effects: MarketEffects) -> str:
    """Name the products that sell in numbers and are not shown, and say why."""
    market = effects.market
    wrong = market.competing & ~effects.believable & (market.quantities > NUMEROUS)
    moved = np.flatnonzero(wrong & (np.abs(effects.price_change) >= NOTHING))
    if not moved.size:
        return ""
    named = ", ".join(product_name(effects, j) for j in moved.tolist())
    low, high = MARGINS
    return (
        f" Left out, because the model gives them a margin outside {low:.0%} to "
        f"{high:.0%} or a change above {LARGEST_CHANGE:.0%}: {named}."
    )


def product_name(effects: MarketEffects, j: int) -> str:
    """Return brand and product, the brand once."""
    brand, product = effects.market.brands[j], effects.market.products[j]
    return product if product.startswith(brand) else f"{brand} {product}"


def _percent(j: int, effects: MarketEffects) -> dict[str, float]:
    drawn = effects.draws.price_change[:, j] if effects.draws else None
    span = Range.of(float(effects.price_change[j]), drawn)
    low = span.point if span.low is None else span.low
    high = span.point if span.high is None else span.high
    return {"change": span.point, "low": low, "high": high}


def _chart(rows: list[dict[str, Any]]) -> Drawn:
    data = [
        {
            "product": r["product"],
            "who": "the parties" if r["party"] else "rivals",
            **{key: 100 * r[key] for key in ("change", "low", "high")},
        }
        for r in rows
    ]
    sort = [r["product"] for r in rows]
    base = new_chart(data).encode(y=alt.Y("product:N", sort=sort, title=None))
    sides = ["the parties", "rivals"]
    who = alt.Scale(domain=sides, range=[VERMILLION, GREY])
    legend = alt.Legend(title=None, orient="top")
    fill = alt.Scale(domain=sides, range=[VERMILLION, "white"])
    return alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.55).encode(
            x=alt.X("low:Q", title="price change, %"),
            x2="high:Q",
            color=alt.Color("who:N", scale=who, legend=None),
        ),
        base.mark_point(size=70, strokeWidth=2, opacity=1).encode(
            x="change:Q",
            stroke=alt.Stroke("who:N", scale=who, legend=legend),
            fill=alt.Fill("who:N", scale=fill, legend=legend),
        ),
    ).properties(width=430, height=26 * len(rows))


def _table(rows: list[dict[str, Any]], effects: MarketEffects) -> Table:
    unit = "index" if effects.relative else effects.market.currency or ""
    return Table(
        caption=f"Products whose prices change most, {effects.market.title}",
        columns=(
            "Product",
            "Maker",
            f"Price before, {unit}",
            f"Price after, {unit}",
            "Change",
            "Middle 80 % of draws",
        ),
        rows=tuple(
            (
                r["product"],
                r["maker"],
                _price(r["before"]),
                _price(r["after"]),
                signed(r["change"]),
                band(r["low"], r["high"]) if effects.draws else "not drawn",
            )
            for r in rows
        ),
        numeric=(2, 3, 4, 5),
    )


def _price(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 1000 else two_digits(value)
