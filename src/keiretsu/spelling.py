"""How two spellings of a name are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from keiretsu.errors import DataError

_ACCENTS = re.compile("[\u0300-\u036f]")
_APART = re.compile(r"[\W_]+")
_FORMS_JOINED = (
    *("(株)", "株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司"),
    *("有限責任公司", "有限公司", "(주)", "주식회사"),
)
_FORMS = frozenset(
    (
        *("ab", "ag", "aktiengesellschaft", "as", "asa", "bhd", "bv", "co"),
        *("company", "corp", "corporation", "gmbh", "inc", "incorporated"),
        *("kaisha", "kabushiki", "kg", "kgaa", "kk", "limited", "llc", "ltd"),
        *("doo", "jsc", "oao", "ooo", "pao", "pjsc", "sro", "zao", "пао", "ооо"),
        *("ltda", "nv", "oy", "oyj", "plc", "private", "pt", "pte", "public"),
        *("pvt", "sa", "sab", "sas", "se", "sdn", "spa", "srl", "tbk"),
    )
)
"""Legal forms, which people add or leave out as they like."""


def spelled(text: object) -> str:
    """Return a name as it was given, once it is text.

    Raises
    ------
    DataError
        If it is no text, as a number or None.
    """
    if not isinstance(text, str):
        raise DataError(f"{text!r:.60} is no name", hint="write the name as text")
    return text


def fold(text: str) -> str:
    """Return the form in which two spellings are compared: no case, no accents.

    >>> fold("ŠKODA") == fold("Skoda")
    True
    >>> fold("Ｎｉｓｓａｎ Motor Co., Ltd.") == fold("nissan motor co ltd")
    True
    """
    if text.isascii():
        return _APART.sub("", text.lower())
    letters = unicodedata.normalize("NFKD", text)
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", letters))
    return _APART.sub("", bare.casefold())


def among(asked: str, known: Iterable[str]) -> str | None:
    """Return which of some words is meant, whatever its case, hyphens and spaces.

    A plural is the word where there is none of its own.

    >>> among("One Way", ("silent", "one-way")), among("loud", ("silent", "one-way"))
    ('one-way', None)
    >>> among("cards", ("html", "card"))
    'card'
    """
    words = tuple(known)
    if asked in words:
        return asked
    wanted = fold(spelled(asked))
    by_spelling = {fold(word): word for word in reversed(words)}
    by_spelling.pop("", None)
    return by_spelling.get(wanted, by_spelling.get(wanted.removesuffix("s")))


def is_called(asked: str, full: str) -> bool:
    """Return whether words that follow one another in a car's name spell what is asked.

    >>> is_called("leaf", "Nissan Leaf BEV"), is_called("eaf", "Nissan Leaf")
    (True, False)
    >>> is_called("mach e", "Ford Mustang Mach-E"), is_called("rav4", "Toyota RAV 4")
    (True, True)
    """
    wanted = fold(asked)
    words = [fold(word) for word in full.split()]
    for first in range(len(words) if wanted else 0):
        spelling = ""
        for word in words[first:]:
            spelling += word
            if spelling == wanted:
                return True
            if not wanted.startswith(spelling):
                break
    return False


def bare(text: str) -> str:
    """Return a folded spelling without legal forms at either end.

    >>> bare("株式会社SUBARU") == bare("Subaru Co., Ltd.") == "subaru"
    True
    >>> bare("S.A.S.")
    ''
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    for form in _FORMS_JOINED:
        plain = plain.removeprefix(form).removesuffix(form)
    words = [fold(word) for word in re.split(r"[\s,()/]+", plain)]
    words = [word for word in words if word]
    while words and words[-1] in _FORMS:
        words.pop()
    while words and words[0] in _FORMS:
        words.pop(0)
    return "".join(words)
