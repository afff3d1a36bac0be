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

from keiretsu.landscape.exchange.loss import WHOLE, Cells, Loss, Tally
from keiretsu.landscape.exchange.parties import OWN, mentioned, register_in
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
        self.register = register_in(statements)
        self.held = {s.fields["held"] for s in statements if s.kind == "stakes"}
        self.write = {
            "companies": self._company,
            "names": self._spelling,
            "stakes": self._stake,
            "people": self._role,
            "links": self._link,
        }

    def entities(self) -> Iterator[dict[str, Any]]:
        """Yield parties that have no row of their own, then a row after another."""
        own = {s.fields["id"] for s in self.statements if s.kind == "companies"}
        for identifier in mentioned(self.statements):
            if identifier not in own:
                kind = self.register.entry(identifier).kind
                yield self._party(identifier, kind, [DATASET], {})
        for one in self.statements:
            if one.kind not in self.write:
                self.tally.lose(one.kind, WHOLE)
                continue
            cells = Cells(one)
            yield from self.write[one.kind](one, cells)
            self.tally.lose_unread(cells)

    def _company(self, one: Statement, cells: Cells) -> Iterator[dict[str, Any]]:
        cells.read.update(("name", "short", "wikidata"))  # they come by the register
        if cells["listed"] == "no":
            self.tally.lose("companies", "listed")
        said = {
            "country": cells["country"].lower(),
            "classification": cells["kind"],
            "parent": f"{OWN}{cells['parent']}" if cells["parent"] else "",
            "topics": LISTED if cells["listed"] == "yes" else "",
            "leiCode": cells["lei"],
            "incorporationDate": self._day(one, cells, "since"),
            "dissolutionDate": self._day(one, cells, "until"),
        }
        cited = self._cited(one)
        yield self._party(cells["id"], cells["kind"], _datasets(one), said | cited)

    def _spelling(self, one: Statement, cells: Cells) -> Iterator[dict[str, Any]]:
        """Yield nothing: spellings are the aliases of their party."""
        cells.read.update(("company", "name"))
        yield from ()

    def _party(
        self, identifier: str, kind: str, datasets: list[str], said: dict[str, str]
    ) -> dict[str, Any]:
        name = self.register.entry(identifier)
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

    def _stake(self, one: Statement, row: Cells) -> Iterator[dict[str, Any]]:
        extent = extent_words(row["percent"], row["percent_min"], row["percent_max"])
        said = {
            "owner": f"{OWN}{row['holder']}",
            "asset": f"{OWN}{row['held']}",
            "percentage": extent,
            "startDate": self._day(one, row, "since"),
            "endDate": iso(end) if (end := self.ends.get(one.hash)) else "",
        }
        yield self._tie(one, row, "Ownership", said)

    def _role(self, one: Statement, row: Cells) -> Iterator[dict[str, Any]]:
        said = {
            "director": f"{OWN}{row['person']}",
            "organization": f"{OWN}{row['company']}",
            "role": row["role"],
            "startDate": self._day(one, row, "since"),
            "endDate": self._day(one, row, "until"),
        }
        yield self._tie(one, row, "Directorship", said)

    def _tie(
        self, one: Statement, row: Cells, schema: str, said: dict[str, str]
    ) -> dict[str, Any]:
        said |= {"description": row["note"], "recordId": one.hash}
        identifier = f"{OWN}{one.kind}-{one.hash[:40]}"
        return _entity(identifier, schema, _datasets(one), said | self._cited(one))

    def _link(self, one: Statement, row: Cells) -> Iterator[dict[str, Any]]:
        record = one.record("link")
        row.read.update(("kinds", "members"))
        members = ", ".join(map(self.register.label, record.companies))
        said = {
            "name": f"{members}: {', '.join(record.kinds)}",
            "projectId": row["id"],
            "goal": row["scope"],
            "startDate": self._day(one, row, "start"),
            "endDate": self._day(one, row, "end"),
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

    def _day(self, one: Statement, cells: Cells, column: str) -> str:
        text = cells[column]
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
