"""Who owns what round the parties, before the deal and after it.

The neighbourhood of a deal is its parties, whoever holds a stake in them, and whatever
they hold. After a merger the two are one company; what their holders then own of it
depends on an exchange ratio nobody has stated, so it is unknown and drawn as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keiretsu.deals.deal import Deal, Merge, TakeStake
from keiretsu.landscape.ties import Stake
from keiretsu.names import names
from keiretsu.sources import Source
from keiretsu.units import percent

CONTROL = 0.5
SMALL = 0.1


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One holder's part of one company, as the report draws it.

    Attributes
    ----------
    owner, owned
        Company identifiers; after a merger two joined by `+`.
    share, votes
        Fractions; None where unknown.
    since
        The day it was stated for, in words; empty after the deal.
    source
        Where it was read; None where the deal brings it about.
    was
        The share before the deal, where the deal changed it; 0 for a new one.
    changed
        Whether the deal changed it.
    """

    owner: str
    owned: str
    share: float | None
    votes: float | None = None
    since: str = ""
    source: Source | None = None
    was: float | None = None
    changed: bool = False


def company(identifier: str) -> str:
    """Return what people call a company, or two merged ones."""
    return " + ".join(names().label(part) for part in identifier.split("+"))


def before(stakes: Iterable[Stake], parties: Sequence[str]) -> tuple[Holding, ...]:
    """Return the holdings of the parties' neighbourhood on the day of the deal."""
    held = [s for s in stakes if s.share != 0 and s.holder != s.held]
    near = [s for s in held if s.holder in parties or s.held in parties]
    members = {c for s in near for c in (s.holder, s.held)}
    chosen = near + [s for s in held if s not in near and {s.holder, s.held} <= members]
    return tuple(
        Holding(
            owner=s.holder,
            owned=s.held,
            share=s.share,
            votes=s.votes,
            since=str(s.since),
            source=s.source,
        )
        for s in chosen
    )


def after(holdings: Sequence[Holding], deal: Deal) -> tuple[Holding, ...]:
    """Return the same neighbourhood once every step of the deal is done."""
    current = tuple(holdings)
    names_now: dict[str, str] = {}
    for step in deal.steps:
        if isinstance(step, Merge):
            first, second = (names_now.get(p, p) for p in step.parties)
            merged = f"{first}+{second}"
            current = _merge(current, first, second, merged)
            names_now |= {part: merged for part in merged.split("+")}
        else:
            current = _take(current, step, names_now)
    return current


def _take(
    holdings: Sequence[Holding], step: TakeStake, now: dict[str, str]
) -> tuple[Holding, ...]:
    owner, owned = now.get(step.holder, step.holder), now.get(step.held, step.held)
    old = next((h for h in holdings if (h.owner, h.owned) == (owner, owned)), None)
    held = old.share if old else 0.0
    if held == step.share and step.votes is None:
        return tuple(holdings)
    others = [
        _give_way(h, owner, owned, held, step.share) for h in holdings if h is not old
    ]
    if step.share == 0:
        return tuple(others)
    new = Holding(
        owner=owner,
        owned=owned,
        share=step.share,
        votes=step.votes,
        was=held,
        changed=True,
    )
    return (*others, new)


def _give_way(
    holding: Holding, owner: str, owned: str, held: float | None, share: float
) -> Holding:
    """Scale another holder's part of the company whose shares change hands."""
    if holding.owned != owned or holding.owner == owner:
        return holding
    if holding.share is None or held is None or held >= 1:
        return replace(holding, share=None, votes=None, changed=True, was=holding.share)
    factor = (1 - share) / (1 - held)
    return replace(
        holding,
        share=holding.share * factor,
        votes=None if holding.votes is None else holding.votes * factor,
        was=holding.share,
        changed=True,
    )


def _merge(
    holdings: Sequence[Holding], first: str, second: str, merged: str
) -> tuple[Holding, ...]:
    pair = {first, second}
    joined: dict[tuple[str, str], Holding] = {}
    for h in holdings:
        owner = merged if h.owner in pair else h.owner
        owned = merged if h.owned in pair else h.owned
        if owner == owned:
            continue
        known = joined.get((owner, owned))
        if owned == merged:
            moved = replace(
                h, owner=owner, owned=owned, share=None, votes=None, changed=True
            )
        elif known is not None and known.share is not None and h.share is not None:
            total = known.share + h.share
            moved = replace(
                known, share=total, votes=None, was=known.share, changed=True
            )
        else:
            moved = replace(h, owner=owner, owned=owned)
        joined[owner, owned] = moved
    return tuple(joined.values())


def sentence(holding: Holding) -> str:
    """Say a holding in words: `Toyota holds 20 % of Subaru (May 2025)`."""
    share = "an unknown part" if holding.share is None else percent(holding.share, 2)
    held = f"{company(holding.owner)} holds {share} of {company(holding.owned)}"
    if holding.votes is not None:
        held += f", with {percent(holding.votes, 2)} of the votes"
    return f"{held} ({holding.since})" if holding.since else held
