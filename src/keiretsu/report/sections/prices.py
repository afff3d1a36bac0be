"""What prices would do, by market, brand, segment and product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.control import READING_WORDS, Reading
from keiretsu.deals.answers import average_change
from keiretsu.deals.figures import varied, with_range
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.pictures.picture import Picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import by_market, central, changes_nothing, leading
from keiretsu.report.pictures.heatmap import price_heatmap
from keiretsu.report.pictures.movers import movers
from keiretsu.report.pictures.pressure import pressure_table
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.spans import shown_under
from keiretsu.units import joined


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
                "warnings": warnings(readings),
                "reading": f"{one.reading} ({READING_WORDS[one.reading]})",
                "pressure": pressure_table(report.deal, one),
                "pictures": [p for p in pictures if p is not None],
            }
        )
    return Section(
        name="prices",
        heading="What prices would do, by brand and segment",
        content={"blocks": blocks, "summary": _summary(report)},
        lead=tuple(
            f"{picture.title}{shown_under(effects)}."
            for block in blocks
            for picture in block["pictures"]
            if picture.name == f"heat-{first.market.name}"
        )
        if (first := leading(effects))
        else (),
        more="Every market, brand and segment",
    )


def warnings(readings: Mapping[Reading, MarketEffects]) -> list[tuple[str, str]]:
    """Return each warning once, with the readings of control under which it holds."""
    found: dict[str, list[str]] = {}
    for reading, one in readings.items():
        for warning in one.warnings:
            found.setdefault(warning, []).append(reading)
    return [
        ("" if len(under) == len(readings) else joined(under, "or"), warning)
        for warning, under in found.items()
    ]


def _summary(report: Report) -> Table:
    rows = []
    for readings in by_market(report.effects).values():
        for one in readings.values():
            rows.append(
                (
                    one.market.title,
                    one.reading,
                    with_range(average_change(one, "parties")),
                    with_range(average_change(one, "rivals")),
                    with_range(average_change(one, "all")),
                    "prices" if not one.relative else "relative only",
                )
            )
    words = report.effects.words
    products = words.products
    return Table(
        caption=f"Mean price change, weighted by {words.units} sold; in brackets the "
        f"range over {varied(report.effects.markets)}",
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
