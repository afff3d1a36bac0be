"""How often words that name nobody are given to whom they mean, by language."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.tagger import Tagger


class Case(NamedTuple):
    """Words in a text, and the companies that they mean."""

    language: str
    text: str
    words: str
    meant: frozenset[str]


def cases() -> list[Case]:
    """Return the cases of `references.toml`."""
    text = (Path(__file__).parent / "references.toml").read_text(encoding="utf-8")
    return [
        Case(language, said, words, frozenset(meant.split("+")))
        for language, texts in tomllib.loads(text).items()
        for said, pairs in texts.items()
        for words, meant in pairs
    ]


def antecedents(case: Case, tagger: Tagger) -> frozenset[str]:
    """Return whom the reader takes the words of a case for."""
    document = make_document(
        case.text, [(0, len(case.text))], case.language, None, tagger
    )
    return frozenset(_found(document, case.text.index(case.words), len(case.words)))


def _found(document: Document, start: int, length: int) -> set[str]:
    return {
        document.entities[node.entity]
        for node in document.nodes
        if node.entity is not None
        and node.sort == "reference"
        and start <= node.start
        and node.end <= start + length
    }


def coreference(tagger: Tagger) -> dict[str, dict[str, int]]:
    """Return by language how many cases there are, are answered, and rightly."""
    found: dict[str, Counter[str]] = {}
    for case in cases():
        own = found.setdefault(case.language, Counter(cases=0, answered=0, right=0))
        given = antecedents(case, tagger)
        own.update(cases=1, answered=bool(given), right=given == case.meant)
    return {language: dict(counts) for language, counts in found.items()}
