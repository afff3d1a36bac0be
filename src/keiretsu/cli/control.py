"""How the answer to who has the say is laid out: tables for people, rows for CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keiretsu.cli.citing import Citations
from keiretsu.cli.output import table
from keiretsu.units import joined, percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu.control import Say
    from keiretsu.control.explain import Voter
    from keiretsu.landscape import Stake

Label = Callable[[str], str]

COLUMNS = (
    *("holder", "share", "share_min", "share_max", "of", "cash", "cash_how"),
    *("votes", "votes_how", "power", "since"),
    *("source_title", "address", "confidence"),
)

_HOW = {
    "outstanding": "own shares out",
    "midpoint": "middle of range",
    "at least": "at least",
}


def rows(found: Say) -> list[dict[str, Any]]:
    """Return one row for each direct holder."""
    return [_row(voter) for voter in found.voters]


def _row(voter: Voter) -> dict[str, Any]:
    stake = voter.stake
    return {
        "holder": stake.holder,
        "share": stake.share,
        "share_min": stake.share_min,
        "share_max": stake.share_max,
        "of": stake.of,
        "cash": voter.cash.value,
        "cash_how": voter.cash.how,
        "votes": voter.votes.value,
        "votes_how": voter.votes.how,
        "power": None if voter.power is None else round(voter.power, 6),
        "since": stake.since.text,
        **stake.source.columns,
    }


def tables(found: Say, label: Label) -> list[RenderableType]:
    """Return the answer as tables that fit 80 columns."""
    citations = Citations()
    parts = [_voters(found, citations, label)]
    if found.chain:
        parts.append(_chain(found.chain, citations, label))
    if found.ring:
        parts.append(_ring(found.ring, label))
    if found.ultimate:
        parts.append(_ultimate(found, label))
    return [*parts, *citations.listed()]


def _voters(found: Say, citations: Citations, label: Label) -> RenderableType:
    return table(
        f"Holders, and how often each would decide a vote; nobody named casts "
        f"{percent(found.rest)}",
        ("holder", "share", "votes", "power", "since", "source"),
        (
            (
                label(voter.stake.holder),
                voter.stake.share_words,
                _votes(voter),
                "unknown" if voter.power is None else percent(voter.power, 0),
                str(voter.stake.since),
                citations.cite(voter.stake.source),
            )
            for voter in found.voters
        ),
        numbers=("share", "power"),
    )


def _votes(voter: Voter) -> str:
    """Write the votes and, where nobody stated them, what was taken for granted."""
    part = voter.votes
    if part.how in ("as share", "unknown"):
        return part.how
    return percent(part.value, 2) + ("" if part.stated else f" ({_HOW[part.how]})")


def _chain(
    chain: tuple[Stake, ...], citations: Citations, label: Label
) -> RenderableType:
    return table(
        "The chain of largest holders upward",
        ("holder", "of", "share", "source"),
        (
            (
                label(stake.holder),
                label(stake.held),
                stake.share_words,
                citations.cite(stake.source),
            )
            for stake in chain
        ),
        numbers=("share",),
    )


def _ring(ring: tuple[str, ...], label: Label) -> RenderableType:
    path = " → ".join(label(company) for company in (*ring, ring[0]))
    return table("A ring of stakes leads back", ("each holds the next",), [(path,)])


def _ultimate(found: Say, label: Label) -> RenderableType:
    rest = 1 - sum(found.ultimate.values())
    listed = [(label(who), part) for who, part in found.ultimate.items()]
    by_votes = [
        label(voter.stake.holder)
        for voter in found.voters
        if voter.cash.how in ("as votes", "at least")
    ]
    counted = f"; by the votes of {joined(by_votes)}, whose share nobody stated"
    return table(
        "Who gets the profit in the end, through every path"
        f"{counted if by_votes else ''}",
        ("owners behind", "part"),
        [
            (who, percent(part))
            for who, part in (*listed, ("holders nobody named, here", rest))
        ],
        numbers=("part",),
    )
