"""An article as sentences in which every name, number and date is marked.

`read_sentences` splits the body, finds what each sentence mentions, resolves "the
company", "it" and "the pair" to who was last spoken of, and writes each sentence once
more with one sign in place of every mention: the form on which all patterns work.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from keiretsu.news.articles.article import Article
from keiretsu.news.articles.boilerplate import is_heading
from keiretsu.news.text.coreference import Speakers, resolve_references
from keiretsu.news.text.dates import find_dates
from keiretsu.news.text.mentions import Mention, Named, find_names
from keiretsu.news.text.people import find_people
from keiretsu.news.text.placeholders import PRIVATE, SIGNS
from keiretsu.news.text.quantities import find_quantities
from keiretsu.news.text.splitting import sentence_spans
from keiretsu.news.text.tokens import tokenise

_PLAIN = str.maketrans("‘’‚“”„«»–‒−\u00a0\u202f\u2009", '\'\'\'"""""---   ')
_HOLES = re.compile(
    r"\b(?:of|with|between|by|and|from|in)(?P<hole>\s)(?=,|\.(?:\s|$)|'s\s)"
    r"|\bbetween(?P<between>\s)(?=(?:in|on|at|and|that|which|was|is)\s)"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s)>\]]+|(?<=\]\()[^\s)]+")
"""Addresses, and the targets of links: what stands in them is not said."""
_PLAN = re.compile(
    r"\b(?:Re:[A-Z]\w+|(?-i:[A-Z][\w-]*(?: [A-Z][\w-]*){0,3})(?= (?:turnaround"
    r"|restructuring"
    r"|recovery|mid-term|medium-term|business|strategic) plan\b))"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sentence:
    """One sentence, as written and as marked; two are equal if they are one.

    Attributes
    ----------
    start, end
        Its place in the article.
    text
        As written.
    marked
        With one sign for each mention; quotes and dashes made plain.
    places
        For each character of `marked`, and its end, the place in the article.
    mentions
        What is mentioned, in order.
    paragraph
        Number of its paragraph.
    heading
        Whether it stands in a heading.
    """

    start: int
    end: int
    text: str
    marked: str
    places: tuple[int, ...]
    mentions: tuple[Mention, ...]
    paragraph: int
    heading: bool

    @cached_property
    def _by_place(self) -> dict[int, Mention]:
        signs = (i for i, c in enumerate(self.marked) if PRIVATE.match(c))
        return dict(zip(signs, self.mentions, strict=True))

    def at(self, position: int) -> Mention:
        """Return the mention whose sign stands at a position of `marked`."""
        return self._by_place[position]

    def named(self, match: re.Match[str], group: str) -> Mention | None:
        """Return the mention behind a named sign of a match, if it took part."""
        if group not in match.re.groupindex or match[group] is None:
            return None
        return self._by_place.get(match.start(group))

    def within(
        self, start: int, end: int, signs: str = ""
    ) -> list[tuple[int, Mention]]:
        """Return positions and mentions between two positions of `marked`."""
        return [
            (i, m)
            for i, m in self._by_place.items()
            if start <= i < end and (not signs or m.sign in signs.split())
        ]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the article of a stretch of `marked`, trimmed."""
        while start < end and self.marked[start] in " ,;:":
            start += 1
        while end > start and self.marked[end - 1] in " ,;:":
            end -= 1
        last = self.places[end]
        if end > start and (mention := self._by_place.get(end - 1)):
            last = mention.end
        return self.places[start], last


def read_sentences(
    article: Article, named: Sequence[Named] = ()
) -> tuple[Sentence, ...]:
    """Return the sentences of the body of an English article.

    Parameters
    ----------
    article
        The article.
    named
        Names that somebody else found in it.
    """
    speakers = Speakers()
    read: list[Sentence] = []
    for number, (a, b) in enumerate(article.body):
        paragraph = article.text[a:b]
        tokens = tokenise(paragraph)
        here = [one for one in named if a <= one.start and one.end <= b]
        found = find_names(paragraph, tokens, a, here)
        found = find_people(paragraph, a, found, speakers, here)
        places = [m.start for m in found]
        heading = is_heading(paragraph) and len(article.body) > 1
        for first, last in sentence_spans(paragraph, tokens):
            start, end = a + first, a + last
            within = slice(*(bisect_left(places, place) for place in (start, end)))
            inside = [m for m in found[within] if m.end <= end]
            text = article.text[start:end]
            marks = resolve_references(
                text, start, _plans(text, start, inside), speakers
            )
            marks = _with_numbers(text, start, marks, article)
            sentence = _mark(article.text, start, end, marks, number, heading)
            read.append(sentence)
    return tuple(read)


def _plans(text: str, start: int, named: list[Mention]) -> list[Mention]:
    """Put named plans in place of the names inside them: `Re:Nissan`."""
    plans = [
        Mention(start=start + m.start(), end=start + m.end(), sign="PLAN", ids=(m[0],))
        for m in _PLAN.finditer(text)
    ]
    others = [
        m for m in named if all(m.end <= p.start or m.start >= p.end for p in plans)
    ]
    return sorted([*others, *plans], key=lambda m: m.start)


def _with_numbers(
    text: str, start: int, named: list[Mention], article: Article
) -> list[Mention]:
    """Add dates, quantities and holes, each only where nothing stands yet."""
    marks = list(named)
    text = _ADDRESS.sub(lambda m: "\u2588" * len(m[0]), text)
    for a, b, iso in find_dates(text, article.date):
        _add(marks, Mention(start=start + a, end=start + b, sign="D", date=iso))
    blanked = list(text)
    for m in marks:
        blanked[m.start - start : m.end - start] = "\u2588" * (m.end - m.start)
    for a, b, sign, quantity in find_quantities("".join(blanked)):
        _add(
            marks, Mention(start=start + a, end=start + b, sign=sign, quantity=quantity)
        )
    for match in _HOLES.finditer(text.translate(_PLAIN)):
        place = start + match.end()
        _add(marks, Mention(start=place, end=place, sign="H"))
    return sorted(marks, key=lambda m: (m.start, m.end))


def _add(marks: list[Mention], new: Mention) -> None:
    if all(new.end <= m.start or new.start >= m.end for m in marks):
        marks.append(new)


def _mark(
    text: str,
    start: int,
    end: int,
    marks: Iterable[Mention],
    paragraph: int,
    heading: bool,
) -> Sentence:
    characters: list[str] = []
    places: list[int] = []
    position = start
    kept = tuple(marks)
    for mention in kept:
        characters += PRIVATE.sub(" ", text[position : mention.start].translate(_PLAIN))
        places += range(position, mention.start)
        characters.append(SIGNS[mention.sign])
        places.append(mention.start)
        position = mention.end
    characters += PRIVATE.sub(" ", text[position:end].translate(_PLAIN))
    places += range(position, end)
    return Sentence(
        start=start,
        end=end,
        text=text[start:end],
        marked="".join(characters),
        places=(*places, end),
        mentions=kept,
        paragraph=paragraph,
        heading=heading,
    )
