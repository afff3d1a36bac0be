"""Cars: models with at least one thing said about them - drive, range, price, launch.

A model is recognised by the words round its name, not by a list of models: nothing is
filled in that the text does not say. A range keeps its test cycle only if one is named.
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
    firmest,
    sources_of,
)
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence

_NEW = (
    "range_km",
    "battery_kwh",
    "price",
    "launch",
    "powertrain",
    "body",
    "developed_with",
    "platform",
)


def read_products(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the cars that a sentence says something about, one for each model."""
    sentence = reading.sentences[number]
    seen: set[str] = set()
    for form in _forms():
        for match in form.finditer(sentence.marked):
            model = _clean(match["model"])
            if model is None or model.casefold() in seen:
                continue
            fields = _fields(reading, number, match)
            told = {k for k in _NEW if fields.get(k) is not None}
            if fields["maker"] is None or not told:
                continue
            seen.add(model.casefold())
            start, end = _extent(sentence, match)
            attribution = _attribution(sentence, match)
            yield Draft(
                kind="product",
                sentence=sentence,
                start=start,
                end=end,
                fields={"model": model, **fields},
                attribution=attribution,
                unresolved=_holes(sentence, match),
            )
    if not seen:
        yield from _unnamed(reading, number)


def _attribution(sentence: Sentence, match: re.Match[str]) -> Attribution:
    """A car is a fact unless the words after its name say that it is to come."""
    chain = sources_of(sentence, *match.span())
    _, end = clause_of(sentence.marked, *match.span())
    after = re.sub(r"^, an? [^,]*|^[, ]+", "", sentence.marked[match.end() : end])
    cue = cue_of(after.split(", ")[0])
    return Attribution(sources=chain, modality=firmest("fact", cue, chain))


def _clean(words: str) -> str | None:
    """The name of a model, or None where the words are something else."""
    words = words.strip()
    rule = pattern_file("products.toml")
    parts = words.split()
    while parts and parts[-1].casefold() in rule["never"]:
        parts.pop()
    if not parts or parts[0].casefold() in rule["never"] or drives_in(words):
        return None
    return " ".join(parts)


def _fields(reading: Reading, number: int, match: re.Match[str]) -> dict[str, Any]:
    sentence = reading.sentences[number]
    start, end = _own_stretch(sentence, match)
    words = sentence.marked[start:end]
    fields: dict[str, Any] = {"maker": _maker(reading, number, match)}
    fields["powertrain"] = _powertrain(sentence, match, words)
    fields["body"] = _body(sentence.marked[match.start() : match.end() + 45])
    fields |= _figures(sentence, match, end)
    fields["launch"] = _launch(sentence, match, start, end)
    fields |= _partners(sentence, match)
    return fields


def _own_stretch(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """From the model to the next contrast: what is said of this one."""
    words = sentence.marked
    stop = re.search(
        r";|, (?:while|whereas|but)\b|\b(?:contrasts?|compared) (?:with|to)\b",
        words[match.end() :],
    )
    end = match.end() + stop.start() if stop else len(words)
    return max(0, match.start() - 50), end


def _maker(reading: Reading, number: int, match: re.Match[str]) -> str | None:
    sentence = reading.sentences[number]
    named = sentence.named(match, "maker")
    if named is not None:
        return named.id
    before = [m for _, m in sentence.within(0, match.start("model"), "C")]
    if before:
        return before[-1].id
    return reading.subject_before(number, match.start("model"))


def _powertrain(
    sentence: Sentence, match: re.Match[str], words: str
) -> tuple[str, ...] | None:
    """Drives named right after the model, else right before it."""
    a, b = match.span("model")
    marked = sentence.marked
    after = re.match(r"[^.;\ue000]{0,70}", marked[b:])
    near = after[0] if after else ""
    near = re.split(
        r" and (?=(?:its |the )?(?-i:[A-Z]))|, (?=and |developed |which )", near
    )[0]
    for stretch in (near, marked[max(0, a - 60) : a]):
        found = drives_in(stretch)
        if found:
            return found
    return None


def drives_in(words: str) -> tuple[str, ...]:
    """Return the drives that some words name.

    >>> drives_in("an electric or plug-in hybrid sedan")
    ('BEV', 'PHEV')
    """
    found = []
    left = words
    for drive, cues in pattern_file("products.toml")["drives"].items():
        form = rf"(?<![\w-])(?:{'|'.join(cues)})(?!\w)"
        if match := re.search(form, left, re.I):
            found.append((words.find(match[0]), drive))
            left = re.sub(form, " ", left, flags=re.I)
    return tuple(drive for _, drive in sorted(found))


def _body(words: str) -> str | None:
    for body, cues in pattern_file("products.toml")["bodies"].items():
        if re.search(rf"\b(?:{'|'.join(cues)})\b", words, re.I):
            return str(body)
    return None


def _figures(sentence: Sentence, match: re.Match[str], end: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    words = sentence.marked
    for place, mention in sentence.within(match.start(), end, "KM KWH MONEY"):
        quantity = mention.quantity
        near = words[max(0, place - 45) : place + 30]
        if quantity is None:
            continue
        if mention.sign == "KM" and re.search(
            r"\brange|\bcharge\b|\btravel", near, re.I
        ):
            figures.setdefault("range_km", quantity.value)
            figures.setdefault("range_op", quantity.op if quantity.op != "eq" else None)
            cycle = re.search(
                r"\b(WLTP|CLTC|NEDC|EPA|WLTC|JC08)\b",
                words[max(0, place - 40) : place + 45],
            )
            figures.setdefault("range_cycle", cycle[1] if cycle else None)
        elif mention.sign == "KWH":
            figures.setdefault("battery_kwh", quantity.value)
        elif (
            mention.sign == "MONEY"
            and re.search(
                r"\b(?:price|priced|cost|costs|start|starts|starting|from|for|retail"
                r"|sell|sold)",
                words[max(0, place - 30) : place],
                re.I,
            )
            and quantity.value < 1_000_000_000
        ):
            lowest = re.search(
                r"\b(?:start\w*|from)\b", words[max(0, place - 20) : place]
            )
            figures.setdefault("price_min" if lowest else "price", quantity.value)
            figures.setdefault("currency", quantity.currency)
    if "price_min" in figures:
        figures["price"] = figures.get("price", figures["price_min"])
        del figures["price_min"]
    return figures


def _launch(
    sentence: Sentence, match: re.Match[str], start: int, end: int
) -> str | None:
    year = sentence.named(match, "year")
    if year is not None:
        return year.date
    words = sentence.marked[match.start() : end]
    cue = re.search(
        r"\b(?:go(?:es)? on sale|launch\w*|reach(?:es)? [\w ]{0,30}(?:showrooms"
        r"|dealers|market)"
        r"|arriv\w+|debut\w*|hit(?:s)? (?:the )?(?:market|showrooms|roads|streets)"
        r"|be released"
        r"|deliveries (?:begin|start|will)|in production|enter(?:s)? production|on"
        r" sale|due)\b"
        r"[^.;]{0,60}?(?P<d>\ue00a)",
        words,
        re.I,
    )
    return sentence.at(match.start() + cue.start("d")).date if cue else None


def _partners(sentence: Sentence, match: re.Match[str]) -> dict[str, Any]:
    """Who helped: "developed with X", on "the bones of X's platform"."""
    words = sentence.marked
    found: dict[str, Any] = {}
    for key, form in _partner_forms():
        partner = form.search(words, match.start())
        if partner is not None and partner.start() - match.end() < 160:
            named = sentence.named(partner, "who")
            if named is not None:
                found[key] = named.id
            if "platform" in partner.re.groupindex and partner["platform"]:
                found["platform"] = partner["platform"].strip()
    return found


def _holes(sentence: Sentence, match: re.Match[str]) -> tuple[str, ...]:
    after = re.search(r"\bwith \ue006", sentence.marked[match.start() :])
    return ("developed_with",) if after else ()


def _extent(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """The model with what stands right round it, up to its last figure nearby."""
    figures = [
        place + 1
        for place, _ in sentence.within(match.end(), match.end() + 70, "KM KWH MONEY")
    ]
    return match.start(), max([match.end(), *figures])


def _unnamed(reading: Reading, number: int) -> Iterator[Draft]:
    """A car without a name yet, of which the start of sales is told."""
    sentence = reading.sentences[number]
    match = _unnamed_form().search(sentence.marked)
    if match is None:
        return
    launch = sentence.named(match, "launch")
    attribution = attribution_of(sentence, *match.span())
    owner = attribution.sources[0] if attribution.sources else None
    companies = {m.id for _, m in sentence.within(0, len(sentence.marked), "C")}
    maker = (
        owner if owner in companies else reading.subject_before(number, match.start())
    )
    fields = {
        "maker": maker,
        "powertrain": drives_in(match["what"]) or None,
        "launch": launch.date if launch else None,
    }
    if maker is not None and fields["launch"] is not None:
        yield Draft(
            kind="product",
            sentence=sentence,
            start=match.start(),
            end=match.end(),
            fields=fields,
            attribution=attribution,
        )


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_form, pattern_file("products.toml")["forms"]))


@cache
def _unnamed_form() -> re.Pattern[str]:
    return compile_form(pattern_file("products.toml")["unnamed"])


@cache
def _partner_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = pattern_file("products.toml")["partners"]
    return tuple((r["field"], compile_form(r["form"])) for r in rules)
