"""What comes of comparing a claim with the landscape."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from keiretsu.news.claims.claim import Claim
from keiretsu.sources import Source

Verdict = Literal["new", "agrees", "differs", "cannot be compared"]
VERDICTS: tuple[Verdict, ...] = ("new", "differs", "agrees", "cannot be compared")


@dataclass(frozen=True, kw_only=True)
class Backing:
    """A fact that a claim was compared with, in words, and where it was read."""

    words: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Found:
    """A verdict before it is put beside its claim.

    Attributes
    ----------
    verdict
        One of `VERDICTS`.
    why
        The reason in a sentence.
    facts
        What it was compared with.
    arithmetic
        The sum by which the facts give the figure, or come closest to it.
    """

    verdict: Verdict
    why: str
    facts: tuple[Backing, ...] = ()
    arithmetic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A claim beside the facts of its day.

    Attributes
    ----------
    claim
        The claim, unchanged.
    on
        The day whose facts it was compared with: the one that it speaks of, else that
        of its page, else the landscape's own.
    found
        The verdict with its reason.
    """

    claim: Claim
    on: dt.date
    found: Found = field(repr=False)

    @property
    def verdict(self) -> Verdict:
        """`new`, `agrees`, `differs` or `cannot be compared`."""
        return self.found.verdict

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        found = self.found
        return {
            "claim": self.claim.to_dict(),
            "sentence": self.claim.sentence,
            "on": self.on.isoformat(),
            "verdict": found.verdict,
            "why": found.why,
            "arithmetic": found.arithmetic,
            "facts": [
                {
                    "words": fact.words,
                    "source": fact.source.title,
                    "address": fact.source.address,
                    "confidence": fact.source.confidence,
                }
                for fact in found.facts
            ],
        }


def cannot(why: str, *facts: Backing) -> Found:
    """Return that a claim cannot be compared, and why."""
    return Found(verdict="cannot be compared", why=why, facts=facts)


def new(why: str, *facts: Backing) -> Found:
    """Return that no fact says the like of it."""
    return Found(verdict="new", why=why, facts=facts)
