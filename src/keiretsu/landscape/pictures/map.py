"""The map of a landscape, whole or round some companies, as a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence

from keiretsu.landscape.analysis.neighbourhood import neighbourhood, unnamed
from keiretsu.landscape.day import Day
from keiretsu.landscape.pictures.labels import table
from keiretsu.landscape.pictures.ladder import ladder
from keiretsu.landscape.pictures.ownership_map import draw, legend
from keiretsu.pictures.picture import Picture, named_as, titled
from keiretsu.pictures.sheet import NARROWEST, on_phone, sheet
from keiretsu.units import joined, plural, written

WHOLE_WIDTH = 1500.0
NEAR_WIDTH = NARROWEST


def ownership_map(
    day: Day, companies: Sequence[str] = (), *, steps: int = 1
) -> Picture:
    """Return the map of a day; `Landscape.map` is its door.

    Parameters
    ----------
    day
        The facts of the day.
    companies
        Identifiers of companies to draw with their neighbourhood; none draws all.
    steps
        How many stakes away a company may be.
    """
    holdings = neighbourhood(day, companies, steps)
    notes = unnamed(day, holdings, companies)
    drawing = draw(
        holdings,
        companies,
        label=day.label,
        notes=notes,
        width=NEAR_WIDTH if companies else WHOLE_WIDTH,
    )
    title = _title(day, companies, steps, len(holdings))
    doubtful = sum(
        h.source is not None and h.source.confidence != "sourced" for h in holdings
    )
    note = (
        f"keiretsu, facts as known for {written(day.on)}. A figure holds until a "
        f"later one replaces it. {doubtful} of {len(holdings)} stakes are not fully "
        "sourced and carry a mark; the table names every source. “others” is what "
        "holders that nobody named have."
    )
    name = "-".join(["map", *companies])
    svg = sheet([("", drawing)], title=title, note=note, legend=legend())
    narrow = None
    if len(companies) == 1 and steps == 1:
        rungs = ladder(holdings, companies, name=day.label, notes=notes)
        narrow = named_as(
            on_phone(rungs, legend()), name=f"{name}-narrow", of=name, css="narrow"
        )
    css = "" if narrow is None else "wide"
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(svg, name=name, title=title, note=note, css=css),
        table=table(holdings, title, day.label),
        narrow=narrow,
    )


def _title(day: Day, companies: Sequence[str], steps: int, number: int) -> str:
    on = written(day.on)
    stakes = plural(number, "known stake")
    if not companies:
        return f"Who owned whom on {on}: {stakes}"
    listed = joined(map(day.label, companies))
    reach = "" if steps == 1 else f", {steps} steps far"
    return f"Who owned whom round {listed} on {on}{reach}: {stakes}"
