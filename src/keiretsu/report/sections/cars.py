"""The electric line-up of the parties and of the companies they decide over."""

from __future__ import annotations

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section

ELECTRIC = ("BEV", "PHEV", "EREV", "FCEV")


def cars(report: Report) -> Section | None:
    """Return the section, or None where no vehicle or party is on record."""
    landscape = report.landscape
    if landscape is None or not (report.known_parties and landscape.vehicles):
        return None
    mine = {
        member
        for party in report.known_parties
        for member in (party, *landscape.members_of(party))
    }
    found = [
        v for v in landscape.vehicles if v.company in mine and v.powertrain in ELECTRIC
    ]
    order = {c: n for n, c in enumerate(report.known_parties)}
    found.sort(key=lambda v: (order.get(v.company, len(order)), v.brand, v.model))
    return Section(
        name="cars",
        heading="Electric cars of the parties",
        content={
            "vehicles": found,
            "without": [
                p for p in report.known_parties if p not in {v.company for v in found}
            ],
        },
    )
