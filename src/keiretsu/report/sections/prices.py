"""What prices would do, by market, brand, segment and product."""

from __future__ import annotations

from typing import Any

from keiretsu.control import READING_WORDS
from keiretsu.pictures.picture import Picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import (
    average_change,
    by_market,
    central,
    changes_nothing,
)
from keiretsu.report.pictures.heatmap import price_heatmap
from keiretsu.report.pictures.movers import movers
from keiretsu.report.pictures.pressure import pressure_table
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def prices(report: Report) -> Section | None:
    """Return the section, or None where no market was computed."""
    effects = report.effects
    if not effects.markets:
        return None
    blocks: list[dict[str, Any]] = []
    for readings in by_market(effects).values():
        one = central(readings)
        pictures: list[Picture | None] = []
        if not changes_nothing(effects):
            pictures = [
                price_heatmap(report.deal, one),
                movers(report.deal, one, report.label),
            ]
        blocks.append(
            {
                "market": one.market,
                "effects": one,
                "warnings": [(r, w) for r, e in readings.items() for w in e.warnings],
                "reading": f"{one.reading} ({READING_WORDS[one.reading]})",
                "pressure": pressure_table(report.deal, one),
                "pictures": [p for p in pictures if p is not None],
            }
        )
    return Section(
        name="prices",
        heading="What prices would do, by brand and segment",
        content={"blocks": blocks, "summary": _summary(report)},
    )


def _summary(report: Report) -> Table:
    rows = []
    for readings in by_market(report.effects).values():
        for one in readings.values():
            mine = one.parties
            others = ~mine & one.market.competing
            rows.append(
                (
                    one.market.title,
                    one.reading,
                    average_change(one, mine).words,
                    average_change(one, others).words,
                    average_change(one, one.market.competing).words,
                    "prices" if not one.relative else "relative only",
                )
            )
    words = report.effects.words
    products = words.products
    return Table(
        caption=f"Mean price change, weighted by {words.units} sold; in brackets the "
        "middle 80 % of draws",
        columns=(
            "Market",
            "Reading of control",
            f"Parties' {products}",
            f"Rivals' {products}",
            f"All {products}",
            "Basis",
        ),
        rows=tuple(rows),
        numeric=(2, 3, 4),
    )
