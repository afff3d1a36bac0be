"""A stake: one company comes to hold a share of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.control import Ownership
from keiretsu.control.holdings import remaining
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import (
    Affected,
    Label,
    Step,
    node_of,
    two_companies,
)
from keiretsu.errors import DataError
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, Span
from keiretsu.landscape.groups import decides_alone
from keiretsu.units import is_number, joined, percent

RIGHTS = {"board": "seats on the board", "veto": "a veto"}
"""Rights that may come with a stake, in words."""


@dataclass(frozen=True, kw_only=True)
class TakeStake(Step):
    """A holder comes to hold a share of another company.

    Attributes
    ----------
    holder, held
        Companies. The held one stays itself, with its own products: a stake in a
        subsidiary is not one in its parent.
    share
        Share of the cash flow held after the step, as a fraction from 0 to 1. What the
        holder had before is replaced; the other holders give way in proportion.
    votes
        Share of the votes, if it differs from `share`.
    seller
        The one holder who sells; None where all give way in proportion.
    rights
        What comes with it, `board` or `veto`. They are said and not computed: the
        readings of control span what they may give.
    """

    holder: str
    held: str
    share: float
    votes: float | None = None
    seller: str | None = None
    rights: tuple[str, ...] = ()
    kind = "stake"

    def __post_init__(self) -> None:
        if self.seller is not None and self.seller in (self.holder, self.held):
            raise DataError(
                f"{self.holder} buys from itself"
                if self.seller == self.holder
                else f"{self.held} sells itself",
                hint="name another holder, or leave from out",
            )
        if self.seller is not None and self.votes is not None:
            raise DataError(
                f"votes of {100 * self.votes:g} % bought from {self.seller!r}",
                hint="votes follow the shares that are bought: leave one field out",
            )
        for right in self.rights:
            if right not in RIGHTS:
                raise DataError(
                    f"the right {right!r:.60} of a stake",
                    hint=f"use {' or '.join(RIGHTS)}",
                )
        two_companies(self.holder, self.held, "{} cannot take a stake in itself")
        for what, value in (("stake", self.share), ("votes", self.votes)):
            left_out = value is None and what == "votes"
            if not (left_out or is_number(value)):
                raise DataError(
                    f"{what} of {value!r:.60} in {self.held!r}",
                    hint="give a fraction from 0 to 1",
                )
            if value is not None and not 0 <= value <= 1:
                raise DataError(
                    f"{what} of {100 * value:g} % in {self.held!r}",
                    hint="a stake is from 0 to 100 percent",
                )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take holder, held, percent, perhaps votes_percent, from and rights."""
        return cls(
            holder=fields.name("holder"),
            held=fields.name("held"),
            share=fields.percent("percent"),
            votes=fields.optional_percent("votes_percent"),
            seller=fields.optional_name("from"),
            rights=fields.optional_names("rights"),
        )

    @property
    def parties(self) -> tuple[str, str]:
        """The holder, then the held."""
        return (self.holder, self.held)

    @property
    def companies(self) -> tuple[str, ...]:
        """The parties, and who sells."""
        return self.parties if self.seller is None else (*self.parties, self.seller)

    @property
    def by_name(self) -> tuple[str, ...]:
        """The held: a stake in a brand is one in its cars."""
        return (self.held,)

    @property
    def beside_prices(self) -> str | None:
        """Rights that come with the stake."""
        if not self.rights:
            return None
        return (
            f"{joined(RIGHTS[right] for right in self.rights)}: said and not computed, "
            "as prices follow shares and votes; the readings of control span what such "
            "a right may give"
        )

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies."""
        holder, held = (names.get(party, party) for party in self.parties)
        seller = self.seller and names.get(self.seller, self.seller)
        return replace(self, holder=holder, held=held, seller=seller)

    def sentence(self, label: Label) -> str:
        """Return `Toyota holds 25 % of Nissan`."""
        comes = [RIGHTS[right] for right in self.rights]
        if self.votes is not None:
            comes.insert(0, f"{percent(self.votes, 2)} of the votes")
        share, more = percent(self.share, 2), f" with {joined(comes)}" if comes else ""
        if self.seller is not None:
            more += f", bought from {label(self.seller)}"
        return f"{label(self.holder)} holds {share} of {label(self.held)}{more}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares in percent."""
        plain: dict[str, Any] = {
            "kind": self.kind,
            "holder": self.holder,
            "held": self.held,
            "percent": round(100 * self.share, 10),
        }
        if self.votes is not None:
            plain["votes_percent"] = round(100 * self.votes, 10)
        if self.seller is not None:
            plain["from"] = self.seller
        if self.rights:
            plain["rights"] = list(self.rights)
        return plain

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom once the stake is held."""
        if self.seller is not None:
            more = self.share - ownership.part(self.holder, self.held)[0]
            if more <= 0:
                raise DataError(
                    f"{ownership.label(self.holder)} holds "
                    f"{percent(self.share - more, 2)} of "
                    f"{ownership.label(self.held)} already",
                    hint="give the share that it has afterwards",
                )
            return ownership.sell(self.seller, self.held, more, self.holder)
        return ownership.take_stake(self.holder, self.held, self.share, self.votes)

    def redraw(self, holdings: Sequence[OwnershipEdge]) -> tuple[OwnershipEdge, ...]:
        """Return a neighbourhood in which the others have given way."""
        owner, owned = (node_of(holdings, party) for party in self.parties)
        old = next((h for h in holdings if (h.owner, h.owned) == (owner, owned)), None)
        held = (old.share or 0.0) if old else 0.0
        if held == self.share and self.votes is None:
            return tuple(holdings)
        votes = self.share if self.votes is None else self.votes
        had = held if old is None or old.votes is None else old.votes
        factors = remaining(self.share, held), remaining(votes, had)
        seller = self.seller and node_of(holdings, self.seller)
        others = []
        for h in holdings:
            if h is old:
                continue
            if h.owned != owned or seller not in (None, h.owner):
                others.append(h)
            elif seller is None:
                others.append(_give_way(h, *factors))
            else:
                left = 1 - (self.share - held) / h.share if h.share else 1.0
                others.append(_give_way(h, left, left))
        if self.share == 0 and not self.votes:
            return tuple(others)
        new = OwnershipEdge(
            owner=owner,
            owned=owned,
            share=self.share,
            votes=self.votes,
            alone=decides_alone(votes),
            was=held,
            changed=True,
        )
        return (*others, new)

    @property
    def affected(self) -> Affected:
        """The holder acquires a part of the held."""
        return Affected(acquirer=self.holder, target=self.held, whole=False)


def _give_way(holding: OwnershipEdge, cash: float, votes: float) -> OwnershipEdge:
    """Scale another holder's part of the company whose shares change hands."""
    new = replace(
        holding,
        share=_scaled(holding.share, cash),
        share_span=_span(holding.share_span, cash),
        votes=_scaled(holding.votes, votes),
        votes_span=_span(holding.votes_span, votes),
        was=holding.share,
        changed=True,
    )
    say = new.size if new.votes is None else new.votes
    return replace(new, alone=say is not None and decides_alone(say))


def _scaled(part: float | None, factor: float) -> float | None:
    return None if part is None else part * factor


def _span(span: Span | None, factor: float) -> Span | None:
    return None if span is None else (span[0] * factor, span[1] * factor)
