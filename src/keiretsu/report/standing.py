"""How the deal of an article stands by its claims: denied, off, open, done, or to come.

What it would do is computed all the same, so a reader must be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from keiretsu.news.claims.claim import Claim
    from keiretsu.news.claims.main_deal import ReportedDeal

Standing = Literal["reported", "denied", "disputed", "open", "off", "done"]

VERBS: dict[Standing, str] = {
    "reported": "is reported",
    "denied": "is denied",
    "disputed": "is reported and denied",
    "open": "is reported",
    "off": "is reported to be off",
    "done": "is reported as done",
}
"""What a headline says of the tie; of an open one that there is no deal yet, too."""

REMARKS: dict[Standing, str] = {
    "denied": "the article says that this is denied, or not so; what it would do is "
    "computed all the same",
    "disputed": "the article also says that this is denied, or not so",
    "off": "the article says that this is off; what it would do is computed all the "
    "same",
    "done": "the article says that this is done: the facts of the day may hold it "
    "already",
}
"""What a reader must know of the deal itself."""


def standing_of(reported: ReportedDeal) -> Standing:
    """Return how a deal stands by the claims that tell of it."""
    refused = [_is_refused(claim) for claim in reported.claims]
    if reported.is_denied or all(refused):
        return "denied"
    if any(c.normalised.get("status") == "terminated" for c in reported.claims):
        return "off"
    if any(refused):
        open_ = [
            _is_unmade(c) for c, r in zip(reported.claims, refused, strict=True) if r
        ]
        return "open" if all(open_) else "disputed"
    return "done" if all(map(_is_done, reported.claims)) else "reported"


def _is_refused(claim: Claim) -> bool:
    denied = claim.modality == "denied" or claim.normalised.get("status") == "denied"
    return denied or claim.polarity == "-"


def _is_unmade(claim: Claim) -> bool:
    """Whether a claim says that no deal was made, which denies no talks."""
    made = claim.normalised.get("status") in {"agreed", "completed"}
    return made and claim.polarity == "-" and claim.modality in {"fact", "reported"}


def _is_done(claim: Claim) -> bool:
    if claim.kind == "stake":
        return claim.modality == "fact"
    return claim.normalised.get("status") == "completed"
