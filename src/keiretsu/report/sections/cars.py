"""The electric line-up of the parties and of the companies they decide over."""

from __future__ import annotations

from keiretsu.landscape import Landscape
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section

ELECTRIC = ("BEV", "PHEV", "EREV", "FCEV")


def _members(landscape: Landscape, party: str) -> tuple[str, ...]:
    """Return the companies that a party decides over; none of a maker unknown to us."""
    return landscape.members_of(party) if party in landscape.companies else ()


def cars(report: Report) -> Section | None:
    """Return the section, or None where no vehicles are on record at all."""
    landscape = report.landscape
    if landscape is None or not landscape.vehicles:
        return None
    mine = {
        member
        for party in report.deal.parties
        for member in (party, *_members(landscape, party))
    }
    found = [
        v for v in landscape.vehicles if v.company in mine and v.powertrain in ELECTRIC
    ]
    order = {c: n for n, c in enumerate(report.deal.parties)}
    found.sort(key=lambda v: (order.get(v.company, len(order)), v.brand, v.model))
    return Section(
        name="cars",
        heading="Electric cars of the parties",
        content={
            "vehicles": found,
            "without": [
                p for p in report.deal.parties if p not in {v.company for v in found}
            ],
        },
    )
