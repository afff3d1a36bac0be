"""A deal that is told beside the links and events on record between its parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.landscape import Day
from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration.histories import status_of
from keiretsu.news.corroboration.pages import Page, Telling
from keiretsu.review.compare.comparison import Backing, Found, cannot, new
from keiretsu.sources import Source
from keiretsu.units import PartialDate

_KINDS = {
    "merger": {"merger"},
    "acquisition": {"acquisition", "merger", "equity", "divestment"},
    "alliance": {"alliance", "equity", "partnership"},
    "jv": {"jv"},
    "supply": {"supply"},
    "platform_sharing": {"platform", "alliance"},
    "badge_engineering": {"badge engineering", "alliance"},
    "co_development": {"co-development", "platform", "partnership"},
    "licensing": {"licence"},
    "investment": {"equity", "investment", "acquisition"},
}
_OF_EVENT = {
    "reported": "rumoured",
    "talks": "in_talks",
    "memorandum": "agreed",
    "announced": "agreed",
    "approved": "agreed",
    "rejected": "terminated",
    "active": "completed",
    "dissolved": "terminated",
    "wound down": "terminated",
}
_STAGES = ("rumoured", "proposed", "in_talks", "planned", "agreed", "completed")
_SOON = {"planned": {"planned", "agreed", "proposed"}}


@dataclass(frozen=True)
class _Step:
    date: PartialDate
    stage: str
    words: str
    source: Source


def deal_found(claim: Claim, day: Day) -> Found:
    """Compare a deal that is told with what is on record between its parties.

    Parameters
    ----------
    claim
        A claim of the kind `deal` with two parties or more that are known.
    day
        The facts of the day.
    """
    parties = set(claim.normalised["parties"])
    kind = claim.normalised.get("deal_type")
    stage = status_of(Telling(page=Page(id=claim.article), claim=claim))
    every = sorted(
        _steps(day, parties, None), key=lambda s: (s.date.first, s.date.last)
    )
    fitting = {s.words for s in _steps(day, parties, kind)}
    steps = [s for s in every if s.words in fitting]
    who = " and ".join(sorted(map(day.label, parties)))
    if not steps and claim.polarity == "-":
        why = f"no such deal between {who} is on record either"
        return Found(verdict="agrees", why=why)
    if not steps:
        kinds = "" if kind is None else f" of that kind ({kind.replace('_', ' ')})"
        return new(
            f"no deal{kinds} between {who} is on record", *map(_backing, every[-2:])
        )
    last = steps[-1]
    if stage is None:
        why = f"a deal is on record ({_said(last)}); the claim names no status"
        return Found(verdict="agrees", why=why, facts=(_backing(last),))
    return _by_stage(claim, stage, steps)


def _by_stage(claim: Claim, stage: str, steps: list[_Step]) -> Found:
    last = steps[-1]
    wanted = _SOON.get(stage, {stage})
    if last.stage in wanted:
        return Found(
            verdict="agrees", why=f"on record: {_said(last)}", facts=(_backing(last),)
        )
    earlier = [s for s in steps if s.stage in wanted]
    told = _date(claim)
    if earlier and told and any(_overlap(told, s.date) for s in earlier):
        then = next(s for s in earlier if _overlap(told, s.date))
        return Found(
            verdict="agrees",
            why=f"on record for that day: {_said(then)}; since then: {_said(last)}",
            facts=(_backing(then), _backing(last)),
        )
    if stage == "denied":
        return cannot(f"it is denied; on record: {_said(last)}", _backing(last))
    if _is_further(stage, last.stage):
        return new(f"it has gone on; on record so far: {_said(last)}", _backing(last))
    was = f"; {_said(earlier[-1])} before that" if earlier else ""
    return Found(
        verdict="differs",
        why=f"told: {stage.replace('_', ' ')}; on record: {_said(last)}{was}",
        facts=tuple(map(_backing, (last, *earlier[-1:]))),
    )


def _steps(day: Day, parties: set[str], kind: str | None) -> Iterator[_Step]:
    """Yield what is on record of the parties up to the day, of one kind or of any."""
    wanted = _KINDS.get(kind or "")
    for event in day.events:
        fits = wanted is None or event.kind in wanted
        if parties <= set(event.parties) and fits:
            stage = _OF_EVENT.get(event.status, event.status)
            words = f"{event.date}: {event.summary}"
            yield _Step(event.date, stage, words, event.source)
    for link in day.link_record:
        fits = wanted is None or not wanted.isdisjoint(link.kinds)
        if not (parties <= set(link.companies) and fits) or link.start.first > day.on:
            continue
        words = f"{', '.join(link.kinds)}: {link.scope or link.id}"
        stage = _OF_EVENT.get(link.status, link.status)
        yield _Step(
            link.start, stage, f"{words}, {link.status} since {link.start}", link.source
        )
        if link.end is not None and link.end.first <= day.on:
            ended = link.outcome or "terminated"
            yield _Step(
                link.end,
                _OF_EVENT.get(ended, ended),
                f"{words}, {ended} {link.end}",
                link.source,
            )


def _is_further(stage: str, than: str) -> bool:
    """Whether a deal came later to a stage than to another; its end is the last."""
    if than not in _STAGES:
        return False
    return stage not in _STAGES or _STAGES.index(stage) > _STAGES.index(than)


def _by_date(step: _Step) -> tuple[dt.date, dt.date]:
    return step.date.first, step.date.last


def _said(step: _Step) -> str:
    return f"{step.stage.replace('_', ' ')} ({step.date})"


def _backing(step: _Step) -> Backing:
    return Backing(words=step.words, source=step.source)


def _date(claim: Claim) -> PartialDate | None:
    said = claim.normalised.get("date")
    return PartialDate(str(said)) if said else None


def _overlap(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last
