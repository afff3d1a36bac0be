"""People in a paragraph: those of the register, those with a title, and surnames.

A person in no register is recognised by the company of a title or a verb of saying
("finance chief Ann Example", "Ann Example, who heads ...") and by surname from then on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from keiretsu.news.text.coreference import Speakers
from keiretsu.news.text.mentions import (
    Mention,
    Named,
    Taken,
    is_other_thing,
    slug,
)
from keiretsu.news.text.placeholders import pattern_file
from keiretsu.news.text.titles import title_pattern, title_words

_NAME = (
    r"(?-i:\b[A-Z][\w’'.-]{0,30}\w(?: (?:de|von|van|der|di|la|al|bin|[A-Z]\.)){0,4}"
    r" [A-Z][\w’'-]{0,30}\w)"
)
"""Bounded everywhere: the time for a run of letters does not grow with its square."""
_SAYS = "e"
"""The group of those who are known by a verb of saying alone."""
_NOT = re.compile(
    r"(?:The|This|In|On|At|And|But|For|As|Its|It|He|She|New|North|South|East|West"
    r"|European|United|Los|San|Wall|Hong|Big|Auto|Motor|Model|Press|General|Chief"
    r"|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def find_people(
    paragraph: str,
    start: int,
    found: list[Mention],
    speakers: Speakers,
    named: Sequence[Named] = (),
) -> list[Mention]:
    """Return the mentions of a paragraph with the people added, in order.

    Parameters
    ----------
    paragraph, start
        The paragraph, and where it begins in the article.
    found
        What it is known to mention.
    speakers
        Who was spoken of before.
    named
        Names that somebody else found in it; those that no register holds fill what is
        free. Who only says something may be a firm, so that they are asked first.
    """
    people = list(found)
    taken = Taken(found)
    loose = [
        _loose(one)
        for one in named
        if not (one.known or is_other_thing(paragraph, one.end - start))
    ]
    firms = Taken(one for one in loose if one.sign == "C")
    for match in _with_title().finditer(paragraph):
        group = match.lastgroup
        assert group is not None
        a, b = (start + place for place in match.span(group))
        if group == _SAYS and not firms.is_free(a, b):
            continue
        if _is_name(match[group]) and taken.is_free(a, b):
            taken.add(a, b)
            people.append(_person(a, b, slug(match[group])))
    for one in loose:
        if taken.is_free(one.start, one.end):
            taken.add(one.start, one.end)
            people.append(one)
    for one in people:
        if one.sign == "P":
            _remember(one, paragraph[one.start - start : one.end - start], speakers)
    for surname, identifier in speakers.surnames.items():
        for match in re.finditer(rf"\b{re.escape(surname)}\b", paragraph):
            a, b = start + match.start(), start + match.end()
            if taken.is_free(a, b):
                taken.add(a, b)
                people.append(_person(a, b, identifier))
    return sorted(people, key=lambda m: m.start)


def _is_name(words: str) -> bool:
    """Whether some words can be a name: no word of a title is in them."""
    if _NOT.match(words):
        return False
    return title_words().isdisjoint(words.casefold().split())


def _loose(one: Named) -> Mention:
    return Mention(start=one.start, end=one.end, sign=one.sign, ids=(one.id,))


def _person(a: int, b: int, identifier: str) -> Mention:
    return Mention(start=a, end=b, sign="P", ids=(identifier,))


def _remember(one: Mention, written: str, speakers: Speakers) -> None:
    words = written.split()
    if len(words) > 1 and words[-1][:1].isupper():
        speakers.surnames.setdefault(words[-1], one.ids[0])


@cache
def _with_title() -> re.Pattern[str]:
    title = title_pattern()
    say = "|".join(pattern_file("attribution.toml")["say"])
    return re.compile(
        rf"(?:{title}|\b(?:Mr|Ms|Mrs|Dr)\.?),? (?P<a>{_NAME})"
        rf"|(?P<b>{_NAME}), (?:(?!who\b)[\w’'&-]+ ){{0,5}}{title}"
        rf"|(?P<c>{_NAME}), who (?:is|was|heads?|headed|leads?|led|runs?|ran|took)\b"
        rf"|(?P<d>{_NAME}) (?:was|is|has been|will be) (?:named|appointed|elected)\b"
        rf"|(?P<e>{_NAME}),? (?:{say})\b"
        rf"|\b(?:named|names|appointed|appoints|hired|tapped|promoted) (?P<f>{_NAME})",
        re.I,
    )
