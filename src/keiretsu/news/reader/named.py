"""The names of documents, for readers that look for patterns among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from keiretsu.bundled_names import bundled_register
from keiretsu.news.reader.document import Document
from keiretsu.news.text.mentions import Named, slug
from keiretsu.news.text.placeholders import pattern_file
from keiretsu.spelling import fold

_SIGNS = {"party": "C", "person": "P", "media": "M", "regulator": "R"}
_UNNAMED = "anon"


def named(documents: Iterable[Document]) -> Iterator[Named]:
    """Yield the companies, people, papers and authorities that documents name.

    A state that is named is mostly a place, and an unnamed source is no name: both are
    left out.
    """
    entries = bundled_register().entries
    for document in documents:
        for node in document.nodes:
            sign = _SIGNS.get(node.sort)
            if sign is None or node.entity is None:
                continue
            name = document.entities[node.entity]
            known = name in entries
            if known and entries[name].kind == "state":
                continue
            if name == _UNNAMED or fold(name) in _places():
                continue
            if identifier := identifier_of(name):
                yield Named(node.start, node.end, sign, identifier, known)


def identifier_of(name: str) -> str:
    """Return the identifier of an entity of a document, as claims write it."""
    return name if name in bundled_register().entries else slug(name)


@cache
def _places() -> frozenset[str]:
    markets = pattern_file("markets.toml")["markets"]
    return frozenset(fold(place) for place in markets)
