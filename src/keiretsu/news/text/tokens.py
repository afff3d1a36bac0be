"""Words of a text and where they stand: the smallest unit that names are matched on.

A token is a run of letters and digits, a single Chinese or Japanese character or Korean
syllable, or one other sign. Full stops and commas inside numbers, initials and
addresses do not end a run (`3.3`, `U.S`, `20,000`, `kia.com`), but one between a small
letter and a capital does: there a space was lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from keiretsu.news.text.scripts import EAST, HALF_KANA, HANGUL

_EAST = EAST + HANGUL + HALF_KANA
_RUN = rf"[^\W{_EAST}]+"
_INSIDE = r"(?:(?<![a-z])\.|\.(?![A-Z])|(?<=\d),(?=\d\d\d))"
_TOKEN = re.compile(rf"[{_EAST}]|{_RUN}(?:{_INSIDE}{_RUN})*|[^\w\s]")


class Token(NamedTuple):
    """One word or sign.

    Attributes
    ----------
    text
        As written.
    start, end
        Its place in the text that was divided, by Unicode code points.
    """

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text, left to right.

    >>> [token.text for token in tokenise("Toyota's 3.3% of GM-Wuling.")]
    ['Toyota', "'", 's', '3.3', '%', 'of', 'GM', '-', 'Wuling', '.']
    """
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


class Phrases:
    """A set of phrases, to be found in texts token by token.

    Parameters
    ----------
    spellings
        The phrases; upper and lower case differ, the white space inside does not.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._known: set[tuple[str, ...]] = set()
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for spelling in spellings:
            words = tuple(token.text for token in tokenise(spelling))
            if words:
                self._known.add(words)
                lengths[words[0]].add(len(words))
        self._lengths = {first: sorted(found) for first, found in lengths.items()}

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield start and end in the text of every phrase, also inside another."""
        for place, first in enumerate(tokens):
            for length in self._lengths.get(first.text, ()):
                found = tokens[place : place + length]
                if tuple(token.text for token in found) in self._known:
                    yield found[0].start, found[-1].end
