"""Stakes: who holds, takes, raises or sells which share of whom.

A percentage counts as a stake only in words of holding; a list of percentages after one
holder shares that holder. A name lost from the page stays open. A firm called the
subsidiary of another is a stake without a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.text.attribution import (
    Attribution,
    attribution_of,
    cue_of,
    firmest,
    sources_of,
)
from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence


def read_stakes(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the stakes that a sentence speaks of."""
    sentence = reading.sentences[number]
    taken: list[tuple[int, int]] = []
    for action, form, chained in _forms():
        if chained and not taken:
            continue
        for match in form.finditer(sentence.marked):
            place = _place(match)
            if any(place[0] < b and a < place[1] for a, b in taken):
                continue
            drafts = list(_drafts(reading, number, match, action))
            if drafts:
                taken.append(place)
                if "rest" in match.re.groupindex:
                    taken.append(match.span("rest"))
            yield from drafts


_UNWILLING = re.compile(
    r"\b(?:refus|declin|reject|resist|oppos|rule[sd]? out|no plans?\b|no intention)"
    r"|\b(?:not|never)\b|n't\b",
    re.I,
)


_REFUSED = re.compile(r"(?:n['’]t|\bnot|\bnever|\bno longer) (?:\w+ly )?$", re.I)
"""Words right before a form that say that it is not so."""
_ANOTHERS = re.compile(r"\b[a-z][\w-]*(?:['’]s|s['’]) (?:[\w-]+ ){0,2}$")
"""What makes a figure that of somebody who has no name there: `the carmaker's 36 %`."""
_OWN = re.compile(r"(?:\bits|\btheir|'s) (?:[\w-]+ ){0,2}$")
"""What makes a figure one that is held already, whatever is done with it."""
_UNDER_WAY = re.compile(r"\b(?:is|are) (?:now |also |\w+ly )*\w+ing\b", re.I)
_DONE = frozenset({"fact", "reported"})
_NEGOTIATED = re.compile(
    r"\b(?:talks|discussions|negotiations)(?: \S+){0,3} (?:to|on|over|about)\b"
    r"|\bnegotiat(?:es?|ing)\b",
    re.I,
)
"""What is still talked about, before a stake."""
_DOWN = re.compile(r"\b(?:down|lower|less) to\b", re.I)


def _place(match: re.Match[str]) -> tuple[int, int]:
    """The words that no second form may claim: the figure, else all of it."""
    for group in ("percent", "ratio"):
        if group in match.re.groupindex and match[group] is not None:
            return match.span(group)
    return match.span()


def _drafts(
    reading: Reading, number: int, match: re.Match[str], action: str
) -> Iterator[Draft]:
    sentence = reading.sentences[number]
    if action in {"ratio", "each", "split"}:
        yield from _shared(reading, number, match)
        return
    holder, held = sentence.named(match, "holder"), sentence.named(match, "held")
    owned = _owned(sentence, match)
    if owned is not None:
        known = sentence.within(owned, owned + 1, "C")
        if not known:
            return  # whose share it is has a name, which is not known
        held = known[0][1]
    owner = holder.id if holder else None
    if holder is None and "holder" not in match.re.groupindex:
        if _ANOTHERS.search(sentence.marked, 0, match.start()):
            return
        owner = reading.subject_before(number, match.start())
    if (relative := _by_relative_clause(sentence, match)) is not None:
        holder, owner = relative, relative.id
    target = held.id if held else None
    if held is None and (seller := sentence.named(match, "self")):
        target = seller.id
    if owner is not None and owner == target:
        if holder is not None and not holder.back:
            return
        owner = _other_subject(reading, number, match.start(), target)
    if owner is None and target is None:
        return
    if _DOWN.search(sentence.marked, match.start(), match.end() + 10):
        if action == "acquires":
            return
        action = "reduces" if action == "raises" else action
    fields: dict[str, Any] = {
        "holder": owner,
        "held": target,
        "action": action,
        "stake_kind": "voting" if re.search(r"\bvot", match[0]) else "equity",
    }
    fields |= _figures(sentence, match)
    start, end = _core(match)
    end = end if owned is None else owned + 1
    attribution = _said(sentence, match, action)
    ends = (("holder", holder, owner), ("held", held, target))
    holes = tuple(f for f, m, i in ends if i is None or (m and m.sign == "H"))
    yield Draft(
        kind="stake",
        sentence=sentence,
        start=start,
        end=end,
        fields=fields,
        attribution=attribution,
        unresolved=holes,
    )
    yield from _before(sentence, match, fields, attribution)


_OWNED = re.compile(
    r"(?:'s)? (?:unit|subsidiary|brand|arm|division|affiliate|marque) (?=[\ue000A-Z])"
)
_CLAUSE = re.compile(r".*\ue000(?: \([^)]*\))?, (?:which|who) (?P<words>[^,;]*)$")


def _said(sentence: Sentence, match: re.Match[str], action: str) -> Attribution:
    """Return who says what is done with a stake, how firmly, and whether it is so."""
    found = _in_its_clause(sentence, match)
    if _UNDER_WAY.search(match[0]) and found.modality == "fact":
        found = replace(found, modality="plan")
    negotiated = _NEGOTIATED.search(sentence.marked, 0, match.end())
    if negotiated and action != "holds" and found.modality in {"fact", "plan"}:
        found = replace(found, modality="hedged")
    if action == "holds" and _OWN.search(sentence.marked, 0, _place(match)[0]):
        found = replace(found, modality="reported" if found.sources else "fact")
    refused = _REFUSED.search(sentence.marked, 0, match.start())
    if refused or _UNWILLING.search(match[0]):
        found = replace(found, polarity="-")
    return found


def _in_its_clause(sentence: Sentence, match: re.Match[str]) -> Attribution:
    """Return how a stake is said; in a relative clause by the words of that clause."""
    clause = _CLAUSE.match(sentence.marked[: match.end()])
    if clause is not None:
        return Attribution(modality=firmest("fact", cue_of(clause["words"]), ()))
    aside = "apart" in match.re.groupindex
    return attribution_of(sentence, *match.span(), apart=aside)


def _owned(sentence: Sentence, match: re.Match[str]) -> int | None:
    """Return where the one stands whose owner is named before: `Stellantis unit X`."""
    if "held" not in match.re.groupindex or match["held"] is None:
        return None
    owner = _OWNED.match(sentence.marked, match.end("held"))
    return None if owner is None else owner.end()


_RELATIVE = re.compile(r"(\ue000)(?: \([^)]*\))?, (?:which|who)\b[^,;]*$")
_RELATIVE_VERB = re.compile(
    r"(\ue000)(?: \([^)]*\))?,? (?:which|who|that) (?:\w+ly )?$"
)


def _by_relative_clause(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Return the holder where a clause or apposition stands between it and its verb.

    `Toyota, which once held 3 % of Tesla, owns ...` is Toyota's; what follows `Mobis,
    which` without a holder of its own is Mobis'.
    """
    words, start = sentence.marked, match.start()
    if "holder" not in match.re.groupindex:
        before = _RELATIVE_VERB.search(words, 0, start)
    elif re.match(r"\ue000, (?!which|who|that)", words[start : start + 12]):
        before = _RELATIVE.search(words, 0, start)
    else:
        return None
    return None if before is None else sentence.at(before.start(1))


def _before(
    sentence: Sentence,
    match: re.Match[str],
    fields: dict[str, Any],
    attribution: Attribution,
) -> Iterator[Draft]:
    """A stake that is to be raised or cut, and was not yet, is one held now."""
    was = _was(sentence, match)
    if was is None or was.quantity is None or attribution.modality in _DONE:
        return
    group = "from" if sentence.named(match, "from") else "from2"
    start, end = match.span(group)
    said = {k: fields[k] for k in ("holder", "held", "stake_kind")}
    figure = {"percent": was.quantity.value, "op": was.quantity.op, "action": "holds"}
    chain = sources_of(sentence, *match.span())
    firm = "reported" if chain else "fact"
    yield Draft(
        kind="stake",
        sentence=sentence,
        start=start,
        end=end,
        fields=said | figure,
        attribution=Attribution(sources=chain, modality=firm),
        settled=True,
    )


def _figures(sentence: Sentence, match: re.Match[str]) -> dict[str, Any]:
    figures: dict[str, Any] = {"op": "eq"}
    percent = sentence.named(match, "percent")
    if percent is not None and percent.quantity is not None:
        quantity = percent.quantity
        figures |= {"percent": quantity.value, "op": quantity.op}
        figures["percent_min"] = quantity.least
    elif re.search(r"\bwholly[- ]owned|\bfully[- ]owned", match[0], re.I):
        figures["percent"] = 100.0
    was = _was(sentence, match)
    if was is not None and was.quantity is not None:
        figures["from_percent"] = was.quantity.value
    money = _money_near(sentence, match)
    if money is not None and money.quantity is not None:
        figures["amount"] = money.quantity.value
        figures["currency"] = money.quantity.currency
    return figures


def _was(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """The share from which a stake is raised or cut, before or after the new one."""
    return sentence.named(match, "from") or sentence.named(match, "from2")


def _money_near(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """The price named in the form, or right after it: "for $700 million"."""
    named = sentence.named(match, "money")
    if named is not None:
        return named
    after = re.match(
        r"[^\ue000\ue007.;]{0,25}\b(?:for|worth|valued at|at a cost of|in a deal worth)"
        r" [\w ]{0,15}\ue008",
        sentence.marked[match.end() :],
    )
    if after is None:
        return None
    return sentence.at(match.end() + after.end() - 1)


def _core(match: re.Match[str]) -> tuple[int, int]:
    """The shortest words that carry the stake: figure to held, or the whole form."""
    if "core" in match.re.groupindex and match["core"]:
        return match.span("core")
    return match.span()


def _other_subject(
    reading: Reading, number: int, place: int, target: str | None
) -> str | None:
    """The nearest company before that is not the one held."""
    sentences = reading.sentences[max(0, number - 2) : number + 1]
    for sentence in reversed(sentences):
        end = place if sentence is reading.sentences[number] else len(sentence.marked)
        for _, one in sentence.within(0, end, "C"):
            if one.id != target:
                return one.id
    return None


def _shared(reading: Reading, number: int, match: re.Match[str]) -> Iterator[Draft]:
    """Two holders of one venture: 51/49, "25 % each", "51 % by A and 49 % by B"."""
    sentence = reading.sentences[number]
    holders = [sentence.named(match, g) for g in ("holder", "other")]
    shares = _two_shares(sentence, match)
    venture = sentence.named(match, "held")
    aside = "ratio" in match.re.groupindex and bool(
        re.search(r"\b(?:is|are|was|of)\b|,", match[0])
    )
    attribution = attribution_of(sentence, *match.span(), apart=aside)
    for holder, share in zip(holders, shares, strict=False):
        if holder is None or (venture is not None and holder.id == venture.id):
            continue
        fields = {
            "holder": holder.id,
            "held": venture.id if venture else None,
            "percent": share,
            "action": "holds",
            "stake_kind": "equity",
            "op": "eq",
        }
        yield Draft(
            kind="stake",
            sentence=sentence,
            start=match.start(),
            end=match.end(),
            fields=fields,
            attribution=attribution,
        )


def _two_shares(sentence: Sentence, match: re.Match[str]) -> tuple[float, ...]:
    ratio = sentence.named(match, "ratio")
    if ratio is not None and ratio.quantity is not None:
        return (ratio.quantity.value, 100 - ratio.quantity.value)
    figures = [sentence.named(match, g) for g in ("percent", "rest")]
    shares = [f.quantity.value for f in figures if f is not None and f.quantity]
    return (shares[0], shares[-1]) if shares else ()


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rules = pattern_file("stakes.toml")["stake"]
    return tuple(
        (r["action"], compile_form(r["form"]), r.get("chained", False)) for r in rules
    )
