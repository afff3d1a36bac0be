"""Who gains and who loses."""

from __future__ import annotations

from keiretsu.pictures.picture import Picture
from keiretsu.report.key_numbers import by_market, central, changes_nothing, leading
from keiretsu.report.pictures.gains import who_gains
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.spans import shown_under


def gainers(report: Report) -> Section | None:
    """Return the section, or None where nobody gains or loses."""
    if changes_nothing(report.effects):
        return None
    chosen = [central(readings) for readings in by_market(report.effects).values()]
    pictures = [who_gains(one) for one in chosen]
    shown = [p for p in pictures if p is not None]
    if not shown:
        return None
    return Section(
        name="gainers",
        heading="Who gains and who loses",
        content={"pictures": shown},
        lead=(f"{_leading(report, shown).title}{shown_under(report.effects)}.",),
        more="Every market",
    )


def _leading(report: Report, shown: list[Picture]) -> Picture:
    """Return the picture of the market that the headline speaks of, else the first."""
    one = leading(report.effects)
    name = "" if one is None else f"gains-{one.market.name}"
    return next((p for p in shown if p.name == name), shown[0])
