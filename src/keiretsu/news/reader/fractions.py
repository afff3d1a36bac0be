"""Parts of a whole, in per cent: a third, drei Viertel, la quinta parte, 三分之一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keiretsu.news.reader.figure import Figure, numbers, one_of, table_of
from keiretsu.news.reader.figures_eastern import kanji
from keiretsu.news.text.folding import by_folded, folded

_ONE = {
    "en": ("a", "an", "one", "another", "the other", "the remaining"),
    "de": ("ein", "einem", "einen", "eines", "das übrige"),
    "fr": ("un", "le", "l'autre"),
    "es": ("un", "una", "la", "otro", "otra", "su"),
}
"""Words before a part that mean one of it."""
_ORDINAL = re.compile(r"(?:th|rds?|d|ième|into|avo|cimo)s?$")
"""Ends of parts that also number things: `a fifth model` is no fifth."""
_OF_IT = (
    r"(?=\s*(?:$|[^\w\s]|(?:of|in|to|from|and|is|was|are|were|by|at|for|with|stake|share"
    r"|interest|each|held|owned|de|des|du|d|dans|en|del|à|a|al|et|y)(?!\w)))"
)
_EASTERN = re.compile(
    r"(?P<whole>[一二三四五六七八九十\d]{1,3})分[之の](?P<part>[一二三四五六七八九十\d]{1,3})"
)


def fractions(text: str, language: str) -> Iterator[Figure]:
    """Yield the fractions of a text and the words for half, most and all of it."""
    for match in _EASTERN.finditer(text):
        whole, part = kanji(match["whole"]), kanji(match["part"])
        if whole and part and part < whole:
            yield _share(match, 100 * part / whole)
    form = _form(language)
    if form is not None:
        counts, parts = _numerators(language), _parts(language)
        for match in form.finditer(text):
            count = counts[" ".join(folded(match["count"]).split())]
            whole = parts[" ".join(folded(match["part"]).split())]
            if count < whole:
                yield _share(match, 100 * count / whole)
    for match in _words().finditer(text):
        yield _share(match, table_of("fractions")[folded(match[0])])


def _share(match: re.Match[str], value: float) -> Figure:
    return Figure(
        start=match.start(), end=match.end(), measure="percent", value=round(value, 4)
    )


@cache
def _numerators(language: str) -> dict[str, float]:
    words = {w: v for w, v in numbers()["words"][language].items() if 1 < v < 10}
    return by_folded(dict.fromkeys(_ONE[language], 1.0) | words)


@cache
def _parts(language: str) -> dict[str, float]:
    return by_folded(numbers()["parts"][language])


@cache
def _form(language: str) -> re.Pattern[str] | None:
    if language not in _ONE:
        return None
    parts = numbers()["parts"][language]
    ordinals = [p for p in parts if _ORDINAL.search(p)]
    plain = [p for p in parts if p not in ordinals]
    counts = one_of(_numerators(language))
    either = rf"(?:{one_of(plain)})(?!\w)|(?:{one_of(ordinals or plain)})(?!\w){_OF_IT}"
    return re.compile(
        rf"(?<!\w)(?<!and )(?P<count>{counts})[\s-](?P<part>{either})", re.I
    )


@cache
def _words() -> re.Pattern[str]:
    words = numbers()["fractions"]
    latin = one_of(
        w for w in words if (w[0].isascii() and w[0].isalpha()) or w[0] in "éàíúü"
    )
    other = one_of(w for w in words if not w[0].isascii() or w[0].isdigit())
    return re.compile(rf"\b(?:{latin})\b|(?:{other})", re.I)
