"""Whom a foreign file means: its identifiers and names, found among those we know.

Our own identifiers, LEI and Wikidata items come first; if they name two companies, the
file contradicts itself and is refused. A name counts only where no identifier is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from keiretsu.errors import DataError
from keiretsu.landscape.store import Statement
from keiretsu.names import Name, names

OWN = "keiretsu-"
"""How our identifiers begin in the files of others: `keiretsu-toyota`."""


@dataclass(frozen=True)
class Parties:
    """Companies and people by every identifier we hold.

    Attributes
    ----------
    leis
        Our identifiers by LEI.
    """

    leis: Mapping[str, str]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Parties:
        """Return the parties of these facts; their companies carry the LEIs."""
        return cls(
            {
                one.fields["lei"]: one.fields["id"]
                for one in statements
                if one.kind == "companies" and "lei" in one.fields
            }
        )

    @cached_property
    def _items(self) -> dict[str, str]:
        known = names().entries.values()
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
        entries = names().entries
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
        by_name = (names().find(spelling) for spelling in spellings)
        known = next((who for who in by_name if who is not None), None)
        if known is None:
            raise _unknown(place, own, lei, wikidata, spellings)
        return known


def party(identifier: str) -> Name:
    """Return the names of a party of ours."""
    return names().entries[identifier]


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
