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
from keiretsu.report.spans import shown_under, signed_span
from keiretsu.units import joined


def prices(report: Report) -> Section | None:
    """Return the section, or None where no market was computed."""
    effects = report.effects
    if not effects.markets:
        return None
    first = leading(effects)
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
                "leads": first is not None and one.market is first.market,
                "effects": one,
                "warnings": warnings(readings),
                "reading": READING_WORDS[one.reading],
                "span": signed_span(
                    [average_change(e, "parties") for e in readings.values()]
                ),
                "means": _means(readings),
                "pressure": pressure_table(report.deal, one),
                "pictures": [p for p in pictures if p is not None],
            }
        )
    return Section(
        name="prices",
        heading="What prices would do, by brand and segment",
        content={"blocks": blocks},
        lead=tuple(
            f"{picture.title}{shown_under(effects)}."
            for block in blocks
            for picture in block["pictures"]
            if first and picture.name == f"heat-{first.market.name}"
        ),
        more="Every market, brand and segment",
    )


def warnings(readings: Mapping[Reading, MarketEffects]) -> list[tuple[str, str]]:
    """Return each warning once, and where it hangs on the reading, `if …`."""
    found: dict[str, list[str]] = {}
    for reading, one in readings.items():
        for warning in one.warnings:
            found.setdefault(warning, []).append(READING_WORDS[reading])
    return [
        ("" if len(under) == len(readings) else f"if {joined(under, 'or')}", warning)
        for warning, under in found.items()
    ]


def _means(readings: dict[Reading, MarketEffects]) -> Table:
    """Return the mean price changes in one market, one row a reading of control."""
    words = central(readings).market.words
    products = words.products
    return Table(
        caption=f"Mean price change, weighted by {words.units} sold; in brackets the "
        f"range over {varied(readings.values())}",
        columns=(
            "Reading of control",
            f"Parties' {products}",
            f"Rivals' {products}",
            f"All {products}",
        ),
        rows=tuple(
            (
                READING_WORDS[reading],
                *(
                    with_range(average_change(one, of))
                    for of in ("parties", "rivals", "all")
                ),
            )
            for reading, one in readings.items()
        ),
        numeric=(1, 2, 3),
    )
