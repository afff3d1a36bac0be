"""Who stands in a tie: companies of a clause, completed from what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from keiretsu.news.extractors.extraction import Reading
from keiretsu.news.text.attribution import scopes
from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.placeholders import compile_form, pattern_file
from keiretsu.news.text.sentences import Sentence

_THREE = re.compile(
    r"\b(?:three-way|tripartite|trilateral|three-party)\b|\ue009-way", re.I
)


@dataclass(frozen=True, kw_only=True)
class Parties:
    """The parties of a tie, as far as the text tells.

    Attributes
    ----------
    ids
        Companies, sorted.
    places
        Where those of the clause stand in the marked sentence.
    venture
        The joint venture itself, where it has a name.
    hole
        Whether a name was lost from the page.
    """

    ids: tuple[str, ...]
    places: tuple[int, ...] = ()
    venture: str | None = None
    hole: bool = False

    def enough(self, status: str | None) -> bool:
        """Whether there is a tie to speak of: two parties, or a hole for one."""
        return len(self.ids) > 1 or (self.hole and status is not None)


def parties_of(
    reading: Reading, number: int, start: int, end: int, trigger: tuple[int, int]
) -> Parties:
    """Return the parties of the tie named at `trigger` in a clause of a sentence."""
    sentence = reading.sentences[number]
    inside = _candidates(sentence, start, end)
    venture = _venture(sentence, inside, trigger)
    inside = [(p, m) for p, m in inside if m.id is None or m.id != venture]
    narrowed = _merged_objects(sentence, inside, trigger)
    narrowed = narrowed or _between(sentence, inside, trigger)
    ids = _distinct(narrowed)
    hole = any(_is_party_hole(sentence, p) for p, _ in sentence.within(start, end, "H"))
    places = tuple(p for p, _ in narrowed)
    words = sentence.marked[start:end]
    if hole and not ids:
        return Parties(ids=(), hole=True)
    if (place := _all_after_with(words, narrowed, start)) is not None:
        ids = _with(ids, reading.subject_before(number, place))
    if _THREE.search(words) and len(ids) < 3:
        ids = _with_pair(reading, number, ids)
    if len(ids) < 2:
        ids = _completed(reading, number, ids, (start, end), trigger)
    return Parties(ids=tuple(sorted(ids)), places=places, venture=venture, hole=hole)


def _candidates(sentence: Sentence, start: int, end: int) -> list[tuple[int, Mention]]:
    """The companies of a stretch that are neither speakers nor bystanders."""
    spoken = [s.cue for s in scopes(sentence)]
    found = []
    for place, mention in sentence.within(start, end, "C G"):
        only_says = any(
            a <= place < b and not _is_subject_too(sentence, place, (a, b))
            for a, b in spoken
        )
        if not only_says and not _is_bystander(sentence, place):
            found.append((place, mention))
    return found


def _is_subject_too(sentence: Sentence, place: int, cue: tuple[int, int]) -> bool:
    """Whether who speaks is also who acts: "A and B said they had signed"."""
    after = sentence.marked[cue[1] : cue[1] + 40]
    return re.match(
        r"\s?(?:that |\ue00a )*(?:\ue001|\ue000|it|they|its|their|to|plans?)\b", after
    ) is not None or sentence.marked[cue[1] : cue[1] + 3].strip(" ") in {"\ue001"}


def _is_bystander(sentence: Sentence, place: int) -> bool:
    before, after = _bystander()
    words = sentence.marked
    return bool(
        before.search(words[max(0, place - 60) : place])
        or after.search(words[place + 1 : place + 30])
    )


def _between(
    sentence: Sentence, inside: list[tuple[int, Mention]], trigger: tuple[int, int]
) -> list[tuple[int, Mention]]:
    """Only those of "between A and B", if it is so said; else all."""
    words = sentence.marked
    match = re.compile(
        r"\b(?:between|of|by|from) (?:(?:[\w-]+|[\w-]+'s)"
        r" ){0,3}\ue000(?:[^\ue000.;]{0,25}? and"
        r" (?:[\w'-]+ ){0,2}\ue000|, [^\ue000.;]{0,15}\ue000,? and (?:[\w'-]+"
        r" ){0,2}\ue000)"
    ).search(words, trigger[0])
    if match is None or match.start() - trigger[1] > 40:
        return inside
    return [(p, m) for p, m in inside if match.start() <= p < match.end()]


def _merged_objects(
    sentence: Sentence, inside: list[tuple[int, Mention]], trigger: tuple[int, int]
) -> list[tuple[int, Mention]]:
    """Those of "merge their units A and B": what is merged, not who merges it."""
    match = re.compile(
        r"(?:merge|merging|combine|combining|integrate) (?:their|its|the)"
        r" [^\ue000.;]{0,40}"
        r"\ue000 (?:and|with) (?:[\w\x27-]+ ){0,3}\ue000"
    ).search(sentence.marked, max(0, trigger[0] - 10))
    if match is None or match.start() > trigger[1]:
        return []
    return [(p, m) for p, m in inside if match.start() <= p < match.end()]


def _venture(
    sentence: Sentence, inside: list[tuple[int, Mention]], trigger: tuple[int, int]
) -> str | None:
    """The C of "C is a joint venture of A and B" or "a joint venture called C"."""
    words = sentence.marked
    before = re.search(
        r"\ue000(?: in \w+)?,? (?:(?:which )?(?:is|was) )?(?:an? |the |their |its )"
        r"(?:[\w:-]+ |\ue00d[ -]?){0,3}$",
        words[: trigger[0]],
    )
    if before is not None and re.match(
        r"\w* (?:between|of|by|with|owned)", words[trigger[1] :]
    ):
        return sentence.at(before.start()).id
    named = re.match(
        r"[^\ue000.;]{0,20}(?:called|named|dubbed|known as|,),? \ue000"
        r"|.{0,90}\b(?:holding company|new company|entity|group),? (?:called |named "
        r"|dubbed )?\ue000",
        words[trigger[1] :],
    )
    return sentence.at(trigger[1] + named.end() - 1).id if named else None


def _is_party_hole(sentence: Sentence, place: int) -> bool:
    before = sentence.marked[max(0, place - 12) : place]
    return re.search(r"\b(?:between|with|and) $", before) is not None


def _all_after_with(
    words: str, inside: list[tuple[int, Mention]], start: int
) -> int | None:
    """The place of "with", where every party follows it: the subject is elsewhere."""
    match = re.search(
        r"\bwith (?:[\w\x27-]+ ){0,3}[\ue000\ue006](?:,? (?:and )?(?:[\w\x27-]+"
        r" ){0,2}\ue000)*",
        words,
    )
    if match is None or not inside:
        return None
    held = all(match.start() <= p - start < match.end() for p, _ in inside)
    return start + match.start() if held else None


def _completed(
    reading: Reading,
    number: int,
    ids: tuple[str, ...],
    clause: tuple[int, int],
    trigger: tuple[int, int],
) -> tuple[str, ...]:
    """Find who is missing: nearest in the sentence, else in what was said before."""
    sentence = reading.sentences[number]
    others = [
        (abs(p - trigger[0]), i)
        for p, m in _candidates(sentence, 0, len(sentence.marked))
        for i in m.ids
        if i not in ids and not clause[0] <= p < clause[1]
    ]
    if ids and others:
        return _with(ids, min(others)[1])
    if ids:
        return _with(ids, _other_before(reading, number, ids))
    pair = _distinct(_candidates(sentence, 0, len(sentence.marked)))
    if len(pair) == 2:
        return pair
    speaking = [i for s in scopes(sentence) for i in s.chain]
    companies = {m.id for _, m in sentence.within(0, len(sentence.marked), "C")}
    return _pair_before(reading, number, [i for i in speaking if i in companies])


def _other_before(reading: Reading, number: int, ids: tuple[str, ...]) -> str | None:
    """The subject of the talk, if it is another; else who was last named beside."""
    for earlier in reversed(reading.sentences[max(0, number - 3) : number]):
        for _, mention in _candidates(earlier, 0, len(earlier.marked)):
            if mention.id is not None and mention.id not in ids:
                return mention.id
    return None


def _pair_before(
    reading: Reading, number: int, including: list[str]
) -> tuple[str, ...]:
    """The last two companies that stood together, one of them being who speaks."""
    for earlier in reversed(reading.sentences[:number]):
        if not _of_deals().search(earlier.marked):
            continue
        pair = _distinct(_candidates(earlier, 0, len(earlier.marked)))
        if len(pair) == 2 and (not including or set(including) & set(pair)):
            return pair
        if len(pair) > 2 and not including:
            return ()
    return ()


def _with_pair(reading: Reading, number: int, ids: tuple[str, ...]) -> tuple[str, ...]:
    for earlier in reversed(reading.sentences[:number]):
        pair = _distinct(_candidates(earlier, 0, len(earlier.marked)))
        both = tuple(dict.fromkeys((*ids, *pair)))
        if len(pair) == 2 and len(both) == 3:
            return both
    return ids


def _with(ids: tuple[str, ...], other: str | None) -> tuple[str, ...]:
    return ids if other is None or other in ids else (*ids, other)


def _distinct(found: Iterable[tuple[int, Mention]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for _, m in found for i in m.ids))


@cache
def _of_deals() -> re.Pattern[str]:
    """Words of any kind of tie: such a sentence can be what "the talks" points at."""
    types = pattern_file("deals.toml")["types"].values()
    return compile_form("|".join(f"(?:{form})" for forms in types for form in forms))


@cache
def _bystander() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rule = pattern_file("deals.toml")["bystander"]
    return re.compile(rule["before"], re.I), re.compile(rule["after"], re.I)
