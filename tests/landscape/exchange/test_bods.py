"""BODS 0.4: what is written passes the published schema, and comes back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from libcovebods.config import LibCoveBODSConfig  # type: ignore[import-untyped]
from libcovebods.data_reader import DataReader  # type: ignore[import-untyped]
from libcovebods.run_tasks import process_additional_checks  # type: ignore[import-untyped]
from libcovebods.schema import SchemaBODS  # type: ignore[import-untyped]
from libcovebods.tasks.checks import legacy_checks, record_based_checks  # type: ignore[import-untyped]
from referencing import Registry, Resource
from tests.landscape.exchange.strategies import roles, stakes

from keiretsu.errors import DataError
from keiretsu.landscape.exchange import read_path, recorded
from keiretsu.landscape.exchange.bods import number, write, write_on
from keiretsu.landscape.exchange.bods_reading import UNKNOWN_WHETHER_DIRECT, read
from keiretsu.landscape.exchange.ftm import is_url
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import Statement, statement
from keiretsu.units import PartialDate

HELD = ("companies", "stakes", "people")
DAY = dt.date(2026, 1, 2)


@cache
def schema() -> Draft202012Validator:
    """The published schema, as Open Ownership's own checker carries it."""
    folder = files("libcovebods") / "data" / "schema-0-4-0"
    names = ("statement", "entity-record", "person-record", "relationship-record")
    texts = [
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in (*names, "components")
    ]
    registry: Any = Registry().with_resources(
        [(text["$id"], Resource.from_contents(text)) for text in texts]
    )
    return Draft202012Validator(
        texts[0], registry=registry, format_checker=FormatChecker()
    )


def checked(data: bytes, folder: Path) -> list[dict[str, Any]]:
    """What Open Ownership's additional checks find, without asking the network."""
    path = folder / "facts.json"
    path.write_bytes(data)
    reader, config = DataReader(str(path)), LibCoveBODSConfig()
    with pytest.MonkeyPatch.context() as patch:
        for module in (legacy_checks, record_based_checks):
            name = "get_orgids_prefixes"
            patch.setattr(module, name, lambda *_: ["XI-LEI"], raising=False)
        found = process_additional_checks(reader, config, SchemaBODS(reader, config))
    return list(found["additional_checks"])


def test_the_additional_checks_of_open_ownership_find_nothing(tmp_path: Path) -> None:
    assert checked(write(recorded())[0], tmp_path) == []
    again = [
        stake(percent=p, since=s)
        for p, s in (
            ("5", "2019-01-01"),
            ("0", "2020-01-01"),
            ("7", "2021-01-01"),
            ("0", "2022-01-01"),
        )
    ]
    data = write(again)[0]
    assert checked(data, tmp_path) == []
    records = [one["recordId"] for one in json.loads(data)[2:]]
    assert records[0] == records[1] != records[2] == records[3]
    found = read(data, "f.json", Parties()).statements
    assert [one.fields["percent"] for one in found] == ["5", "0", "7", "0"]
    broken = json.loads(data)
    broken[0]["annotations"] = [
        {
            "statementPointerTarget": "/nowhere",
            "motivation": "commenting",
            "description": "x",
        }
    ]
    assert checked(json.dumps(broken).encode(), tmp_path)


def held(one: Statement) -> Statement:
    """What BODS can hold of a statement, told by hand."""
    fields = {
        k: v for k, v in one.fields.items() if k not in ("of", "parent", "successor")
    }
    if fields.get("kind") == "person":
        fields = {"id": fields["id"], "kind": "person"}
    for column, text in fields.items():
        if column in ("since", "until"):
            fields[column] = PartialDate(text).first.isoformat()
        elif "percent" in column or column in ("votes_min", "votes_max"):
            fields[column] = str(number(text))
    address = one.address if is_url(one.address) else ""
    return replace(one, fields=MappingProxyType(fields), address=address)


def by_hash(statements: Any) -> list[Statement]:
    return sorted(statements, key=lambda one: one.hash)


def stake(**cells: str) -> Statement:
    row = {"holder": "honda", "held": "nissan", "since": "2020-05-01"}
    row |= {"source_title": "a paper", "confidence": "derived"}
    return statement("stakes", row | cells, "here")


def test_one_stake_is_a_record_between_two_others() -> None:
    said = stake(percent="20", votes_min="10", votes_max="15.5", note="via a trust")
    data, losses = write_on([said], DAY)
    made = json.loads(data)
    schema().validate(made)
    assert losses == ()
    honda, nissan, tie = made
    assert honda["recordType"] == nissan["recordType"] == "entity"
    assert tie["statementId"] == said.hash
    assert tie["recordStatus"] == "new"
    assert tie["recordDetails"]["interestedParty"] == honda["recordId"]
    assert tie["recordDetails"]["subject"] == nissan["recordId"]
    shares, votes = tie["recordDetails"]["interests"]
    assert (shares["type"], shares["share"]) == ("shareholding", {"exact": 20})
    assert votes["share"] == {"minimum": 10, "maximum": 15.5}
    assert shares["startDate"] == votes["startDate"] == "2020-05-01"
    assert tie["publicationDetails"]["publicationDate"] == "2026-01-02"
    assert tie["source"]["description"] == "a paper"


def test_the_figures_of_a_stake_are_one_record_from_new_to_closed() -> None:
    facts = [stake(percent="0", since="2023-01-01"), stake(), stake(since="2022-01-01")]
    ties = json.loads(write(facts)[0])[2:]
    assert [tie["recordStatus"] for tie in ties] == ["new", "updated", "closed"]
    assert len({tie["recordId"] for tie in ties}) == 1


def test_the_bundled_facts_pass_the_schema_and_come_back_as_far_as_held() -> None:
    facts = recorded()
    data, losses = write(facts)
    made = json.loads(data)
    schema().validate(made)
    assert len({one["statementId"] for one in made}) == len(made)
    found = read(data, "f.json", Parties())
    wanted = [held(one) for one in facts if one.kind in HELD]
    assert by_hash(found.statements) == by_hash(wanted)
    assert found.losses == ()
    lost = {(loss.kind, loss.field): loss.rows for loss in losses}
    assert lost["companies", "parent"] == sum("parent" in s.fields for s in facts)
    assert ("stakes", "votes_percent") not in lost


def test_a_fact_that_came_back_with_less_is_known_again(tmp_path: Path) -> None:
    facts = recorded()
    path = tmp_path / "facts.json"
    path.write_bytes(write(facts)[0])
    found = read_path(path, Parties.of(facts)).statements
    assert by_hash(found) == by_hash(one for one in facts if one.kind in HELD)


@given(facts=st.lists(stakes() | roles(), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_what_is_held_comes_back_and_passes_the_schema(
    facts: list[Statement],
) -> None:
    data, _ = write(facts)
    schema().validate(json.loads(data))
    found = read(data, "f.json", Parties()).statements
    assert by_hash(found) == by_hash(map(held, facts))


def entity(record: str, **details: Any) -> dict[str, Any]:
    return {"recordId": record, "recordType": "entity", "recordDetails": details}


def relationship(*interests: dict[str, Any], **more: Any) -> dict[str, Any]:
    details = {"subject": "b", "interestedParty": "a", "interests": list(interests)}
    made = {"recordId": "r", "recordType": "relationship", "recordDetails": details}
    return made | {"statementDate": "2021-02-03"} | more


WIKIDATA = {"id": "Q20165", "schemeName": "Wikidata"}
TWO = (entity("a", name="Honda"), entity("b", identifiers=[WIKIDATA]))
SHARES: dict[str, Any] = {"type": "shareholding"}


def foreign(*told: Any) -> bytes:
    return json.dumps(told).encode()


def test_the_file_of_another_is_read() -> None:
    shares = SHARES | {"share": {"exclusiveMinimum": 25, "maximum": 50}}
    odd = {"type": "settlor"}
    publisher = {"publisher": {"name": "a register"}}
    tie = relationship(shares, odd, publicationDetails=publisher)
    found = read(foreign(*TWO, tie), "f.json", Parties())
    (made,) = found.statements
    assert dict(made.fields) == {
        "holder": "honda",
        "held": "nissan",
        "percent_min": "25",
        "percent_max": "50",
        "since": "2021-02-03",
    }
    assert made.source_title == "a register"
    assert [str(loss) for loss in found.losses] == [
        "relationship, interests (settlor): 1"
    ]


@pytest.mark.parametrize(
    ("how", "stakes", "told"),
    [
        ("direct", 1, []),
        ("indirect", 0, ["relationship, interests (shareholding, indirect): 1"]),
        ("unknown", 1, [f"relationship, {UNKNOWN_WHETHER_DIRECT}: 1"]),
    ],
)
def test_what_is_not_direct_is_told(how: str, stakes: int, told: list[str]) -> None:
    tie = relationship(SHARES | {"share": {"exact": 50}, "directOrIndirect": how})
    found = read(foreign(*TWO, tie), "f.json", Parties())
    assert len(found.statements) == stakes
    assert [str(loss) for loss in found.losses] == told


def test_a_closed_record_is_a_stake_of_nothing_from_then_on() -> None:
    shares = SHARES | {"share": {"exact": 5}, "startDate": "2020-01-01"}
    tie = relationship(shares, recordStatus="closed")
    begun, ended = read(foreign(*TWO, tie), "f.json", Parties()).statements
    assert (begun.fields["percent"], begun.fields["since"]) == ("5", "2020-01-01")
    assert (ended.fields["percent"], ended.fields["since"]) == ("0", "2021-02-03")


def test_a_closed_record_without_a_start_began_nothing() -> None:
    tie = relationship(SHARES | {"share": {"exact": 5}}, recordStatus="closed")
    (ended,) = (found := read(foreign(*TWO, tie), "f.json", Parties())).statements
    assert (ended.fields["percent"], ended.fields["since"]) == ("0", "2021-02-03")
    assert [str(loss) for loss in found.losses] == [
        "relationship, extent before its end (start not stated): 1"
    ]
    over = relationship(SHARES | {"share": {"exact": 5}, "endDate": "2020-01-01"})
    (ended,) = read(foreign(*TWO, over), "f.json", Parties()).statements
    assert (ended.fields["percent"], ended.fields["since"]) == ("0", "2020-01-01")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            foreign(
                *TWO,
                relationship(
                    SHARES | {"startDate": "2024-01-01", "endDate": "2023-01-01"}
                ),
            ),
            "statement 3, endDate: it ends on 2023-01-01, before it begins on 2024",
        ),
        (b"[\n{", "f.json, line 2: no JSON"),
        (b"[" * 100_000, "f.json: no JSON"),
        (b"{}", "no BODS file"),
        (b"[5]", "statement 1: no object"),
        (b"[{}]", "statement 1, recordType: is not given"),
        (
            foreign(entity("a", name="Mazda Toyo", alternateNames="x")),
            "no list of texts",
        ),
        (foreign(entity("a", identifiers=5)), "recordDetails, identifiers: no list"),
        (foreign(relationship(SHARES)), "interestedParty 'a' is no party of the file"),
        (
            foreign(*TWO, relationship(SHARES | {"share": {"exact": 120}})),
            "statement 3, column percent: 120 % is not from 0",
        ),
        (
            foreign(*TWO, relationship(SHARES | {"share": {"exact": True}})),
            "interests 1, share, exact: True is no text",
        ),
        (
            foreign(*TWO, relationship(SHARES | {"startDate": "soon"})),
            "statement 3, column since: 'soon' is no date",
        ),
    ],
)
def test_what_is_hostile_or_wrong_is_refused_with_its_place(
    data: bytes, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        read(data, "f.json", Parties())
