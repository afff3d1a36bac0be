"""Sales, deliveries, production and orders of the past, in numbers or in percent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.extractors.targets import company_near, market_of, read_targets
from keiretsu.news.text.attribution import clause_of, cue_of, past_attribution
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence

_METRICS = (
    ("deliveries", r"deliver"),
    ("production", r"produc|output|built|build|manufactur|made"),
    ("orders", r"order|reserv|booking"),
    ("sales", r""),
)
_DOWN = re.compile(
    r"\b(?:fell|fall|falling|fallen|down|declin|drop|decreas|slid|slump|plung|tumbl"
    r"|shrank"
    r"|lower|fewer|less|below|sank|dip|plummet|slip|contract|reduc|cut|off by|los)",
    re.I,
)
_UP = re.compile(
    r"\b(?:rose|rise|rising|risen|up|grew|grow|growth|jump|climb|increas|surg|soar|gain"
    r"|higher|expand|advanc|improv|double|boost|more)",
    re.I,
)


def read_sales(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the sales of the past that a sentence speaks of."""
    sentence = reading.sentences[number]
    aimed = {
        place
        for draft in read_targets(reading, number)
        for place, m in sentence.within(draft.start, draft.end, "N PCT")
    }
    taken = set(aimed)
    for form in _forms():
        for match in form.finditer(sentence.marked):
            group = (
                "value"
                if match.re.groupindex.get("value") and match["value"]
                else "change"
            )
            place = match.start(group)
            if place in taken or not _is_past(sentence, match):
                continue
            draft = _draft(reading, number, match)
            if draft is not None:
                taken |= {p for p, _ in sentence.within(*match.span(), "N PCT")}
                yield draft


_FORECAST = re.compile(
    r"\b(?:guidance|forecasts?|outlook|projections?|estimates?|budget(?:ed)?)\b", re.I
)


def _is_past(sentence: Sentence, match: re.Match[str]) -> bool:
    start, _ = clause_of(sentence.marked, *match.span())
    words = sentence.marked[start : match.end()]
    ahead = cue_of(words) in {"plan", "hedged", "counterfactual"}
    return not ahead and _FORECAST.search(words) is None


def _draft(reading: Reading, number: int, match: re.Match[str]) -> Draft | None:
    sentence = reading.sentences[number]
    company = company_near(reading, number, match)
    if company is None:
        return None
    fields: dict[str, Any] = {"company": company, "metric": _metric(match[0])}
    value = sentence.named(match, "value")
    if value is not None and value.quantity is not None:
        fields |= {"value": value.quantity.value, "op": value.quantity.op}
        fields["unit"] = "vehicles"
    fields["change_pct"] = _change(sentence, match)
    if fields["change_pct"] is None and value is None:
        return None
    fields["period"] = period_of(sentence, match)
    fields["market"] = market_of(sentence, match)
    start, end = match.span()
    return Draft(
        kind="sales",
        sentence=sentence,
        start=start,
        end=end,
        fields=fields,
        attribution=past_attribution(sentence, start, end),
    )


def _metric(words: str) -> str:
    return next(m for m, cue in _METRICS if re.search(cue, words, re.I))


def _change(sentence: Sentence, match: re.Match[str]) -> float | None:
    figure = sentence.named(match, "change")
    end = match.end()
    if figure is None or figure.quantity is None:
        near = re.match(
            r"(?: (?:vehicles|units|cars|globally|worldwide|overseas|in [A-Z]\w+"
            r"|(?:in|during) \ue00a))*,? (?:(?:an?|which was an?|or an?|up|down|\()"
            r"[^\ue009.;]{0,30}?(?P<change>\ue007)[^.;,]{0,20}"
            r"|(?P<change2>\ue007) (?:fewer|less|lower|more|higher|below|above))",
            sentence.marked[end:],
        )
        if near is None:
            return None
        figure = sentence.at(end + near.start(near.lastgroup or 0))
        words = near[0]
    else:
        words = match[0]
    if figure.quantity is None or re.search(r"\bof (?:the|its|all|total)\b", words):
        return None
    if _DOWN.search(words):
        return -figure.quantity.value
    return figure.quantity.value if _UP.search(words) else None


def period_of(sentence: Sentence, match: re.Match[str]) -> str | None:
    """Return the period of a figure: in the form, else nearest in its clause."""
    named = sentence.named(match, "period")
    if named is not None:
        return named.date
    start, end = clause_of(sentence.marked, *match.span())
    dates = [(p, m) for p, m in sentence.within(start, end, "D") if m.date]
    inside = [m for p, m in dates if match.start() <= p < match.end()]
    if inside:
        return inside[0].date
    middle = (match.start() + match.end()) / 2
    dates = [(p, m) for p, m in dates if len(m.date or "") != 10]
    near = sorted(dates, key=lambda one: abs(one[0] - middle))
    if near:
        return near[0][1].date
    every = {m.date for _, m in sentence.within(0, len(sentence.marked), "D") if m.date}
    return every.pop() if len(every) == 1 else None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_form, pattern_file("sales.toml")["sales"]))
