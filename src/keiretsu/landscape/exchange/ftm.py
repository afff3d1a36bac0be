"""FollowTheMoney: writing facts as JSON lines, one entity a line.

Companies are entities; a stake is an Ownership, a role a Directorship, an alliance a
Project with its participants (it may have many, each with days of its own, which a link
between two cannot say). The data set of an entity says how far it may be trusted:
`keiretsu_memory`. `keiretsu.landscape.exchange.ftm_reading` is the way back.

References
----------
FollowTheMoney, https://followthemoney.tech
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from keiretsu.landscape.exchange.loss import WHOLE, Loss, Tally
from keiretsu.landscape.exchange.parties import OWN, mentioned, party
from keiretsu.landscape.exchange.percentages_and_dates import (
    extent_words,
    followed,
    iso,
)
from keiretsu.landscape.store import Statement

DATASET = "keiretsu"
LINK = f"{OWN}link-"
"""How the identifiers of links begin."""

LISTED = "corp.public"
"""The topic of companies whose shares trade."""

_SCHEMATA = {"person": "Person", "state": "PublicBody", "alliance": "Organization"}
_HELD = {
    "companies": ("id", "country", "kind", "parent", "listed", "lei"),
    "stakes": (
        "holder",
        "held",
        "percent",
        "percent_min",
        "percent_max",
        "since",
        "note",
    ),
    "people": ("person", "role", "company", "since", "until", "note"),
    "links": (
        *("id", "kinds", "members", "scope", "start", "end", "status", "outcome"),
        "basis",
    ),
}


def write(statements: Sequence[Statement]) -> tuple[bytes, tuple[Loss, ...]]:
    """Return statements as JSON lines, and what they lost."""
    tally = Tally()
    writer = _Writer(statements, tally)
    lines = (json.dumps(entity, ensure_ascii=False) for entity in writer.entities())
    data = "".join(f"{line}\n" for line in lines).encode()
    return data, tally.losses


def is_url(address: str) -> bool:
    """Say whether others can open an address."""
    return address.startswith(("https://", "http://"))


class _Writer:
    """Turns statements into entities, counting what they lose."""

    def __init__(self, statements: Sequence[Statement], tally: Tally) -> None:
        self.statements, self.tally = statements, tally
        self.ends = followed(statements)
        self.held = {s.fields["held"] for s in statements if s.kind == "stakes"}
        self.write = {
            "companies": self._company,
            "stakes": self._stake,
            "people": self._role,
            "links": self._link,
        }

    def entities(self) -> Iterator[dict[str, Any]]:
        """Yield parties that have no row of their own, then a row after another."""
        own = {s.fields["id"] for s in self.statements if s.kind == "companies"}
        for identifier in mentioned(self.statements):
            if identifier not in own:
                kind = party(identifier).kind
                yield self._party(identifier, kind, [DATASET], {})
        for one in self.statements:
            if one.kind not in self.write:
                self.tally.lose(one.kind, WHOLE)
                continue
            self.tally.lose_unheld(one, _HELD[one.kind])
            yield from self.write[one.kind](one)

    def _company(self, one: Statement) -> Iterator[dict[str, Any]]:
        fields = one.fields
        if fields.get("listed") == "no":
            self.tally.lose("companies", "listed")
        said = {
            "country": fields.get("country", "").lower(),
            "classification": fields["kind"],
            "parent": f"{OWN}{fields['parent']}" if "parent" in fields else "",
            "topics": LISTED if fields.get("listed") == "yes" else "",
            "leiCode": fields.get("lei", ""),
        }
        cited = self._cited(one)
        yield self._party(fields["id"], fields["kind"], _datasets(one), said | cited)

    def _party(
        self, identifier: str, kind: str, datasets: list[str], said: dict[str, str]
    ) -> dict[str, Any]:
        name = party(identifier)
        schema = (
            "Company" if identifier in self.held else _SCHEMATA.get(kind, "Company")
        )
        entity = _entity(f"{OWN}{identifier}", schema, datasets, said)
        known = {"name": [name.name], "alias": list(name.spellings)}
        if name.former:
            known["previousName"] = list(name.former)
        if name.wikidata:
            known["wikidataId"] = [name.wikidata]
        entity["properties"] = known | entity["properties"]
        return entity

    def _stake(self, one: Statement) -> Iterator[dict[str, Any]]:
        row = one.row
        extent = extent_words(row["percent"], row["percent_min"], row["percent_max"])
        said = {
            "owner": f"{OWN}{row['holder']}",
            "asset": f"{OWN}{row['held']}",
            "percentage": extent,
            "startDate": self._day(one, "since"),
            "endDate": iso(end) if (end := self.ends.get(one.hash)) else "",
        }
        yield self._tie(one, "Ownership", said)

    def _role(self, one: Statement) -> Iterator[dict[str, Any]]:
        said = {
            "director": f"{OWN}{one.fields['person']}",
            "organization": f"{OWN}{one.fields['company']}",
            "role": one.fields["role"],
            "startDate": self._day(one, "since"),
            "endDate": self._day(one, "until"),
        }
        yield self._tie(one, "Directorship", said)

    def _tie(self, one: Statement, schema: str, said: dict[str, str]) -> dict[str, Any]:
        said |= {"description": one.row["note"], "recordId": one.hash}
        identifier = f"{OWN}{one.kind}-{one.hash[:40]}"
        return _entity(identifier, schema, _datasets(one), said | self._cited(one))

    def _link(self, one: Statement) -> Iterator[dict[str, Any]]:
        record, row = one.record("link"), one.row
        members = ", ".join(party(company).short for company in record.companies)
        said = {
            "name": f"{members}: {', '.join(record.kinds)}",
            "projectId": row["id"],
            "goal": row["scope"],
            "startDate": self._day(one, "start"),
            "endDate": self._day(one, "end"),
            "status": row["status"],
            "phase": row["outcome"],
            "description": row["basis"],
        }
        identifier = f"{LINK}{one.hash[:40]}"
        project = _entity(
            identifier, "Project", _datasets(one), said | self._cited(one)
        )
        project["properties"]["keywords"] = list(record.kinds)
        yield project
        for number, member in enumerate(record.members):
            days = [date.text if date else "" for date in (member.since, member.until)]
            if any(day and iso(day) != day for day in days):
                self.tally.lose("links", "members")
            yield _entity(
                f"{identifier}-{number}",
                "ProjectParticipant",
                _datasets(one),
                {
                    "project": identifier,
                    "participant": f"{OWN}{member.company}",
                    "role": "member",
                    "startDate": iso(days[0]) if days[0] else "",
                    "endDate": iso(days[1]) if days[1] else "",
                },
            )

    def _day(self, one: Statement, column: str) -> str:
        text = one.fields.get(column, "")
        if text and iso(text) != text:
            self.tally.lose(one.kind, f"{column} (a quarter, half or fiscal year)")
        return iso(text) if text else ""

    def _cited(self, one: Statement) -> dict[str, str]:
        if one.address and not is_url(one.address):
            self.tally.lose(one.kind, "address (no URL)")
        return {
            "publisher": one.source_title,
            "sourceUrl": one.address if is_url(one.address) else "",
            "summary": one.quote or "",
        }


def _datasets(one: Statement) -> list[str]:
    return [DATASET, f"{DATASET}_{one.confidence}"]


def _entity(
    identifier: str, schema: str, datasets: Iterable[str], said: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": identifier,
        "schema": schema,
        "datasets": list(datasets),
        "properties": {name: [value] for name, value in said.items() if value},
    }
