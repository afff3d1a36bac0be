"""What we do not know, and where what we know disagrees with itself."""

from __future__ import annotations

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section


def gaps(report: Report) -> Section:
    """Return the section."""
    parties = set(report.deal.parties)
    landscape = report.landscape
    contradictions = () if landscape is None else landscape.contradictions()
    missing = () if landscape is None else landscape.gaps()
    unknown: dict[str, list[str]] = {}
    for verdict in report.assessment.verdicts if report.assessment else ():
        if verdict.state == "unknown":
            tests = unknown.setdefault("; ".join(verdict.missing) or "not said", [])
            name = f"{verdict.jurisdiction} {verdict.rule} {verdict.test}"
            if name not in tests:
                tests.append(name)
    notes = [(m.market.title, m.market.notes) for m in report.effects.markets]
    return Section(
        name="gaps",
        heading="Gaps and contradictions",
        content={
            "contradictions": [
                c
                for c in contradictions
                if parties & {x for s in c.stakes for x in (s.holder, s.held)}
            ],
            "gaps": [g for g in missing if parties & set(g.about)],
            "unknown": unknown,
            "notes": dict(notes),
        },
    )
