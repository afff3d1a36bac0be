"""Annotated articles, and how many claims of the reader are among theirs.

Two claims are about the same thing when the key fields of their kind agree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.news.scoring import key_agrees

from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.articles.article import Article

FOLDER = Path(__file__).with_name("articles")
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
    return claim.kind == marked["kind"] and key_agrees(marked, claim.to_dict())
