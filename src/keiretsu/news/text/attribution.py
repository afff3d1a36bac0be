"""Who says so, and how firmly: attribution, modality and polarity of a stretch of text.

A sentence has scopes: stretches whose words are those of a source ("X said that ...",
"..., according to X via Y"). A claim takes the chain of the scope it stands in. Its
modality comes from the cues in its own clause, the strongest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from keiretsu.news.claims.claim import MODALITIES
from keiretsu.news.text.placeholders import SIGNS, pattern_file
from keiretsu.news.text.sentences import Sentence

_WHO = "".join(SIGNS[s] for s in "CGPMRS")


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """Who makes a claim, and how firmly.

    Attributes
    ----------
    sources
        Those who say so, from the origin to the last relay.
    modality, polarity
        As in `Claim`.
    """

    sources: tuple[str, ...] = ()
    modality: str = "fact"
    polarity: str = "+"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A stretch of a marked sentence that has a source, and the words that say so."""

    start: int
    end: int
    cue: tuple[int, int]
    chain: tuple[str, ...]


def attribution_of(
    sentence: Sentence, start: int, end: int, *, base: str = "fact", apart: bool = False
) -> Attribution:
    """Return how the stretch from `start` to `end` of the marked sentence is said.

    Parameters
    ----------
    sentence
        The sentence.
    start, end
        The claim's place in `sentence.marked`.
    base
        Modality where nothing says otherwise.
    apart
        Whether the claim is an aside (a title, an apposition): it then belongs to the
        article itself and is a fact.
    """
    if apart:
        return Attribution(modality=base)
    chain = sources_of(sentence, start, end)
    clause = clause_of(sentence.marked, start, end)
    words = sentence.marked[slice(*clause)]
    modality = firmest(base, cue_of(words), chain)
    return Attribution(sources=chain, modality=modality)


def firmest(base: str, cue: str | None, chain: tuple[str, ...]) -> str:
    """Return the modality that goes first of a base, a cue and having a source."""
    found = [base, *([cue] if cue else []), *(["reported"] if chain else [])]
    return min(found, key=MODALITIES.index)


def past_attribution(sentence: Sentence, start: int, end: int) -> Attribution:
    """Return how something that has happened is said: a fact, or reported."""
    chain = sources_of(sentence, start, end)
    clause = clause_of(sentence.marked, start, end)
    cue = "reported" if is_report(sentence.marked[slice(*clause)]) else None
    return Attribution(sources=chain, modality=firmest("fact", cue, chain))


def cue_of(words: str) -> str | None:
    """Return the first modality of the guide's order whose cue is in some words."""
    for modality in MODALITIES[:-1]:
        if _cues(modality).search(words):
            return modality
    return None


def is_denial(words: str) -> bool:
    """Whether some words deny a report."""
    return _cues("denied").search(words) is not None


def is_report(words: str) -> bool:
    """Whether some words say that others say so."""
    return _cues("reported").search(words) is not None


_BREAK = re.compile(
    r"; |: (?=\")|, (?:but|while|though|although|whereas|with|after|following|as"
    r"|even)\s"
    r"| (?:but|while|though|although|whereas|despite|after|following|when|if)\s"
    r"|, (?:which|who|whose|where)\s| - | — "
)


def clause_of(words: str, start: int, end: int) -> tuple[int, int]:
    """Return the clause round a stretch: up to the nearest break on either side."""
    before = [m.end() for m in _BREAK.finditer(words) if m.end() <= start]
    after = [m.start() for m in _BREAK.finditer(words) if m.start() >= end]
    return (before[-1] if before else 0), (after[0] if after else len(words))


def sources_of(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """Return the chain of the innermost scope that holds a stretch."""
    holding = [
        s
        for s in scopes(sentence)
        if s.start <= start < s.end and not (s.cue[0] < start and end < s.cue[1])
    ]
    if not holding:
        return ()
    return min(holding, key=lambda s: s.end - s.start).chain


@lru_cache(maxsize=64)
def scopes(sentence: Sentence) -> tuple[Scope, ...]:
    """Return every stretch of the sentence that somebody else says."""
    words = sentence.marked
    found: list[Scope] = []
    for form in _forms("around"):
        for match in form.finditer(words):
            chain = _chain(sentence, match)
            if chain and not _covers(found, match):
                a, b = _around(words, match)
                found.append(Scope(start=a, end=b, cue=match.span(), chain=chain))
    for form in _forms("forward"):
        for match in form.finditer(words):
            chain = _chain(sentence, match)
            if not chain or _covers(found, match):
                continue
            a, b = match.end(), _scope_end(words, match.end())
            if words[max(0, match.start() - 2) : match.start()].strip() == ",":
                a = 0
            if match[0].startswith("as "):
                a, _ = clause_of(words, match.start(), match.end())
            found.append(Scope(start=a, end=b, cue=match.span(), chain=chain))
    return tuple(found)


def _covers(found: list[Scope], match: re.Match[str]) -> bool:
    return any(s.cue[0] < match.end() and match.start() < s.cue[1] for s in found)


def _scope_end(words: str, place: int) -> int:
    stop = re.search(r"; |, (?:but|while|though|although|whereas) ", words[place:])
    return place + stop.start() if stop else len(words)


_OPENING = re.compile(
    r"(?:Following|After|Amid|Despite|Since|Before|Besides) [^,]{5,120}, "
)


def _around(words: str, match: re.Match[str]) -> tuple[int, int]:
    """The sentence, less what a semicolon or a contrast sets apart."""
    breaks = [
        m.span()
        for m in re.finditer(r"; |, (?:but|while|though|although|whereas) ", words)
    ]
    opening = _OPENING.match(words)
    first = opening.end() if opening and opening.end() <= match.start() else 0
    start = max((b for _, b in breaks if b <= match.start()), default=first)
    end = min((a for a, _ in breaks if a >= match.end()), default=len(words))
    return start, end


def _chain(sentence: Sentence, match: re.Match[str]) -> tuple[str, ...]:
    origin = sentence.named(match, "source")
    relay = sentence.named(match, "relay")
    also = sentence.named(match, "also")
    chain = [i for m in (also, origin, relay) if m is not None for i in m.ids]
    return tuple(dict.fromkeys(chain))


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    data = pattern_file("attribution.toml")
    fill = {"who": _WHO, "say": "|".join(data["say"]), "any": "\ue000-\uf8ff"}
    fill |= {sign: mark for sign, mark in SIGNS.items()}
    return tuple(re.compile(_filled(form, fill), re.I) for form in data[name])


def _filled(form: str, fill: dict[str, str]) -> str:
    return re.sub(r"\{([A-Za-z]+)\}", lambda m: fill[m[1]], form)


@cache
def _cues(name: str) -> re.Pattern[str]:
    cues = pattern_file("attribution.toml")[name]
    fill = {sign: mark for sign, mark in SIGNS.items()}
    joined = "|".join(rf"(?<!\w)(?:{_filled(cue, fill)})(?!\w)" for cue in cues)
    return re.compile(joined, re.I)
