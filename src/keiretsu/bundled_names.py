"""The registers of names that come with the package."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import cast

from keiretsu.names import Alias, Name, NameKind, Register


@cache
def bundled_register() -> Register:
    """Return the register of names that comes with the package, without brands.

    To the entries that news is read with come those of `register/`: two thousand
    parties of the car industry with their names in six languages.
    """
    core, spellings = core_register().entries, defaultdict[str, list[Alias]](list)
    for identifier, name, language, kind in _rows("register/names.csv"):
        alias = Alias(name, language or "und", cast(NameKind, kind or "common"))
        spellings[identifier].append(alias)
    found = dict(core)
    for identifier, kind, short, name, owner in _rows("register/parties.csv"):
        found[identifier] = replace(
            core.get(identifier)
            or Name(id=identifier, kind=kind, short=short, name=name),
            owner=owner or None,
        )
    for identifier, more in spellings.items():
        known = found[identifier]
        found[identifier] = replace(known, aliases=(*known.aliases, *more))
    return Register(found)


@cache
def core_register() -> Register:
    """Return the entries that the readers of news were made and measured with."""
    entries = (
        Name(
            id=identifier,
            kind=kind,
            short=short,
            name=name,
            aliases=tuple(Alias(a) for a in aliases.split(";") if a),
            wikidata=wikidata or None,
        )
        for identifier, kind, short, name, aliases, wikidata in _rows("names.csv")
    )
    return Register({entry.id: entry for entry in entries})


def _rows(path: str) -> Iterator[list[str]]:
    text = files("keiretsu").joinpath(path).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return rows
