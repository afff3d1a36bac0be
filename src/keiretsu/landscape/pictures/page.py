"""A landscape, and one company of it, as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from keiretsu.countries import country_name
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.landscape.analysis.neighbourhood import neighbourhood
from keiretsu.landscape.day import Day
from keiretsu.landscape.pictures.labels import table
from keiretsu.landscape.pictures.map import ownership_map
from keiretsu.pictures.picture import Picture
from keiretsu.pictures.table import Table
from keiretsu.units import written

MOST = 10
"""Rows that a short table shows."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Page:
    """One company on one day: its stakes in both directions, and the map round it.

    Attributes
    ----------
    day
        The facts of the day.
    company
        Company identifier.
    """

    day: Day
    company: str

    @property
    def heading(self) -> str:
        """Who it is, and of which day the page speaks."""
        known = self.day.companies[self.company]
        where = f", {country_name(known.country)}" if known.country else ""
        return (
            f"{known.name} ({known.kind}{where}) {dates_said(self.day, self.company)}"
        )

    @property
    def table(self) -> Table:
        """The stakes in it and those that it holds."""
        near = neighbourhood(self.day, (self.company,))
        own = [h for h in near if self.company in (h.owner, h.owned)]
        return table(own, "Stakes in it, and stakes it holds", self.day.label)

    @property
    def map(self) -> Picture:
        """The ownership map of its neighbourhood."""
        return ownership_map(self.day, (self.company,))

    def _repr_html_(self) -> str:
        parts = (self.table.html(most=MOST), self.map.html())
        return str(_under(self.heading, parts))

    def __repr__(self) -> str:
        return f"<Page: {self.heading}>"


def overview(day: Day) -> str:
    """Return a landscape in HTML: what it holds, and its largest neighbourhood."""
    counts = {
        "Companies": len(day.companies),
        "Stakes": len(day.stakes),
        "Links": len(day.links),
        "Events up to the day": len(day.events),
        "Plans announced": len(day.plans),
    }
    held = Table(
        caption="What is on record",
        columns=("Kind of fact", "Number"),
        rows=tuple((kind, str(number)) for kind, number in counts.items()),
        numeric=(1,),
    )
    parts = [held.html()]
    ends = [c for s in day.stakes for c in (s.holder, s.held)]
    if ends:
        busiest = max(dict.fromkeys(ends), key=ends.count)
        parts.append(ownership_map(day, (busiest,)).html())
    return str(_under(f"Landscape of {written(day.on)}", parts))


def _under(heading: str, parts: Iterable[Markup]) -> Markup:
    """Return parts under a heading."""
    return Markup("<div><p><strong>{}</strong></p>{}</div>").format(
        heading, Markup().join(parts)
    )
