"""The marks of words: the kinds of the lexicon that each belongs to, and its sign."""

from __future__ import annotations

import numpy as np

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.lexicon import eastern_word, kinds, kinds_of, phrases_at
from keiretsu.news.text.scripts import EASTERN_SIGN

_POINTS = (",、，", ";:；：", "(（[", ")）]", '“„«"「『”»」』', "–—-", "|", "?!？！")
BAR = [p[0] for p in _POINTS].index("|")
_PARTICLES = (
    "は",
    "が",
    "を",
    "に",
    "の",
    "と",
    "も",
    "で",
    "から",
    "へ",
    "的",
    "对",
    "由",
    "被",
    "将",
    "把",
    "向",
    "与",
    "和",
    "在",
    "为",
    "拥有",
    "所",
    "其",
    "以",
)
MARKS = (
    *kinds(),
    *(f"point {p[0]}" for p in _POINTS),
    *(f"word {p}" for p in _PARTICLES),
    "capital",
    "digit",
)


def marks_of(document: Document) -> np.ndarray:
    """Return the marks of each word of a document, words by `MARKS`."""
    text = document.text
    words = [text[a:b] for a, b, _ in document.words]
    low = [w.casefold() for w in words]
    found = np.zeros((len(words), len(MARKS)), dtype=np.float32)
    base = len(kinds())
    first = base + len(_POINTS)
    until = 0
    held: tuple[int, ...] = ()
    for i, (start, _, number) in enumerate(document.words):
        node = document.nodes[number] if number >= 0 else None
        if node is not None:
            if node.sort in {"title", "other", "count"}:
                found[i, list(kinds_of(low[i]))] = 1
                if node.sort == "count" and EASTERN_SIGN.match(words[i]):
                    found[i, list(eastern_word(text, start)[1])] = 1
                if node.sort == "title":
                    found[i, kinds().index("role_word")] = 1
            continue
        word = words[i]
        if EASTERN_SIGN.match(word):
            if start >= until:
                size, held = eastern_word(text, start)
                until = start + size
                if size:
                    found[i, list(held)] = 1
                    if text[start : start + size] in _PARTICLES:
                        found[
                            i, first + _PARTICLES.index(text[start : start + size])
                        ] = 1
                elif word in _PARTICLES:
                    found[i, first + _PARTICLES.index(word)] = 1
            continue
        found[i, list(kinds_of(low[i]))] = 1
        found[i, list(phrases_at(low, i))] = 1
        for n, signs in enumerate(_POINTS):
            if word in signs:
                found[i, base + n] = 1
        found[i, -2] = word[:1].isupper()
        found[i, -1] = word[:1].isdigit()
    return found
