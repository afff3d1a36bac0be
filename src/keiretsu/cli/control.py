"""How the answer to who has the say is laid out: tables for people, rows for CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keiretsu.cli.output import table
from keiretsu.names import names
from keiretsu.units import percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu.control import Say
    from keiretsu.control.explain import Voter
    from keiretsu.landscape import Stake

COLUMNS = (
    *("holder", "share", "votes", "votes_stated", "power", "since"),
    *("source_title", "address", "confidence"),
)


def rows(found: Say) -> list[dict[str, Any]]:
    """Return one row for each direct holder."""
    return [_row(voter) for voter in found.voters]


def _row(voter: Voter) -> dict[str, Any]:
    stake = voter.stake
    return {
        "holder": stake.holder,
        "share": stake.share,
        "votes": voter.votes,
        "votes_stated": voter.votes_stated,
        "power": round(voter.power, 6),
        "since": stake.since.text,
        "source_title": stake.source.title,
        "address": stake.source.address,
        "confidence": stake.source.confidence,
    }


def tables(found: Say) -> list[RenderableType]:
    """Return the answer as tables that fit 80 columns."""
    parts = [_voters(found)]
    if found.chain:
        parts.append(_chain(found.chain))
    if found.ring:
        parts.append(_ring(found.ring))
    if found.ultimate:
        parts.append(_ultimate(found))
    return parts


def _voters(found: Say) -> RenderableType:
    return table(
        f"Holders, and how often each would decide a vote; nobody named casts "
        f"{percent(found.rest)}",
        ("holder", "share", "votes", "power", "since", "source"),
        (
            (
                names().label(voter.stake.holder),
                percent(voter.stake.share, 2),
                percent(voter.votes, 2) if voter.votes_stated else "as share",
                percent(voter.power, 0),
                str(voter.stake.since),
                str(voter.stake.source),
            )
            for voter in found.voters
        ),
        numbers=("share", "votes", "power"),
    )


def _chain(chain: tuple[Stake, ...]) -> RenderableType:
    label = names().label
    return table(
        "The chain of largest holders upward",
        ("holder", "of", "share", "source"),
        (
            (
                label(stake.holder),
                label(stake.held),
                percent(stake.share, 2),
                str(stake.source),
            )
            for stake in chain
        ),
        numbers=("share",),
    )


def _ring(ring: tuple[str, ...]) -> RenderableType:
    path = " → ".join(names().label(company) for company in (*ring, ring[0]))
    return table("A ring of stakes leads back", ("each holds the next",), [(path,)])


def _ultimate(found: Say) -> RenderableType:
    rest = 1 - sum(found.ultimate.values())
    listed = [(names().label(who), part) for who, part in found.ultimate.items()]
    return table(
        "Who gets the profit in the end, through every path",
        ("owners behind", "part"),
        [
            (who, percent(part))
            for who, part in (*listed, ("holders nobody named, here", rest))
        ],
        numbers=("part",),
    )
