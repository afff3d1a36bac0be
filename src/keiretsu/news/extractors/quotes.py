"""Quotations: words inside quotation marks that have a speaker.

The speaker is who says them in the sentence ("..., X said"), or who spoke last where a
quotation stands alone. Scare quotes and titles have no speaker and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keiretsu.news.extractors.extraction import Draft, Reading
from keiretsu.news.text.attribution import Attribution, scopes
from keiretsu.news.text.mentions import Mention
from keiretsu.news.text.placeholders import SIGNS, pattern_file
from keiretsu.news.text.sentences import Sentence

_QUOTED = re.compile(r'"(?P<words>[^"]{2,600})"')
_WHO = "".join(SIGNS[s] for s in "CGPRS")


def read_quotes(reading: Reading, number: int) -> Iterator[Draft]:
    """Yield the quotations that begin in a sentence."""
    sentence = reading.sentences[number]
    if sentence.heading:
        return
    for match in _QUOTED.finditer(sentence.marked):
        speaker, chain = _speaker(reading, number, match)
        if speaker is None:
            continue
        start, end = match.span("words")
        a, b = sentence.places[start], sentence.places[end]
        words = reading.article.text[a:b].rstrip(" ,")
        if len(re.findall(r"\w+", words)) < (5 if speaker.sign in "CG" else 2):
            continue
        yield Draft(
            kind="quote",
            sentence=sentence,
            start=start,
            end=end,
            fields={
                "speaker": speaker.ids[0],
                "text": words,
                "company": speaker.id if speaker.sign == "C" else None,
                "stance": stance_of(words),
                "date": _date(sentence, match),
            },
            attribution=Attribution(sources=chain, modality="reported"),
        )


def stance_of(words: str) -> str:
    """Return how some words stand to their subject, by the words they use.

    >>> stance_of("this would be difficult as a business")
    'critical'
    """
    stances: dict[str, list[str]] = pattern_file("quotes.toml")["stance"]
    for stance, cues in stances.items():
        if re.search(rf"\b(?:{'|'.join(cues)})", words, re.I):
            return stance
    return "neutral"


def _speaker(
    reading: Reading, number: int, match: re.Match[str]
) -> tuple[Mention | None, tuple[str, ...]]:
    sentence = reading.sentences[number]
    told = [
        s
        for s in scopes(sentence)
        if s.start <= match.start() < s.end or _stands_beside(s.cue, match)
    ]
    for scope in sorted(told, key=lambda s: s.end - s.start):
        for place, mention in sentence.within(*scope.cue, "C G P R S"):
            inside = match.start() < place < match.end()
            if not inside and mention.ids and mention.ids[0] == scope.chain[0]:
                return mention, scope.chain
    claimed = _claimed(sentence, match)
    if claimed is not None:
        return claimed, claimed.ids
    return _continued(reading, number, match)


def _date(sentence: Sentence, match: re.Match[str]) -> str | None:
    """The day on which it was said, where it stands right before the words."""
    near = re.search(r"\ue00a(?=[:,]? ?$)", sentence.marked[: match.start()])
    return sentence.at(near.start()).date if near else None


def _stands_beside(cue: tuple[int, int], match: re.Match[str]) -> bool:
    return 0 <= match.start() - cue[1] < 4 or 0 <= cue[0] - match.end() < 4


def _claimed(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Someone whose claim, call or description the quoted words are."""
    before = sentence.marked[: match.start()]
    near = None
    for found in _claim_form().finditer(before):
        between = before[found.end() :]
        if len(between) < 60 and '"' not in between:
            near = found
    return None if near is None else sentence.named(near, "source")


def _continued(
    reading: Reading, number: int, match: re.Match[str]
) -> tuple[Mention | None, tuple[str, ...]]:
    """A quotation that is a whole sentence belongs to who spoke just before."""
    sentence = reading.sentences[number]
    alone = len(match[0]) > 0.85 * len(sentence.marked.strip())
    if not alone or number == 0:
        return None, ()
    earlier = reading.sentences[number - 1]
    if earlier.paragraph < sentence.paragraph - 1:
        return None, ()
    for scope in reversed(scopes(earlier)):
        for _, mention in earlier.within(*scope.cue, "P"):
            return mention, scope.chain
    return None, ()


@cache
def _claim_form() -> re.Pattern[str]:
    nouns = "|".join(pattern_file("quotes.toml")["claim_nouns"])
    verbs = "|".join(pattern_file("quotes.toml")["claim_verbs"])
    return re.compile(
        rf"(?P<source>[{_WHO}])(?:(?:\x27s (?:\w+ ){{0,2}}(?:{nouns})\b)"
        rf"|(?:,? [^\"{_WHO}]{{0,60}}? | )(?:{verbs})\b)",
        re.I,
    )
