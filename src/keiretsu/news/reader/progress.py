"""How far a deal has got, by the words of a plain sentence.

`Knorr-Bremse and ZF are in talks` is no merger that was completed. Where a sentence
names the parties of a deal, its verb tells the state more surely than the trees, which
see few deals that end or are still talked about.
"""

from __future__ import annotations

import re
from functools import cache

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.packaged import packaged, whole_words

_TALKS_ENDED = {"in_talks", "terminated"}
_STATES = ("in_talks", "agreed", "completed", "terminated")
_NAMED = frozenset({"party", "other"})


def told_status(
    document: Document, sentence: int, parties: tuple[int, ...]
) -> str | None:
    """Return the status of a deal that a plain sentence tells, else None.

    Parameters
    ----------
    document
        A document.
    sentence
        The sentence of the deal's anchor.
    parties
        The entities between which the deal is.
    """
    if not set(parties) <= _named(document, sentence):
        return None
    told = _told(document, sentence)
    if told == _TALKS_ENDED:
        return "terminated"
    return told.pop() if len(told) == 1 else None


def is_refused(
    document: Document, sentence: int, parties: tuple[int, ...]
) -> bool | None:
    """Return whether a sentence about these parties only says that there is no deal.

    None where it says that a deal is not ruled out; parameters as for `told_status`.
    """
    if _named(document, sentence) != set(parties) or _told(document, sentence):
        return False
    words = document.said_in(sentence)
    refused, left_open = _refusal(document.language)
    if not refused.search(words):
        return False
    return None if left_open.search(words) else True


def _named(document: Document, sentence: int) -> set[int | None]:
    own = (n for n in document.nodes if n.sentence == sentence)
    return {node.entity for node in own if node.sort in _NAMED}


def _told(document: Document, sentence: int) -> set[str]:
    words, forms = document.said_in(sentence), _forms(document.language)
    return {status for status, form in forms.items() if form.search(words)}


@cache
def _forms(language: str) -> dict[str, re.Pattern[str]]:
    words = packaged("progress.toml")[language]
    return {status: whole_words(words[status], language) for status in _STATES}


@cache
def _refusal(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = packaged("progress.toml")[language]
    return whole_words(words["refused"], language), whole_words(words["open"], language)
