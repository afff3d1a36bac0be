"""The names of an article: what the register holds, and what the tagger finds."""

from __future__ import annotations

import re
from dataclasses import replace

from keiretsu.news.reader.beside_titles import beside_titles, is_nobody
from keiretsu.news.reader.boundaries import mended
from keiretsu.news.reader.discourse import refers
from keiretsu.news.reader.names import NameFound, find_known
from keiretsu.news.reader.tagger import Tagger, features, spans
from keiretsu.news.reader.widening import apart, widened
from keiretsu.news.text.tokens import Token

FAVOUR = 60.0
"""How much the tagger is pushed to find names: the reader drops what plays no part."""


def names_of(
    text: str, tokens: list[Token], language: str, tagger: Tagger
) -> list[NameFound]:
    """Return the names and titles of a text, by the register and by the tagger.

    A name that the tagger sees longer than the register does is a longer name.
    """
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
    whole = mended([trimmed(n, text, language) for n in kept], text, language)
    wide = widened(whole, text, language)
    return [n for n in wide if not _is_none(n, text[n.start : n.end], language)]


def _is_none(name: NameFound, words: str, language: str) -> bool:
    """Whether what the tagger took for a name stands for one, or for nobody."""
    if name.id is not None or name.sort == "title":
        return False
    return refers(words, language) or (name.sort == "person" and is_nobody(words))


_TRADE = re.compile(
    r"(?:\w*(?:firma|hersteller[ns]?|sparte|investor|bank|verwalter|rival(?:e|en)|konkurrent(?:en)?|bewerber|unternehmer|mutter|schwester|finanzier|eigner|aktionär|eigentümer|importeurin|importeur|betreibers?|zulieferers?|konzerns?|anbieters?|gruppe|unternehmens?"
    r"|bauers?|tochter|marke|partners?|spezialist|startup|start-up|riese|fonds|verein|behörde|institut|holding|sprecher\w*|chef\w*|vorstand|vorständin))\s",
    re.I,
)


def trimmed(name: NameFound, text: str, language: str) -> NameFound:
    """Leave a German trade word before a name out of it: `Zellhersteller ACC`."""
    if language != "de" or name.id is not None or name.sort == "title":
        return name
    match = _TRADE.match(text[name.start : name.end])
    return replace(name, start=name.start + match.end()) if match else name
