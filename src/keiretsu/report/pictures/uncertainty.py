"""How sure: each market's price effect with its bands, readings of control together."""

from __future__ import annotations

from typing import Any

import altair as alt

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import Range, average_change
from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.pictures.chart import Drawn, chart_svg, new_chart
from keiretsu.pictures.picture import BLUE, GREEN, INK, ORANGE, Picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import by_market
from keiretsu.report.words import band, signed

_COLOURS, _SHAPES = [BLUE, ORANGE, GREEN], ["circle", "square", "diamond"]
_LABELS = {r: f"{r}: {words}" for r, words in READING_WORDS.items()}


def bands(deal: Deal, effects: Effects) -> Picture | None:
    """Return the parties' mean price change by market and reading, with its bands."""
    rows = _rows(deal, effects)
    if not rows:
        return None
    products = effects.words.products
    title = _title(rows, products)
    drawn = any(r["range"].low is not None for r in rows)
    note = (
        f"Mean price change of the parties' {products}. Point: estimate; "
        + (
            "thick bar: middle 50 % of draws; thin bar: range over models and draws. "
            if drawn
            else ""
        )
        + "The readings say how a stake becomes a say; nobody knows which holds."
    )
    svg = chart_svg(_chart(rows, products), name="bands", title=title, note=note)
    return Picture(
        name="bands", title=title, note=note, svg=svg, table=_table(rows, products)
    )


def _rows(deal: Deal, effects: Effects) -> list[dict[str, Any]]:
    return [
        {
            "market": one.market.title,
            "reading": reading,
            "range": average_change(one, "parties"),
        }
        for readings in by_market(effects).values()
        for reading, one in readings.items()
        if one.parties.any()
    ]


def _title(rows: list[dict[str, Any]], products: str) -> str:
    ends = [_numbers(r["range"]) for r in rows]
    low = min(e["low"] for e in ends) / 100
    high = max(e["high"] for e in ends) / 100
    if max(abs(low), abs(high)) < 1e-9:
        return "Under no reading of control do the parties' prices move"
    if low > 0:
        return (
            f"The parties' {products} get dearer under every reading: "
            f"{band(low, high)} over all markets, models and draws"
        )
    return (
        f"The parties' prices move by {band(low, high)} over all markets, models and "
        "draws"
    )


def _numbers(span: Range) -> dict[str, float]:
    low = span.point if span.low is None else span.low
    high = span.point if span.high is None else span.high
    inner = span.inner or (span.point, span.point)
    values = {
        "point": span.point,
        "low": low,
        "high": high,
        "first": inner[0],
        "last": inner[1],
    }
    return {key: 100 * value for key, value in values.items()}


def _chart(rows: list[dict[str, Any]], products: str) -> Drawn:
    data = [
        {
            "market": r["market"],
            "reading": _LABELS[r["reading"]],
            **_numbers(r["range"]),
        }
        for r in rows
    ]
    present = {d["reading"] for d in data}
    shown = [label for label in _LABELS.values() if label in present]
    markets = list(dict.fromkeys(d["market"] for d in data))
    base = new_chart(data).encode(
        y=alt.Y("market:N", sort=markets, title=None, axis=alt.Axis(labelLimit=240)),
        yOffset=alt.YOffset("reading:N", sort=shown),
        color=alt.Color(
            "reading:N",
            sort=shown,
            scale=alt.Scale(domain=shown, range=_COLOURS[: len(shown)]),
            legend=alt.Legend(title=None, orient="top", direction="vertical"),
        ),
    )
    x = alt.X("low:Q", title=f"mean price change of the parties' {products}, %")
    shape = alt.Shape(
        "reading:N",
        sort=shown,
        scale=alt.Scale(domain=shown, range=_SHAPES[: len(shown)]),
        legend=alt.Legend(title=None, orient="top", direction="vertical"),
    )
    return alt.layer(
        new_chart([{"zero": 0}]).mark_rule(color=INK).encode(x="zero:Q"),
        base.mark_rule(strokeWidth=1.5).encode(x=x, x2="high:Q"),
        base.mark_rule(strokeWidth=5, opacity=0.6).encode(x="first:Q", x2="last:Q"),
        base.mark_point(size=80, filled=True, opacity=1).encode(
            x="point:Q", shape=shape
        ),
    ).properties(width=400, height=max(24 * len(data), 60))


def _table(rows: list[dict[str, Any]], products: str) -> Table:
    def span(found: Range) -> str:
        if found.low is None or found.high is None:
            return "not drawn"
        return band(found.low, found.high)

    return Table(
        caption=f"Mean price change of the parties' {products} by market and reading",
        columns=("Market", "Reading of control", "Estimate", "Range"),
        rows=tuple(
            (
                r["market"],
                _LABELS[r["reading"]],
                signed(r["range"].point),
                span(r["range"]),
            )
            for r in rows
        ),
        numeric=(2, 3),
    )
