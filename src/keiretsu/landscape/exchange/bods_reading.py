"""BODS 0.4: reading facts from beneficial ownership statements, whoever wrote them.

Interests that are neither shares, votes nor the offices of people have no place among
our tables and are counted, as are fields; what is wrong is refused with its statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.bods import INTERESTS, LEI_SCHEME, WIKIDATA
from keiretsu.landscape.exchange.bods_parts import Part, parts_of
from keiretsu.landscape.exchange.csv_tables import text_of
from keiretsu.landscape.exchange.loss import WHOLE, ImportResult, Tally
from keiretsu.landscape.exchange.parties import OWN, Parties
from keiretsu.landscape.exchange.percentages_and_dates import (
    BEFORE_ITS_END,
    closing,
    ended_only,
    see_order,
)
from keiretsu.landscape.records.companies import Kind
from keiretsu.landscape.store import Statement, statement

_OFFICES = {"boardChair": "chair", "boardMember": "board member"}
_OFFICIAL = "seniorManagingOfficial"
_TAKEN = {
    "entity": (
        *("isComponent", "identifiers", "entityType", "name", "alternateNames"),
        *("jurisdiction", "publicListing", "foundingDate", "dissolutionDate"),
    ),
    "person": ("isComponent", "identifiers", "personType", "names"),
    "relationship": ("isComponent", "subject", "interestedParty", "interests"),
}
_KIND_OF = {"state": "state", "stateBody": "state", "arrangement": "trust"}
_NOTES = ("confidence", "quote", "note")
UNKNOWN_WHETHER_DIRECT = "word that it is unknown whether the interest is direct"


def read(data: bytes, place: str, parties: Parties) -> ImportResult:
    """Return the statements of a BODS file.

    Raises
    ------
    DataError
        If it is none, means nobody we know, or says something impossible; the message
        gives the file, which statement, and the field.
    """
    return _Reader(parts_of(text_of(data, place), place), parties).carried()


class _Reader:
    """Turns BODS statements into ours, counting what has no place."""

    def __init__(self, told: Sequence[Part], parties: Parties) -> None:
        self.told, self.parties, self.tally = told, parties, Tally()
        self.who: dict[str, str] = {}
        self.stated: set[str] = set()
        self.stakes: list[tuple[str, dict[str, str], str]] = []

    def carried(self) -> ImportResult:
        """Return all statements of the file, and what they left behind."""
        for one in self.told:
            if one.text("recordType", needed=True) in ("entity", "person"):
                self._meet(one)
        found = [made for one in self.told for made in self._read(one)]
        ended = [statement("stakes", row, at) for at, row in closing(self.stakes)]
        return ImportResult(statements=(*found, *ended), losses=self.tally.losses)

    def _meet(self, one: Part) -> None:
        """Find whom a record means; others point to it by record or statement."""
        details = one.part("recordDetails")
        known = self._identifiers(details)
        record = one.text("recordId", needed=True)
        own = f"{OWN}{known['keiretsu']}" if "keiretsu" in known else ""
        self.who[record] = self.parties.find(
            one.place,
            own=own or (record if record.startswith(OWN) else ""),
            lei=known.get(LEI_SCHEME, ""),
            wikidata=known.get(WIKIDATA, ""),
            called=_names(details),
            is_person=one.text("recordType") == "person",
        )

    def _read(self, one: Part) -> Iterator[Statement]:
        kind, details = one.text("recordType"), one.part("recordDetails")
        if kind not in _TAKEN:
            self.tally.lose(kind, WHOLE)
            return
        self.tally.lose(kind, *(set(details.value) - set(_TAKEN[kind])))
        if kind == "relationship":
            yield from self._relationship(one, details)
        else:
            yield from self._company(one, details)

    def _company(self, one: Part, details: Part) -> Iterator[Statement]:
        entity = details.part("entityType")
        is_person = one.text("recordType") == "person"
        kind = "person" if is_person else entity.text("details")
        country = details.part("jurisdiction").text("code")
        listing = details.part("publicListing").value
        listed = {"True": "yes", "False": "no"}.get(
            str(listing.get("hasPublicListing")), ""
        )
        who = self.who[one.text("recordId")]
        is_new = self.parties.is_new(who) and who not in self.stated
        if is_new:
            kind = (
                kind
                if kind in get_args(Kind)
                else _KIND_OF.get(entity.text("type"), "other")
            )
        elif kind not in get_args(Kind) or "source" not in one.value:
            given = {"jurisdiction": country, "publicListing": listed}
            self.tally.lose("entity", *(name for name, text in given.items() if text))
            return
        leis = [
            part.text("id")
            for part in details.parts("identifiers")
            if part.text("scheme") == LEI_SCHEME
        ]
        self.stated.add(who)
        cells = {"id": who, "kind": kind, "country": country}
        cells |= {"listed": listed, "lei": leis[0] if leis else ""}
        cells["since"] = details.text("foundingDate")[:10]
        cells["until"] = details.text("dissolutionDate")[:10]
        if not is_new:
            yield self._said("companies", one, cells)
            return
        name, *others = _names(details)
        items = self._identifiers(details)
        yield self._said(
            "companies",
            one,
            cells | {"name": name, "wikidata": items.get(WIKIDATA, "")},
        )
        for text in dict.fromkeys(others):
            spelling = {"company": who, "name": text, "kind": "common"}
            yield self._said("names", one, spelling)

    @staticmethod
    def _identifiers(details: Part) -> dict[str, str]:
        return {
            part.text("scheme") or part.text("schemeName"): part.text("id")
            for part in details.parts("identifiers")
        }

    def _relationship(self, one: Part, details: Part) -> Iterator[Statement]:
        shares = []
        for interest in details.parts("interests"):
            kind = interest.text("type")
            if interest.text("directOrIndirect") == "indirect":
                self.tally.lose("relationship", f"interests ({kind}, indirect)")
            elif kind in INTERESTS:
                shares.append(interest)
                ours = one.text("recordId").startswith(OWN)
                if not ours and interest.text("directOrIndirect") == "unknown":
                    self.tally.lose("relationship", UNKNOWN_WHETHER_DIRECT)
            elif kind in _OFFICES or kind == _OFFICIAL:
                yield self._role(one, details, interest)
            else:
                self.tally.lose("relationship", f"interests ({kind or 'no type'})")
        kinds = [interest.text("type") for interest in shares]
        if len(set(kinds)) == len(kinds):
            yield from [self._stake(one, details, shares)] if shares else []
            return
        self.tally.lose("relationship", "sum of several interests of one type")
        for interest in shares:
            yield self._stake(one, details, [interest])

    def _stake(self, one: Part, details: Part, shares: list[Part]) -> Statement:
        since, end = _same_day(shares, "startDate"), _same_day(shares, "endDate")
        if one.text("recordStatus") == "closed":
            end = end or self._dated(one)
        cells = {
            "holder": self._party(details, "interestedParty"),
            "held": self._party(details, "subject"),
            "since": since or self._dated(one),
        }
        for interest in shares:
            cells |= self._extent(interest)
        notes = [interest.text("details") for interest in shares]
        cells["note"] = "; ".join(dict.fromkeys(filter(None, notes)))
        percent = cells.get("percent", "")
        if not percent or percent.strip("0."):  # a figure of 0 is itself an end
            if end and not since:
                self.tally.lose("relationship", BEFORE_ITS_END)
                cells = ended_only(cells, end)
            see_order(one.place, cells["since"], end)
        made = self._said("stakes", one, cells)
        self.stakes.append((one.place, made.row, end))
        return made

    def _extent(self, interest: Part) -> dict[str, str]:
        """Return the cells of a share; an end that is excluded counts as included."""
        share, kind = interest.part("share"), interest.text("type")
        exact, least, most = INTERESTS[kind]
        low = share.text("minimum") or share.text("exclusiveMinimum")
        high = share.text("maximum") or share.text("exclusiveMaximum")
        if said := share.text("exact"):
            return {exact: said}
        return {least: low, most: high}

    def _role(self, one: Part, details: Part, interest: Part) -> Statement:
        office = _OFFICES.get(interest.text("type"), "senior managing official")
        cells = {
            "person": self._party(details, "interestedParty"),
            "role": interest.text("details") or office,
            "company": self._party(details, "subject"),
            "since": interest.text("startDate") or self._dated(one),
            "until": interest.text("endDate"),
        }
        return self._said("people", one, cells)

    def _party(self, details: Part, name: str) -> str:
        record = details.text(name, needed=True)
        if record not in self.who:
            own = record if record.startswith(OWN) else ""
            where = f"{details.place}, {name} {record!r}"
            if not own:
                raise DataError(
                    f"{where} is no party of the file",
                    hint="add the statement that tells who that is",
                )
            self.who[record] = self.parties.find(where, own=own)
        return self.who[record]

    def _dated(self, one: Part) -> str:
        """Return the day of a statement: what it says held by then."""
        return one.text("statementDate", needed=True)[:10]

    def _said(self, kind: str, one: Part, cells: dict[str, str]) -> Statement:
        notes = {}
        for annotation in one.parts("annotations"):
            text = annotation.text("description")
            name, _, rest = text.partition(": ")
            if name in _NOTES and rest:
                notes[name] = rest
            else:
                self.tally.lose(one.text("recordType"), "annotations")
        source = one.part("source")
        publisher = one.part("publicationDetails").part("publisher").text("name")
        file = one.place.rpartition(", statement")[0]
        cited = {
            "source_title": source.text("description") or publisher or file,
            "address": source.text("url"),
            "confidence": notes.get("confidence", "sourced"),
            "quote": notes.get("quote", ""),
        }
        if "note" in notes:
            cells["note"] = notes["note"]
        return statement(kind, cells | cited, one.place)


def _names(details: Part) -> list[str]:
    names = [part.text("fullName") for part in details.parts("names")]
    found = (details.text("name"), *names, *details.texts("alternateNames"))
    return [name for name in found if name]


def _same_day(shares: Sequence[Part], name: str) -> str:
    """Return the one day that interests of a stake give, or nothing.

    Raises
    ------
    DataError
        If they give several.
    """
    days = {interest.text(name) for interest in shares}
    if len(days) > 1:
        raise DataError(
            f"{shares[0].place}, {name}: shares and votes have days of their own",
            hint="state them as two statements",
        )
    return next(iter(days))
