"""What we do not know, and where what we know disagrees with itself."""

from __future__ import annotations

from collections.abc import Iterable

from keiretsu.landscape.analysis.consistency import MISSING, Gap
from keiretsu.news.claims.contradictions import contradictions as contradictory_claims
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import plural


def gaps(report: Report) -> Section:
    """Return the section."""
    parties = set(report.deal.parties)
    landscape = report.landscape
    contradictions = () if landscape is None else landscape.contradictions()
    missing = () if landscape is None else landscape.gaps()
    unknown: dict[str, list[str]] = {}
    for verdict in report.assessment.verdicts if report.assessment else ():
        if verdict.state == "unknown":
            tests = unknown.setdefault(meanings(verdict.missing), [])
            name = f"{verdict.rule} {verdict.test}"
            if name not in tests:
                tests.append(name)
    notes = [(m.market.title, m.market.notes) for m in report.effects.markets]
    disagree = [
        c
        for c in contradictions
        if parties & {x for s in c.stakes for x in (s.holder, s.held)}
    ]
    disagreeing = f"; facts disagree in {plural(len(disagree), 'place')}"
    missing_by_kind = _by_kind([g for g in missing if parties & set(g.about)])
    return Section(
        name="gaps",
        heading="What we do not know",
        lead=(
            f"{plural(sum(map(len, missing_by_kind.values())), 'gap')} in what is "
            f"known of the parties{disagreeing if disagree else ''}.",
        ),
        more="Gaps and contradictions",
        content={
            "contradictions": disagree,
            "gaps": missing_by_kind,
            "unknown": unknown,
            "notes": dict(notes),
            "claims": contradictory_claims(report.claims),
        },
    )


def meanings(missing: Iterable[str]) -> str:
    """Return what is missing in words, without the names of variables."""
    words = (entry.partition(": ")[2] or entry for entry in missing)
    return "; ".join(words) or "not said"


def _by_kind(found: Iterable[Gap]) -> dict[str, list[str]]:
    """Group what is missing, in plain words."""
    grouped: dict[str, list[str]] = {}
    for gap in found:
        grouped.setdefault(MISSING[gap.kind], []).append(gap.text)
    return grouped
