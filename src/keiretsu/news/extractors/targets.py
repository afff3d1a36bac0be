"""Plans and targets: what a company means to reach, cut or launch, and by when.

Also the sales that were reached, since one sentence often names both ("3.3 million,
from a target of 8 million"): a figure is a target only in words of intent, and a sale
only where it lies in the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.text.attribution import (
    Attribution,
    attribution_of,
    clause_of,
    cue_of,
    sources_of,
)
from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence

_OWNER = re.compile(r"(?P<company>\ue000)(?:\x27s)?")


def read_targets(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the targets that a sentence speaks of."""
    sentence = reading.sentences[number]
    taken: set[int] = set()
    for rule, form in _forms():
        for match in form.finditer(sentence.marked):
            figure = _figure(match)
            places = {figure} if figure is not None else set(range(*match.span()))
            if places & taken or not _is_intent(sentence, match, rule):
                continue
            company = company_near(reading, number, match)
            if company is None or _is_too_many(sentence, match, rule):
                continue
            taken |= places
            yield _draft(reading, number, match, rule, company)
            yield from _base(reading, number, match, rule, company)


def company_near(reading: Reading, number: int, match: re.Match[str]) -> str | None:
    """Return whose figure it is: named in the form, in the clause, or before."""
    sentence = reading.sentences[number]
    named = sentence.named(match, "company")
    if named is not None:
        return named.id
    start, _ = clause_of(sentence.marked, *match.span())
    if re.search(r", (?:which|who|that) $", sentence.marked[:start]):
        named_last = [m for _, m in sentence.within(0, start, "C")]
        if named_last:
            return named_last[-1].id
    spoken = [m for _, m in sentence.within(start, match.start(), "C")]
    if spoken:
        return spoken[0].id
    if after := re.match(
        r"[^\ue000.;]{0,12} (?:at|by|of|for) \ue000", sentence.marked[match.end() :]
    ):
        return sentence.at(match.end() + after.end() - 1).id
    return reading.subject_before(number, match.start())


def _is_too_many(
    sentence: Sentence, match: re.Match[str], rule: dict[str, Any]
) -> bool:
    """Whether the figure is beyond what this kind of target can be."""
    figure = sentence.named(match, "value")
    if figure is None or figure.quantity is None or "most" not in rule:
        return False
    return bool(figure.quantity.value > rule["most"])


def _figure(match: re.Match[str]) -> int | None:
    if "value" in match.re.groupindex and match["value"] is not None:
        return match.start("value")
    return None


def _is_intent(sentence: Sentence, match: re.Match[str], rule: dict[str, Any]) -> bool:
    """Whether it lies ahead: always by its own words, or by a cue in its clause."""
    if rule.get("always"):
        return True
    start, _ = clause_of(sentence.marked, *match.span())
    words = sentence.marked[start : match.end()]
    if cue_of(words) in {"plan", "hedged", "counterfactual"}:
        return True
    if rule.get("cut"):
        gone = re.search(
            r"\b(?:has|have|had|was|were|already) (?:\w+ly )?\w+ed\b", words
        )
        return gone is None or bool(sentence.within(0, len(sentence.marked), "PLAN"))
    return False


def _draft(
    reading: Reading,
    number: int,
    match: re.Match[str],
    rule: dict[str, Any],
    company: str,
) -> Draft:
    sentence = reading.sentences[number]
    fields: dict[str, Any] = {"company": company, "metric": rule["metric"]}
    fields |= _value(sentence, match, rule)
    fields["deadline"] = _deadline(sentence, match)
    was = sentence.named(match, "base")
    if was is not None and was.quantity is not None:
        fields["base"] = was.quantity.value
    fields["plan"] = plan_near(reading, number)
    fields["market"] = market_of(sentence, match)
    attribution = attribution_of(sentence, *match.span(), base="plan")
    if attribution.modality not in {"plan", "hedged", "counterfactual", "denied"}:
        attribution = Attribution(sources=attribution.sources, modality="plan")
    if attribution.modality == "hedged" and not _hedged_itself(sentence, match):
        attribution = Attribution(sources=attribution.sources, modality="plan")
    start, end = match.span("core") if "core" in match.re.groupindex else match.span()
    return Draft(
        kind="plan_target",
        sentence=sentence,
        start=start,
        end=end,
        fields=fields,
        attribution=attribution,
    )


def _hedged_itself(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the hedge stands before the figure and after any word of aiming."""
    start, _ = clause_of(sentence.marked, *match.span())
    words = sentence.marked[start : match.end()]
    return cue_of(words) in {"hedged", "counterfactual"} and not re.search(
        r"\b(?:targets?|aims?|goals?|plans? to|intends?|will)\b", words, re.I
    )


def _value(
    sentence: Sentence, match: re.Match[str], rule: dict[str, Any]
) -> dict[str, Any]:
    unit = rule.get("unit")
    figure = sentence.named(match, "value")
    if figure is None or figure.quantity is None:
        return {
            "value": rule.get("value"),
            "unit": unit if "value" in rule else None,
            "op": "eq",
        }
    quantity = figure.quantity
    if figure.sign == "PCT":
        unit = "percent"
    if figure.sign == "MONEY":
        unit = quantity.currency
    return {"value": quantity.value, "unit": unit, "op": quantity.op}


def _deadline(sentence: Sentence, match: re.Match[str]) -> str | None:
    """The date in the form; else one right after it, or at the head of the clause."""
    for group in ("deadline", "deadline2", "deadline3"):
        named = sentence.named(match, group)
        if named is not None:
            return named.date
    words = sentence.marked
    start, end = clause_of(words, *match.span())
    after = re.search(
        r"\b(?:by|in|before|until|through|from|over|for|during|within|starting in)"
        r" (?:the )?(?:end of |the end of |early |late |mid-)?(?P<d>\ue00a)",
        words[match.end() : end],
    )
    if after is not None and not re.search(
        r"\ue009|\ue007|\ue008", words[match.end() : match.end() + after.start()]
    ):
        return sentence.at(match.end() + after.start("d")).date
    before = re.search(
        r"\b(?:by|in|for) (?:the end of )?(?P<d>\ue00a)[^\ue009]{0,60}$",
        words[start : match.start()],
    )
    if before is not None:
        return sentence.at(start + before.start("d")).date
    own = re.match(r"(?P<d>\ue00a)(?:\x27s)? ", words[start:])
    return sentence.at(start).date if own else None


def _base(
    reading: Reading,
    number: int,
    match: re.Match[str],
    rule: dict[str, Any],
    company: str,
) -> Iterator[Draft]:
    """The target that a new one replaces is a target too."""
    sentence = reading.sentences[number]
    was = sentence.named(match, "base")
    if was is None or was.quantity is None:
        return
    start, end = match.span("base")
    fields = {
        "company": company,
        "metric": rule["metric"],
        "value": was.quantity.value,
        "unit": "percent" if was.sign == "PCT" else rule.get("unit"),
        "op": was.quantity.op,
        "deadline": _deadline(sentence, match),
    }
    chain = sources_of(sentence, *match.span())
    yield Draft(
        kind="plan_target",
        sentence=sentence,
        start=start,
        end=end,
        fields=fields,
        attribution=Attribution(sources=chain, modality="plan"),
        settled=True,
    )


def plan_near(reading: Reading, number: int) -> str | None:
    """Return the named plan of this sentence, or of the one before in its paragraph."""
    sentence = reading.sentences[number]
    for one in (sentence, *reversed(reading.sentences[max(0, number - 2) : number])):
        if one.paragraph != sentence.paragraph:
            break
        plans: list[Mention] = [m for m in one.mentions if m.sign == "PLAN"]
        if plans:
            return plans[0].ids[0]
    return None


def market_of(sentence: Sentence, match: re.Match[str]) -> str | None:
    """Return the market named beside a figure: "in China", "globally"."""
    _, end = clause_of(sentence.marked, *match.span())
    begin = max(0, match.start() - 30)
    words = sentence.marked[begin : min(end, match.end() + 40)]
    figure = match.end() - begin
    named = [
        (abs(found.start() - figure), name)
        for name, form in _markets()
        for found in form.finditer(words)
    ]
    return min(named)[1] if named else None


@cache
def _markets() -> tuple[tuple[str, re.Pattern[str]], ...]:
    markets = pattern_file("markets.toml")["markets"]
    return tuple(
        (
            name,
            re.compile(
                rf"\b(?:in|across) (?:the )?(?:{'|'.join(spellings)})\b"
                rf"|\b(?:{'|'.join(spellings)}) (?:sales|deliveries|market)\b"
            ),
        )
        for name, spellings in markets.items()
    )


@cache
def _forms() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    rules = pattern_file("targets.toml")["target"]
    return tuple((rule, compile_form(rule["form"])) for rule in rules)
