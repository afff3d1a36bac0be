"""Where the parties overlap, and how concentrated each market is."""

from __future__ import annotations

from keiretsu.pictures.table import Table
from keiretsu.report.pictures.concentration import concentration, if_read, place_of
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.severity import by_place, standing
from keiretsu.report.thresholds import both_sell, decisive, rise
from keiretsu.rules.assessment import Concentration
from keiretsu.units import percent, points

AT_A_GLANCE = 3
"""Markets in the small table."""


def _largest(report: Report) -> Table | None:
    """Return the markets where both sell and together the largest part, or None."""
    places = by_place(report)
    entries: dict[str, Concentration] = {}
    for entry in filter(both_sell, decisive(report)):
        known = entries.get(entry.market)
        if known is None or rise(entry) > rise(known):
            entries[entry.market] = entry
    if not entries:
        return None
    largest = sorted(entries.values(), key=lambda e: -e.share_combined)[:AT_A_GLANCE]
    shared, *more = dict.fromkeys(map(if_read, largest))
    read = "" if more else shared
    return Table(
        caption=f"Share of the parties together, and rise of the index in points{read}",
        columns=("Market", "Share", "Rise", "Outcome"),
        rows=tuple(
            (
                f"{place_of(e)}{if_read(e) if more else ''}",
                percent(e.share_combined, 0),
                points(rise(e)),
                standing(e, places.get(e.market, [])).phrase,
            )
            for e in largest
        ),
        numeric=(1, 2),
    )


def overlap(report: Report) -> Section | None:
    """Return the section, or None where nothing was assessed."""
    picture = concentration(report)
    if picture is None or report.assessment is None:
        return None
    return Section(
        name="overlap",
        heading="Where they meet",
        lead=tuple(filter(None, (f"{picture.title}.", report.unseen_said))),
        glance=_largest(report),
        more="Every market and its thresholds",
        content={"picture": picture, "notes": report.assessment.notes},
    )
