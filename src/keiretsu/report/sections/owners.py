"""Who owns what, before and after the deal."""

from __future__ import annotations

from collections.abc import Callable

from keiretsu.deals.map import Side, sides
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, sentence
from keiretsu.landscape.pictures.labels import table
from keiretsu.landscape.pictures.ownership_map import NOTE
from keiretsu.pictures.picture import Picture, titled
from keiretsu.pictures.sheet import svg
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import percent


def owners(report: Report) -> Section | None:
    """Return the section, or None where no party is on record."""
    if report.landscape is None or not report.known_parties:
        return None
    before, later = sides(report.deal, report.landscape)
    return Section(
        name="owners",
        heading="Who owns what, before and after",
        content={
            # Widths, so that both sides are drawn to one scale.
            "maps": [
                (_map(side, name, report.label), round(side.drawing.width))
                for side, name in ((before, "owners-before"), (later, "owners-after"))
            ],
            "facts": [(sentence(h, report.label), h.source) for h in before.holdings],
            "rest": [
                _rest(before.holdings, party, report) for party in report.known_parties
            ],
        },
    )


def _map(side: Side, name: str, label: Callable[[str], str]) -> Picture:
    note = (
        f"{NOTE} Orange is what the deal changes; the parties have a heavy frame; "
        "“others” is what nobody named holds."
    )
    return Picture(
        name=name,
        title=side.heading,
        note=note,
        svg=titled(svg(side.drawing), name=name, title=side.heading, note=note),
        table=table(side.holdings, side.heading, label),
    )


def _rest(holdings: tuple[OwnershipEdge, ...], party: str, report: Report) -> str:
    """Say how much of a party is in hands we do not know."""
    known = sum(h.share or 0.0 for h in holdings if h.owned == party)
    name = report.label(party)
    if known == 0:
        return f"We hold no fact on who owns {name}: all of it is unknown to us."
    return (
        f"Known holders have {percent(known)} of {name}; who holds the other "
        f"{percent(max(1 - round(known, 3), 0.0))} is not in our facts."
    )
