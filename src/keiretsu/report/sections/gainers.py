"""Who gains and who loses."""

from __future__ import annotations

from keiretsu.report.key_numbers import by_market, central, changes_nothing
from keiretsu.report.pictures.gains import who_gains
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def gainers(report: Report) -> Section | None:
    """Return the section, or None where nobody gains or loses."""
    if changes_nothing(report.effects):
        return None
    chosen = [central(readings) for readings in by_market(report.effects).values()]
    pictures = [who_gains(report.deal, one) for one in chosen]
    shown = [p for p in pictures if p is not None]
    if not shown:
        return None
    return Section(
        name="gainers", heading="Who gains and who loses", content={"pictures": shown}
    )
