"""How sure: each market's price effect with its bands, readings of control together."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import Range, average_change
from keiretsu.deals.deal import Deal
from keiretsu.deals.effects import Effects
from keiretsu.deals.figures import SMALLEST, band, signed, varied
from keiretsu.pictures.picture import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Picture,
)
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import by_market

_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION)
_SHAPES = ("circle", "square", "diamond", "up", "down", "right")


def bands(deal: Deal, effects: Effects) -> Picture | None:
    """Return the parties' mean price change by market and reading, with its bands."""
    rows = _rows(deal, effects)
    if not rows:
        return None
    products = effects.words.products
    over = varied(effects.markets)
    title = _title(rows, products, over)
    drawn = any(one.draws is not None for one in effects.markets)
    ranged = any(r["range"].low is not None for r in rows)
    bars = "; thick bar: middle 50 % of draws; thin bar" if drawn else "; bar"
    note = (
        f"Mean price change of the parties' {products}. Point: estimate"
        f"{f'{bars}: range over {over}' if ranged else ''}. The readings say how a "
        "stake becomes a say; nobody knows which holds."
    )
    return rows_picture(
        _drawn(rows, products),
        name="bands",
        title=title,
        note=note,
        table=_table(rows, products),
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


def _title(rows: list[dict[str, Any]], products: str, over: str) -> str:
    ends = [_numbers(r["range"]) for r in rows]
    low = min(e["low"] for e in ends) / 100
    high = max(e["high"] for e in ends) / 100
    if max(abs(low), abs(high)) < 1e-9:
        return "Under no reading of control do the parties' prices move"
    if low >= SMALLEST:
        return (
            f"The parties' {products} get dearer under every reading: "
            f"{band(low, high)} over all markets, {over}"
        )
    return f"The parties' prices move by {band(low, high)} over all markets, {over}"


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


def _drawn(rows: list[dict[str, Any]], products: str) -> Rows:
    present = {r["reading"] for r in rows}
    shown = [reading for reading in READING_WORDS if reading in present]
    signs = dict(zip(shown, cycle(zip(_COLOURS, _SHAPES, strict=True)), strict=False))
    by_title: dict[str, list[Mark]] = {}
    for r in rows:
        numbers = _numbers(r["range"])
        colour, shape = signs[r["reading"]]
        by_title.setdefault(r["market"], []).append(
            Mark(
                at=numbers["point"],
                low=numbers["low"],
                high=numbers["high"],
                inner=(numbers["first"], numbers["last"]),
                colour=colour,
                shape=shape,
            )
        )
    return Rows(
        rows=tuple(Row(label=t, marks=tuple(marks)) for t, marks in by_title.items()),
        axis=f"mean price change of the parties' {products}, %",
        legend=tuple((*signs[r], READING_WORDS[r]) for r in shown),
    )


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
                READING_WORDS[r["reading"]],
                signed(r["range"].point),
                span(r["range"]),
            )
            for r in rows
        ),
        numeric=(2, 3),
    )
