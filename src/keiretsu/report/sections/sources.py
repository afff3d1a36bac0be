"""Data and sources: every market's data, and every source cited on the page."""

from __future__ import annotations

from keiretsu.report.key_numbers import by_market, central
from keiretsu.report.references import References
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def sources(report: Report, references: References) -> Section:
    """Return the section; `references` fills while the page is rendered."""
    chosen = [central(readings) for readings in by_market(report.effects).values()]
    return Section(
        name="sources",
        heading="Data and sources",
        lead=("Every number leads here; what nobody has checked is marked so.",),
        more="Markets, parameters, sources",
        content={
            "markets": [one.market for one in chosen],
            "effects": chosen,
            "references": references,
        },
    )
