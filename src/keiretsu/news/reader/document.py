"""An article as the trained reader sees it: words, and nodes that can play a part.

A node is a name, a figure, a date, a job title, words in quotation marks or a sentence
as a whole. Names that mean the same party share one entity. Nodes stand in the row of
words at their place, each as one word.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keiretsu.names import bundled_register, fold
from keiretsu.news.reader.boundaries import mended
from keiretsu.news.reader.days import find_days
from keiretsu.news.reader.discourse import references
from keiretsu.news.reader.figures import find_figures
from keiretsu.news.reader.lookalikes import namelike
from keiretsu.news.reader.names import NameFound, beside_titles, find_known
from keiretsu.news.reader.splitting import Sentence, quotations, sentences
from keiretsu.news.reader.tagger import Tagger, features, spans
from keiretsu.news.reader.widening import apart, widened
from keiretsu.news.text.tokens import Token, tokenise

FAVOUR = 60.0
"""How much the tagger is pushed to find names: the reader drops what plays no part."""
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
    sentence: int
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
    names = _names(text, tokens, language, tagger)
    taken = {i for n in names for i in range(n.start, n.end)}
    starts = [s.start for s in split]

    def sentence_of(place: int) -> int:
        return max(0, bisect_right(starts, place) - 1)

    nodes = [
        replace(node, sentence=sentence_of(node.start))
        for node in _figures(text, body, language, today, taken)
    ]
    names += [
        n
        for n in namelike(text, language, taken)
        if any(a <= n.start < b for a, b in body)
    ]
    names = [_resolved(_trimmed(n, text, language), text) for n in names]
    names = widened(names, text, language)
    entities, numbers = _entities(text, names)
    nodes += [
        Node(
            start=n.start,
            end=n.end,
            sort=n.sort,
            sentence=sentence_of(n.start),
            entity=number,
            iso=n.id if n.sort == "title" else None,
            known=n.id is not None,
        )
        for n, number in zip(names, numbers, strict=True)
    ]
    nodes += [
        Node(
            start=a,
            end=b,
            sort="reference",
            sentence=sentence_of(a),
            entity=number,
        )
        for a, b, number in references(text, split, language, names, numbers, taken)
        if any(c <= a < d for c, d in body)
    ]
    nodes += [
        Node(start=a, end=b, sort="quote", sentence=sentence_of(a))
        for a, b in quotations(text, body)
    ]
    nodes += [
        Node(start=s.start, end=s.end, sort="sentence", sentence=i)
        for i, s in enumerate(split)
    ]
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


def _shifted(tokens: Iterable[Token], by: int) -> list[Token]:
    return [Token(t.text, t.start + by, t.end + by) for t in tokens]


def _names(
    text: str, tokens: list[Token], language: str, tagger: Tagger
) -> list[NameFound]:
    known = find_known(text, language, tokens)
    tags = tagger.tags(features(text, tokens, known, language), FAVOUR)
    tagged = [
        NameFound(start=a, end=b, sort=sort) for a, b, sort in spans(tokens, tags)
    ]
    tagged += beside_titles(text, language, known)
    kept: list[NameFound] = []
    taken: set[int] = set()

    def keep(one: NameFound) -> None:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)

    longer = [
        t
        for t in tagged
        if any(
            k.sort != "title"
            and t.start <= k.start
            and k.end <= t.end
            and (k.start, k.end) != (t.start, t.end)
            for k in known
        )
    ]
    for one in longer:
        inside = [k for k in known if one.start <= k.start and k.end <= one.end]
        for part in apart(one, inside, text, language):
            keep(part)
    for one in known:
        keep(one)
    for one in tagged:
        keep(one)
    whole = mended([_trimmed(n, text, language) for n in kept], text, language)
    return widened(whole, text, language)


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
            add(Node(start=a + start, end=a + end, sort="day", sentence=0, iso=iso))
        for figure in find_figures(_free(text, a, b, taken), language):
            add(
                Node(
                    start=a + figure.start,
                    end=a + figure.end,
                    sort=figure.measure,
                    sentence=0,
                    value=figure.value,
                    currency=figure.currency,
                )
            )
    return found


_TRADE = re.compile(
    r"(?:\w*(?:firma|hersteller[ns]?|sparte|investor|bank|verwalter|rival(?:e|en)|konkurrent(?:en)?|bewerber|unternehmer|mutter|schwester|finanzier|eigner|aktionär|eigentümer|importeurin|importeur|betreibers?|zulieferers?|konzerns?|anbieters?|gruppe|unternehmens?"
    r"|bauers?|tochter|marke|partners?|spezialist|startup|start-up|riese|fonds|verein|behörde|institut|holding|sprecher\w*|chef\w*|vorstand|vorständin))\s",
    re.I,
)


def _trimmed(name: NameFound, text: str, language: str) -> NameFound:
    """Leave a German trade word before a name out of it: `Zellhersteller ACC`."""
    if language != "de" or name.id is not None or name.sort == "title":
        return name
    match = _TRADE.match(text[name.start : name.end])
    return replace(name, start=name.start + match.end()) if match else name


_LEGAL = re.compile(
    r"(?:,? (?:GmbH|AG|SE|SA|S\.A|NV|N\.V|Inc|Ltd|Corp|Co|plc|PLC|KG|KGaA|SpA|S\.p\.A"
    r"|SAS|AB|LLC|SARL|Limited|Corporation|Company|Group|Holdings?|& Co|S\.L|Oy|Berhad"
    r"|Bhd)\.?)+$"
    r"|(?:股份)?有限(?:责任|責任)?公司$|株式会社$|^株式会社|集团$|集團$|グループ$"
)
"""Legal forms at an end of a name, without which it is the same name."""


_MEANT = {"company", "holder", "person"}
"""Kinds of entries that a word which only looks like a name may mean."""
_FORM = re.compile(
    r"(?:,? (?:GmbH|AG|SE|SA|S\.A|NV|N\.V|B\.V|Inc|Ltd|Corp|Co|plc|PLC|KG|KGaA|SpA"
    r"|S\.p\.A|SAS|AB|LLC|SARL|Limited|& Co|S\.L|Oy|Berhad|Bhd)\b\.?)+$"
    r"|(?:股份)?有限(?:责任|責任)?公司$|株式会社$|^株式会社"
)
"""Legal forms that a firm of no register is named without."""


def _resolved(name: NameFound, text: str) -> NameFound:
    """Give a tagged name its identifier where the register has it after all."""
    if name.id is not None or name.sort not in {"party", "person", "other"}:
        return name
    surface = text[name.start : name.end]
    found = bundled_register().meanings(surface)
    if not found and name.sort != "person":
        found = bundled_register().meanings(_LEGAL.sub("", surface))
    if name.sort == "other":
        found = tuple(i for i in found if bundled_register().entry(i).kind in _MEANT)
    return replace(name, id=found[0]) if found else name


def _entities(
    text: str, names: Sequence[NameFound]
) -> tuple[list[str], list[int | None]]:
    """Return identifiers, and the number of the entity of each name."""
    ids: list[str] = []
    spelled: dict[str, int] = {}
    numbers: list[int | None] = []
    for name in names:
        if name.sort == "title":
            numbers.append(None)
            continue
        surface = text[name.start : name.end]
        key = name.id if name.id and name.sort != "model" else None
        number = spelled.get(key or fold(surface))
        if number is None and key is None and name.sort in {"party", "other"}:
            number = spelled.get(fold(_LEGAL.sub("", surface)))
        if number is None and key is None:
            number = _short_for(surface, name.sort, spelled, ids)
        if number is None:
            number = len(ids)
            ids.append(key or _FORM.sub("", surface) or surface)
        spelled[key or fold(surface)] = number
        if key is None and name.sort in {"party", "other"}:
            spelled.setdefault(fold(_LEGAL.sub("", surface)), number)
        numbers.append(number)
    return ids, numbers


def _short_for(
    surface: str, sort: str, spelled: dict[str, int], ids: list[str]
) -> int | None:
    """Return the entity of which a name is the family name or the first word."""
    for number, full in enumerate(ids):
        words = re.split(r"[\s·・]+", full)
        if sort == "person" and len(words) > 1 and words[-1] == surface:
            return number
        if (
            sort == "person"
            and len(surface) == 2
            and full.startswith(surface)
            and 3 <= len(full) <= 5
            and not surface.isascii()
        ):
            return number
        if (
            sort == "party"
            and len(words) > 1
            and words[0] == surface
            and len(surface) > 3
        ):
            return number
        if (
            sort == "party"
            and not surface.isascii()
            and len(surface) >= 2
            and full.startswith(surface)
        ):
            return number
    return None


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
