"""To which kinds a word belongs: `übernehmen`, `acquérir`, 取得 are all `acquire`.

The kinds are the rows of `lexicon.toml`. Words of European languages are compared whole
or by their stem; Chinese and Japanese ones are found inside a text, longest first.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from keiretsu.news.reader.packaged import packaged
from keiretsu.news.text.scripts import EASTERN_SIGN

LONGEST_STEM = 24
"""Letters of a word in which a stem is looked for."""


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of all kinds, in the order of the file."""
    return tuple(_rows())


@cache
def _rows() -> dict[str, str]:
    return packaged("lexicon.toml")


@cache
def _tables() -> tuple[
    dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]
]:
    """Return kinds by whole word, by stem, and by Chinese or Japanese word."""
    whole, stems, east = (
        defaultdict[str, list[int]](list),
        defaultdict[str, list[int]](list),
        defaultdict[str, list[int]](list),
    )
    for number, row in enumerate(_rows().values()):
        for word in row.replace("|", " ").split():
            plain = word.replace("~", " ").casefold()
            if EASTERN_SIGN.search(plain):
                east[plain].append(number)
            elif plain.endswith("*"):
                stems[plain[:-1]].append(number)
            else:
                whole[plain].append(number)
                if plain.isascii() and plain.isupper():
                    east[plain].append(number)
    return dict(whole), dict(stems), dict(east)


@cache
def kinds_of(word: str) -> tuple[int, ...]:
    """Return the kinds of a word of a European language, by number.

    >>> kinds()[kinds_of("erworben")[0]]
    'acquire'
    """
    whole, stems, _ = _tables()
    folded = word.casefold()
    found = set(whole.get(folded, ()))
    for length in range(2, min(len(folded), LONGEST_STEM) + 1):
        found.update(stems.get(folded[:length], ()))
    return tuple(sorted(found))


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], list[int]]]]:
    whole, _, _ = _tables()
    by_first = defaultdict[str, list[tuple[tuple[str, ...], list[int]]]](list)
    for phrase, numbers in whole.items():
        words = tuple(phrase.split(" "))
        if len(words) > 1:
            by_first[words[0]].append((words, numbers))
    return dict(by_first)


def phrases_at(words: list[str], place: int) -> tuple[int, ...]:
    """Return the kinds of phrases of several words that begin at a place."""
    found: set[int] = set()
    for phrase, numbers in _phrases().get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            found.update(numbers)
    return tuple(found)


@cache
def _longest() -> int:
    return max(map(len, _tables()[2]))


def eastern_word(text: str, place: int) -> tuple[int, tuple[int, ...]]:
    """Return the length and kinds of the longest known word at a place; 0 if none."""
    east = _tables()[2]
    for length in range(min(_longest(), len(text) - place), 0, -1):
        numbers = east.get(text[place : place + length])
        if numbers:
            return length, tuple(numbers)
    return 0, ()
