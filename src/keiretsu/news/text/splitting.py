"""Where sentences begin and end.

A sentence ends at `.`, `!` or `?`, with the quotation marks and brackets that close
right behind. A full stop after an abbreviation or initials ends it only where the next
word is one that opens sentences; before a small letter nothing ends. What runs on for
more than 1,200 characters is no sentence and is read in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from keiretsu.news.text.placeholders import pattern_file
from keiretsu.news.text.tokens import Token

LONGEST = 1200
"""Characters that one piece may have."""
_ENDS = frozenset(".!?。！？｡։؟۔")
_CLOSERS = frozenset("\"'”’»)]】」』›")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_PIECE = re.compile(
    rf"(?s)\S.{{0,{LONGEST - 1}}}(?:(?=\s|$)|(?<=\s))|\S{{1,{LONGEST}}}"
)


def sentence_spans(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a paragraph.

    Parameters
    ----------
    text
        The paragraph.
    tokens
        Its tokens.
    """
    first = 0
    number = 0
    while number < len(tokens):
        number += 1
        if tokens[number - 1].text not in _ENDS:
            continue
        number = _behind_closers(tokens, number)
        if number == len(tokens) or _is_end(text, tokens, number):
            yield from _pieces(text, tokens[first].start, tokens[number - 1].end)
            first = number
    if first < len(tokens):
        yield from _pieces(text, tokens[first].start, tokens[-1].end)


def _behind_closers(tokens: Sequence[Token], number: int) -> int:
    """The token after further end signs and closers that stand without a space."""
    while (
        number < len(tokens)
        and tokens[number].text in _ENDS | _CLOSERS
        and tokens[number].start == tokens[number - 1].end
    ):
        number += 1
    return number


def _is_end(text: str, tokens: Sequence[Token], number: int) -> bool:
    """Whether what stands before a token ends a sentence."""
    following = tokens[number]
    if following.text[0].islower():
        return False
    before = tokens[number - 1]
    if before.text != "." or number < 2 or tokens[number - 2].end != before.start:
        return True
    word = tokens[number - 2].text
    opens = following.text in _words("openers")
    if word in _words("before_more"):
        return False
    if word in _words("may_end") or _INITIALS.fullmatch(word):
        return opens
    return not (word in _words("before_number") and following.text[0].isdigit())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _PIECE.finditer(text, start, end):
        yield match.span()


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(pattern_file("abbreviations.toml")[kind])
