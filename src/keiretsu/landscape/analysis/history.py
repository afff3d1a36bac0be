"""What went on between two companies: their stakes, links and events, in time.

A figure of a stake holds until the next one; figures that say the same are one entry. A
link lasts while both are in it. Plans are each company's own. Nothing after the day of
the landscape is known, and what has not ended by then has no end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from keiretsu.errors import DataError
from keiretsu.landscape.day import Day
from keiretsu.landscape.in_force import stakes_in_force
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.records.stakes_and_links import Link, Stake
from keiretsu.sources import Source
from keiretsu.units import PartialDate, written

Kind = Literal["stake", "link", "event", "plan"]


@dataclass(frozen=True, kw_only=True)
class HistoryEntry(Record):
    """One thing between two companies, or a plan of one of them.

    Attributes
    ----------
    kind
        `stake`, `link`, `event` or `plan`.
    lane
        What it belongs to: `Renault in Nissan`, `alliance, equity`, `events`.
    start
        When it began or happened; the deadline of a plan, or when it was announced
        where it has none.
    end
        When it ended; None while it lasts and for events and plans.
    words
        What it is: `44.4 %`, or what happened.
    share
        The stake as a fraction; None where unknown, a range, or no stake.
    source
        Where it comes from.
    """

    kind: Kind
    lane: str
    start: PartialDate
    end: PartialDate | None
    words: str
    share: float | None
    source: Source

    @property
    def lasts(self) -> bool:
        """Whether it is a stretch of time rather than a moment."""
        return self.kind in ("stake", "link")


def between(
    day: Day,
    first: str,
    second: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> tuple[HistoryEntry, ...]:
    """Return what went on between two companies; `Landscape.between` is its door."""
    if first == second:
        raise DataError(
            f"a timeline of {day.label(first)!r} with itself",
            hint="name two different companies",
        )
    last = day.on if until is None else until
    if since is not None and last < since:
        raise DataError(
            f"a timeline from {written(since)} until {written(last)}",
            hint="name the earlier day first",
        )
    pair = {first, second}
    found = [
        *_stakes(day, first, second),
        *_stakes(day, second, first),
        *_links(day, pair),
        *(
            _moment("event", "events", e.date, e.summary, e.source)
            for e in day.events
            if pair <= set(e.parties)
        ),
        *(
            _moment(
                "plan",
                f"plans of {day.label(p.company)}",
                p.deadline or p.announced,
                f"{p.plan}: {p.metric} {p.goal}",
                p.source,
            )
            for company in (first, second)
            for p in day.plans
            if p.company == company
        ),
    ]
    return tuple(e for e in found if _within(e, since, until))


def _within(entry: HistoryEntry, since: dt.date | None, until: dt.date | None) -> bool:
    end = entry.end.first if entry.end else None
    if not entry.lasts:
        end = entry.start.last
    early = since is not None and end is not None and end <= since
    return not early and (until is None or entry.start.first <= until)


def _moment(
    kind: Kind, lane: str, date: PartialDate, words: str, source: Source
) -> HistoryEntry:
    return HistoryEntry(
        kind=kind,
        lane=lane,
        start=date,
        end=None,
        words=words,
        share=None,
        source=source,
    )


def _stakes(day: Day, holder: str, held: str) -> Iterable[HistoryEntry]:
    label = day.label
    record = [s for s in day.history(holder, held) if s.since.first <= day.on]
    days = sorted({s.since.first for s in record})
    steps = [next(iter(stakes_in_force(record, at)), None) for at in days]
    for number, stake in enumerate(steps):
        if stake is None or (number and _same(steps[number - 1], stake)):
            continue
        later = [
            (s, at)
            for s, at in zip(steps[number + 1 :], days[number + 1 :], strict=True)
            if not _same(s, stake)
        ]
        yield HistoryEntry(
            kind="stake",
            lane=f"{label(holder)} in {label(held)}",
            start=stake.since,
            end=PartialDate(later[0][1].isoformat()) if later else None,
            words=_words(stake),
            share=stake.share,
            source=stake.source,
        )


def _words(stake: Stake) -> str:
    votes = stake.votes_words
    same = votes in ("unknown", stake.share_words)
    return stake.share_words if same else f"{stake.share_words} (votes {votes})"


def _same(one: Stake | None, other: Stake) -> bool:
    return one is not None and _words(one) == _words(other)


def _links(day: Day, pair: set[str]) -> Iterable[HistoryEntry]:
    for link in day.link_record:
        own = [member for member in link.members if member.company in pair]
        if {member.company for member in own} != pair:
            continue
        for start, end in _together(link, pair):
            if start.first <= day.on and (end is None or start < end):
                ended = end is not None and end.first <= day.on
                yield HistoryEntry(
                    kind="link",
                    lane=link.kinds_said,
                    start=start,
                    end=end if ended else None,
                    words=_story(link, ended),
                    share=None,
                    source=link.source,
                )


def _together(
    link: Link, pair: set[str]
) -> Iterable[tuple[PartialDate, PartialDate | None]]:
    """Return the stretches in which both were in a link."""
    first, second = sorted(pair)
    for one in (m for m in link.members if m.company == first):
        for other in (m for m in link.members if m.company == second):
            ends = [d for d in (one.until, other.until, link.end) if d is not None]
            yield (
                max(link.start, one.since or link.start, other.since or link.start),
                min(ends) if ends else None,
            )


def _story(link: Link, ended: bool) -> str:
    state = link.outcome if ended and link.outcome else link.status
    words = link.scope or link.kinds_said
    return words if state == "active" else f"{words} ({state.replace('_', ' ')})"
