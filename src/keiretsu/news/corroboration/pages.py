"""A page as others are compared with it: who published it, when, and what it claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import Claim

Stance = Literal["says", "passes on", "plans", "may", "denies", "imagines"]
_STANCES: Mapping[str, Stance] = {
    "fact": "says",
    "reported": "passes on",
    "plan": "plans",
    "hedged": "may",
    "denied": "denies",
    "counterfactual": "imagines",
}
_OPENING = 300
"""Characters at the head of a text in which an agency is named."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page.

    Attributes
    ----------
    id
        What its claims are called by.
    day
        When it was published; None where it does not say.
    title, publisher, author, url
        What is known of it.
    opening
        The first words of its text, where an agency is named.
    claims
        What it claims.
    """

    id: str
    day: dt.date | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    opening: str = field(default="", repr=False)
    claims: tuple[Claim, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, article: Article, claims: tuple[Claim, ...]) -> Page:
        """Return the page of an article that was read."""
        start = article.body[0][0] if article.body else 0
        return cls(
            id=article.id,
            day=article.date.last if article.date else None,
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            url=article.url,
            opening=article.text[start : start + _OPENING],
            claims=claims,
        )

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Page:
        """Return the page of a row of `WatchStore.since`.

        Raises
        ------
        DataError
            If a claim of it is none.
        """
        return cls(
            id=str(row["key"]),
            day=dt.date.fromisoformat(row["day"]) if row["date"] else None,
            title=row["title"],
            publisher=row["publisher"],
            author=row["author"],
            url=row["url"],
            opening=row["opening"] or "",
            claims=tuple(map(Claim.from_dict, row["claims"])),
        )

    @property
    def called(self) -> str:
        """What a person calls it: its publisher, else its title, place or id."""
        return self.publisher or self.title or self.url or self.id


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One claim on one page."""

    page: Page
    claim: Claim

    @property
    def stance(self) -> Stance:
        """How the page stands to what is claimed."""
        if self.claim.polarity == "-":
            return "denies"
        return _STANCES[self.claim.modality]

    @property
    def asserts(self) -> bool:
        """Whether the page says, or passes on, that it is so."""
        return self.stance in ("says", "passes on")
