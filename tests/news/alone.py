"""Claims of one kind that a sentence gives when it stands alone."""

from __future__ import annotations

from keiretsu.news import Claim, read_article, read_claims

TODAY = "2026-03-12"


def alone(sentence: str, kind: str, sure: float) -> list[Claim]:
    """Return the claims of a kind that a sentence alone gives, the surest first.

    Parameters
    ----------
    sentence
        What an article of `TODAY` says.
    kind
        Of which kind.
    sure
        With what probability at least.
    """
    found = read_claims(read_article(text=sentence, date=TODAY), sure)
    own = [c for c in found if c.kind == kind]
    return sorted(own, key=lambda c: -(c.probability or 0.0))
