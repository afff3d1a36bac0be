"""From whom pages have what they say: a relay of one source is no second source.

What an article passes on comes from the first of its chain; what a nameless source says
comes from the paper that it spoke to. An agency named at the head of a text or as its
author is the source of all that the text says in its own voice. Pages of one author,
and pages with the same words, count once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from urllib.parse import urlsplit

from keiretsu.bundled_names import bundled_register
from keiretsu.news.corroboration.pages import Page, Telling
from keiretsu.news.text.placeholders import pattern_file
from keiretsu.spelling import fold

SAME_WORDS = 0.9
"""How alike two quotations are, from 0 to 1, that one copied from the other."""
_FEWEST, _MOST = 40, 600
"""Letters of a quotation that can be known again, and that are compared."""
_MOST_COMPARED = 60
"""Pages on one thing whose words are compared with one another."""


def origins(tellings: Sequence[Telling]) -> tuple[str, ...]:
    """Return the independent sources behind what is told, each by its name.

    Parameters
    ----------
    tellings
        Claims of pages that say one thing.
    """
    roots = list(range(len(tellings)))

    def root(n: int) -> int:
        while roots[n] != n:
            n = roots[n]
        return n

    for n, m in _tied(tellings):
        roots[root(m)] = root(n)
    first: dict[int, str] = {}
    for n, telling in enumerate(tellings):
        first.setdefault(root(n), source_of(telling))
    return tuple(first.values())


def source_of(telling: Telling) -> str:
    """Return who says so first: an identifier where the register has one."""
    chain = telling.claim.attribution
    named = next((who for who in chain if who != "anon"), None)
    return (
        named
        or _agency(telling.page.author or "", telling.page.opening)
        or _publisher(telling.page)
    )


def _tied(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Yield pairs of tellings that have one source."""
    by_mark: defaultdict[str, list[int]] = defaultdict(list)
    for n, telling in enumerate(tellings):
        for mark in _marks(telling):
            by_mark[mark].append(n)
    for one, *others in by_mark.values():
        yield from ((one, other) for other in others)
    words = [fold(t.claim.quote)[:_MOST] for t in tellings[:_MOST_COMPARED]]
    for n, first in enumerate(words):
        for m, second in enumerate(words[:n]):
            if _alike(first, second):
                yield n, m


def _marks(telling: Telling) -> Iterator[str]:
    yield f"source {source_of(telling)}"
    is_own = all(who == "anon" for who in telling.claim.attribution)
    if is_own and telling.page.author:
        yield f"author {fold(telling.page.author)}"


def _alike(first: str, second: str) -> bool:
    if min(len(first), len(second)) < _FEWEST:
        return False
    if first == second:
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return (
        matcher.real_quick_ratio() >= SAME_WORDS
        and matcher.quick_ratio() >= SAME_WORDS
        and matcher.ratio() >= SAME_WORDS
    )


def _publisher(page: Page) -> str:
    if page.publisher:
        name = page.publisher
    else:
        name = (urlsplit(page.url).hostname if page.url else None) or page.id
    return bundled_register().find(name) or name


@lru_cache(10_000)
def _agency(author: str, opening: str) -> str | None:
    """Return the agency whose report a page prints, where it says so."""
    byline = _byline(opening)
    for name, pattern in _agencies().items():
        if pattern.search(author) or pattern.search(byline):
            return bundled_register().find(name) or name
    return None


def _byline(opening: str) -> str:
    """Return what stands before the dash of a dateline, or in brackets at the head."""
    found = re.match(r"[^.!?。]{0,80}?\(([^()]{2,40})\)\s*[-–—]", opening)
    head = re.match(r"\s*[（【\[(]([^）】\])]{2,30})[）】\])]", opening)
    return " ".join(match[1] for match in (found, head) if match)


@cache
def _agencies() -> dict[str, re.Pattern[str]]:
    spellings: dict[str, list[str]] = pattern_file("agencies.toml")["agencies"]
    return {
        name: re.compile(
            "|".join(rf"(?<![^\W\d_]){re.escape(one)}(?![^\W\d_])" for one in found),
            re.IGNORECASE,
        )
        for name, found in spellings.items()
    }
