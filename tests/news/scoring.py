"""Annotated articles, and how many claims of the reader are among theirs.

Two claims are about the same thing when the key fields of their kind agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from keiretsu.names import core_register
from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.articles.article import Article

FOLDER = Path(__file__).with_name("articles")
KEYS = {
    "stake": ("holder", "held", "percent"),
    "deal": ("parties", "status"),
    "plan_target": ("company", "metric", "value"),
    "sales": ("company", "metric", "value"),
    "product": ("model", "maker"),
    "role": ("person", "company", "title"),
    "quote": ("speaker", "text"),
    "legal": ("concern", "parties"),
}
"""The fields that say what a claim is about, by kind."""
ALIKE = 0.8
"""How alike two quotations must be, from 0 to 1, to be the same."""

Marked = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """Counts over some articles."""

    right: int
    claimed: int
    marked: int

    @property
    def precision(self) -> float:
        """Part of the claimed that is right."""
        return self.right / self.claimed

    @property
    def recall(self) -> float:
        """Part of the marked that was claimed."""
        return self.right / self.marked


def annotated() -> list[tuple[Article, list[Marked]]]:
    """Every annotated article, with its claims."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        article = read_article(path, date=meta["date"], publisher=meta["publisher"])
        lines = path.with_suffix(".claims.jsonl").read_text("utf-8").splitlines()
        found.append((article, [json.loads(line) for line in lines]))
    return found


def score(articles: Iterable[tuple[Article, list[Marked]]]) -> Score:
    """Count claims that agree with a marked one; each marked claim counts once."""
    right = claimed = marked = 0
    for article, gold in articles:
        open_, found = list(gold), read_claims(article)
        claimed, marked = claimed + len(found), marked + len(gold)
        for claim in found:
            same = next((one for one in open_ if agree(claim, one)), None)
            if same is not None:
                open_.remove(same)
                right += 1
    return Score(right, claimed, marked)


def agree(claim: Claim, marked: Marked) -> bool:
    """Whether a claim and a marked one are about the same thing."""
    if claim.kind != marked["kind"]:
        return False
    said, theirs, more = claim.normalised, marked["normalised"], marked.get("accept")
    return all(
        any(
            _same(said.get(key), value)
            for value in (theirs.get(key), *(more or {}).get(key, ()))
        )
        for key in KEYS[claim.kind]
    )


def _same(ours: Any, theirs: Any) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(theirs, int | float):
        return abs(ours - theirs) <= max(0.005 * abs(theirs), 0.05)
    if isinstance(theirs, list):
        return sorted(map(_who, ours)) == sorted(map(_who, theirs))
    alike = SequenceMatcher(None, _who(ours), _who(theirs), autojunk=False).ratio()
    return _who(ours) == _who(theirs) or (" " in theirs and alike >= ALIKE)


def _who(text: str) -> str:
    """The identifier behind a name, or the bare letters of a text."""
    return core_register().find(text) or re.sub(r"[\W_]+", "", text.casefold())
