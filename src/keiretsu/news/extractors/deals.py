"""Ties between companies: mergers, alliances, ventures, supply, talks, and their state.

Clause by clause: words of a kind of tie, the companies that stand in it as parties, and
the cue that says how far it has come. Who is missing in the clause ("the failed Honda
merger", "the talks") is looked for in the sentence and then in what was said before; a
hole stays a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.extractors.parties import Parties, parties_of
from keiretsu.news.extractors.stakes import read_stakes
from keiretsu.news.text.attribution import Attribution, attribution_of, cue_of, firmest
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence

_FIRM = {"agreed_firm", "completed_now", "terminated", "in_talks", "none"}
_NAMES = {"completed_now": "completed", "agreed_firm": "agreed"}
_AGREED_TO = re.compile(
    r"\bagree\w* to\b|\b(?:plan|plans|target) (?:by|of|for)\b|\bexpects?\b", re.I
)
_BY_SHARES = {"jv", "acquisition", "talks"}
_LONGEST = 300
_SOFT = re.compile(r"\b(?:potential|possible|prospective|to explore|exploring)\b", re.I)
_EXISTS = re.compile(
    r"\b(?:between|of|by) [^.;]{0,30}?[\ue000\ue001]|[\ue000]-[\ue000]|"
    r"\b(?:its|their|\x27s) (?:[\w-]+ ){0,3}$|\bwith \ue000",
)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause of a sentence in which some kind of tie is spoken of."""

    sentence: Sentence
    start: int
    end: int
    deal_type: str
    trigger: tuple[int, int]

    @property
    def words(self) -> str:
        """The clause as marked."""
        return self.sentence.marked[self.start : self.end]


def read_deals(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the ties that a sentence speaks of, at most one for each clause."""
    for clause in clauses(reading.sentences[number]):
        if clause.deal_type in _BY_SHARES and _trades_shares(reading, number, clause):
            continue
        draft = _draft(reading, number, clause)
        if draft is not None:
            yield draft


def _trades_shares(reading: Reading, number: int, clause: Clause) -> bool:
    """Whether a clause tells of buying or selling a stake: no deal of its own."""
    return any(
        clause.start <= stake.start < clause.end
        for stake in read_stakes(reading, number)
        if stake.fields["action"] in {"acquires", "raises", "sells", "reduces"}
    )


def clauses(sentence: Sentence) -> Iterator[Clause]:
    """Yield the clauses that speak of a tie, with its kind."""
    words = sentence.marked
    cuts = {0, len(words)}
    for break_ in _BREAK.finditer(words):
        cuts.add(break_.end())
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        for deal_type, form in _types():
            match = form.search(words, start, end)
            if match is not None and not _UNDER.search(words[: match.start()]):
                yield Clause(
                    sentence=sentence,
                    start=start,
                    end=end,
                    deal_type=deal_type,
                    trigger=match.span(),
                )
                break


_UNDER = re.compile(r"\bunder (?:the|an?|this|that|its|their) (?:[\w-]+ )?$", re.I)
_BREAK = re.compile(
    r"; | (?=on condition that )|, (?=reportedly\b)|, (?=an? [^,.;]{0,30}(?:venture"
    r"|subsidiary|JV|unit)\b)"
    r"|\s(?=(?:shortly |just |soon |months |weeks |days )?after the )|, (?:but|while"
    r"|though|although|whereas|a year after|a month after|months after"
    r"|having|days after|after|\ue000 having)\s|\s(?:but|whereas|though|although)\s"
    r"|, (?=\ue000 having)|, (?=who(?:se)? )|(?<=\w), (?=and (?:\ue000|it|they)"
    r" (?:will|would|has|have|is|are)\b)"
)


def _draft(reading: Reading, number: int, clause: Clause) -> Draft | None:
    sentence = clause.sentence
    raw, cue = status_of(clause)
    status = _NAMES.get(raw or "", raw)
    if _is_quoted(sentence.marked, clause.trigger) and _is_quoted(sentence.marked, cue):
        return None
    modality = _modality(clause, raw, cue)
    if modality == "counterfactual":
        status = None
    parties = parties_of(reading, number, clause.start, clause.end, clause.trigger)
    if status is None and modality != "counterfactual":
        if not _stands(clause, parties):
            return None
        status = "completed"
    if not parties.enough(status):
        return None
    negative = status == "none" or _is_negated(sentence.marked, cue)
    deal_type = (
        None if status == "none" and clause.deal_type == "talks" else clause.deal_type
    )
    fields: dict[str, Any] = {
        "parties": parties.ids,
        "deal_type": deal_type,
        "status": "agreed" if status == "none" else status,
        "date": _date(clause, status, cue),
        "jv": parties.venture if clause.deal_type == "jv" else None,
        "newco": parties.venture if clause.deal_type == "merger" else None,
    }
    fields |= _money(clause)
    start, end = _extent(clause, cue)
    if status == "none":
        start, end = cue
    attribution = attribution_of(sentence, *clause.trigger)
    firm = _firmness(attribution, modality)
    attribution = Attribution(
        sources=attribution.sources, modality=firm, polarity="-" if negative else "+"
    )
    return Draft(
        kind="deal",
        sentence=sentence,
        start=start,
        end=end,
        fields=fields,
        attribution=attribution,
        unresolved=("parties",) if parties.hole else (),
    )


def status_of(clause: Clause) -> tuple[str | None, tuple[int, int]]:
    """Return which kind of cue says how far a tie has come, and where it stands."""
    for status, form in _statuses():
        for match in form.finditer(clause.sentence.marked, clause.start, clause.end):
            if not _fits(status, clause, match):
                continue
            return status, match.span()
    return None, clause.trigger


_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never)|n't)(?: (?:yet|been|in|be|even|intend(?:ing)?|plan(?:ning)?"
    r"|want|wish|aim|going|seek(?:ing)?|expect(?:ed)?|about|looking)){0,2} $"
    r"|\bno (?:(?:plans?|intention|wish|desire|interest|need|reason) (?:(?:of|in) )?)?$"
)
_NOT_AFTER = re.compile(r" ?(?:\w+ )?(?:not|never)\b")


def _is_negated(words: str, cue: tuple[int, int]) -> bool:
    """Whether "not", "never" or "no plans" stand right before the cue, or behind it."""
    before = words[max(0, cue[0] - 40) : cue[0]]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(words, cue[1]))


def _is_quoted(words: str, place: tuple[int, int]) -> bool:
    """Whether a stretch stands inside quotation marks."""
    return words[: place[0]].count('"') % 2 == 1 and '"' in words[place[1] :]


def _fits(status: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether a cue is about the tie: near its words, and not merely part of them."""
    a, b = clause.trigger
    gap = max(match.start() - b, a - match.end(), 0)
    if status == "terminated":
        before = clause.sentence.marked[max(0, match.start() - 8) : match.start()]
        return gap < 60 and not re.search(r"\b(?:almost|nearly) $", before)
    if status in {"agreed", "agreed_firm", "completed_now", "proposed"}:
        return gap < 90 and not (clause.deal_type == "supply" and gap > 60)
    if status == "in_talks":
        return gap < 60
    return gap < 70


def _modality(clause: Clause, status: str | None, cue: tuple[int, int]) -> str | None:
    """The cue of firmness: just before a firm status, else anywhere in the clause."""
    words = clause.words
    if cue_of(_SOFT.sub("", words)) == "counterfactual" and status is None:
        return "counterfactual"
    if status == "agreed":
        end = max(clause.trigger[1], cue[1])
        ahead = clause.sentence.marked[clause.start : end]
        return cue_of(_AGREED_TO.sub("", _SOFT.sub("", ahead)))
    if status in _FIRM:
        start = max(clause.start, cue[0] - 32)
        after = 40 if status == "in_talks" else 1
        near = clause.sentence.marked[start : min(clause.end, cue[1] + after)]
        near = _AGREED_TO.sub("", near)
        found = cue_of(near)
        if found == "counterfactual" and status == "terminated":
            return None
        return found
    return cue_of(_SOFT.sub("", words))


def _firmness(attribution: Attribution, cue: str | None) -> str:
    base = "reported" if attribution.modality == "reported" else "fact"
    return firmest(base, cue, attribution.sources)


def _stands(clause: Clause, parties: Parties) -> bool:
    """Whether the words name a tie that exists: "the alliance between A and B"."""
    if clause.deal_type in {"talks", "merger", "acquisition"} or len(parties.ids) < 2:
        return False
    marked = clause.sentence.marked
    a, b = clause.trigger
    near = marked[max(clause.start, a - 30) : min(clause.end, b + 45)]
    return _EXISTS.search(near) is not None


def _date(clause: Clause, status: str | None, cue: tuple[int, int]) -> str | None:
    """The date nearest to the cue in the clause; a deadline of the plan is none."""
    dates = [
        (abs(p - cue[0]), m.date)
        for p, m in clause.sentence.within(clause.start, clause.end, "D")
        if m.date and "/" not in m.date and not _is_other_date(clause, p)
        if status != "completed" or _is_beside(clause.sentence.marked, p, cue)
    ]
    return min(dates)[1] if dates else None


def _is_beside(words: str, place: int, cue: tuple[int, int]) -> bool:
    """Whether a date stands next to the words that say it is done."""
    between = words[min(place, cue[1]) : max(place, cue[0])]
    return len(between) < 50 and "," not in between


def _is_other_date(clause: Clause, place: int) -> bool:
    before = clause.sentence.marked[max(clause.start, place - 12) : place]
    after = clause.sentence.marked[place + 1 : place + 26]
    dateline = re.match(r"\s?\([^)]*\)\s?-|\s?TOKYO", after) is not None
    other = re.search(r"\b(?:from|by|since|until|before|date|the)\s$", before)
    return (
        dateline
        or (other is not None and place > clause.trigger[0])
        or bool(re.search(r"\bdate\s$", before))
    )


def _money(clause: Clause) -> dict[str, Any]:
    if clause.deal_type not in {"investment", "acquisition", "merger", "jv"}:
        return {}
    for _, mention in clause.sentence.within(clause.start, clause.end, "MONEY"):
        if mention.quantity is not None:
            quantity = mention.quantity
            return {"amount": quantity.value, "currency": quantity.currency}
    return {}


def _extent(clause: Clause, cue: tuple[int, int]) -> tuple[int, int]:
    """The clause; where it is long, the stretch from its words of a tie to its cue."""
    start = clause.start
    lead = re.match(
        r"(?:and|but|while|though|with|who|which|that|,|\s)+ ", clause.words, re.I
    )
    start += lead.end() if lead else 0
    end = clause.start + len(clause.words.rstrip(" .,;:"))
    written = clause.sentence.places[end] - clause.sentence.places[start]
    if 0 < written <= _LONGEST:
        return start, end
    return min(cue[0], clause.trigger[0]), max(cue[1], clause.trigger[1])


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    types = pattern_file("deals.toml")["types"]
    return tuple((name, _any_of(forms)) for name, forms in types.items())


@cache
def _statuses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    status = pattern_file("deals.toml")["status"]
    return tuple((name, _any_of(forms)) for name, forms in status.items())


def _any_of(forms: list[str]) -> re.Pattern[str]:
    return compile_form("|".join(rf"(?<![\w-])(?:{form})" for form in forms))
