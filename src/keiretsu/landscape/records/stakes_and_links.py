"""What ties companies to one another: stakes, and links such as alliances.

A stake is stated exactly or as a range, both ends included ("more than half" is 50 to
100 %); what nobody stated is None. A percentage means little without its base, so a
stake says, where its source did, whether it counts the company's own shares.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Self

from keiretsu.errors import DataError
from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.companies import kind_said
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

    Fractions run from 0 to 1 and are None where not stated; a share of 0 says that the
    stake ended. A range holds both its ends.

    Raises
    ------
    DataError
        If a figure is exact and a range, a range is upside down, or a company holds
        itself.
    """

    holder: Annotated[str, Column("company", "who holds the stake", True)]
    held: Annotated[str, Column("company", "whose shares they are", True)]
    share: Annotated[
        float | None,
        Column("percent", "share of the cash flow", unit="percent", name="percent"),
    ]
    share_min: Annotated[
        float | None,
        Column("percent", "at least so much", unit="percent", name="percent_min"),
    ] = None
    share_max: Annotated[
        float | None,
        Column("percent", "at most so much", unit="percent", name="percent_max"),
    ] = None
    of: Annotated[
        Base | None,
        Column("word", "whether own shares count: all issued, or those outstanding"),
    ] = None
    votes: Annotated[
        float | None,
        Column("percent", "share of the votes", unit="percent", name="votes_percent"),
    ] = None
    votes_min: Annotated[
        float | None, Column("percent", "at least so many votes", unit="percent")
    ] = None
    votes_max: Annotated[
        float | None, Column("percent", "at most so many votes", unit="percent")
    ] = None
    since: Annotated[
        PartialDate, Column("date", "the day that the figure was stated for", True)
    ]
    note: Annotated[str | None, Column("text", "remark")] = None
    source: Source

    @classmethod
    def of_cells(cls, values: dict[str, Any]) -> Self:
        """Return the stake of a row; an end of a range left out is 0 or 100 %."""
        ends = {
            **_closed(values, "share_min", "share_max"),
            **_closed(values, "votes_min", "votes_max"),
        }
        return cls(**values | ends)

    def __post_init__(self) -> None:
        if self.holder == self.held:
            raise DataError(
                f"{self.holder!r} would hold a stake in itself",
                hint="what a company holds in itself stands in the table capital",
            )
        for exact, low, high in (self.share_extent, self.votes_extent):
            if exact is not None and (low is not None or high is not None):
                raise DataError(
                    f"{percent(exact, 2)} and a range at once", hint="state one of them"
                )
            if low is not None and high is not None and low > high:
                raise DataError(
                    f"from {percent(low, 2)} to {percent(high, 2)}",
                    hint="put the smaller end first",
                )

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


def _closed(values: dict[str, Any], low: str, high: str) -> dict[str, Any]:
    """Return both ends of a range once one of them is given."""
    least, most = values[low], values[high]
    if least is None and most is None:
        return {}
    return {low: least or 0.0, high: 1.0 if most is None else most}


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

    On a landscape its members are those of the day only.
    """

    id: Annotated[str, Column("identifier", "our identifier of the link", True)]
    kinds: Annotated[
        tuple[LinkKind, ...], Column("words", "what it is, one or several", True)
    ]
    members: Annotated[
        tuple[Member, ...],
        Column("members", "who is in it, as COMPANY from DATE until DATE", True),
    ]
    scope: Annotated[str | None, Column("text", "what it is about")]
    start: Annotated[PartialDate, Column("date", "when it began", True)]
    end: Annotated[PartialDate | None, Column("date", "when it ended")]
    status: Annotated[
        LinkStatus, Column("word", "how firm it was while it lasted", True)
    ]
    outcome: Annotated[Outcome | None, Column("word", "how it ended")]
    basis: Annotated[str | None, Column("text", "the equity behind it, in words")]
    source: Source

    @property
    def companies(self) -> tuple[str, ...]:
        """Company identifiers of the members."""
        return tuple(member.company for member in self.members)

    @property
    def kinds_said(self) -> str:
        """What it is, in words: `joint venture, platform`."""
        return ", ".join(map(kind_said, self.kinds))

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
