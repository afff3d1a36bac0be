"""What people are called at work, in one word each: `chief executive` -> `ceo`."""

from __future__ import annotations

import re
from functools import cache

from keiretsu.news.text.placeholders import pattern_file


@cache
def title_pattern() -> str:
    """Return a regular expression, without groups, for any title as written."""
    spellings = sorted(_words(), key=len, reverse=True)
    return r"\b(?:" + "|".join(spellings) + r")\b"


@cache
def title_words() -> frozenset[str]:
    """Return every single word of a title: no name of a person holds one."""
    return frozenset(word for title in _words() for word in title.split())


def title_of(words: str) -> str | None:
    """Return our word for a title, or None.

    >>> title_of("Chief Executive"), title_of("finance chief")
    ('ceo', 'cfo')
    """
    return _words().get(re.sub(r"\s+", " ", words.casefold()).strip())


@cache
def _words() -> dict[str, str]:
    titles = pattern_file("titles.toml")["titles"]
    return {spelling: title for title, group in titles.items() for spelling in group}
