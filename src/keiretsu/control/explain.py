"""Who has the say in one company on a day, step by step, with what it rests on.

Direct holders with their votes and their power in a vote, the sentence that follows,
the chain of largest holders upward, the ring that leads back if there is one, and who
gets the profit in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.control.holdings import direct_holdings
from keiretsu.control.named_readings import is_large
from keiretsu.control.ocean import oceanic_power
from keiretsu.control.ultimate import leontief
from keiretsu.landscape import Landscape, Part, Stake, decides_alone
from keiretsu.landscape.groups import ROUNDING
from keiretsu.plain import to_json
from keiretsu.units import joined, percent

SMALLEST_INTEREST = 0.001
"""Share of the profit below which a holder is not listed as an ultimate owner."""


@dataclass(frozen=True, kw_only=True)
class Voter:
    """One direct holder.

    Attributes
    ----------
    stake
        What it holds, with its source.
    cash
        Part of the profit it earns, and how that is known.
    votes
        Part of the votes it casts, and how that is known.
    power
        Chance that it decides a vote among the named holders and a crowd of the rest;
        None where the rest is no crowd: of a joint venture it is a partner's.
    """

    stake: Stake
    cash: Part
    votes: Part
    power: float | None


@dataclass(frozen=True, kw_only=True)
class Say:
    """The answer to who has the say in a company.

    Attributes
    ----------
    company, on
        Which company, and the day (ISO).
    voters
        Direct holders, the most powerful first.
    rest
        Share of the votes that nobody named casts.
    sentence
        What follows, in words.
    chain
        The stake of the most powerful holder, then that of its own, and so on upward.
    ring
        Companies on a ring of stakes through this one; empty if there is none.
    group
        Head of the group that it counts to, and why if that is another.
    ultimate
        Share of its profit that runs to each company or holder in the end, through all
        paths; what is missing to 1 runs to holders nobody named.
    """

    company: str
    on: str
    voters: tuple[Voter, ...]
    rest: float
    sentence: str
    chain: tuple[Stake, ...]
    ring: tuple[str, ...]
    group: str
    ultimate: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {name: to_json(value) for name, value in vars(self).items()}


def explain_control(landscape: Landscape, company: str) -> Say:
    """Return who has the say in a company on the landscape's day.

    Parameters
    ----------
    landscape
        The landscape of the day.
    company
        A company, in any spelling.

    Raises
    ------
    UnknownName
        If the landscape does not know the company.
    """
    company = landscape.id_of(company)
    voters = _voters(landscape, company)
    chain = _chain(landscape, company)
    return Say(
        company=company,
        on=landscape.on.isoformat(),
        voters=voters,
        rest=max(1 - sum(voter.votes.value for voter in voters), 0.0),
        sentence=_sentence(landscape, company, voters),
        chain=chain,
        ring=_ring(landscape, company),
        group=landscape.group_of(company),
        ultimate=_ultimate(landscape, company),
    )


def _voters(landscape: Landscape, company: str) -> tuple[Voter, ...]:
    stakes = landscape.holders_of(company)
    votes = [landscape.votes_of(stake) for stake in stakes]
    total = max(sum(part.value for part in votes), 1.0)
    power = (
        oceanic_power([part.value / total for part in votes]) if stakes else np.zeros(0)
    )
    known = not _has_unnamed_partner(landscape, company, votes)
    found = [
        Voter(
            stake=stake,
            cash=landscape.cash_of(stake),
            votes=part,
            power=float(one) if known else None,
        )
        for stake, part, one in zip(stakes, votes, power, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-(one.power or 0), -one.votes.value)))


def _has_unnamed_partner(
    landscape: Landscape, company: str, votes: Sequence[Part]
) -> bool:
    """Return whether a joint venture has votes that no named holder casts.

    They lie with a partner and not with a crowd, who may decide as much as the named;
    beside a majority that does not matter.
    """
    cast = [part.value for part in votes]
    if landscape.companies[company].kind != "jv" or any(map(decides_alone, cast)):
        return False
    return sum(cast) < 1 - ROUNDING


def _sentence(landscape: Landscape, company: str, voters: tuple[Voter, ...]) -> str:
    label = landscape.label
    group = landscape.group_of(company)
    absence = landscape.absence_of(landscape.companies[company])
    if absence:
        return absence
    if not voters:
        return _without_holders(landscape, company, group)
    first, holder = voters[0], label(voters[0].stake.holder)
    held = f"{holder} casts {_cast(first)} of the votes"
    if decides_alone(first.votes.value):
        return f"{held} in {label(company)} and decides alone"
    joint = [v for v in voters if landscape.group_of(v.stake.holder) == group]
    cast = sum(voter.votes.value for voter in joint)
    if group != company and decides_alone(cast):
        several = ", ".join(label(voter.stake.holder) for voter in joint)
        about = "" if all(map(_is_exact, joint)) else "about "
        return (
            f"{several} cast {about}{percent(cast, 2)} of the votes in "
            f"{label(company)} and are of one group, that of {label(group)}, which "
            "decides alone"
        )
    if group != company:
        counted = f"{label(company)} counts to {label(group)}"
        return f"{counted}; of the holders on record {held}"
    if first.power is None:
        rest = 1 - sum(voter.votes.value for voter in voters)
        others = [f"{label(v.stake.holder)} {_cast(v)}" for v in voters[1:]]
        named = joined([held, *others])
        exact = all(map(_is_exact, voters))
        other = f"the other {percent(rest, 2)}" if exact else "the other votes"
        return (
            f"{named} in {label(company)}, a joint venture; whose {other} are is not "
            "on record, nor who decides"
        )
    tied = len(voters) > 1 and voters[1].votes.value >= first.votes.value
    if is_large(first.votes.value) and not tied:
        return (
            f"{held} in {label(company)}: the largest holder, short of a majority; its "
            f"votes would tip {percent(first.power, 0)} of ballots (its voting power)"
        )
    return f"nobody decides alone in {label(company)}: {held}"


def _is_exact(voter: Voter) -> bool:
    """Say whether a holder's votes are known as one figure."""
    return voter.votes.how not in ("midpoint", "at least")


def _cast(voter: Voter) -> str:
    """Return a holder's votes as they are known: `20 %`, `50 to 66 %`."""
    if _is_exact(voter):
        return percent(voter.votes.value, 2)
    stake = voter.stake
    stated = stake.votes_words
    return stake.share_words if stated == "unknown" else stated


def _without_holders(landscape: Landscape, company: str, group: str) -> str:
    """Say what is known of a company in which no stake is on record."""
    label, kind = landscape.label, landscape.companies[company].kind
    if kind in ("person", "state"):
        nobody = f"nobody decides over {label(company)}"
        return nobody if group == company else f"{nobody}; counted with {label(group)}"
    if group == company:
        return f"no holder of {label(company)} is on record: who decides is not known"
    if decides_over(landscape, company, group):
        return (
            f"no holder of {label(company)} is on record: who decides is not known; "
            f"it decides over {label(group)}, and counts to its group"
        )
    return f"{label(company)} counts to {label(group)}; no stake is on record"


def decides_over(landscape: Landscape, company: str, held: str) -> bool:
    """Return whether a company decides alone over another, by itself or through others.

    Its group may have the name of the other: who controls only one maker is no group.
    Of a parent that is known by name alone, without a row, no holder is known.
    """
    seen: set[str] = set()
    while held not in seen and held in landscape.companies:
        seen.add(held)
        above = [
            stake.holder
            for stake in landscape.holders_of(held)
            if decides_alone(landscape.votes_of(stake).value)
        ]
        if company in above:
            return True
        held = above[0] if above else held
    return False


def _chain(landscape: Landscape, company: str) -> tuple[Stake, ...]:
    chain: list[Stake] = []
    seen = {company}
    while company in landscape.companies:
        voters = _voters(landscape, company)
        if not voters or voters[0].stake.holder in seen:
            break
        chain.append(voters[0].stake)
        company = voters[0].stake.holder
        seen.add(company)
    return tuple(chain)


def _ring(landscape: Landscape, company: str) -> tuple[str, ...]:
    """Return the shortest ring of stakes through a company, starting with it.

    Of several that are as short, the one whose smallest stake is largest.
    """
    holdings: dict[str, list[tuple[str, float]]] = {}
    for stake in landscape.stakes:
        size = landscape.cash_of(stake).value
        holdings.setdefault(stake.holder, []).append((stake.held, size))
    reached = {company}
    layer: dict[str, tuple[float, tuple[str, ...]]] = {company: (1.0, (company,))}
    while layer:
        rings: list[tuple[float, tuple[str, ...]]] = []
        ahead: dict[str, tuple[float, tuple[str, ...]]] = {}
        for holder, (least, path) in layer.items():
            for held, size in holdings.get(holder, ()):
                smallest = min(least, size)
                if held == company:
                    rings.append((smallest, path))
                elif held not in reached:
                    longer = (smallest, (*path, held))
                    ahead[held] = max(ahead.get(held, longer), longer)
        if rings:
            return max(rings)[1]
        reached |= set(ahead)
        layer = ahead
    return ()


def _ultimate(landscape: Landscape, company: str) -> dict[str, float]:
    """Return who gets a company's profit in the end, through every path."""
    holdings = direct_holdings(landscape, [company]).within_one()
    reach = leontief(holdings.cash)
    column = reach[:, holdings.index[company]] * holdings.rest_cash
    found = {
        name: float(column[number])
        for name, number in holdings.index.items()
        if name != company and column[number] >= SMALLEST_INTEREST
    }
    return dict(sorted(found.items(), key=lambda item: -item[1]))
