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
from keiretsu.units import percent


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
    """

    holder: str
    held: str
    share: float
    votes: float | None = None
    kind = "stake"

    def __post_init__(self) -> None:
        two_companies(self.holder, self.held, "{} cannot take a stake in itself")
        for what, value in (("stake", self.share), ("votes", self.votes)):
            if value is not None and not 0 <= value <= 1:
                raise DataError(
                    f"{what} of {100 * value:g} % in {self.held!r}",
                    hint="a stake is from 0 to 100 percent",
                )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `holder`, `held`, `percent` and perhaps `votes_percent`."""
        return cls(
            holder=fields.name("holder"),
            held=fields.name("held"),
            share=fields.percent("percent"),
            votes=fields.optional_percent("votes_percent"),
        )

    @property
    def parties(self) -> tuple[str, str]:
        """The holder, then the held."""
        return (self.holder, self.held)

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies."""
        holder, held = (names.get(party, party) for party in self.parties)
        return replace(self, holder=holder, held=held)

    def sentence(self, label: Label) -> str:
        """Return `Toyota holds 25 % of Nissan`."""
        votes = ""
        if self.votes is not None:
            votes = f" with {percent(self.votes, 2)} of the votes"
        share = percent(self.share, 2)
        return f"{label(self.holder)} holds {share} of {label(self.held)}{votes}"

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
        return plain

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom once the stake is held."""
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
        others = [
            _give_way(h, *factors) if h.owned == owned else h
            for h in holdings
            if h is not old
        ]
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
