"""By what a claim is known again when its page is read once more.

Its page, its words and what it says: not its number, its place or how sure the reader
is, which another reading may change.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from keiretsu.news.claims.claim import Claim
from keiretsu.news.corroboration import Page
from keiretsu.spelling import fold

SHOWN = 10
"""Letters of a key that a person is shown and types."""


def page_key(page: Page) -> str:
    """Return where a page is, or without an address whose it is and how it begins."""
    if page.url:
        return page.url
    said = (page.publisher, page.title, str(page.day), fold(page.opening))
    return _hash([said if page.opening else page.id])


def claim_key(page: Page, claim: Claim) -> str:
    """Return by what a claim of a page is known again: 40 letters and digits."""
    plain = claim.to_dict()
    names = ("kind", "modality", "polarity", "normalised")
    said = {name: plain[name] for name in names}
    return _hash([page_key(page), fold(claim.quote), said, plain.get("readings", [])])


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
