"""Who owns what round some companies, as a map shows it.

An edge is a stake made ready to draw: its figures as stated, whether it decides
alone, and where it was read. A neighbourhood holds the companies within some steps of
those asked for, along stakes in either direction, and every holding among them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from keiretsu.errors import DataError
from keiretsu.landscape.day import Day
from keiretsu.landscape.groups import decides_alone
from keiretsu.landscape.records.stakes_and_links import Stake, extent
from keiretsu.sources import Source
from keiretsu.units import percent

WHOLE = 0.995
_NO_HOLDERS = {"trust", "person", "state", "alliance"}
"""Kinds that nobody can hold shares of."""
Span = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class OwnershipEdge:
    """One holder's part of one company, ready to be drawn.

    Attributes
    ----------
    owner, owned
        Company identifiers; after a merger two joined by `+`.
    share, votes
        Fractions; None where unknown or stated as a range.
    share_span, votes_span
        Both ends of a range; None where there is none.
    alone
        Whether it decides alone: more than half of the votes.
    since
        The day it was stated for, in words; empty after a deal.
    source
        Where it was read; None where a deal brings it about.
    was
        The share before a deal, where the deal changed it; 0 for a new one.
    changed
        Whether a deal changed it.
    """

    owner: str
    owned: str
    share: float | None
    votes: float | None = None
    share_span: Span | None = None
    votes_span: Span | None = None
    alone: bool = False
    since: str = ""
    source: Source | None = None
    was: float | None = None
    changed: bool = False

    @property
    def size(self) -> float | None:
        """The share, the middle of its range, or None."""
        if self.share is not None or self.share_span is None:
            return self.share
        return sum(self.share_span) / 2

    @property
    def share_words(self) -> str:
        """The share as stated, or `unknown`."""
        return extent(self.share, *(self.share_span or (None, None)))

    @property
    def votes_words(self) -> str:
        """The votes as stated, or `unknown`."""
        return extent(self.votes, *(self.votes_span or (None, None)))


def sentence(holding: OwnershipEdge, label: Callable[[str], str]) -> str:
    """Say a holding in words: `Toyota holds 20 % of Subaru (May 2025)`."""
    share = holding.share_words.replace("unknown", "an unknown part")
    held = f"{label(holding.owner)} holds {share} of {label(holding.owned)}"
    if holding.votes is not None:
        held += f", with {percent(holding.votes, 2)} of the votes"
    return f"{held} ({holding.since})" if holding.since else held


def neighbourhood(
    day: Day, companies: Sequence[str] = (), steps: int = 1
) -> tuple[OwnershipEdge, ...]:
    """Return the holdings among all that lie within some steps of some companies.

    Parameters
    ----------
    day
        The facts of the day.
    companies
        Company identifiers; none means every company with a stake on record.
    steps
        How many stakes away a company may be, from 1 on.

    Raises
    ------
    DataError
        If `steps` is below 1.
    """
    if steps < 1:
        raise DataError(f"a neighbourhood of {steps} steps", hint="give 1 step or more")
    drawn = [s for s in day.stakes if s.holder != s.held]
    if not companies:
        return tuple(edge_of(day, s) for s in drawn)
    reached, edge = set(companies), set(companies)
    near: list[Stake] = []
    for _ in range(steps):
        new = [s for s in drawn if s not in near and {s.holder, s.held} & edge]
        near += new
        if not new:
            break
        edge = {c for s in new for c in (s.holder, s.held)} - reached
        reached |= edge
    among = [s for s in drawn if s not in near and {s.holder, s.held} <= reached]
    return tuple(edge_of(day, s) for s in [*near, *among])


def edge_of(day: Day, stake: Stake) -> OwnershipEdge:
    """Return a stake of the day as a holding."""
    return OwnershipEdge(
        owner=stake.holder,
        owned=stake.held,
        share=stake.share,
        votes=stake.votes,
        share_span=_span(stake.share_min, stake.share_max),
        votes_span=_span(stake.votes_min, stake.votes_max),
        alone=decides_alone(day.votes_of(stake).value),
        since=str(stake.since),
        source=stake.source,
    )


def _span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else (low, high)


def unnamed(
    day: Day, holdings: Iterable[OwnershipEdge], asked: Collection[str] = ()
) -> Mapping[str, str]:
    """Return what a map leaves out above each company, in three words or so.

    Holders that are on record but not drawn are counted; of a company whose holders are
    all drawn, what nobody named holds is given; where none is on record, that is said.
    """
    drawn = tuple(holdings)
    found = {}
    for name in {c for h in drawn for c in (h.owner, h.owned)} | set(asked):
        own = [h for h in drawn if h.owned == name]
        missing = len([s for s in day.holders_of(name) if s.holder != name])
        missing -= len(own)
        if missing:
            found[name] = f"+ {missing} holder{'s' if missing > 1 else ''} not drawn"
        elif own:
            found[name] = rest(own)
        elif day.companies[name].kind not in _NO_HOLDERS:
            found[name] = "holders unknown"
    return {name: words for name, words in found.items() if words}


def rest(holdings: Sequence[OwnershipEdge]) -> str:
    """Return what is left of a company beside all its known holdings."""
    shares = [h.share for h in holdings]
    known = sum(share for share in shares if share is not None)
    if None in shares:
        return "" if known >= WHOLE else "rest unknown"
    return "" if known >= WHOLE else f"others {percent(1 - known, 0)}"
