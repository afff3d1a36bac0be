"""Names in a claim: those that no company has, and whom they may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from keiretsu.landscape import Dataset
from keiretsu.news.claims.claim import Claim
from keiretsu.review.inbox.changes import NAMED

MOST_OFFERED = 3
"""Companies that may be the one meant by an unknown name."""


def named_in(claim: Claim) -> Iterable[str]:
    """Yield the companies and people that the fields of a claim name."""
    for choice in claim.choices:
        for name in NAMED:
            if value := choice.normalised.get(name):
                yield str(value)
        yield from map(str, choice.normalised.get("parties", ()))


def renamed(claim: Claim, names: Mapping[str, str]) -> Claim:
    """Return a claim with the companies that its unknown names were said to be."""
    if not names.keys() & set(named_in(claim)):
        return claim

    def with_names(said: Mapping[str, Any]) -> dict[str, Any]:
        one = {k: names.get(str(v), v) if k in NAMED else v for k, v in said.items()}
        if "parties" in one:
            one["parties"] = tuple(sorted(names.get(p, p) for p in one["parties"]))
        return one

    plain = claim.to_dict() | {"normalised": with_names(claim.normalised)}
    if claim.readings:
        plain["readings"] = [with_names(one) for one in claim.readings]
    return Claim.from_dict(plain)


def near(name: str, data: Dataset) -> tuple[str, ...]:
    """Return the identifiers of companies that are called nearly so."""
    spellings: dict[str, str] = {}
    for identifier in data.companies:
        entry = data.register.entry(identifier)
        for one in (identifier.replace("_", " "), *entry.offered):
            spellings.setdefault(one.casefold(), identifier)
    said = spelt(name).casefold()
    alike = get_close_matches(said, spellings, n=4 * MOST_OFFERED, cutoff=0.6)
    within = [s for s in spellings if len(s) > 3 and f" {s} " in f" {said} "]
    found = dict.fromkeys(spellings[one] for one in (*within, *alike))
    return tuple(found)[:MOST_OFFERED]


def spelt(name: str) -> str:
    """Return a name as people write it, from the one that a claim holds."""
    return name.replace("_", " ").title()
