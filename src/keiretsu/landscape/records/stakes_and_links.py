"""What ties companies to one another: stakes, and links such as alliances.

A stake is stated exactly or as a range, both ends included ("more than half" is 50 to
100 %); what nobody stated is None. A percentage means little without its base, so a
stake says, where its source did, whether it counts the company's own shares.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from keiretsu.landscape.records.record import Record
from keiretsu.sources import Source
from keiretsu.units import PartialDate, percent

Base = Literal["issued", "outstanding"]
"""All shares issued, or those issued without what the company itself holds."""

LinkKind = Literal[
    "alliance",
    "equity",
    "jv",
    "merger",
    "co-development",
    "platform",
    "supply",
    "badge engineering",
    "licence",
    "partnership",
    "talks",
]
LinkStatus = Literal["reported", "talks", "memorandum", "agreed", "active"]
Extent = tuple[float | None, float | None, float | None]
"""A fraction stated exactly, or the two ends of a range; None where there is none."""

Outcome = Literal["terminated", "completed", "dissolved", "wound down"]


@dataclass(frozen=True, kw_only=True)
class Stake(Record):
    """What one holder had of one company, as stated for a day.

    Attributes
    ----------
    holder, held
        Company identifiers.
    share
        Share of the cash flow, a fraction from 0 to 1; 0 says that the stake ended.
        None where it was stated as a range, or not at all.
    votes
        Share of the votes, a fraction, or None where nobody stated it exactly.
    since
        The day the figure was stated for, as precisely as it is known.
    note
        Remark, or None.
    source
        Where the figure was read.
    share_min, share_max, votes_min, votes_max
        Ends of a range, both included; None where the figure is exact or unknown.
    of
        What the share is a part of: `issued` or `outstanding`; None where not stated.
    """

    holder: str
    held: str
    share: float | None
    votes: float | None
    since: PartialDate
    note: str | None
    source: Source
    share_min: float | None = None
    share_max: float | None = None
    votes_min: float | None = None
    votes_max: float | None = None
    of: Base | None = None

    @property
    def share_extent(self) -> Extent:
        """The share as exact figure and both ends of a range."""
        return self.share, self.share_min, self.share_max

    @property
    def votes_extent(self) -> Extent:
        """The votes as exact figure and both ends of a range."""
        return self.votes, self.votes_min, self.votes_max

    @property
    def share_words(self) -> str:
        """The share as it was stated: `20 %`, `8 to 9 %`, `at least 50 %`."""
        return extent(*self.share_extent)

    @property
    def votes_words(self) -> str:
        """The votes as they were stated, or `unknown`."""
        return extent(*self.votes_extent)

    def __repr__(self) -> str:
        votes = self.votes_words
        votes = "" if votes == "unknown" else f" ({votes} of the votes)"
        return (
            f"<Stake: {self.holder} holds {self.share_words} of "
            f"{self.held}{votes}, {self.since}; {self.source}>"
        )


def extent(exact: float | None, low: float | None, high: float | None) -> str:
    """Write a share that is exact, a range, or unknown.

    >>> extent(0.2, None, None), extent(None, 0.08, 0.09), extent(None, 0.5, 1.0)
    ('20 %', '8 to 9 %', 'at least 50 %')
    """
    if exact is not None:
        return percent(exact, 2)
    if low is None or high is None:
        return "unknown"
    if high == 1:
        return f"at least {percent(low, 2)}"
    if low == 0:
        return f"at most {percent(high, 2)}"
    return f"{percent(low, 2).removesuffix(' %')} to {percent(high, 2)}"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A company in a link, and when, where that differs from the link's own days.

    Attributes
    ----------
    company
        Company identifier.
    since, until
        When it joined and left; None takes the day of the link.
    """

    company: str
    since: PartialDate | None = None
    until: PartialDate | None = None

    def active(self, on: dt.date) -> bool:
        """Say whether it was in that day, if the link was."""
        joined = self.since is None or self.since.first <= on
        return joined and (self.until is None or on < self.until.first)


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """An alliance, venture, partnership or round of talks, from its start to its end.

    Attributes
    ----------
    id
        `rnm`.
    kinds
        What it is, one or several of `LinkKind`.
    members
        Who is in it, with when; on a landscape, those of the day only.
    scope, basis
        What it is about, and the equity behind it, in words, or None.
    start, end
        When it began and ended; `end` is None while it lasts.
    status
        How firm it was while it lasted: `reported`, `talks`, `active`, ...
    outcome
        How it ended; None while it lasts.
    source
        Where it comes from.
    """

    id: str
    kinds: tuple[LinkKind, ...]
    members: tuple[Member, ...]
    scope: str | None
    start: PartialDate
    end: PartialDate | None
    status: LinkStatus
    outcome: Outcome | None
    basis: str | None
    source: Source

    @property
    def companies(self) -> tuple[str, ...]:
        """Company identifiers of the members."""
        return tuple(member.company for member in self.members)

    def as_of(self, on: dt.date) -> Link | None:
        """Return the link with the members of a day; None if not under way then.

        A vague end ends it early. How it will end is not known yet on a day before.
        """
        if not (self.start.first <= on and (self.end is None or on < self.end.first)):
            return None
        within = tuple(member for member in self.members if member.active(on))
        return replace(self, members=within, end=None, outcome=None)

    def __repr__(self) -> str:
        members = ", ".join(self.companies)
        kinds = " and ".join(self.kinds)
        return f"<Link {self.id}: {kinds} of {members}, {self.outcome or self.status}>"
