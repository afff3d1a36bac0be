"""An article as the trained reader sees it: words, and nodes that can play a part.

A node is a name, a figure, a date, a job title, words in quotation marks or a sentence
as a whole. Names that mean the same party share one entity. Nodes stand in the row of
words at their place, each as one word.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keiretsu.news.reader.days import find_days
from keiretsu.news.reader.discourse import references
from keiretsu.news.reader.entities import entities_of, resolved
from keiretsu.news.reader.figures import find_figures
from keiretsu.news.reader.lookalikes import namelike
from keiretsu.news.reader.names import NameFound
from keiretsu.news.reader.splitting import Sentence, quotations, sentences
from keiretsu.news.reader.tagged import names_of, trimmed
from keiretsu.news.reader.tagger import Tagger
from keiretsu.news.reader.widening import widened
from keiretsu.news.text.tokens import Token, tokenise

NAMES = ("party", "media", "regulator", "person", "model", "other", "reference")
SORTS = (
    *NAMES,
    "title",
    "percent",
    "money",
    "km",
    "kwh",
    "count",
    "day",
    "quote",
    "sentence",
)


@dataclass(frozen=True, kw_only=True)
class Node:
    """One thing that can play a part in a claim.

    Attributes
    ----------
    start, end
        Its place in the text.
    sort
        One of `SORTS`.
    sentence
        Number of its sentence.
    entity
        Number of its entity, for names.
    value, currency
        Its number in full, for figures.
    iso
        Its date, where it can be told; the role, for titles.
    known
        Whether the register holds it.
    """

    start: int
    end: int
    sort: str
    sentence: int = 0
    entity: int | None = None
    value: float | None = None
    currency: str | None = None
    iso: str | None = None
    known: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article made ready for the reader.

    Attributes
    ----------
    text, language, today
        The text, its language and its day.
    sentences
        Its sentences.
    nodes
        What can play a part, in order; the nodes of sentences stand first in each.
    words
        Start, end and node (or -1) of every word that the reader sees, in order.
    entities
        Identifier of each entity.
    """

    text: str
    language: str
    today: dt.date | None
    sentences: tuple[Sentence, ...]
    nodes: tuple[Node, ...]
    words: tuple[tuple[int, int, int], ...]
    entities: tuple[str, ...]

    def said_before(self, node: Node) -> str:
        """Return the words of a node's sentence that stand before it."""
        return self.text[self.sentences[node.sentence].start : node.start]

    def said_after(self, node: Node) -> str:
        """Return the words of a node's sentence that stand after it."""
        return self.text[node.end : self.sentences[node.sentence].end]

    def said_in(self, sentence: int) -> str:
        """Return the words of a sentence, by its number."""
        place = self.sentences[sentence]
        return self.text[place.start : place.end]


def make_document(
    text: str,
    body: Sequence[tuple[int, int]],
    language: str,
    today: dt.date | None,
    tagger: Tagger,
) -> Document:
    """Return an article's words and nodes.

    Parameters
    ----------
    text, body
        The text, and the spans of it that are the article.
    language, today
        ISO 639-1 code, and the day of the article where it is known.
    tagger
        Finds names that the register does not hold.
    """
    tokens = [t for a, b in body for t in _shifted(tokenise(text[a:b]), a)]
    split = sentences(text, body, language)
    names = names_of(text, tokens, language, tagger)
    taken = {i for n in names for i in range(n.start, n.end)}
    starts = [s.start for s in split]

    def sentence_of(place: int) -> int:
        return max(0, bisect_right(starts, place) - 1)

    named = set(taken)
    figures = _figures(text, body, language, today, taken)
    names += [
        n
        for n in namelike(text, language, taken)
        if any(a <= n.start < b for a, b in body)
    ]
    names = [resolved(trimmed(n, text, language), text) for n in names]
    names = widened(names, text, language)
    entities, numbers = entities_of(text, names)
    nodes = [_named(n, number) for n, number in zip(names, numbers, strict=True)]
    referring = [
        Node(start=a, end=b, sort="reference", entity=number)
        for a, b, number in references(text, split, language, names, numbers, named)
        if any(c <= a < d for c, d in body)
    ]
    inside = {i for n in referring for i in range(n.start, n.end)}
    nodes += referring
    nodes += [f for f in figures if inside.isdisjoint(range(f.start, f.end))]
    nodes += [Node(start=a, end=b, sort="quote") for a, b in quotations(text, body)]
    nodes += [Node(start=s.start, end=s.end, sort="sentence") for s in split]
    nodes = [replace(n, sentence=sentence_of(n.start)) for n in nodes]
    nodes.sort(key=lambda n: (n.start, n.sort != "sentence", n.sort != "quote", n.end))
    return Document(
        text=text,
        language=language,
        today=today,
        sentences=tuple(split),
        nodes=tuple(nodes),
        words=_words(tokens, nodes),
        entities=tuple(entities),
    )


def _named(name: NameFound, entity: int | None) -> Node:
    return Node(
        start=name.start,
        end=name.end,
        sort=name.sort,
        entity=entity,
        iso=name.id if name.sort == "title" else None,
        known=name.id is not None,
    )


def _shifted(tokens: Iterable[Token], by: int) -> list[Token]:
    return [Token(t.text, t.start + by, t.end + by) for t in tokens]


def _figures(
    text: str,
    body: Sequence[tuple[int, int]],
    language: str,
    today: dt.date | None,
    taken: set[int],
) -> list[Node]:
    """Return dates and figures outside of names, and mark their places as taken."""
    found: list[Node] = []

    def add(node: Node) -> None:
        places = range(node.start, node.end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(node)

    for a, b in body:
        for start, end, iso in find_days(_free(text, a, b, taken), language, today):
            add(Node(start=a + start, end=a + end, sort="day", iso=iso))
        for figure in find_figures(_free(text, a, b, taken), language):
            add(
                Node(
                    start=a + figure.start,
                    end=a + figure.end,
                    sort=figure.measure,
                    value=figure.value,
                    currency=figure.currency,
                )
            )
    return found


def _free(text: str, start: int, end: int, taken: set[int]) -> str:
    """Return a stretch of the text with a block in place of what is taken."""
    return "".join(["\u2588" if i in taken else text[i] for i in range(start, end)])


def _words(
    tokens: Sequence[Token], nodes: Sequence[Node]
) -> tuple[tuple[int, int, int], ...]:
    found: list[tuple[int, int, int]] = []
    place = 0
    covered = -1
    for number, node in enumerate(nodes):
        while place < len(tokens) and tokens[place].start < node.start:
            if tokens[place].start >= covered:
                found.append((tokens[place].start, tokens[place].end, -1))
            place += 1
        found.append((node.start, node.end, number))
        if node.sort not in {"sentence", "quote"}:
            covered = max(covered, node.end)
    for token in tokens[place:]:
        if token.start >= covered:
            found.append((token.start, token.end, -1))
    return tuple(found)
