"""How many shares a company has, and what a stake in them counts for.

Shares that a company holds in itself neither vote nor earn. A percentage of all shares
issued is therefore less than the part of votes and profit that goes with it: this is
how one holding of Nissan in Mitsubishi Motors is 24.05, 24.5 and 26.67 % at once. Here
a stake is turned into a fraction of the shares outstanding, and every step that the
source did not state is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from keiretsu.errors import DataError
from keiretsu.landscape.records.column import Column
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.records.stakes_and_links import Stake
from keiretsu.sources import Source
from keiretsu.units import PartialDate, count

How = Literal[
    "stated", "as share", "as votes", "outstanding", "midpoint", "at least", "unknown"
]
"""How a figure came about: stated; taken to follow the share, or the votes where only
they are stated; freed of own shares; the middle of a stated range; the lower end of a
range without a stated upper end; or not at all."""


@dataclass(frozen=True, kw_only=True)
class Capital(Record):
    """The shares of one company on a day, as stated.

    Raises
    ------
    DataError
        If there is no share, or as many own shares as there are.
    """

    company: Annotated[str, Column("company", "whose shares they are", True)]
    issued: Annotated[
        float,
        Column(
            "number",
            "shares issued, voting ones where there are several classes",
            True,
            unit="shares",
        ),
    ]
    own: Annotated[
        float | None,
        Column("number", "how many the company holds itself", unit="shares"),
    ]
    since: Annotated[PartialDate, Column("date", "the day it was stated for", True)]
    note: Annotated[str | None, Column("text", "remark")]
    source: Source

    def __post_init__(self) -> None:
        if self.issued <= 0 or not 0 <= (self.own or 0) < self.issued:
            raise DataError(f"{self.own or 0:g} own shares of {self.issued:g}")

    @property
    def outstanding(self) -> float | None:
        """Shares that vote and earn, or None where the own shares are unknown."""
        return None if self.own is None else self.issued - self.own

    def __repr__(self) -> str:
        own = "unknown" if self.own is None else count(self.own)
        return (
            f"<Capital of {self.company}, {self.since}: "
            f"{count(self.issued)} shares, own shares {own}; {self.source}>"
        )


@dataclass(frozen=True)
class Part:
    """A fraction of a company's votes or profit, and how it came about.

    Attributes
    ----------
    value
        Fraction from 0 to 1; 0 where it is unknown, and `how` says so.
    how
        What was taken for granted.
    """

    value: float
    how: How

    @property
    def stated(self) -> bool:
        """Whether the source states it as it stands."""
        return self.how == "stated"


def cash_part(stake: Stake, capital: Mapping[str, Capital]) -> Part:
    """Return the part of the profit that a stake earns.

    Parameters
    ----------
    stake
        A stake in force.
    capital
        Shares of companies in force that day, by company.
    """
    part = _middle(stake.share, stake.share_min, stake.share_max)
    if part.how == "unknown":
        votes = _middle(stake.votes, stake.votes_min, stake.votes_max)
        return votes if votes.how == "unknown" else Part(votes.value, "as votes")
    held = capital.get(stake.held)
    if stake.of != "issued" or held is None or not held.own:
        return part
    whole = part.value * held.issued / (held.issued - held.own)
    return Part(min(whole, 1.0), "outstanding")


def votes_part(stake: Stake, capital: Mapping[str, Capital]) -> Part:
    """Return the part of the votes behind a stake; as its share where none is stated.

    Parameters
    ----------
    stake
        A stake in force.
    capital
        Shares of companies in force that day, by company.
    """
    part = _middle(stake.votes, stake.votes_min, stake.votes_max)
    if part.how != "unknown":
        return part
    part = cash_part(stake, capital)
    return Part(part.value, "as share") if part.how == "stated" else part


def _middle(exact: float | None, low: float | None, high: float | None) -> Part:
    if exact is not None:
        return Part(exact, "stated")
    if low is None or high is None:
        return Part(0.0, "unknown")
    if low > 0 and high >= 1:
        return Part(low, "at least")
    return Part((low + high) / 2, "midpoint")
