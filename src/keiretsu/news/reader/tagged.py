"""The names of an article: what the register holds, and what the tagger finds."""

from __future__ import annotations

import re
from dataclasses import replace

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.beside_titles import beside_titles, is_nobody
from keiretsu.news.reader.boundaries import mended
from keiretsu.news.reader.discourse import refers
from keiretsu.news.reader.names import DEMONYMS, NameFound, find_known
from keiretsu.news.reader.tagger import Tagger, spans
from keiretsu.news.reader.widening import apart, widened
from keiretsu.news.reader.word_features import features
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
    r"(?:(?:[A-ZÄÖÜ]\w+er )?\w*(?:firma|entwicklers?|chairmans?|managers?"
    r"|hersteller[ns]?|sparte|investor|bank|verwalter|rival(?:e|en)|konkurrent(?:en)?"
    r"|bewerber|unternehmer|mutter|schwester|finanzier|eigner|aktionär|eigentümer"
    r"|importeurin|importeur|betreibers?|zulieferers?|konzerns?|anbieters?|gruppe"
    r"|unternehmens?|bauers?|tochter|marke|partners?|spezialist|startup|start-up|riese"
    r"|fonds|verein|behörde|institut|holding|sprecher\w*|chef\w*|vorstand"
    r"|vorständin))\s",
    re.I,
)


_AFTER_PERSON = re.compile(
    r"\s(?:über|zu[rm]?|auf|mit|sur|sobre|about|on|Anfang|Mitte|Ende|Montag|Dienstag"
    r"|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)(?!\w).*|(?<=\S)(?:\s[a-zà-öø-ÿ]\S*)+$"
)
"""What follows a person and is none of the name: `Peter Carlsson tritt`."""


def trimmed(name: NameFound, text: str, language: str) -> NameFound:
    """Leave out of a name what is none of it.

    A German trade word before (`Zellhersteller ACC`), a people before a person
    (`l'Américain Allan Swan`), and what a person speaks of or when.
    """
    if language in EASTERN or name.id is not None or name.sort == "title":
        return name
    words = text[name.start : name.end]
    match = _TRADE.match(words) if language == "de" else None
    if name.sort == "person":
        first, _, rest = words.partition(" ")
        if " " in rest and (first in DEMONYMS or first.casefold() in DEMONYMS):
            name = replace(name, start=name.end - len(rest))
        after = _AFTER_PERSON.search(text, name.start, name.end)
        if after:
            name = replace(name, end=after.start())
    return replace(name, start=name.start + match.end()) if match else name
