"""Sentences of an article in six languages, and what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keiretsu.news.text.scripts import EAST, EASTERN_SIGN

_STOP = re.compile(r"[.!?]+[\"'”’»)\]]*(?=\s+[^\sa-zà-öø-ÿ])|[。！？]+[」』”’）]*|\n+")
_SHORT = re.compile(
    r"(?:^|[\s(„“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Co|Corp|Inc|Ltd|No|Nos|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Nr|Mio|Mrd|Tsd|ca|bzw|z\.\s?B|u\.\s?a|d\.\s?h|inkl|Abs|Art|Hr|Fr|M|MM|Mme|Sr|Sra|Cía|S\.A|S\.p\.A|U\.S|U\.K|p\.m|a\.m|EE|UU|approx|art|núm|pág"
    r"|\d{1,2})\.$"
)
_ROW = re.compile(r"^\s*\|")
_ITEM = re.compile(r"^\s*(?:[-*•›–·▪]|\d{1,2}[.)])\s")
_ENDED = re.compile(r"[.!?。！？:：][\"'”’»」』)\]）]*\s*$")


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Attributes
    ----------
    start, end
        Its place in the text.
    form
        `plain`, `heading`, `item` of a list or `row` of a table.
    paragraph
        Number of its paragraph.
    """

    start: int
    end: int
    form: str
    paragraph: int


def sentences(
    text: str, body: Sequence[tuple[int, int]], language: str
) -> list[Sentence]:
    """Return the sentences of the parts of a text that are the article, in order."""
    found: list[Sentence] = []
    for number, (a, b) in enumerate(body):
        parts = list(_parts(text[a:b], language))
        for start, end in parts:
            piece = text[a + start : a + end]
            found.append(Sentence(a + start, a + end, _form(piece, len(parts)), number))
    return found


def _parts(text: str, language: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _STOP.finditer(text):
        if match[0][0] in ".!?" and _SHORT.search(text[start : match.start() + 1]):
            continue
        end = match.start() if match[0].startswith("\n") else match.end()
        if text[start:end].strip():
            yield _trimmed(text, start, end)
        start = match.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _form(piece: str, parts: int) -> str:
    if _ROW.match(piece):
        return "row"
    if _ITEM.match(piece):
        return "item"
    if piece.startswith("#") or (
        parts == 1 and len(piece) < 160 and not _ENDED.search(piece)
    ):
        return "heading"
    return "plain"


_QUOTES = re.compile(
    rf"“([^“”]{{6,600}}|(?=[{EAST}])[^“”]{{3,8}})”|„([^„“”]{{6,600}})[“”]"
    r"|«\s?([^«»]{6,600}?)\s?»|»\s?([^«»]{6,600}?)\s?«"
    r"|「([^「」]{4,400}|[^「」]*[\u3040-\u309f][^「」]*)」|『([^『』]{5,400})』"
    r"|(?<![\w\"])\"([^\"\n]{6,600})\"(?!\w)|(?<![\w'])‘([^‘\n]{12,600}?)’(?!\w)"
)
_FEWEST = 2
"""Words that are more than a name; of Chinese and Japanese none are told apart."""


def quotations(text: str, body: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what stands in quotation marks, without them, and is more than a name.

    >>> quotations('He said: “We will not sell it.”', [(0, 31)])
    [(10, 30)]
    """
    found = []
    for a, b in body:
        for match in _QUOTES.finditer(text[a:b]):
            group = match.lastindex or 1
            said = match[group]
            if len(said.split()) >= _FEWEST or EASTERN_SIGN.match(said):
                found.append((a + match.start(group), a + match.end(group)))
    return found
