"""Facts beside claims: what may fill a hole, and what our record says of the same.

A page that was scraped may have lost a name: "20% of , 5.1% of Mazda". The claim keeps
its hole. This module looks up reference facts that agree with all that was said; the
reader decides whether one of them is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.errors import DataError
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.ties import Stake
from keiretsu.names import names
from keiretsu.news.claim import Claim
from keiretsu.report.words import joined
from keiretsu.sources import Source
from keiretsu.units import PartialDate

MOST = 3
_DEAL_LINKS = {
    "alliance": ("alliance", "equity"),
    "jv": ("jv",),
    "badge_engineering": ("badge engineering", "alliance"),
    "platform_sharing": ("platform", "alliance"),
    "co_development": ("co-development", "platform"),
    "supply": ("supply",),
}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A reference fact in words, and where it comes from."""

    words: str
    source: Source


def fillers(claim: Claim, landscape: Landscape) -> tuple[Fact, ...]:
    """Return the facts that agree with a claim and fill its hole."""
    if claim.kind == "stake":
        found = _stakes(claim, landscape)
    elif claim.kind == "deal" and "parties" in claim.unresolved:
        found = _deals(claim, landscape)
    else:
        return ()
    return tuple(dict.fromkeys(found))[:MOST]


def recorded(claim: Claim, landscape: Landscape) -> Fact | None:
    """Return what our record says of the same stake, where the claim has no hole."""
    holder, held = claim.normalised.get("holder"), claim.normalised.get("held")
    if claim.kind != "stake" or holder is None or held not in landscape.companies:
        return None
    assert held is not None
    stake = landscape.stake(holder, held)
    return None if stake is None else _stake_fact(stake)


def _stakes(claim: Claim, landscape: Landscape) -> Iterator[Fact]:
    said = claim.normalised
    holder, held, share = (said.get(f) for f in ("holder", "held", "percent"))
    if share is None or (holder and held) or not (holder or held):
        return
    for stake in landscape.matching_stakes(holder=holder, held=held, percent=share):
        yield _stake_fact(stake)


def _deals(claim: Claim, landscape: Landscape) -> Iterator[Fact]:
    said = claim.normalised
    parties = set(said.get("parties", ()))
    date = _date(said.get("date"))
    for event in landscape.events if date else ():
        assert date is not None
        overlaps = event.date.first <= date.last and date.first <= event.date.last
        if overlaps and parties < set(event.parties):
            words = f"{event.date}: {event.summary}"
            yield Fact(words=words, source=event.source)
    kinds = _DEAL_LINKS.get(said.get("deal_type", ""), ())
    for link in landscape.links if parties else ():
        members = set(link.companies)
        common, more = parties & members, members - parties
        if more and len(common) >= min(2, len(parties)) and {*link.kinds} & {*kinds}:
            who = joined([names().label(m) for m in link.companies])
            words = f"{joined(link.kinds)} of {who}, {link.status} (from {link.start})"
            yield Fact(words=words, source=link.source)


def _stake_fact(stake: Stake) -> Fact:
    label = names().label
    return Fact(
        words=f"{label(stake.holder)} holds {stake.share_words} of "
        f"{label(stake.held)} ({stake.since})",
        source=stake.source,
    )


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except DataError:
        return None
