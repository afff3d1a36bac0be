"""One claim of one page, as it waits or was decided on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration import Page
from keiretsu.review.inbox.identity import SHOWN
from keiretsu.review.inbox.journal import Decision


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One claim of one page.

    Attributes
    ----------
    key
        By what it is known again, whatever was done to it.
    page
        Its page.
    claim
        The claim as it stands, with the names that were decided on.
    decision
        What was decided on it; None where it waits.
    """

    key: str
    page: Page = field(repr=False)
    claim: Claim
    decision: Decision | None = None

    @property
    def short(self) -> str:
        """The first letters of its key, which a person types."""
        return self.key[:SHOWN]

    def with_claim(self, claim: Claim) -> Entry:
        """Return the entry with its claim as a person has changed it."""
        return Entry(key=self.key, page=self.page, claim=claim, decision=self.decision)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        decided = self.decision
        return {
            "key": self.key,
            "page": self.page.id,
            "url": self.page.url,
            "day": self.page.day.isoformat() if self.page.day else None,
            "sentence": self.claim.sentence,
            "claim": self.claim.to_dict(),
            "decision": None if decided is None else decided.what,
            "by": None if decided is None else decided.by,
        }
