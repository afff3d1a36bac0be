"""Where the deal must be filed: one row a jurisdiction, each figure with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.rules.filings import Filing
from keiretsu.sources import Source
from keiretsu.units import joined, plural

SIGNS = {
    "must file": "grave",
    "may file": "closer",
    "need not file": "safe",
    "cannot tell": "unknown",
}
"""How each duty is coloured, as the verdicts are."""


def filings(report: Report) -> Section | None:
    """Return the section, or None where no authority was asked."""
    found = () if report.assessment is None else report.assessment.filings
    if not found:
        return None
    order = list(SIGNS)
    return Section(
        name="filings",
        heading="Where it must be filed",
        content={
            "filings": sorted(found, key=lambda f: order.index(f.duty)),
            "signs": SIGNS,
            "procedure": procedure,
            "fee": fee,
        },
        lead=tuple(_counted(found)),
        more="Every jurisdiction",
    )


def _counted(found: Sequence[Filing]) -> Iterator[str]:
    """Yield where the deal must, may and need not be filed, and what is not told."""
    duties = {duty: [f.place for f in found if f.duty == duty] for duty in SIGNS}
    for duty in ("must file", "may file", "need not file"):
        if duties[duty]:
            yield f"{duty[:1].upper()}{duty[1:]} in {joined(duties[duty])}."
    if duties["cannot tell"]:
        where = f"{len(duties['cannot tell'])} of {plural(len(found), 'jurisdiction')}"
        if len(duties["cannot tell"]) == len(found) > 1:
            where = f"all {len(found)} jurisdictions"
        yield f"In {where} it cannot be told with what is known."


def procedure(filing: Filing) -> Source:
    """Return how far standstill and timetable may be trusted, as a source."""
    return Source(
        title=f"timetable of {filing.place}", confidence=filing.timetable_confidence
    )


def fee(filing: Filing) -> Source:
    """Return how far the fee may be trusted, as a source."""
    return Source(title=f"fees of {filing.place}", confidence=filing.fee_confidence)
