"""Whom a foreign file means: its identifiers and names, found among those we know.

Our own identifiers, LEI and Wikidata items come first; if they, or they and its names,
name two companies, the file contradicts itself and is refused. A name alone counts
where no identifier is known. Whoever is none of ours is new.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError
from keiretsu.landscape.exchange.percentages_and_dates import iso
from keiretsu.landscape.naming import register_of
from keiretsu.landscape.store import Statement
from keiretsu.names import Register
from keiretsu.spelling import fold
from keiretsu.units import PartialDate

OWN = "keiretsu-"
"""How our identifiers begin in the files of others: `keiretsu-toyota`."""


_KINDS = ("company", "person")
"""Kinds of the register that exclude each other."""


class Parties:
    """Companies and people by every identifier and name, those of a file added.

    A party of a file that nobody knows is new: it gets an identifier made of its name,
    and the reader of the format states it among the companies.

    Attributes
    ----------
    facts
        What we hold already.
    register
        Names of the companies and people that we hold already.
    """

    def __init__(self, facts: Iterable[Statement] = ()) -> None:
        self.facts = tuple(facts)
        self.register = register_in(self.facts)
        entries = self.register.entries.values()
        self._ids: dict[tuple[str, str], str] = {
            **{("Wikidata item", e.wikidata): e.id for e in entries if e.wikidata},
            **{("LEI", e.lei): e.id for e in entries if e.lei},
        }
        for one in self.facts:
            if one.kind == "companies" and "lei" in one.fields:
                self._ids["LEI", one.fields["lei"]] = one.fields["id"]
        self._former = {fold(t) for e in entries for t in e.former}
        self._new: dict[str, str] = {}
        self._new_ids: set[str] = set()

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Parties:
        """Return the parties of these facts and of the register."""
        return cls(statements)

    def is_new(self, identifier: str) -> bool:
        """Say whether a party was met first in the file that is read."""
        return identifier in self._new_ids

    def recall(self, made: Statement) -> Statement:
        """Return the fact of ours that says all that a statement does, or itself.

        A format that cannot hold a column hands a fact back without it. That is no news
        and must not stand beside the fact as a newer one.
        """
        known = self._by_subject.get((made.kind, made.subject), ())
        if any(one.hash == made.hash for one in known):
            return made
        return next((one for one in known if says_no_more(made, one)), made)

    @cached_property
    def _by_subject(self) -> Mapping[tuple[str, str], list[Statement]]:
        found: dict[tuple[str, str], list[Statement]] = {}
        for one in self.facts:
            found.setdefault((one.kind, one.subject), []).append(one)
        return found

    def find(
        self,
        place: str,
        *,
        own: str = "",
        lei: str = "",
        wikidata: str = "",
        called: Iterable[str] = (),
        once: Iterable[str] = (),
        is_person: bool | None = None,
    ) -> str:
        """Return our identifier of a party; that of a new one is made of its name.

        Parameters
        ----------
        place
            Where it stands, for messages.
        own
            An identifier as we write it into files: `keiretsu-toyota`.
        lei, wikidata
            Its LEI and Wikidata item; empty where not given.
        called
            Its names.
        once
            Its former names. A former name alone identifies nobody.
        is_person
            Whether the file has a person by it, or a company; None where it is silent.

        Raises
        ------
        DataError
            If its identifiers or names tell of two of ours, its name may mean several,
            only a former name is ours, it has no name, or a person is a company.
        """
        spellings = tuple(filter(None, called))
        known = self._by_identifier(place, own, lei, wikidata)
        self._see_names(place, known, spellings)
        known = known or self._by_name(place, spellings)
        self._see_kind(place, known, is_person)
        if known is None:
            self._see_former(place, spellings, once)
            known = self._made(place, spellings, own, lei, wikidata)
        return known

    def _by_identifier(
        self, place: str, own: str, lei: str, wikidata: str
    ) -> str | None:
        stripped = own.removeprefix(OWN) if own.startswith(OWN) else ""
        known = stripped in self.register.entries or stripped in self._new_ids
        by = {
            "id": stripped if known else None,
            "LEI": self._ids.get(("LEI", lei)),
            "Wikidata item": self._ids.get(("Wikidata item", wikidata)),
        }
        found = {how: who for how, who in by.items() if who}
        if len(set(found.values())) > 1:
            said = ", ".join(f"by its {how} {who}" for how, who in found.items())
            raise DataError(
                f"{place}: one party is two of ours: {said}",
                hint="correct the identifier that is wrong",
            )
        return next(iter(found.values()), None)

    def _see_names(
        self, place: str, known: str | None, spellings: tuple[str, ...]
    ) -> None:
        """See that the names of a party that is known by its identifier are its own."""
        meant = [who for text in spellings for who in self.register.meanings(text)]
        if known is not None and meant and known not in meant:
            raise DataError(
                f"{place}: one party is two of ours: by its identifier {known}, by its "
                f"name {meant[0]}",
                hint="correct the identifier or the name, whichever is wrong",
            )

    def _see_kind(self, place: str, known: str | None, is_person: bool | None) -> None:
        """See that a person of the file is no company of ours, nor the reverse."""
        entry = None if known is None else self.register.entries.get(known)
        if entry is None or is_person is None or entry.kind not in _KINDS:
            return
        if is_person is not (entry.kind == "person"):
            ours, theirs = _KINDS if entry.kind == _KINDS[0] else _KINDS[::-1]
            raise DataError(
                f"{place}: {entry.short!r} is a {ours}, and the file has a {theirs} "
                "of that name",
                hint="correct what it is, or tell the two names apart",
            )

    def _by_name(self, place: str, spellings: tuple[str, ...]) -> str | None:
        for spelling in spellings:
            found = self.register.meanings(spelling)
            if len(found) > 1:
                raise DataError(
                    f"{place}: {spelling!r} may mean {' or '.join(found)}",
                    hint="give its LEI or Wikidata item",
                )
            if found or fold(spelling) in self._new:
                return found[0] if found else self._new[fold(spelling)]
        return None

    def _see_former(
        self, place: str, spellings: tuple[str, ...], once: Iterable[str]
    ) -> None:
        """See that nothing but a former name ties a party to one of ours."""
        ours = [text for text in once if self.register.meanings(text)]
        ours += [text for text in spellings if fold(text) in self._former]
        if ours:
            shown = spellings[0] if spellings else ours[0]
            raise DataError(
                f"{place}: {shown!r} is nobody we know, and the former name "
                f"{ours[0]!r} alone identifies nobody",
                hint="give its LEI or Wikidata item, or state the company first: "
                'keiretsu landscape add companies id=... name="..." kind=...',
            )

    def _made(
        self, place: str, spellings: tuple[str, ...], own: str, lei: str, wikidata: str
    ) -> str:
        if not spellings:
            raise _nameless(place, own, lei, wikidata)
        stem = own.removeprefix(OWN) if own.startswith(OWN) else identifier(spellings)
        taken = self.register.entries.keys() | self._new_ids
        made = next(
            name
            for n in count(1)
            if (name := stem if n == 1 else f"{stem}_{n}") not in taken
        )
        self._new_ids.add(made)
        for spelling in spellings:
            self._new.setdefault(fold(spelling), made)
        for how, value in (("LEI", lei), ("Wikidata item", wikidata)):
            if value:
                self._ids[how, value] = made
        return made


def register_in(facts: Iterable[Statement]) -> Register:
    """Return the bundled register with what facts add to it."""
    told = tuple(facts)
    records = {
        kind: [one.record(one.kind) for one in told if one.kind == kind]
        for kind in ("companies", "names")
    }
    return register_of(bundled_register(), *records.values())


def identifier(spellings: Sequence[str]) -> str:
    """Return an identifier made of a name, or of a hash where it has no Latin letters.

    >>> identifier(["Société Générale S.A."])
    'societe_generale_s_a'
    """
    for spelling in spellings:
        letters = unicodedata.normalize("NFKD", spelling).encode("ascii", "ignore")
        stem = re.sub(r"[^a-z0-9]+", "_", letters.decode().lower()).strip("_")[:60]
        if re.search("[a-z]", stem):
            return stem
    return f"party_{hashlib.sha256(spellings[0].encode()).hexdigest()[:10]}"


def says_no_more(made: Statement, than: Statement) -> bool:
    """Say whether a statement tells part of what another does, of the same source.

    Dates may be rounded as `iso` does, numbers be written otherwise.
    """
    cited = made.source_title == than.source_title and (
        made.address in ("", than.address)
        and made.quote in (None, than.quote)
        and made.confidence == than.confidence
    )
    return cited and all(
        _same(cell, than.fields.get(column, "")) for column, cell in made.fields.items()
    )


def _same(cell: str, other: str) -> bool:
    if cell == other:
        return True
    try:
        return float(cell) == float(other)
    except ValueError:
        pass
    try:
        return cell in (iso(other), PartialDate(other).first.isoformat())
    except DataError:
        return False


def mentioned(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Return everybody whom companies, stakes, roles and links name, each once."""
    found: dict[str, None] = {}
    for one in statements:
        match one.kind:
            case "companies":
                cells = ("id", "parent", "successor")
                who = [one.fields.get(cell, "") for cell in cells]
            case "names":
                who = [one.fields["company"]]
            case "stakes":
                who = [one.fields["holder"], one.fields["held"]]
            case "people":
                who = [one.fields["person"], one.fields["company"]]
            case "links":
                who = list(one.record("link").companies)
            case _:
                who = []
        found |= dict.fromkeys(filter(None, who))
    return tuple(found)


def _nameless(place: str, own: str, lei: str, wikidata: str) -> DataError:
    shown = own or lei or wikidata
    return DataError(
        f"{place}: we know no {shown!r}, and the file gives no name of it",
        hint="give an LEI, a Wikidata item or a name",
    )
