"""Facts that may fill a hole in what was said, each with the reason.

A page that was scraped may have lost a name: "20 % of , 5.1 % of Mazda". What was said
keeps its hole. Here stand the reference facts of the day that agree with all that was
said; the reader decides whether one of them is meant. Nothing is suggested where what
was said would fit almost anything: a stake without a figure, a deal without a party.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError
from keiretsu.landscape.day import Day
from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate, percent

MOST = 3
"""Suggestions for one hole, the closest first."""

_LINKS = {
    "alliance": {"alliance", "equity"},
    "jv": {"jv"},
    "badge_engineering": {"badge engineering", "alliance"},
    "platform_sharing": {"platform", "alliance"},
    "co_development": {"co-development", "platform"},
    "supply": {"supply"},
    "developed_with": {"jv", "co-development"},
}


@dataclass(frozen=True, kw_only=True)
class Suggestion(Record):
    """One fact that may fill a hole.

    Attributes
    ----------
    fills
        Field that was left open, and the company identifiers the fact has there.
    words
        The fact, in words.
    why
        In what it agrees with what was said.
    source
        Where the fact was read.
    """

    fills: Mapping[str, tuple[str, ...]]
    words: str
    why: str
    source: Source

    def __repr__(self) -> str:
        return f"<Suggestion: {self.words}; {self.why}; {self.source}>"


def suggestions(
    day: Day, kind: str, said: Mapping[str, Any], missing: Collection[str]
) -> tuple[Suggestion, ...]:
    """Return the facts of a day that may fill what was left open.

    Parameters
    ----------
    day
        The facts of the day.
    kind
        What was said: `stake`, `deal` or `product`; others have no facts here.
    said
        Its fields, named as in a claim.
    missing
        Names of the fields that were left open.
    """
    if kind == "stake":
        found = _stakes(day, said)
    elif kind == "deal" and "parties" in missing:
        found = _deals(day, said)
    elif kind == "product" and "developed_with" in missing:
        found = _partners(day, said)
    else:
        return ()
    return tuple({one.words: one for one in found}.values())[:MOST]


def _stakes(day: Day, said: Mapping[str, Any]) -> Iterator[Suggestion]:
    holder, held, share = (said.get(f) for f in ("holder", "held", "percent"))
    if share is None or (holder and held) or not (holder or held):
        return
    field, known = ("held", holder) if holder else ("holder", held)
    side = "holder" if holder else "company held"
    if known not in day.companies:
        return
    for stake in day.matching_stakes(holder=holder, held=held, percent=share):
        yield Suggestion(
            fills={field: (getattr(stake, field),)},
            words=day.sentence(stake),
            why=f"{day.label(str(known))} is the {side}, and the figure rounds to "
            f"{percent(share / 100, 2)}; in force on {day.on}",
            source=stake.source,
        )


def _deals(day: Day, said: Mapping[str, Any]) -> Iterator[Suggestion]:
    parties = set(said.get("parties", ()))
    date = _date(said.get("date"))
    for event in day.events if date else ():
        assert date is not None
        overlaps = event.date.first <= date.last and date.first <= event.date.last
        if overlaps and parties < set(event.parties):
            yield Suggestion(
                fills={"parties": _others(event.parties, parties)},
                words=f"{event.date}: {event.summary}",
                why=_shared(day, parties, f"it happened in {date}"),
                source=event.source,
            )
    yield from _links(day, parties, said.get("deal_type", ""), "parties")


def _partners(day: Day, said: Mapping[str, Any]) -> Iterator[Suggestion]:
    maker, partner = said.get("maker"), said.get("developed_with")
    if maker:
        named = {maker, partner} if partner else {maker}
        yield from _links(day, named, "developed_with", "developed_with")


def _links(day: Day, parties: set[str], kind: str, field: str) -> Iterator[Suggestion]:
    wanted = _LINKS.get(kind, set())
    for link in day.links if parties else ():
        members, shared = set(link.companies), wanted & set(link.kinds)
        enough = len(parties & members) >= min(2, len(parties))
        if shared and enough and members - parties:
            who = ", ".join(map(day.label, link.companies))
            yield Suggestion(
                fills={field: _others(link.companies, parties)},
                words=f"{', '.join(link.kinds)}: {who}, {link.status} since "
                f"{link.start}",
                why=_shared(
                    day,
                    parties & members,
                    f"the link is {' and '.join(sorted(shared))}",
                ),
                source=link.source,
            )


def _others(companies: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    return tuple(company for company in companies if company not in known)


def _shared(day: Day, parties: Collection[str], reason: str) -> str:
    who = " and ".join(sorted(map(day.label, parties)))
    return f"{who} in both, and {reason}" if who else reason


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except DataError:
        return None
