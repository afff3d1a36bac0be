"""Where two readers, or two directions of one, see a stake the other way round.

Who holds whom is what must never be wrong, and what a sentence often leaves close. Both
readings are then kept as one claim, which no deal, headline or landscape takes before
somebody has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from keiretsu.news.claims.claim import Claim, one_of_two

DOUBT = 0.4
"""Probability from which the trained reader's view makes another one's doubtful."""
CLOSE = 0.5
"""Least ratio of the less likely reading to the likelier one to be kept beside it."""


def is_swapped(claim: Claim, other: Claim) -> bool:
    """Whether two claims of one stake have holder and held the other way round."""
    one, two = claim.normalised, other.normalised
    return (
        claim.kind == other.kind == "stake"
        and one.get("percent") == two.get("percent")
        and one.get("holder") is not None
        and (one.get("holder"), one.get("held")) == (two.get("held"), two.get("holder"))
    )


def overlap(claim: Claim, other: Claim) -> bool:
    """Whether two claims stand in the same words, in one of their places."""
    return any(
        a < d and c < b
        for a, b in (claim.span, *claim.alt_spans)
        for c, d in (other.span, *other.alt_spans)
    )


def doubted(written: Sequence[Claim], judged: Sequence[Claim]) -> list[Claim]:
    """Return claims of which those that the trained reader sees swapped are open.

    Where both ways round are written, as companies that hold each other are, nothing is
    in doubt; nor where the trained reader finds the written one likelier.

    Parameters
    ----------
    written
        Claims of another reader.
    judged
        All that the trained reader sees, however unsure.
    """
    found = []
    for claim in written:
        against = _likeliest(c for c in judged if is_swapped(claim, c))
        own = _likeliest(c for c in judged if c.key == claim.key)
        if (
            against is None
            or _sure(against) < max(DOUBT, _sure(own))
            or any(is_swapped(claim, one) for one in written)
        ):
            found.append(claim)
        else:
            sure = own.probability if own else None
            found.append(one_of_two(against, replace(claim, probability=sure)))
    return found


def close_pairs(judged: Sequence[Claim], sure: float) -> Iterator[Claim]:
    """Yield the stakes of which the trained reader sees both directions as likely.

    One of the two must be right with the probability asked for. Where each alone is,
    the companies hold each other, and both are claims.
    """
    stakes = [c for c in judged if c.kind == "stake"]
    for one, other in combinations(stakes, 2):
        first, second = sorted((one, other), key=_sure, reverse=True)
        if (
            is_swapped(first, second)
            and overlap(first, second)
            and _sure(second) < sure <= _sure(first) + _sure(second)
            and _sure(second) >= CLOSE * _sure(first)
        ):
            yield one_of_two(first, second)


def faintest_of_two(sure: float) -> float:
    """Return how probable the less likely of two directions is at least.

    >>> round(faintest_of_two(0.9), 3)  # 0.3 beside 0.6
    0.3
    """
    return sure * CLOSE / (1 + CLOSE)


def _sure(claim: Claim | None) -> float:
    return 0.0 if claim is None else claim.probability or 0.0


def _likeliest(claims: Iterable[Claim]) -> Claim | None:
    return max(claims, key=_sure, default=None)
