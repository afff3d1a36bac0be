"""Whom a foreign file means: its identifiers and names, found among those we know.

Our own identifiers, LEI and Wikidata items come first; if they name two companies, the
file contradicts itself and is refused. A name counts only where no identifier is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.percentages_and_dates import iso
from keiretsu.landscape.store import Statement
from keiretsu.names import Name, bundled_register
from keiretsu.units import PartialDate

OWN = "keiretsu-"
"""How our identifiers begin in the files of others: `keiretsu-toyota`."""


@dataclass(frozen=True)
class Parties:
    """Companies and people by every identifier we hold.

    Attributes
    ----------
    leis
        Our identifiers by LEI.
    facts
        What we hold already.
    """

    leis: Mapping[str, str]
    facts: tuple[Statement, ...] = ()

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Parties:
        """Return the parties of these facts; their companies carry the LEIs."""
        facts = tuple(statements)
        leis = {
            one.fields["lei"]: one.fields["id"]
            for one in facts
            if one.kind == "companies" and "lei" in one.fields
        }
        return cls(leis, facts)

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

    @cached_property
    def _items(self) -> dict[str, str]:
        known = bundled_register().entries.values()
        return {name.wikidata: name.id for name in known if name.wikidata}

    def find(
        self,
        place: str,
        *,
        own: str = "",
        lei: str = "",
        wikidata: str = "",
        called: Iterable[str] = (),
    ) -> str:
        """Return our identifier of a party.

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

        Raises
        ------
        DataError
            If it is nobody we know, or its identifiers name two of ours.
        """
        entries = bundled_register().entries
        stripped = own.removeprefix(OWN) if own.startswith(OWN) else ""
        by_identifier = {
            "id": stripped if stripped in entries else None,
            "LEI": self.leis.get(lei),
            "Wikidata item": self._items.get(wikidata),
        }
        found = {how: who for how, who in by_identifier.items() if who}
        if len(set(found.values())) > 1:
            said = ", ".join(f"by its {how} {who}" for how, who in found.items())
            raise DataError(
                f"{place}: one party is two of ours: {said}",
                hint="correct the identifier that is wrong",
            )
        if found:
            return next(iter(found.values()))
        spellings = tuple(called)
        by_name = (bundled_register().find(spelling) for spelling in spellings)
        known = next((who for who in by_name if who is not None), None)
        if known is None:
            raise _unknown(place, own, lei, wikidata, spellings)
        return known


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


def party(identifier: str) -> Name:
    """Return the names of a party of ours."""
    return bundled_register().entries[identifier]


def mentioned(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Return everybody whom companies, stakes, roles and links name, each once."""
    found: dict[str, None] = {}
    for one in statements:
        match one.kind:
            case "companies":
                who = [one.fields["id"], one.fields.get("parent", "")]
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


def _unknown(
    place: str, own: str, lei: str, wikidata: str, called: tuple[str, ...]
) -> DataError:
    shown = called[0] if called else own or lei or wikidata
    given = [
        what
        for what, value in (("LEI", lei), ("Wikidata item", wikidata), ("name", called))
        if value
    ]
    missing = {"LEI", "Wikidata item", "name"} - set(given)
    lacks = f", and gives no {' and no '.join(sorted(missing))}" if missing else ""
    return DataError(
        f"{place}: the register of names holds no {shown!r}{lacks}",
        hint="give an LEI, a Wikidata item or a name that keiretsu knows: "
        "keiretsu landscape show",
    )
