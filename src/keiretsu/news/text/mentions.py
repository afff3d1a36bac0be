"""Who and what a stretch of text mentions: names of the register, people, plans.

Names are looked for as written, longest first; a few that are also common words or
places count only where the words around them say so. Companies and people that are in
no register are recognised by their form and get an identifier made of their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from keiretsu.bundled_names import bundled_register, core_register
from keiretsu.news.text.placeholders import pattern_file
from keiretsu.news.text.quantities import Quantity
from keiretsu.news.text.tokens import Phrases, Token
from keiretsu.spelling import fold

_SIGN_OF_KIND = {
    "company": "C",
    "holder": "C",
    "state": "C",
    "person": "P",
    "media": "M",
    "regulator": "R",
    "source": "S",
}


_SUFFIX = re.compile(
    r"(?: (?:Motor|Co|Corp|Corporation|Inc|Ltd|AG|SE|SA|NV|N\.V|S\.A|S\.p\.A|plc|PLC"
    r"|Group)"
    r"\b(?:\.(?=,| [a-z(]))?)+(?! (?:Renault|PSA))"
)

_CAPITALS = re.compile(r"(?:[ -][A-Z][\w&]*){1,4}")
"""Capitalised words that go on after a name."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One thing named in the text.

    Attributes
    ----------
    start, end
        Its place in the article.
    sign
        What it is: a key of `keiretsu.news.text.placeholders.SIGNS`.
    ids
        Identifiers, for names; several where a group is meant.
    quantity
        Its number, for numbers.
    date
        ISO form, for dates.
    back
        Whether it only refers back: "the company".
    """

    start: int
    end: int
    sign: str
    ids: tuple[str, ...] = ()
    quantity: Quantity | None = None
    date: str | None = None
    back: bool = False

    @property
    def id(self) -> str | None:
        """The one identifier, if there is one."""
        return self.ids[0] if len(self.ids) == 1 else None


class Named(NamedTuple):
    """A name that somebody else found in the article.

    Attributes
    ----------
    start, end
        Its place in the article.
    sign, id
        As of a mention.
    known
        Whether a register holds it.
    """

    start: int
    end: int
    sign: str
    id: str
    known: bool


def slug(name: str) -> str:
    """Return an identifier made of a name: `Haye Kesteloo` -> `haye_kesteloo`."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def find_names(
    text: str, tokens: Sequence[Token], start: int, named: Iterable[Named] = ()
) -> list[Mention]:
    """Return the names in a paragraph, not overlapping, in order.

    Parameters
    ----------
    text
        The paragraph.
    tokens
        Its tokens.
    start
        Where the paragraph begins in the article.
    named
        Names that somebody else found in it; those that a register holds are taken.
    """
    found = [(a, b, sign, i) for a, b, sign, i in _sure(text)]
    for first, end in _phrases().find(tokens):
        identifier = core_register().find(text[first:end])
        if identifier is None or is_other_thing(text, end):
            continue
        sign = _SIGN_OF_KIND[core_register().entries[identifier].kind]
        if sign == "C" and (other := _another_company(text, first, end)):
            found.append(other)
            continue
        suffix = _SUFFIX.match(text, end) if sign == "C" else None
        if suffix and core_register().find(text[first : suffix.end()]) is None:
            end = suffix.end()
        found.append((first, end, sign, identifier))
    found.extend(_unknown(text))
    found.extend(
        (one.start - start, one.end - start, one.sign, one.id)
        for one in named
        if one.known and not is_other_thing(text, one.end - start)
    )
    return [
        Mention(start=start + a, end=start + b, sign=sign, ids=(i,))
        for a, b, sign, i in _joined(_longest(found), text)
    ]


Raw = tuple[int, int, str, str]


def _longest(found: list[Raw]) -> list[Raw]:
    """Keep the longest of those that overlap; earlier finders win ties."""
    kept: list[Raw] = []
    taken = Taken()
    for one in sorted(found, key=lambda f: f[0] - f[1]):
        if taken.is_free(one[0], one[1]):
            taken.add(one[0], one[1])
            kept.append(one)
    return sorted(kept)


class Taken:
    """Which characters of a text belong to a mention already."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._places: set[int] = set()
        for one in mentions:
            self.add(one.start, one.end)

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._places.update(range(start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Whether nobody has taken any of a stretch."""
        return self._places.isdisjoint(range(start, end))


def _joined(found: list[Raw], text: str) -> Iterator[Raw]:
    """Join a name with its ticker or abbreviation: `Nissan Motor 7201.T`."""
    held: Raw | None = None
    for one in found:
        if (
            held
            and held[3] == one[3]
            and re.fullmatch(r"\s?\(?", text[held[1] : one[0]])
        ):
            end = one[1] + (text[one[1] : one[1] + 1] == ")")
            held = (held[0], end, held[2], held[3])
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _sure(text: str) -> Iterator[Raw]:
    for identifier, form in _sure_forms():
        sign = _SIGN_OF_KIND[core_register().entries[identifier].kind]
        for match in form.finditer(text):
            group = match.lastgroup
            assert group is not None
            yield *match.span(group), sign, identifier


def _unknown(text: str) -> Iterator[Raw]:
    rule = pattern_file("names.toml")["unknown"]
    for match in re.finditer(rule["form"], text):
        name = match["name"]
        if not re.match(rule["not"], name) and core_register().find(name) is None:
            yield *match.span("name"), "C", slug(name)


def _another_company(text: str, first: int, end: int) -> Raw | None:
    """Return the company whose name goes on where that of one we know ends.

    Nissan Shatai is not Nissan. The register of the industry is asked for the longest
    name that begins there, then words that make it another's.
    """
    known = core_register().find(text[first:end])
    ahead = _CAPITALS.match(text, end)
    if ahead is None:
        return None
    ends = [end + one.end() for one in re.finditer(r"(?<=\w)(?!\w)", ahead[0])]
    for last in reversed(ends):
        whole = bundled_register().find(text[first:last])
        if whole == known or whole in core_register().entries:
            return None
        if whole is not None and bundled_register().entries[whole].kind == "company":
            return first, last, "C", whole
    rule = pattern_file("names.toml")["another_company"]["form"]
    more = re.compile(rule).match(text, end)
    if more is None:
        return None
    return first, more.end(), "C", slug(text[first : more.end()])


def is_other_thing(text: str, end: int) -> bool:
    """Whether what follows a name makes it that of a show, a museum or a stadium."""
    after = pattern_file("names.toml")["not_company"]["after"]
    return re.match(after, text[end:]) is not None


@cache
def _sure_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = pattern_file("names.toml")["sure"]
    return tuple((rule["id"], re.compile(rule["form"])) for rule in rules)


@cache
def _phrases() -> Phrases:
    never = {fold(word) for word in pattern_file("names.toml")["never"]}
    spellings = {
        spelling
        for entry in core_register().entries.values()
        if entry.kind in _SIGN_OF_KIND
        for spelling in entry.spellings
        if fold(spelling) not in never and len(fold(spelling)) > 1
    }
    spellings |= {s.upper() for s in spellings if len(s) > 3}
    spellings |= {f"The {s}" for s in spellings if s in {"Nikkei"}}
    return Phrases(spellings)
