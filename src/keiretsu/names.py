"""Who is meant by a name: the ids of companies, people, outlets and authorities.

One register serves the news (which finds names in text) and the landscape (which is
asked for a company by whatever name a person types). It knows names only, no facts.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from keiretsu.errors import UnknownName

_TICKER = re.compile(r"[A-Z0-9]{5}|[A-Z0-9]+\.[A-Z]{1,2}")
"""Exchange codes, which are known but not offered: `NSANY`, `7203.T`."""


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
    wikidata
        Wikidata item, if known.
    """

    id: str
    kind: str
    short: str
    name: str
    aliases: tuple[str, ...]
    wikidata: str | None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.short, self.name, *self.aliases)


def fold(text: str) -> str:
    """Return the form in which two spellings are compared.

    >>> fold("Ｎｉｓｓａｎ Motor Co., Ltd.") == fold("nissan motor co ltd")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", plain)


@dataclass(frozen=True)
class Names:
    """A register of names; `names()` gives the bundled one."""

    entries: Mapping[str, Name]

    @cached_property
    def _index(self) -> dict[str, str]:
        index: dict[str, str] = {}
        for entry in self.entries.values():
            for spelling in (entry.id, *entry.spellings):
                index.setdefault(fold(spelling), entry.id)
        return index

    def find(self, text: str) -> str | None:
        """Return the id behind a spelling, or None."""
        return self._index.get(fold(text))

    def resolve(self, text: str, *, among: Iterable[str] | None = None) -> str:
        """Return the id behind a spelling, if it is one of `among` (default: all).

        Raises
        ------
        UnknownName
            If nothing is written so; the hint offers the nearest spellings.
        """
        allowed = set(self.entries if among is None else among)
        found = self.find(text)
        if found in allowed:
            assert found is not None
            return found
        near = [
            spelling
            for i in self.entries
            if i in allowed
            for spelling in self.entries[i].spellings
            if not _TICKER.fullmatch(spelling)
        ]
        raise UnknownName("company", text, near)

    def label(self, identifier: str) -> str:
        """Return what people call it; the identifier itself where we hold no name."""
        entry = self.entries.get(identifier)
        return entry.short if entry else identifier


@cache
def names() -> Names:
    """Return the bundled register."""
    text = (files("keiretsu") / "names.csv").read_text(encoding="utf-8")
    return Names({row["id"]: _entry(row) for row in csv.DictReader(text.splitlines())})


def _entry(row: Mapping[str, str]) -> Name:
    return Name(
        id=row["id"],
        kind=row["kind"],
        short=row["short"],
        name=row["name"],
        aliases=tuple(a for a in row["aliases"].split(";") if a),
        wikidata=row["wikidata"] or None,
    )
