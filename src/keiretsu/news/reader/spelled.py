"""Numbers in words of European languages: eleven thousand three hundred,
hundertfünfundachtzigtausend, quatre-vingt-dix, treinta y cinco mil.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from keiretsu.news.reader.figure import numbers, one_of
from keiretsu.news.text.folding import by_folded, folded

_WORDS = 16
"""Words of one number that are read together."""
_ARTICLES = {"a", "ein", "un", "une", "uno", "una"}
"""What is one only before a word that raises it: `a hundred`."""
_GLUED = "de"
_HALF = "einhalb"
_FRENCH = (60, 80)
"""What French counts on from: soixante-dix, quatre-vingt-onze."""


@cache
def _table(language: str) -> dict[str, float]:
    """Return the number words of a language, folded; else those of English."""
    words = numbers()["words"]
    return by_folded(words.get(language, words["en"]))


@cache
def _raising(language: str) -> dict[str, float]:
    """Return the words that raise what stands before them, folded."""
    words = numbers()["raising"]
    return by_folded(words.get(language, words["en"]))


@cache
def spelled_form(language: str) -> str:
    """Return a form, without groups, that finds a number in words."""
    words = numbers()["words"]
    own, table = words.get(language, words["en"]), _table(language)
    raising = one_of(_raising(language))
    units = one_of(w for w in own if table[folded(w)] < 10 and w != "a")
    tens = one_of(w for w in own if table[folded(w)] in range(20, 100, 10))
    single = one_of(w for w in own if w not in _ARTICLES)
    if language == _GLUED:
        pair, join = rf"(?:{units})und(?:{tens})", ""
    else:
        pair, join = rf"(?:{tens})\s(?:y|et)\s(?:{units})", r"[\s-]"
    piece = rf"(?:{pair}|(?:{raising})\sand\s(?:{single})|{single}|{raising})"
    bare = rf"|{raising}" if language in {"de", "fr", "es"} else ""
    one = rf"(?:{one_of(_ARTICLES & set(own))}){join}(?:{raising})"
    more = rf"(?:{join}{piece}){{0,{_WORDS}}}"
    half = f"(?:{_HALF})?" if language == _GLUED else ""
    begun = rf"{one}(?:\sand\s(?:{single}))?|{pair}|{single}{bare}"
    return rf"(?<!\w)(?:{begun}){more}{half}(?!\w)"


def spelled(text: str, language: str) -> tuple[int, float]:
    """Return what `spelled_form` found as a number, and where in it that begins.

    Words that make no one number, as in `two thirty-seat vans`, leave the last.

    >>> spelled("eleven thousand three hundred", "en")
    (0, 11300.0)
    >>> spelled("zweieinhalb", "de"), spelled("quatre-vingt-onze", "fr")
    ((0, 2.5), (0, 91.0))
    >>> spelled("two thirty", "en")
    (4, 30.0)
    """
    plain = text.casefold() if len(text.casefold()) == len(text) else text
    half = 0.5 if language == _GLUED and plain.endswith(_HALF) else 0.0
    plain = plain.removesuffix(_HALF) if half else plain
    found = [(m.start(), folded(m[0])) for m in _atoms(language).finditer(plain)]
    for begun in range(len(found)):
        value = _value([word for _, word in found[begun:]], language)
        if value is not None:
            return found[begun][0], value + half
    return 0, half


@cache
def _atoms(language: str) -> re.Pattern[str]:
    """Return a form that finds the words that numbers are put together from."""
    words = numbers()["words"]
    written = words.get(language, words["en"])
    atoms = {*_table(language), *_raising(language), *written}
    return re.compile(rf"\ba\b|{one_of(atoms - {'a'})}", re.I)


def _value(words: Sequence[str], language: str) -> float | None:
    total = now = 0.0
    for word in words:
        factor = _raising(language).get(word)
        if factor is None:
            value = _table(language)[word]
            if not _fits(now, value, language):
                return None
            now += value
        elif factor == 100:
            if now >= 100:
                return None
            now = max(now, 1.0) * factor
        elif total:
            return None
        else:
            total, now = max(now, 1.0) * factor, 0.0
    return total + now


def _fits(now: float, value: float, language: str) -> bool:
    """Whether a word may add to what was said: `forty two`, not `two forty`."""
    rest = now % 100
    if rest == 0:
        return value < 100 or now == 0
    if language == _GLUED and rest < 10:
        return value in range(20, 100, 10)
    if language == "fr" and rest in _FRENCH:
        return value < 20
    return rest >= 20 and rest % 10 == 0 and value < 10
