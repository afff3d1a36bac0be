"""BODS 0.4: writing facts as beneficial ownership statements.

A company is an entity record, a person a person record, a stake or role a relationship
record with interests. The figures of one stake are statements on one record: `new`,
then `updated`, at 0 % `closed`. Remark, wording and confidence are annotations.
`keiretsu.landscape.exchange.bods_reading` is the way back.

References
----------
Open Ownership, Beneficial Ownership Data Standard 0.4,
https://standard.openownership.org/en/0.4.0/
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from keiretsu.landscape.exchange.ftm import is_url
from keiretsu.landscape.exchange.loss import WHOLE, Cells, Loss, Tally
from keiretsu.landscape.exchange.parties import OWN, mentioned, register_in
from keiretsu.landscape.store import Statement
from keiretsu.names import Name
from keiretsu.units import PartialDate

VERSION = "0.4"
LEI_SCHEME = "XI-LEI"
WIKIDATA = "Wikidata"
INTERESTS: Mapping[str, tuple[str, str, str]] = {
    "shareholding": ("percent", "percent_min", "percent_max"),
    "votingRights": ("votes_percent", "votes_min", "votes_max"),
}
"""The columns behind an interest: exact, least, most."""

_ENTITY_TYPES = {"state": "state", "trust": "arrangement", "alliance": "arrangement"}


def write(statements: Sequence[Statement]) -> tuple[bytes, tuple[Loss, ...]]:
    """Return statements as a BODS file published today, and what they lost."""
    return write_on(statements, dt.date.today())


def write_on(
    statements: Sequence[Statement], published: dt.date
) -> tuple[bytes, tuple[Loss, ...]]:
    """Return statements as a BODS file published on a day, and what they lost."""
    tally = Tally()
    made = list(_Writer(statements, published, tally).statements())
    data = json.dumps(made, ensure_ascii=False, indent=1).encode()
    return data, tally.losses


class _Writer:
    """Turns statements into BODS statements, counting what they lose."""

    def __init__(
        self, statements: Sequence[Statement], published: dt.date, tally: Tally
    ) -> None:
        self.facts, self.tally = statements, tally
        self.published = published.isoformat()
        self.met: set[str] = set()
        self.closed: set[str] = set()
        self.register = register_in(statements)
        self.write = {
            "companies": self._company,
            "stakes": self._stake,
            "people": self._role,
        }

    def statements(self) -> Iterator[dict[str, Any]]:
        """Yield parties first, then what ties them, the older figure first."""
        companies = [one for one in self.facts if one.kind == "companies"]
        people = {one.fields["person"] for one in self.facts if one.kind == "people"}
        own = {one.fields["id"] for one in companies}
        told = [one for one in self.facts if one.kind in self.write]
        for identifier in mentioned(told):
            if identifier not in own:
                who = self.register.entry(identifier)
                is_person = who.kind == "person" or identifier in people
                kind = "person" if is_person else who.kind
                yield self._statement(None, *_party(who, kind, None), identifier)
        for one in self.facts:
            if one.kind not in self.write:
                self.tally.lose(one.kind, WHOLE)
        for one in (*companies, *_by_date(self.facts, "stakes", "people")):
            cells = Cells(one)
            yield self.write[one.kind](one, cells)
            self.tally.lose_unread(cells)
            if one.address and not is_url(one.address):
                self.tally.lose(one.kind, "address (no URL)")

    def _company(self, one: Statement, row: Cells) -> dict[str, Any]:
        row.read.update(("name", "short", "wikidata"))  # they come by the register
        who = self.register.entry(row["id"])
        record, details = _party(who, row["kind"], row)
        return self._statement(one, record, details, who.id)

    def _stake(self, one: Statement, row: Cells) -> dict[str, Any]:
        interests = [
            {"type": kind, "directOrIndirect": "unknown", **_share(row, columns)}
            for kind, columns in INTERESTS.items()
            if kind == "shareholding" or any(row[column] for column in columns)
        ]
        for interest in interests:
            interest["startDate"] = self._day(one, row, "since")
            interest["beneficialOwnershipOrControl"] = False
        ends = row["held"], row["holder"]
        closed = float(row["percent"] or 1) == 0
        record = f"{OWN}{ends[1]}-in-{ends[0]}"
        return self._tie(one, row, ends, interests, record, closed)

    def _role(self, one: Statement, row: Cells) -> dict[str, Any]:
        role = row["role"]
        interest = {
            "type": "boardChair" if "chair" in role else "seniorManagingOfficial",
            "details": role,
            "directOrIndirect": "direct",
            "beneficialOwnershipOrControl": False,
            "startDate": self._day(one, row, "since"),
        }
        if row["until"]:
            interest["endDate"] = self._day(one, row, "until")
        ends = row["company"], row["person"]
        record = f"{OWN}role-{_hash(one.subject)[:24]}"
        return self._tie(one, row, ends, [interest], record, bool(row["until"]))

    def _tie(
        self,
        one: Statement,
        row: Cells,
        ends: tuple[str, str],
        interests: list[dict[str, Any]],
        record: str,
        closed: bool,
    ) -> dict[str, Any]:
        details = {
            "isComponent": False,
            "subject": f"{OWN}{ends[0]}",
            "interestedParty": f"{OWN}{ends[1]}",
            "interests": interests,
        }
        row.read.add("note")  # an annotation
        record = self._open_record(record)
        made = self._statement(one, "relationship", details, ends[0], record)
        if closed:
            self.closed.add(record)
        return made | ({"recordStatus": "closed"} if closed else {})

    def _open_record(self, record: str) -> str:
        """Return the identifier of a tie; one that ended and began anew is another."""
        again = (f"{record}-{n}" if n > 1 else record for n in count(1))
        return next(name for name in again if name not in self.closed)

    def _statement(
        self,
        one: Statement | None,
        kind: str,
        details: dict[str, Any],
        subject: str,
        record: str = "",
    ) -> dict[str, Any]:
        record = record or f"{OWN}{subject}"
        seen = record in self.met
        self.met.add(record)
        made: dict[str, Any] = {
            "statementId": one.hash if one else _hash(subject),
            "declarationSubject": f"{OWN}{subject}",
            "statementDate": self.published,
            "publicationDetails": {
                "publicationDate": self.published,
                "bodsVersion": VERSION,
                "publisher": {"name": "keiretsu"},
            },
            "recordId": record,
            "recordType": kind,
            "recordStatus": "updated" if seen else "new",
            "recordDetails": details,
        }
        if one is not None:
            made["source"] = _source(one)
            made["annotations"] = list(self._annotations(one))
        return made

    def _annotations(self, one: Statement) -> Iterator[dict[str, str]]:
        said = {
            "confidence": one.confidence,
            "quote": one.quote,
            "note": one.fields.get("note"),
        }
        for name, text in said.items():
            if text:
                yield {
                    "statementPointerTarget": "/recordDetails",
                    "motivation": "commenting",
                    "description": f"{name}: {text}",
                }

    def _day(self, one: Statement, row: Cells, column: str) -> str:
        """Return a whole day, which is all that BODS has."""
        date = PartialDate(row[column])
        if date.precision != "day":
            self.tally.lose(one.kind, f"{column} (known to the {date.precision} only)")
        return date.first.isoformat()


def _party(who: Name, kind: str, row: Cells | None) -> tuple[str, dict[str, Any]]:
    """Return the type of a party's record, and its details."""
    made: dict[str, Any] = {"isComponent": False}
    if kind == "person":  # whose identifiers have to be those of a state
        names = [{"type": "legal", "fullName": who.name}]
        return "person", made | {"personType": "knownPerson", "names": names}
    identifiers = [{"id": who.id, "schemeName": "keiretsu"}]
    if who.wikidata:
        identifiers.append({"id": who.wikidata, "schemeName": WIKIDATA})
    if row is not None and (lei := row["lei"]):
        identifiers.append({"id": lei, "scheme": LEI_SCHEME, "schemeName": "LEI"})
    made["identifiers"] = identifiers
    entity: dict[str, str] = {"type": _ENTITY_TYPES.get(kind, "legalEntity")}
    if row is not None:
        entity["details"] = kind
    made |= {"entityType": entity, "name": who.name}
    if others := [name for name in who.spellings if name != who.name]:
        made["alternateNames"] = others
    if row is not None and (country := row["country"]):
        made["jurisdiction"] = {"name": country, "code": country}
    if row is not None and (listed := row["listed"]):
        made["publicListing"] = {"hasPublicListing": listed == "yes"}
    for name, column in (("foundingDate", "since"), ("dissolutionDate", "until")):
        if row is not None and (said := row[column]):
            made[name] = PartialDate(said).first.isoformat()
    return "entity", made


def _share(row: Mapping[str, str], columns: tuple[str, str, str]) -> dict[str, Any]:
    names = ("exact", "minimum", "maximum")
    said = zip(names, (row[column] for column in columns), strict=True)
    share = {name: number(text) for name, text in said if text}
    return {"share": share} if share else {}


def number(text: str) -> int | float:
    """Return a figure as JSON writes it: whole where it was stated whole."""
    return int(text) if text.isdecimal() else float(text)


def _source(one: Statement) -> dict[str, Any]:
    source: dict[str, Any] = {"type": ["thirdParty"], "description": one.source_title}
    return source | ({"url": one.address} if is_url(one.address) else {})


def _by_date(facts: Sequence[Statement], *kinds: str) -> list[Statement]:
    """Return statements kind by kind, the older first."""
    own = [one for one in facts if one.kind in kinds]
    own.sort(key=lambda one: PartialDate(one.fields["since"]))
    return sorted(own, key=lambda one: kinds.index(one.kind))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
