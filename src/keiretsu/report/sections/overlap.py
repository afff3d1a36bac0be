"""Where the parties overlap, and how concentrated each market is."""

from __future__ import annotations

from keiretsu.report.pictures.concentration import concentration
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def overlap(report: Report) -> Section | None:
    """Return the section, or None where nothing was assessed."""
    picture = concentration(report)
    if picture is None or report.assessment is None:
        return None
    return Section(
        name="overlap",
        heading="Where they overlap, against each authority's own thresholds",
        content={"picture": picture, "notes": report.assessment.notes},
    )
