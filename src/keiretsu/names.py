"""Name resolution: which company, person or authority a piece of text names.

A `Register` holds entries, each with its spellings and identifiers, and the brands
behind which a company stands. It is the only place that turns text into an identifier
and an identifier into a label. It holds names, no facts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from keiretsu.errors import DataError, UnknownName
from keiretsu.spelling import bare, fold

NameKind = Literal[
    "common", "legal", "native", "short", "former", "ticker", "misspelling"
]
"""How a spelling is used. A former name alone identifies nobody."""

_NOT_OFFERED = ("ticker", "former", "misspelling")
_TICKER = re.compile(r"[A-Z0-9]{5}|[A-Z0-9]+\.[A-Z]{1,2}")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Alias:
    """Another spelling of an entry.

    Attributes
    ----------
    text
        The spelling.
    language
        Language code; `und` for one that is the same in every language.
    kind
        One of `NameKind`.
    """

    text: str
    language: str = "und"
    kind: NameKind = "common"


@dataclass(frozen=True, kw_only=True)
class Name:
    """One entry of the register.

    Attributes
    ----------
    id
        Our identifier, used everywhere else: `mitsubishi_motors`.
    kind
        `company`, `person`, `media`, `holder`, `state`, `regulator` or `source`.
    short, name
        What people call it, and its full name.
    aliases
        Other spellings, in any language.
    wikidata, lei
        Wikidata item and Legal Entity Identifier, or None.
    owner
        Of a make that is a name of its own, whose it is today; None of all others.
    """

    id: str
    kind: str
    short: str
    name: str
    aliases: tuple[Alias, ...] = ()
    wikidata: str | None = None
    lei: str | None = None
    owner: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it that identifies it; former names do not."""
        current = (a.text for a in self.aliases if a.kind != "former")
        return tuple(dict.fromkeys((self.short, self.name, *current)))

    @property
    def former(self) -> tuple[str, ...]:
        """Names it bore once."""
        return tuple(a.text for a in self.aliases if a.kind == "former")

    @property
    def offered(self) -> tuple[str, ...]:
        """The spellings that a hint may offer: no exchange codes, no misspellings."""
        good = (a.text for a in self.aliases if a.kind not in _NOT_OFFERED)
        return (self.short, self.name, *(t for t in good if not _TICKER.fullmatch(t)))


PARTS = ("brand", "model")
"""Parts of a company that a deal makes units: `brand:Infiniti`, `model:Leaf`."""


def part_name(identifier: str) -> str | None:
    """Return what a part of a company is called, or None where it is no part.

    >>> part_name("model:Leaf"), part_name("nissan")
    ('Leaf', None)
    """
    kind, _, name = identifier.partition(":")
    return name if kind in PARTS and name else None


@dataclass(frozen=True, eq=False)
class Register:
    """Entries and brands of one data set, and how text is resolved against them.

    Attributes
    ----------
    entries
        Entries by identifier.
    brands
        Identifier of the company behind a brand, by the brand as it is written.
    """

    entries: Mapping[str, Name]
    brands: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _index(self) -> dict[str, tuple[str, ...]]:
        """Identifiers by folded spelling: several where a spelling is ambiguous."""
        index: dict[str, tuple[str, ...]] = {}
        first: dict[str, str] = {fold(i): i for i in self.entries}
        for entry in self.entries.values():
            first.setdefault(fold(entry.short), entry.id)
        for entry in self.entries.values():
            for spelling in entry.spellings:
                key = fold(spelling)
                known = index.get(key, ())
                if entry.id not in known:
                    index[key] = (*known, entry.id)
        return index | {key: (owner,) for key, owner in first.items()}

    @cached_property
    def _bare_index(self) -> dict[str, tuple[str, ...]]:
        """Identifiers by spelling without legal forms."""
        index: dict[str, tuple[str, ...]] = {}
        for entry in self.entries.values():
            for key in {bare(spelling) for spelling in entry.spellings} - {""}:
                index[key] = (*index.get(key, ()), entry.id)
        return index

    def _without_form(self, text: str) -> tuple[str, ...]:
        """Return whom a name means once its legal form is left out, as `Subaru KK`.

        Only people are understood so; in files a legal form tells companies apart. All
        are returned where several are called so, since the form may have told them.
        """
        key = bare(text)
        return () if key in ("", fold(text)) else self._bare_index.get(key, ())

    @cached_property
    def _brand_index(self) -> dict[str, str]:
        return {fold(brand): company for brand, company in self.brands.items()}

    def brand_owner(self, text: str) -> str | None:
        """Return the identifier of the company behind a brand, or None."""
        return self._brand_index.get(fold(text))

    def meanings(self, text: str) -> tuple[str, ...]:
        """Return every identifier that a spelling may mean; a brand its company."""
        found = self._index.get(fold(text), ())
        brand = self.brand_owner(text)
        return found or (() if brand is None else (brand,))

    def find(self, text: str) -> str | None:
        """Return the one identifier behind a spelling; None if none or several."""
        found = self.meanings(text)
        return found[0] if len(found) == 1 else None

    def resolve(self, text: str, *, among: Iterable[str] | None = None) -> str:
        """Return the identifier behind a spelling: a company, or one behind a brand.

        Parameters
        ----------
        text
            An identifier, a name in any spelling, or a brand.
        among
            Identifiers to choose from; all entries where None.

        Raises
        ------
        UnknownName
            If nothing is written so; the hint offers the nearest spellings.
        DataError
            If several are; the message names them.
        """
        allowed = set(self.entries if among is None else among)
        found = self.meanings_among(text, allowed)
        if len(found) > 1:
            raise DataError(
                f"{text!r} may mean {' or '.join(map(self.label, found))}",
                hint=f"give the identifier: {' or '.join(found)}",
            )
        if found:
            return found[0]
        formerly = self.formerly(text, allowed)
        unheld = map(self.label, self.meanings(text) or self._without_form(text))
        raise UnknownName("company", text, self.near(allowed), formerly, unheld)

    def meanings_among(self, text: str, allowed: Container[str]) -> tuple[str, ...]:
        """Return every identifier of some that a spelling may mean.

        A make that is none of them means who sells under it, and a legal name without
        its form the company.
        """
        brand = self.brand_owner(text)
        meant = self.meanings(text)
        if found := tuple(i for i in meant if i in allowed):
            return found
        if brand is not None and brand in allowed:
            return (brand,)
        if found := self._owners(meant, allowed):
            return found
        plain = () if meant else self._without_form(text)
        if any(i in allowed for i in plain):
            return plain
        return self._owners(plain, allowed)

    def namesakes(self, text: str, among: Container[str]) -> tuple[str, ...]:
        """Return what others of some are called, whose name begins as a loose spelling.

        A spelling is loose that is not what people call its bearer, nor an identifier:
        Mitsubishi, of Mitsubishi Motors.
        """
        wanted, meant = fold(text), self._index.get(fold(text), ())
        if len(meant) != 1 or wanted in map(fold, (*meant, self.label(*meant))):
            return ()
        return tuple(
            entry.short
            for entry in self.entries.values()
            if entry.id not in meant
            and entry.id in among
            and bare(entry.short).startswith(wanted)
        )

    def _owners(self, meant: Iterable[str], allowed: Container[str]) -> tuple[str, ...]:
        """Return those of some companies that sell under the makes that are meant."""
        behind = (self._behind(i) for i in meant)
        first = (next((o for o in owners if o in allowed), None) for owners in behind)
        return tuple(dict.fromkeys(o for o in first if o is not None))

    def _behind(self, identifier: str) -> Iterator[str]:
        """Yield the company behind an entry that is the name of a make."""
        entry = self.entry(identifier)
        for owner in (entry.owner, self.brand_owner(entry.short)):
            if owner is not None:
                yield owner

    def formerly(self, text: str, among: Container[str]) -> tuple[str, ...]:
        """Return what those are called today who once bore a name, among some."""
        wanted = {fold(text), bare(text)}
        every = self.entries.values()
        return tuple(
            entry.short
            for entry in every
            if (entry.id in among or self._owners([entry.id], among))
            and any({fold(name), bare(name)} & wanted for name in entry.former)
        )

    def near(self, among: Iterable[str]) -> Iterable[str]:
        """Return the spellings that a hint may offer for some identifiers."""
        allowed = set(among)
        for entry in self.entries.values():
            if entry.id in allowed:
                yield from entry.offered
        yield from (b for b, company in self.brands.items() if company in allowed)

    def label(self, identifier: str) -> str:
        """Return what people call it; the identifier itself where we hold no name."""
        return part_name(identifier) or self.entry(identifier).short

    def entry(self, identifier: str) -> Name:
        """Return an entry; one called as its identifier where we hold no name."""
        nameless = Name(
            id=identifier, kind="company", short=identifier, name=identifier
        )
        return self.entries.get(identifier, nameless)

    def with_entries(
        self, entries: Iterable[Name], brands: Mapping[str, str] = _NOTHING
    ) -> Register:
        """Return a register with more entries and brands; an identifier keeps one."""
        more = {entry.id: entry for entry in entries}
        return Register({**self.entries, **more}, {**self.brands, **brands})
