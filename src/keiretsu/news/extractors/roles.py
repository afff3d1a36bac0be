"""Roles: who is, was or is to be what at which company.

A title beside a name is an aside: it is the article's own, whoever speaks in the
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.text.attribution import Attribution, attribution_of
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence
from keiretsu.news.text.titles import title_of, title_pattern

_FORMER = re.compile(r"\b(?:former|ex|ousted|retired|then|previous|fired|ex-)\b", re.I)
_INCOMING = re.compile(
    r"\b(?:incoming|designate|-elect|next|new (?=ceo|chief)|soon-to-be|will"
    r" (?:become|be|take)"
    r"|to become|to succeed|successor|named|appointed|tapped|picked|chosen|promoted)\b",
    re.I,
)
_OUTSIDERS = {"analyst", "commissioner", "minister"}
_NOT_ROLES = {"spokesperson", "head", "minister", "director"}


def read_roles(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the roles that a sentence speaks of, one for each person."""
    sentence = reading.sentences[number]
    seen: set[str] = set()
    for rule, form in _forms():
        for match in form.finditer(sentence.marked):
            person = sentence.named(match, "person")
            title = title_of(match["title"])
            if person is None or person.id is None or person.id in seen or not title:
                continue
            if person.back or title in _NOT_ROLES:
                continue
            seen.add(person.id)
            company = _company(reading, number, match, title)
            status = _status(sentence, match, rule)
            event = rule == "event"
            attribution = (
                attribution_of(sentence, *match.span()) if event else Attribution()
            )
            start, end = _core(match)
            yield Draft(
                kind="role",
                sentence=sentence,
                start=start,
                end=end,
                fields={
                    "person": person.id,
                    "company": company,
                    "title": title,
                    "status": status,
                },
                attribution=attribution,
            )


def _company(
    reading: Reading, number: int, match: re.Match[str], title: str
) -> str | None:
    sentence = reading.sentences[number]
    named = sentence.named(match, "company")
    if named is not None:
        return named.id
    if title in _OUTSIDERS:
        officials = [
            m
            for s in reading.sentences[: number + 1]
            for m in s.mentions
            if m.sign == "R"
        ]
        return officials[-1].id if officials and title != "analyst" else None
    before, after = (0, match.end()), (match.end(), len(sentence.marked))
    if not sentence.within(*before, "C") and sentence.within(*after, "C"):
        return None  # whoever was spoken of before, or the one named now: open
    return reading.subject_before(number, match.end())


def _core(match: re.Match[str]) -> tuple[int, int]:
    spans = [
        match.span(g)
        for g in ("person", "title", "company", "mark")
        if g in match.re.groupindex and match[g]
    ]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _status(sentence: Sentence, match: re.Match[str], rule: str) -> str:
    before = sentence.marked[max(0, match.start() - 14) : match.end()]
    if _FORMER.search(before):
        return "former"
    if rule == "event" or _INCOMING.search(before):
        left = re.search(
            r"\b(?:resign|step(?:s|ped|ping)? down|oust|left|leav|retir)",
            match[0],
            re.I,
        )
        return "former" if left else "incoming"
    return "current"


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    title = title_pattern()
    rules = pattern_file("roles.toml")["role"]
    return tuple(
        (r["rule"], compile_form(r["form"].replace("{title}", rf"(?P<title>{title})")))
        for r in rules
    )
