"""Who owns what once a deal is done, holding by holding.

Whoever takes a stake buys from all others in proportion. After a merger the two are one
company; what their holders then own of it depends on an exchange ratio nobody has
stated, so it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from keiretsu.deals.deal import Deal, Merge, TakeStake
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge, Span
from keiretsu.landscape.groups import decides_alone


def after(holdings: Sequence[OwnershipEdge], deal: Deal) -> tuple[OwnershipEdge, ...]:
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
    holdings: Sequence[OwnershipEdge], step: TakeStake, now: dict[str, str]
) -> tuple[OwnershipEdge, ...]:
    owner, owned = now.get(step.holder, step.holder), now.get(step.held, step.held)
    old = next((h for h in holdings if (h.owner, h.owned) == (owner, owned)), None)
    held = old.share if old else 0.0
    if held == step.share and step.votes is None:
        return tuple(holdings)
    votes = step.share if step.votes is None else step.votes
    had = held if old is None or old.votes is None else old.votes
    factors = (_factor(step.share, held), _factor(votes, had))
    others = [
        _give_way(h, *factors) if h.owned == owned and h is not old else h
        for h in holdings
        if h is not old
    ]
    if step.share == 0 and not step.votes:
        return tuple(others)
    new = OwnershipEdge(
        owner=owner,
        owned=owned,
        share=step.share,
        votes=step.votes,
        alone=decides_alone(votes),
        was=held,
        changed=True,
    )
    return (*others, new)


def _factor(taken: float, held: float | None) -> float | None:
    """Return what is left of another holder's part; None where that is unknown."""
    return None if held is None or held >= 1 else (1 - taken) / (1 - held)


def _give_way(
    holding: OwnershipEdge, cash: float | None, votes: float | None
) -> OwnershipEdge:
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
    return replace(new, alone=_is_alone(new))


def _scaled(part: float | None, factor: float | None) -> float | None:
    return None if part is None or factor is None else part * factor


def _span(span: Span | None, factor: float | None) -> Span | None:
    return (
        None if span is None or factor is None else (span[0] * factor, span[1] * factor)
    )


def _is_alone(holding: OwnershipEdge) -> bool:
    say = holding.size if holding.votes is None else holding.votes
    return say is not None and decides_alone(say)


def _merge(
    holdings: Sequence[OwnershipEdge], first: str, second: str, merged: str
) -> tuple[OwnershipEdge, ...]:
    pair = {first, second}
    joined: dict[tuple[str, str], OwnershipEdge] = {}
    for h in holdings:
        owner = merged if h.owner in pair else h.owner
        owned = merged if h.owned in pair else h.owned
        if owner == owned:
            continue
        moved = replace(h, owner=owner, owned=owned)
        known = joined.get((owner, owned))
        if owned == merged:
            moved = _unknown(moved)
        elif known is not None:
            moved = _added(known, moved)
        joined[owner, owned] = moved
    return tuple(joined.values())


def _unknown(holding: OwnershipEdge) -> OwnershipEdge:
    """Return a holding whose figures depend on terms nobody has stated."""
    nothing = replace(holding, share=None, share_span=None, votes=None, votes_span=None)
    return replace(nothing, alone=False, changed=True)


def _added(one: OwnershipEdge, other: OwnershipEdge) -> OwnershipEdge:
    """Return what two merged companies hold together of a third."""
    if one.share is None or other.share is None:
        return replace(_unknown(one), alone=one.alone or other.alone)
    whole = replace(
        _unknown(one), share=one.share + other.share, was=one.share, changed=True
    )
    return replace(whole, alone=_is_alone(whole) or one.alone or other.alone)
