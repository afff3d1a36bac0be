"""The method, in plain words and then in equations."""

from __future__ import annotations

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def method(report: Report) -> Section:
    """Return the section."""
    demand = dict.fromkeys(one.demand for one in report.effects.markets)
    return Section(
        name="method",
        heading="Method",
        more="In plain words, then in equations",
        content={
            "demand": tuple(demand),
            "readings": report.effects.readings,
            "relative": any(one.relative for one in report.effects.markets),
        },
    )
