"""Whom "the company", "it", "the pair" and "he" refer to: who was last spoken of.

Kept simple on purpose: in a sentence the first company is its subject; a reference
before any name goes to the subject of the sentence before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.placeholders import pattern_file

_OF_A_COUNTRY = re.compile(r"(?:the|The) [A-Z][a-z]+ ")


@dataclass
class Speakers:
    """Who was spoken of so far, while an article is read from top to bottom.

    Attributes
    ----------
    companies
        Distinct companies of each sentence so far.
    person, last
        The person and the company that were last named.
    surnames
        Surname to identifier, for people already named in full.
    """

    companies: list[tuple[str, ...]] = field(default_factory=list)
    person: str | None = None
    last: str | None = None
    surnames: dict[str, str] = field(default_factory=dict)

    def subject(self) -> tuple[str, ...]:
        """The subject of the last sentence that named a company."""
        for one in reversed(self.companies):
            if one:
                return one[:1]
        return ()

    def group(self, size: int, here: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The last `size` companies that were named together, or one by one."""
        if len(here) == size:
            return here
        recent = [one for one in (here, *reversed(self.companies[-8:])) if one]
        for one in recent:
            if len(one) == size:
                return one
        for one in recent:
            if len(one) > size:
                return one[:size]
        gathered = tuple(dict.fromkeys(i for one in recent[:3] for i in one))
        return gathered[:size] if len(gathered) >= size else ()


def resolve_references(
    text: str, start: int, marks: list[Mention], speakers: Speakers
) -> list[Mention]:
    """Return the mentions of a sentence with its references added, in order."""
    added: list[Mention] = []
    for sign, form in _forms():
        for match in form.finditer(text):
            a, b = start + match.start("it"), start + match.end("it")
            if any(a < m.end and m.start < b for m in (*marks, *added)):
                continue
            beside = any(text[m.end - start : a - start] == ", " for m in marks)
            if sign == "C" and beside:  # only describes the name before it
                continue
            heads = [m for m in marks if not _is_owner(text, m.start - start)]
            clause = start + text.rfind("; ", 0, match.start("it")) + 1
            ids = _meant(sign, match["it"], (a, clause), heads, speakers)
            if ids:
                kind = "C" if sign == "L" else sign
                new = Mention(start=a, end=b, sign=kind, ids=ids, back=True)
                added.append(new)
    named = tuple(dict.fromkeys(m.ids[0] for m in marks if m.sign == "C"))
    people = [m.ids[0] for m in marks if m.sign == "P"]
    speakers.companies.append(named or _again(added))
    speakers.last = next(
        (m.ids[0] for m in reversed(marks) if m.sign == "C"), speakers.last
    )
    speakers.person = people[-1] if people else speakers.person
    return sorted([*marks, *added], key=lambda m: (m.start, m.end))


def _is_owner(text: str, place: int) -> bool:
    """Whether a name only says whose another is: `a subsidiary of Foxconn`."""
    before = text[max(0, place - 40) : place]
    return (
        re.search(r"\b(?:subsidiary|unit|arm|division|brand|part) of $", before)
        is not None
    )


def _again(added: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for m in added if m.sign in "CG" for i in m.ids))


def _meant(
    sign: str,
    words: str,
    where: tuple[int, int],
    marks: list[Mention],
    speakers: Speakers,
) -> tuple[str, ...]:
    """Return who is meant by words at a place in a clause that begins at another."""
    place, clause = where
    before = [m for m in marks if m.end <= place]
    here = tuple(dict.fromkeys(m.ids[0] for m in before if m.sign == "C"))
    if sign == "C":
        if len(here) > 1 and _OF_A_COUNTRY.match(words):
            return ()  # one of several, and which is the country's is not known
        return here[:1] or speakers.subject()
    if sign == "L":
        named = [m.ids[0] for m in before if m.sign == "C" and m.end <= clause]
        last = named[-1] if named else speakers.last
        return (last,) if last else ()
    if sign == "P":
        people = [m.ids[0] for m in before if m.sign == "P"]
        last = people[-1] if people else speakers.person
        return (last,) if last else ()
    size = 3 if re.search(r"\b(?:three|trio)\b", words, re.I) else 2
    return speakers.group(size, here)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = pattern_file("coreference.toml")["reference"]
    return tuple((r["sign"], re.compile(r["form"], re.I)) for r in rules)
