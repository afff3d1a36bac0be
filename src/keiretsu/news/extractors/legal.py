"""What law and authorities say: antitrust, tariffs, recalls, fraud, licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.extractors.parties import parties_of
from keiretsu.news.text.attribution import Attribution, attribution_of, cue_of
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence


def read_legal(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the legal matters that a sentence speaks of, one for each concern."""
    sentence = reading.sentences[number]
    rates = list(_rates(reading, number))
    if rates:
        yield from rates
        return
    for concern, form in _concerns():
        match = form.search(sentence.marked)
        if match is None:
            continue
        draft = _draft(reading, number, concern, match)
        if draft is not None:
            yield draft
            return


_RATE = re.compile(
    r"(?P<party>\ue000)(?:\x27s)?(?: [^\ue000\ue007.;]{0,60})?,?[ (:]+(?P<rate>\ue007)"
    r"|(?P<rate2>\ue007) (?:rate |tariffs? |dut(?:y|ies) |levy )?(?:for|on)"
    r" (?P<party2>\ue000)"
)
_TARIFF = re.compile(r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies))\b", re.I)


def _rates(reading: Reading, number: int) -> Iterator[Draft]:
    """Tariff rates by company, where tariffs are the talk: "SAIC faces 35.3%"."""
    sentence = reading.sentences[number]
    around = reading.sentences[max(0, number - 2) : number + 1]
    talk = [s for s in around if _TARIFF.search(s.marked)]
    if not talk or not _rate_words().search(sentence.marked):
        return
    for match in _RATE.finditer(sentence.marked):
        party = sentence.named(match, "party") or sentence.named(match, "party2")
        rate = sentence.named(match, "rate") or sentence.named(match, "rate2")
        if party is None or rate is None or rate.quantity is None:
            continue
        fields: dict[str, Any] = {"concern": "tariff", "parties": party.ids}
        fields["rate_percent"] = rate.quantity.value
        fields["outcome"] = "imposed"
        for one in talk:
            fields |= {k: v for k, v in _authority(one).items() if v is not None}
        yield Draft(
            kind="legal",
            sentence=sentence,
            start=match.start(),
            end=match.end(),
            fields=fields,
            attribution=attribution_of(sentence, *match.span()),
        )


@cache
def _rate_words() -> re.Pattern[str]:
    return re.compile("|".join(pattern_file("legal.toml")["rate_words"]), re.I)


def _draft(
    reading: Reading, number: int, concern: str, match: re.Match[str]
) -> Draft | None:
    sentence = reading.sentences[number]
    parties = _parties(reading, number, concern, match)
    if not parties:
        return None
    fields: dict[str, Any] = {"concern": concern, "parties": parties}
    fields["outcome"] = _outcome(sentence, match)
    fields |= _authority(sentence)
    fields |= _details(sentence, concern, match)
    attribution = attribution_of(sentence, *match.span())
    cue = cue_of(sentence.marked)
    if cue == "counterfactual":
        attribution = Attribution(sources=attribution.sources, modality=cue)
    return Draft(
        kind="legal",
        sentence=sentence,
        start=match.start(),
        end=match.end(),
        fields=fields,
        attribution=attribution,
    )


def _parties(
    reading: Reading, number: int, concern: str, match: re.Match[str]
) -> tuple[str, ...]:
    """The companies concerned: a pair for antitrust, else the nearest one."""
    sentence = reading.sentences[number]
    named = sentence.named(match, "party")
    if named is not None:
        return named.ids
    if concern in {"antitrust", "approval_pending"}:
        both = parties_of(reading, number, 0, len(sentence.marked), match.span())
        return both.ids
    if concern == "financial_misconduct":
        people = [m for _, m in sentence.within(0, len(sentence.marked), "P")]
        if people:
            return people[0].ids
    near = sorted(
        (abs(place - match.start()), m.ids)
        for place, m in sentence.within(0, len(sentence.marked), "C G")
    )
    if near:
        return near[0][1]
    subject = reading.subject_before(number) if concern != "tariff" else None
    return (subject,) if subject else ()


def _outcome(sentence: Sentence, match: re.Match[str]) -> str | None:
    start, end = max(0, match.start() - 70), match.end() + 70
    words = sentence.marked[start:end]
    for outcome, cues in pattern_file("legal.toml")["outcomes"].items():
        if re.search(rf"\b(?:{'|'.join(cues)})", words, re.I):
            return str(outcome)
    return None


def _authority(sentence: Sentence) -> dict[str, Any]:
    places = pattern_file("legal.toml")["jurisdictions"]
    for _, mention in sentence.within(0, len(sentence.marked), "R"):
        return {"regulator": mention.id, "jurisdiction": places.get(mention.id)}
    for code, names in pattern_file("legal.toml")["places"].items():
        if re.search(rf"\b(?:{'|'.join(names)})\b", sentence.marked):
            return {"jurisdiction": code}
    return {}


def _details(sentence: Sentence, concern: str, match: re.Match[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    near = (max(0, match.start() - 60), match.end() + 60)
    if concern == "tariff":
        for _, mention in sentence.within(*near, "PCT"):
            if mention.quantity is not None:
                found["rate_percent"] = mention.quantity.value
    dates = [m.date for _, m in sentence.within(*near, "D") if m.date]
    if dates:
        found["date"] = dates[0]
    return found


@cache
def _concerns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    concerns = pattern_file("legal.toml")["concerns"]
    return tuple(
        (name, compile_form("|".join(forms))) for name, forms in concerns.items()
    )
