"""Which name stands in which part, by the ways that news in six languages puts it.

`frames.toml` lists frames: `{holder} @ ~ <own> ~ {p}` is a name, an apposition that may
stand there, a few words, a word of owning, a few words and a percentage. A sentence is
written in small letters with a capital for each name or figure (`C owns P of C`), the
frames are matched on that line, and every match votes for names in parts. A vote
decides nothing: the trees learn how far each family of frames is to be believed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from keiretsu.news.reader.document import Document
from keiretsu.news.reader.owners import Places, without_owners
from keiretsu.news.reader.packaged import packaged

_SIGN = {
    "party": "C",
    "media": "C",
    "regulator": "C",
    "other": "C",
    "reference": "R",
    "person": "H",
    "model": "M",
    "title": "T",
    "percent": "P",
    "count": "N",
    "money": "E",
    "day": "D",
    "km": "K",
    "kwh": "W",
}
_PLACES = {
    "holder": "[CHMR]",
    "held": "[CMR]",
    "company": "[CMR]",
    "person": "[HC]",
    "employer": "[CMR]",
    "party": "[CHMR]",
    "party2": "[CHMR]",
    "maker": "[CR]",
    "model": "[MC]",
    "p": "[PN]",
    "n": "[NPE]",
    "t": "T",
}
_NEEDS = {"stake": "P", "figure": "NPE", "role": "T", "deal": "C", "product": "MC"}
_ANCHORS = {"stake": "p", "figure": "n", "role": "t", "product": "model"}
_PARTS = {"party2": "party"}
LONGEST_LINE = 700
"""Signs of a line beyond which a sentence is not matched."""


class Frame(NamedTuple):
    """One frame, ready to be matched."""

    family: str
    form: re.Pattern[str]
    parts: tuple[str, ...]


class Votes:
    """What the frames of one document say.

    Attributes
    ----------
    of_pair
        By anchor and entity: the votes, as numbers of `votes()`.
    of_anchor
        By anchor: the votes for anybody.
    together
        By anchor and two entities: how many frames name both.
    words
        By anchor, entity and vote: the stretch of text that the frame matched.
    """

    def __init__(self, document: Document) -> None:
        self.of_pair: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.of_anchor: defaultdict[int, set[int]] = defaultdict(set)
        self.together: defaultdict[tuple[int, int, int], int] = defaultdict(int)
        self.words: dict[tuple[int, int, int], tuple[int, int]] = {}
        for line, whole, nodes in _lines(document):
            short = without_owners(line, nodes, document.language)
            for kind, signs in _NEEDS.items():
                if any(sign in line for sign in signs):
                    for frame in frames_of(document.language, kind):
                        seen = short if frame.family == "plain" else (line, nodes)
                        self._match(frame, kind, whole, *seen)

    def _match(
        self,
        frame: Frame,
        kind: str,
        whole: int,
        line: str,
        nodes: Places,
    ) -> None:
        numbers = vote_numbers()
        for match in frame.form.finditer(line):
            anchor = (
                nodes[match.start(_ANCHORS[kind])][0] if kind in _ANCHORS else whole
            )
            named: list[int] = []
            all_ = [nodes[match.start(part)][1] for part in frame.parts]
            span = min(n.start for n in all_), max(n.end for n in all_)
            for part in frame.parts:
                if part == _ANCHORS.get(kind):
                    continue
                entity = nodes[match.start(part)][1].entity
                if entity is None:
                    continue
                vote = numbers[frame.family, _PARTS.get(part, part)]
                self.of_pair[anchor, entity].add(vote)
                self.of_anchor[anchor].add(vote)
                self.words.setdefault((anchor, entity, vote), span)
                named.append(entity)
            if len(named) == 2:
                self.together[anchor, named[0], named[1]] += 1


def _lines(document: Document) -> Iterator[tuple[str, int, Places]]:
    """Yield each sentence as a line, its own node, and the nodes at places of it."""
    whole = -1
    parts: list[str] = []
    places: Places = {}
    at = length = 0
    text = document.text
    ends = {n.start: n.end for n in document.nodes if n.sort == "sentence"}
    end = 0

    def close() -> str:
        return "".join([*parts, _low(text[at:end])])

    for number, node in enumerate(document.nodes):
        if node.sort == "sentence":
            if whole >= 0 and length < LONGEST_LINE:
                yield close(), whole, places
            whole, parts, places, length = number, [], {}, 0
            at, end = node.start, ends[node.start]
        elif whole >= 0 and node.sort in _SIGN and at <= node.start < end:
            before = _low(text[at : node.start])
            parts += [before, _SIGN[node.sort]]
            length += len(before)
            places[length] = (number, node)
            length += 1
            at = node.end
    if whole >= 0 and length < LONGEST_LINE:
        yield close(), whole, places


def _low(text: str) -> str:
    """Small letters, as many as there were signs."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[0] for c in text)


@cache
def frames_of(language: str, kind: str) -> tuple[Frame, ...]:
    """Return the frames of a language for a kind of claim."""
    data = packaged("frames.toml")[language]
    words = {name: _list(text, language) for name, text in data["words"].items()}
    return tuple(
        _compiled(family, form, words) for family, form in _forms(language, kind)
    )


def _forms(language: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield family and form of each frame as written."""
    for family, forms in packaged("frames.toml")[language].get(kind, {}).items():
        for form in filter(str.strip, forms.split("\n")):
            yield family, form


def _parts_of(form: str) -> tuple[str, ...]:
    return tuple(p for p in _PLACES if f"{{{p}}}" in form)


def _list(text: str, language: str) -> str:
    if language in {"ja", "zh"}:
        return f"(?:{text})"
    return rf"(?<![a-zà-öø-ÿœß])(?:{text})(?![a-zà-öø-ÿœß])"


_SMALL = "a-zà-öø-ÿœß0-9"
_TILDE = "[^CHRPN.;:。；：!?|]{0,50}?"
_DOTS = "[^PN.;。；|]{0,90}?"
_NEAR = r"[^CHRMPNTE.;:,。；：，、!?|()（）]{0,30}?"
_ASIDE = r"(?:\s?[,(（][^PN;.。]{0,60}?[,)）])?"


def _compiled(family: str, form: str, words: dict[str, str]) -> Frame:
    for name, text in words.items():
        form = form.replace(f"<{name}>", text)
    form = re.sub(r"(\[ ?)\\w", rf"\g<1>{_SMALL}", form)
    form = form.replace("\\w", f"[{_SMALL}]")
    form = form.replace(" @ ", f"{_ASIDE} ?").replace("@ ", f"{_ASIDE} ?")
    form = form.replace("@", _ASIDE)
    form = form.replace(" ~ ", _TILDE).replace("~ ", _TILDE).replace(" ~", _TILDE)
    form = form.replace("~", _TILDE)
    form = form.replace(" = ", _NEAR)
    form = form.replace(" … ", _DOTS).replace("… ", _DOTS).replace(" …", _DOTS)
    form = form.replace("…", _DOTS)
    parts = _parts_of(form)
    for part in parts:
        form = form.replace(f"{{{part}}}", f"(?P<{part}>{_PLACES[part]})")
    return Frame(family, re.compile(form), parts)


@cache
def votes() -> tuple[str, ...]:
    """Return the names of all votes: a family of frames, and the part it votes for."""
    found = {
        f"{family} {_PARTS.get(part, part)}"
        for language in packaged("frames.toml")
        for kind in _NEEDS
        for family, form in _forms(language, kind)
        for part in _parts_of(form)
        if part != _ANCHORS.get(kind)
    }
    return tuple(sorted(found))


@cache
def vote_numbers() -> dict[tuple[str, str], int]:
    """Return the number of each vote by family and part."""
    return {
        (name.split(" ")[0], name.split(" ")[1]): i for i, name in enumerate(votes())
    }
