"""Where a value comes from, and how far it may be trusted.

Every fact that reaches a person carries a `Source`. `sourced` means that the figure was
read in the cited text, `derived` that it was computed from sourced rows, `assumed` that
it is a named assumption with a range, and `memory` that it is general knowledge nobody
has checked: such a value is always shown as what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from keiretsu.errors import DataError

Confidence = Literal["sourced", "sourced_partial", "derived", "assumed", "memory"]
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
_SHOWN = {"sourced_partial": "read in part"}
"""Confidences that are no word."""
_TRUST = ("memory", "assumed", "derived", "sourced_partial", "sourced")


def trust(confidence: str) -> int:
    """Return how far a confidence goes, from 0 for what nobody checked.

    >>> trust("memory") < trust("assumed") < trust("derived") < trust("sourced")
    True
    """
    return _TRUST.index(confidence)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place where a value was read or how it was made.

    Attributes
    ----------
    title
        What a reader would call it: "Factbox: Toyota stakes (Reuters, 2019-09-27)".
    address
        URL, or repository path with commit; empty where there is none.
    confidence
        One of `CONFIDENCES`.
    quote
        The words that carry the value, if we hold them.
    """

    title: str
    address: str = ""
    confidence: Confidence = "sourced"
    quote: str | None = None

    def __post_init__(self) -> None:
        if self.confidence not in CONFIDENCES:
            raise DataError(
                f"{self.confidence!r} is no confidence (source {self.title!r})",
                hint=f"use one of: {', '.join(CONFIDENCES)}",
            )

    def to_dict(self) -> dict[str, str | None]:
        """Return plain fields, ready for JSON."""
        return {
            "title": self.title,
            "address": self.address,
            "confidence": self.confidence,
            "quote": self.quote,
        }

    @property
    def columns(self) -> dict[str, str]:
        """The three columns that a table of facts cites it in."""
        return {
            "source_title": self.title,
            "address": self.address,
            "confidence": self.confidence,
        }

    @property
    def cited(self) -> str:
        """Title, address and confidence in one line."""
        return f"{self}, {self.address}" if self.address else str(self)

    def __str__(self) -> str:
        if self.confidence == "sourced":
            return self.title
        return f"{self.title} [{_SHOWN.get(self.confidence, self.confidence)}]"


def safe_link(address: str) -> str | None:
    """Return an address if it is a plain web address, else None.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    plain = address.strip()
    web = plain.lower().startswith(("https://", "http://"))
    return plain if web and not any(c.isspace() for c in plain) else None
