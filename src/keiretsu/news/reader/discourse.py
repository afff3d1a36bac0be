"""Whom an article speaks of: subjects, and words that refer back to them.

A name is the subject of its clause where nothing governs it (no `of`, `by`, 向 before
it) and, in Japanese, where は, が or も follows. `The carmaker`, 同社 and le groupe
stand for the subject before them; 当社 for whose report it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.names import NameFound
from keiretsu.news.reader.packaged import packaged
from keiretsu.news.reader.splitting import Sentence

_CLAUSE = re.compile(r"[,;:，；：、。(（|–—\n]")
_GOVERNED = re.compile(
    r"(?<![a-zà-öø-ÿ])(?:of|in|at|on|by|with|from|to|for|into|via|between|under|against"
    r"|than|like|per|as|than|over|about|behind|after|before|an|am|von|vom|des|bei|beim"
    r"|mit|durch|für|zu|zum|zur|aus|nach|bei|über|unter|gegen|um|im|ins|neben|wie|als"
    r"|de|du|des|d|dans|chez|à|au|aux|par|pour|avec|sur|entre|contre|vers|selon|comme"
    r"|del|en|con|por|para|sobre|según|tras|hacia|desde|al|a)(?![a-zà-öø-ÿ])",
    re.I,
)
_BACK = 4
"""Sentences, its own among them, in which the one meant is looked for."""
_MARKED = re.compile(r"(?:[（(][^）)]{0,30}[）)])?(?:側|自身|も|で)?(?:は|が|も)")
_COVERED = re.compile(r"[向与與和对對由从從给給被在为為将將把据據及、跟同于於的受]$")


def is_subject(text: str, begin: int, start: int, end: int, language: str) -> bool:
    """Whether a name is the subject of its clause, as far as its neighbours tell.

    Parameters
    ----------
    text
        The article.
    begin
        Where the sentence of the name begins.
    start, end
        Where the name stands.
    language
        ISO 639-1 code.

    >>> is_subject("On Monday, Ford sold its stake.", 0, 11, 15, "en")
    True
    >>> is_subject("The owner of Ford sold.", 0, 13, 17, "en")
    False
    """
    if language == "ja":
        return bool(_MARKED.match(text, end))
    cut = max((m.end() for m in _CLAUSE.finditer(text, begin, start)), default=begin)
    before = text[cut:start]
    if language == "zh":
        return len(before) <= 8 and not _COVERED.search(before)
    if text[end : end + 2] in {"'s", "’s"}:
        return False
    return len(before.split()) <= 5 and not _GOVERNED.search(before)


@cache
def _form(language: str, kind: str) -> re.Pattern[str] | None:
    words = packaged("frames.toml")[language]["references"].get(kind)
    if words is None:
        return None
    edge = "" if language in EASTERN else r"(?<!\w)"
    tail = "" if language in EASTERN else r"(?!\w)"
    return re.compile(f"{edge}(?:{words}){tail}", re.I)


_KINDS = ("self", "both", "same", "latter")


def refers(words: str, language: str) -> bool:
    """Whether words stand for a company that is named elsewhere: 当社, `the group`."""
    forms = (_form(language, kind) for kind in _KINDS)
    return any(form and form.fullmatch(words) for form in forms)


def references(
    text: str,
    split: Sequence[Sentence],
    language: str,
    names: Sequence[NameFound],
    numbers: Sequence[int | None],
    taken: set[int],
) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and entity of the words that refer back to companies.

    Words for two (`the two`, 両社) are yielded twice, once for each.

    Parameters
    ----------
    text, split, language
        The article, its sentences and its language.
    names, numbers
        Its names in order, and the entity of each.
    taken
        Places that a name or figure has.
    """
    firms = [
        (n.start, n.end, number)
        for n, number in zip(names, numbers, strict=True)
        if number is not None and n.sort in {"party", "other"}
    ]
    if not firms:
        return
    stories = _Stories(text, split, language, firms)
    for kind in _KINDS:
        form = _form(language, kind)
        for match in form.finditer(text) if form else ():
            start, end = match.span()
            if not taken.isdisjoint(range(start, end)):
                continue
            for number in stories.meant(kind, start, end):
                taken.update(range(start, end))
                yield start, end, number


class _Stories:
    """Who is spoken of, sentence by sentence."""

    def __init__(
        self,
        text: str,
        split: Sequence[Sentence],
        language: str,
        firms: Sequence[tuple[int, int, int]],
    ) -> None:
        self._text, self._language = text, language
        self._starts = [s.start for s in split]
        self._firms: dict[int, list[tuple[int, int, bool]]] = {}
        for start, end, number in firms:
            own = max(0, bisect_right(self._starts, start) - 1)
            begin = self._starts[own] if self._starts else 0
            subject = is_subject(text, begin, start, end, language)
            self._firms.setdefault(own, []).append((start, number, subject))
        first = [f for s in sorted(self._firms)[:3] for f in self._firms[s]]
        often = Counter(number for _, _, number in firms)
        self.issuer = max(first, key=lambda f: (often[f[1]], -f[0]))[1]

    def meant(self, kind: str, place: int, end: int) -> tuple[int, ...]:
        """Return the entities that a word of a kind at a place refers back to."""
        if kind == "self":
            return (self.issuer,)
        if kind == "both":
            return self._two(place)
        if kind == "same":
            one = self._before(place, end)
            return () if one is None else (one,)
        before = [f for found in self._firms.values() for f in found if f[0] < place]
        return (max(before)[1],) if before else ()

    def _two(self, place: int) -> tuple[int, ...]:
        """Return the first two of the nearest sentence that names two or more."""
        own = max(0, bisect_right(self._starts, place) - 1)
        for sentence in range(own, max(-1, own - _BACK), -1):
            firms = [f[1] for f in self._firms.get(sentence, ()) if f[0] < place]
            told = tuple(dict.fromkeys(firms))
            if len(told) > 1:
                return told[:2]
        return ()

    def _before(self, place: int, end: int) -> int | None:
        """Return whom `the maker` means: a subject the subject before it.

        One that is governed (`its stake in the maker`) is not the subject of its own
        sentence, which would hold itself, but the last other firm there.
        """
        own = max(0, bisect_right(self._starts, place) - 1)
        begin = self._starts[own] if self._starts else 0
        here = [f for f in self._firms.get(own, ()) if f[0] < place]
        leading = next((f[1] for f in here if f[2]), None)
        if is_subject(self._text, begin, place, end, self._language):
            if leading is not None:
                return leading
        else:
            others = [f[1] for f in here if f[1] != leading]
            if others:
                return others[-1]
        for sentence in range(own - 1, max(-1, own - _BACK), -1):
            firms = self._firms.get(sentence, ())
            lead = next((f[1] for f in firms if f[2]), firms[0][1] if firms else None)
            if lead is not None and lead != leading:
                return lead
        return None
