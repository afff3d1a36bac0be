"""Who owns what, before the deal and after it."""

from __future__ import annotations

from keiretsu.deals.deal import Merge
from keiretsu.report.ownership import Holding, after, before, sentence
from keiretsu.report.pictures.ownership_map import ownership_map
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.words import joined, plural
from keiretsu.units import percent


def owners(report: Report) -> Section | None:
    """Return the section, or None without a landscape."""
    if report.landscape is None:
        return None
    deal = report.deal
    earlier = before(report.landscape.stakes, deal.parties)
    later = after(earlier, deal)
    day = f"{deal.on.day} {deal.on:%b %Y}"
    merged = {f"{s.first}+{s.second}" for s in deal.steps if isinstance(s, Merge)}
    present = {c for h in later for c in (h.owner, h.owned)}
    gone = {part for whole in merged for part in whole.split("+")}
    parties = [*merged, *(p for p in deal.parties if p not in gone or p in present)]
    maps = (
        ownership_map(
            earlier,
            deal.parties,
            name="owners-before",
            title=f"On {day}: {_ties(earlier)} round the parties",
        ),
        ownership_map(
            later, parties, name="owners-after", title=f"After the deal: {_new(later)}"
        ),
    )
    return Section(
        name="owners",
        heading="Who owns what, before and after",
        content={
            "maps": maps,
            "facts": [(sentence(h), h.source) for h in earlier],
            "rest": [_rest(earlier, party, report) for party in deal.parties],
        },
    )


def _ties(holdings: tuple[Holding, ...]) -> str:
    return plural(len(holdings), "known stake")


def _new(holdings: tuple[Holding, ...]) -> str:
    changed = [h for h in holdings if h.changed]
    if not changed:
        return "every stake stays as it is"
    fresh = [h for h in changed if h.source is None]
    if fresh:
        return joined([sentence(h) for h in fresh])
    return f"one company, and {plural(len(changed), 'stake')} that must be settled anew"


def _rest(holdings: tuple[Holding, ...], party: str, report: Report) -> str:
    """Say how much of a party is in hands we do not know."""
    assert report.landscape is not None
    known = sum(h.share or 0.0 for h in holdings if h.owned == party)
    name = report.landscape.companies[party].short
    if known == 0:
        return f"We hold no fact on who owns {name}: all of it is unknown to us."
    return (
        f"Known holders have {percent(known)} of {name}; who holds the other "
        f"{percent(max(1 - round(known, 3), 0.0))} is not in our facts."
    )
