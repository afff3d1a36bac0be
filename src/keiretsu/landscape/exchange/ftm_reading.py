"""FollowTheMoney: reading facts from JSON lines, ours or those of others.

Others write percentages and parties in their own ways; what has no place among our
tables is counted, what contradicts itself is refused with its line.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import get_args

from keiretsu.errors import DataError
from keiretsu.landscape.exchange.csv_tables import text_of
from keiretsu.landscape.exchange.ftm import DATASET, LINK, LISTED
from keiretsu.landscape.exchange.ftm_entities import Entity, entities
from keiretsu.landscape.exchange.loss import WHOLE, ImportResult, Tally
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.exchange.percentages_and_dates import (
    BEFORE_ITS_END,
    closing,
    ended_only,
    read_extent,
    see_order,
)
from keiretsu.landscape.records.companies import Kind
from keiretsu.landscape.store import Statement, statement

_OF_PARTIES = (
    *("country", "classification", "parent", "topics"),
    *("incorporationDate", "dissolutionDate"),
)
_PARTIES = ("Company", "Organization", "PublicBody", "Person", "LegalEntity")
_NAMES = ("name", "alias", "abbreviation")
_FORMER, _WEAK = "previousName", "weakAlias"
_KIND_OF = {"Person": "person", "PublicBody": "state"}
_IS_PERSON = {"Person": True, "Company": False}
_CITED = ("publisher", "sourceUrl", "summary")
_TAKEN = {
    "Ownership": ("owner", "asset", "percentage", "startDate", "endDate", "date"),
    "Directorship": (
        "director",
        "organization",
        "role",
        "startDate",
        "endDate",
        "date",
    ),
    "Project": (
        *("name", "projectId", "goal", "startDate", "endDate", "status", "phase"),
        "keywords",
    ),
    "ProjectParticipant": ("project", "participant", "startDate", "endDate"),
}


def read(data: bytes, place: str, parties: Parties) -> ImportResult:
    """Return the statements of JSON lines.

    Raises
    ------
    DataError
        If a line is no entity, means nobody we know, or says something impossible;
        the message gives file, line and property.
    """
    return _Reader(list(entities(text_of(data, place), place)), parties).carried()


START_UNKNOWN = "start not stated: held by the day that the file was read or dated"


def _day(text: str) -> str:
    """Return a date without the time of day that others put behind it."""
    return text.partition("T")[0].strip()


def _own_day(entity: Entity) -> str:
    """Return a day on which a tie without a stated start held: that of the file."""
    dated = (*entity.said.get("modifiedAt", ()), *entity.said.get("retrievedAt", ()))
    return _day(min((*dated, *entity.seen), default=dt.date.today().isoformat()))


class _Reader:
    """Turns entities into statements, counting what has no place."""

    def __init__(self, entities: Sequence[Entity], parties: Parties) -> None:
        self.entities, self.parties, self.tally = entities, parties, Tally()
        self.stakes: list[tuple[str, dict[str, str], str]] = []
        self.members: dict[str, list[Entity]] = defaultdict(list)
        self.who: dict[str, str] = {}
        self.stated: set[str] = set()

    def carried(self) -> ImportResult:
        """Return all statements of the file, and what they left behind."""
        for entity in self.entities:
            if entity.schema in _PARTIES:
                self._meet(entity)
            elif entity.schema == "ProjectParticipant":
                self.members[entity.needed("project")].append(entity)
        found = [one for entity in self.entities for one in self._read(entity)]
        ended = [statement("stakes", row, at) for at, row in closing(self.stakes)]
        return ImportResult(statements=(*found, *ended), losses=self.tally.losses)

    def _meet(self, entity: Entity) -> None:
        """Find whom an entity means; several lines may be about one."""
        if entity.id in self.who:
            return
        said = entity.said
        own = entity.id if DATASET in entity.datasets else ""
        self.who[entity.id] = self.parties.find(
            entity.place,
            own=own,
            lei=entity.one("leiCode"),
            wikidata=entity.one("wikidataId"),
            called=[text for name in _NAMES for text in said.get(name, ())],
            once=said.get(_FORMER, ()),
            is_person=_IS_PERSON.get(entity.schema),
        )

    def _read(self, entity: Entity) -> Iterator[Statement]:
        self.tally.lose(entity.schema, *entity.rest)
        if entity.schema in _PARTIES:
            yield from self._company(entity)
        elif entity.schema == "Ownership":
            yield self._stake(entity)
        elif entity.schema == "Directorship":
            yield self._role(entity)
        elif entity.schema == "Project" and entity.id.startswith(LINK):
            yield self._link(entity)
        elif not (
            entity.schema == "ProjectParticipant"
            and entity.one("project").startswith(LINK)
        ):
            self.tally.lose(entity.schema, WHOLE)

    def _company(self, entity: Entity) -> Iterator[Statement]:
        known = (*_NAMES, _FORMER, "wikidataId", "leiCode")
        kind, who = entity.one("classification"), self.who[entity.id]
        is_new = self.parties.is_new(who) and who not in self.stated
        if kind not in get_args(Kind):
            if not is_new:
                self.tally.lose(entity.schema, *(set(entity.said) - {*known}))
                return
            kind = _KIND_OF.get(entity.schema, "other")
        self.stated.add(who)
        self.tally.lose(
            entity.schema, *(set(entity.said) - {*known, *_OF_PARTIES, *_CITED})
        )
        topics = entity.said.get("topics", [])
        self.tally.lose(entity.schema, *("topics" for t in topics if t != LISTED))
        parent = entity.one("parent")
        names = [text for name in _NAMES for text in entity.said.get(name, ())]
        named = {"name": names[0], "wikidata": entity.one("wikidataId")}
        yield self._said(
            "companies",
            entity,
            **(named if is_new else {}),
            id=who,
            country=entity.one("country").upper(),
            kind=kind,
            parent=self._party(entity, "parent") if parent else "",
            listed="yes" if LISTED in topics else "",
            lei=entity.one("leiCode"),
            since=_day(entity.one("incorporationDate")),
            until=_day(entity.one("dissolutionDate")),
        )
        if is_new:
            yield from self._spellings(entity, who, names[1:])

    def _spellings(
        self, entity: Entity, who: str, aliases: Sequence[str]
    ) -> Iterator[Statement]:
        """Yield the other names of a company that the file brings."""
        said = {"common": aliases, "former": entity.said.get(_FORMER, ())}
        for kind, texts in said.items():
            for text in dict.fromkeys(texts):
                yield self._said("names", entity, company=who, name=text, kind=kind)

    def _stake(self, entity: Entity) -> Statement:
        self._leave(entity)
        text = entity.one("percentage")
        where = f"{entity.place}, percentage"
        exact, least, most = read_extent(text, where) if text else ("", "", "")
        since, end = self._since(entity), _day(entity.one("endDate"))
        note = " ".join(entity.said.get("description", ()))
        if since is None and not end:
            note = note or START_UNKNOWN
        cells = {
            "holder": self._party(entity, "owner"),
            "held": self._party(entity, "asset"),
            "percent": exact,
            "percent_min": least,
            "percent_max": most,
            "since": since or _own_day(entity),
            "note": note,
        }
        if since is None and end:
            self.tally.lose("Ownership", BEFORE_ITS_END)
            cells = ended_only(cells, end)
        see_order(entity.place, cells["since"], end)
        made = self._said("stakes", entity, **cells)
        self.stakes.append((entity.place, made.row, end))
        return made

    def _since(self, entity: Entity) -> str | None:
        """Return from when a tie holds, or None where the file does not say."""
        return _day(entity.one("startDate") or entity.one("date")) or None

    def _role(self, entity: Entity) -> Statement:
        self._leave(entity)
        return self._said(
            "people",
            entity,
            person=self._party(entity, "director"),
            role=entity.needed("role"),
            company=self._party(entity, "organization"),
            since=self._since(entity) or _own_day(entity),
            until=_day(entity.one("endDate")),
            note=" ".join(entity.said.get("description", ()))
            or ("" if self._since(entity) else START_UNKNOWN),
        )

    def _link(self, entity: Entity) -> Statement:
        self._leave(entity)
        return self._said(
            "links",
            entity,
            id=entity.needed("projectId"),
            kinds=";".join(entity.said.get("keywords", ())),
            members=";".join(map(self._member, self.members[entity.id])),
            scope=entity.one("goal"),
            start=_day(entity.needed("startDate")),
            end=_day(entity.one("endDate")),
            status=entity.needed("status"),
            outcome=entity.one("phase"),
            basis=entity.one("description"),
        )

    def _member(self, entity: Entity) -> str:
        words = [self._party(entity, "participant")]
        for word, name in (("from", "startDate"), ("until", "endDate")):
            if day := _day(entity.one(name)):
                words += [word, day]
        return " ".join(words)

    def _party(self, entity: Entity, name: str) -> str:
        """Return our identifier of the entity that a property points to."""
        target = entity.needed(name)
        if target not in self.who:
            own = target if DATASET in entity.datasets else ""
            where = f"{entity.place}, {name} {target!r}"
            if not own:
                raise DataError(
                    f"{where} is no party of the file",
                    hint="add the line that tells who that is",
                )
            self.who[target] = self.parties.find(where, own=own)
        return self.who[target]

    def _leave(self, entity: Entity) -> None:
        taken = {*_TAKEN[entity.schema], *_CITED, "description", "recordId"}
        self.tally.lose(entity.schema, *(set(entity.said) - taken))

    def _said(self, kind: str, entity: Entity, /, **cells: str) -> Statement:
        sets = [name for name in entity.datasets if name != DATASET]
        ours = DATASET in entity.datasets and len(sets) == 1
        urls = entity.said.get("sourceUrl", [])
        self.tally.lose(entity.schema, *("sourceUrl" for _ in urls[1:]))
        titles = entity.said.get("publisher", []) or (
            [] if ours else [f"{name} (FollowTheMoney)" for name in sets]
        )
        cited = {
            "source_title": ", ".join(titles) or entity.place.rpartition(", line")[0],
            "address": urls[0] if urls else "",
            "confidence": sets[0].removeprefix(f"{DATASET}_") if ours else "sourced",
            "quote": " ".join(entity.said.get("summary", ())),
        }
        return statement(kind, cells | cited, entity.place)
