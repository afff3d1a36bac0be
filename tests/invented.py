"""Invented companies and a landscape made of them, for tests of rules.

Rules are tested on figures made for the test, so that a real figure may be corrected
without touching them; real figures stand in `tests/golden` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from keiretsu.landscape import Company, Landscape, Stake
from keiretsu.landscape.in_force import held_on
from keiretsu.landscape.records.companies import Kind
from keiretsu.names import Name, Register
from keiretsu.sources import Confidence, Source
from keiretsu.units import PartialDate

ON = dt.date(2025, 6, 1)
SOURCE = Source(title="invented")


def company(
    identifier: str,
    *,
    kind: Kind = "group",
    parent: str | None = None,
    until: str | None = None,
    successor: str | None = None,
) -> Company:
    """One company, called as its identifier is."""
    return Company(
        id=identifier,
        name=identifier.capitalize(),
        short=identifier.capitalize(),
        country=None,
        kind=kind,
        parent=parent,
        listed=None,
        wikidata=None,
        source=SOURCE,
        until=PartialDate(until) if until else None,
        successor=successor,
    )


def stake(
    holder: str,
    held: str,
    share: float | None,
    since: str = "2020",
    *,
    votes: float | None = None,
    confidence: Confidence = "sourced",
    title: str = "a paper",
    **more: Any,
) -> Stake:
    """One figure of a stake."""
    return Stake(
        holder=holder,
        held=held,
        share=share,
        votes=votes,
        since=PartialDate(since),
        note=None,
        source=Source(title=title, confidence=confidence),
        **more,
    )


def landscape(
    *stakes: Stake,
    companies: Iterable[Company] = (),
    on: dt.date = ON,
    brands: Iterable[Any] = (),
    names: Iterable[Name] = (),
    **tables: Any,
) -> Landscape:
    """Return the landscape of some stakes; whoever they name is a company."""
    given = {c.id: c for c in companies}
    ends = [end for s in stakes for end in (s.holder, s.held)]
    known = {end: given.get(end, company(end)) for end in (*given, *ends)}
    entries = [
        Name(id=c.id, kind="company", short=c.short, name=c.name)
        for c in known.values()
    ]
    sold = tuple(brands)
    register = Register({e.id: e for e in entries}).with_entries(
        names, {b.brand: b.company for b in sold}
    )
    made: dict[str, Any] = dict.fromkeys(
        (
            *("links", "link_record", "events", "plans", "people", "plants"),
            *("platforms", "vehicles", "group_sales", "counts", "turnovers"),
        ),
        (),
    )
    return Landscape(
        on=on,
        register=register,
        companies=known,
        brands=sold,
        stakes=tuple(held_on("stakes", stakes, on)),
        record=stakes,
        **(made | tables),
    )
