"""FollowTheMoney: written as its readers expect, read as its writers write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.landscape.exchange.strategies import roles, stakes

from keiretsu.errors import DataError
from keiretsu.landscape.exchange import read_path, recorded
from keiretsu.landscape.exchange.ftm import is_url, write
from keiretsu.landscape.exchange.ftm_reading import read
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.exchange.percentages_and_dates import closing, iso, read_extent
from keiretsu.landscape.store import Statement, statement

HELD = ("companies", "stakes", "people", "links")
UNHELD = ("votes_percent", "votes_min", "votes_max", "of", "successor")


def held(one: Statement) -> Statement:
    """What FollowTheMoney can hold of a statement, told by hand."""
    fields = {k: v for k, v in one.fields.items() if k not in UNHELD}
    if fields.get("listed") == "no":
        del fields["listed"]
    for column in ("since", "until"):
        if column in fields:
            fields[column] = iso(fields[column])
    address = one.address if is_url(one.address) else ""
    return replace(one, fields=MappingProxyType(fields), address=address)


def lines(*entities: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(entity) for entity in entities).encode()


def company(id: str, **said: list[str]) -> dict[str, Any]:
    return {"id": id, "schema": "Company", "datasets": ["register"], "properties": said}


def ownership(**said: list[str]) -> dict[str, Any]:
    given = {"owner": ["a"], "asset": ["b"], "startDate": ["2020-05-01"]} | said
    return {"id": "o", "schema": "Ownership", "datasets": ["cr"], "properties": given}


TWO = (company("a", name=["Honda"]), company("b", wikidataId=["Q20165"]))


def stake_read(**said: list[str]) -> Statement:
    (found,) = read(lines(*TWO, ownership(**said)), "f.jsonl", Parties()).statements
    return found


def test_one_stake_is_written_as_an_ownership_between_two_companies() -> None:
    row = {"holder": "honda", "held": "nissan", "percent": "20", "since": "2020-05"}
    row |= {"source_title": "a paper", "address": "https://example.org"}
    row |= {"confidence": "derived", "votes_percent": "15", "note": "via a trust"}
    stated = statement("stakes", row, "here")
    data, losses = write([stated])
    honda, nissan, owns = map(json.loads, data.decode().splitlines())
    assert (honda["id"], nissan["id"]) == ("keiretsu-honda", "keiretsu-nissan")
    assert nissan["schema"] == "Company"
    assert nissan["properties"]["wikidataId"] == ["Q20165"]
    assert owns["datasets"] == ["keiretsu", "keiretsu_derived"]
    assert owns["properties"] == {
        "owner": ["keiretsu-honda"],
        "asset": ["keiretsu-nissan"],
        "percentage": ["20"],
        "startDate": ["2020-05"],
        "description": ["via a trust"],
        "recordId": [stated.hash],
        "publisher": ["a paper"],
        "sourceUrl": ["https://example.org"],
    }
    assert [str(loss) for loss in losses] == ["stakes, votes_percent: 1"]


def test_a_figure_ends_where_the_next_one_begins() -> None:
    row = {"holder": "honda", "held": "nissan", "source_title": "a paper"}
    row |= {"confidence": "sourced"}
    facts = [
        statement("stakes", row | {"percent": percent, "since": since}, "here")
        for percent, since in (("5", "2019"), ("7", "2021-03"), ("0", "2023-01-02"))
    ]
    data, _ = write(facts)
    said = [json.loads(line)["properties"] for line in data.decode().splitlines()[2:]]
    ends = [properties.get("endDate") for properties in said]
    assert ends == [["2021-03"], ["2023-01-02"], None]
    assert list(read(data, "f.jsonl", Parties()).statements) == facts


def test_the_bundled_facts_come_back_as_far_as_they_are_held() -> None:
    facts = recorded()
    data, losses = write(facts)
    wanted = [held(one) for one in facts if one.kind in HELD]
    found = read(data, "f.jsonl", Parties())
    assert list(found.statements) == wanted
    assert found.losses == ()
    lost = {(loss.kind, loss.field): loss.rows for loss in losses}
    votes = sum("votes_percent" in one.fields for one in facts)
    assert lost["stakes", "votes_percent"] == votes
    plans = sum(one.kind == "plans" for one in facts)
    assert lost["plans", "whole rows"] == plans


def test_identifiers_are_unique_and_every_tie_finds_its_ends() -> None:
    entities = [json.loads(line) for line in write(recorded())[0].splitlines()]
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    for entity in entities:
        for end in ("owner", "asset", "director", "organization", "participant"):
            assert set(entity["properties"].get(end, ())) <= set(ids)


@given(facts=st.lists(stakes() | roles(), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_what_is_held_comes_back(facts: list[Statement]) -> None:
    data, _ = write(facts)
    assert list(read(data, "f.jsonl", Parties()).statements) == [held(f) for f in facts]


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("20", ("20", "", "")),
        ("20%", ("20", "", "")),
        ("20.00", ("20.00", "", "")),
        ("20,5 %", ("20.5", "", "")),
        ("more than 50", ("", "50", "")),
        ("> 50 %", ("", "50", "")),
        ("50+", ("", "50", "")),
        ("less than 5 percent", ("", "", "5")),
        ("between 25 and 50", ("", "25", "50")),
        ("8.5 – 9", ("", "8.5", "9")),
        ("25% to 50%", ("", "25", "50")),
    ],
)
def test_percentages_are_read_as_people_write_them(
    text: str, extent: tuple[str, ...]
) -> None:
    assert read_extent(text, "here") == extent
    assert stake_read(percentage=[text]).row["percent"] == extent[0]


def test_the_file_of_another_is_read_with_its_data_set_as_the_source() -> None:
    found = stake_read(percentage=["12.5"])
    assert dict(found.fields) == {
        "holder": "honda",
        "held": "nissan",
        "percent": "12.5",
        "since": "2020-05-01",
    }
    assert found.source_title == "cr (FollowTheMoney)"


def test_an_end_that_no_figure_follows_is_a_stake_of_nothing() -> None:
    data = lines(*TWO, ownership(percentage=["5"], endDate=["2022"]))
    _, ended = read(data, "f.jsonl", Parties()).statements
    assert (ended.fields["percent"], ended.fields["since"]) == ("0", "2022")
    assert closing([]) == []


def test_an_end_without_a_start_began_nothing() -> None:
    data = lines(*TWO, ownership(percentage=["5"], startDate=[], endDate=["2022"]))
    (ended,) = (found := read(data, "f.jsonl", Parties())).statements
    assert (ended.fields["percent"], ended.fields["since"]) == ("0", "2022")
    assert "extent before its end" in str(found.losses[0])


def test_what_has_no_place_is_counted() -> None:
    other = {"id": "x", "schema": "Sanction", "properties": {"reason": ["?"]}}
    data = lines(*TWO, ownership(sharesCount=["7"], percentage=["5"]), other)
    losses = read(data, "f.jsonl", Parties()).losses
    assert [str(loss) for loss in losses] == [
        "Ownership, sharesCount: 1",
        "Sanction, whole rows: 1",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "f.jsonl, line 1: no JSON"),
        (b"\n[1]", "line 2: no entity"),
        (b"[" * 100_000, "line 1: no JSON"),
        (b'{"id": 1, "schema": "Company"}', "line 1, id: no text"),
        (lines(company("a", name=["x"]) | {"properties": 5}), "properties: no object"),
        (lines(company("a", name=[{}])), "line 1, name: .* is no text"),  # type: ignore[list-item]
        (
            lines(company("a", name=["Sunrise"], previousName=["Mazda"])),
            "line 1: 'Sunrise' is nobody we know, and the former name 'Mazda' alone",
        ),
        (
            lines(*TWO, ownership(startDate=["2026-10-01"], endDate=["2026-09-01"])),
            "line 3, endDate: it ends on 2026-09-01, before it begins on 2026-10-01",
        ),
        (
            lines(company("a", name=["Subaru"], wikidataId=["Q20165"])),
            "line 1: one party is two of ours: by its identifier nissan, by its name s",
        ),
        (
            lines(company("a", name=["Toyota"]) | {"schema": "Person"}),
            "line 1: 'Toyota' is a company, and the file has a person of that name",
        ),
        (
            lines(company("a", name=["Carlos Ghosn"])),
            "line 1: '.*Ghosn' is a person, and the file has a company of that name",
        ),
        (lines(ownership()), "line 1, owner 'a' is no party of the file"),
        (lines(*TWO, ownership(percentage=["a lot"])), "line 3, percentage: 'a lot'"),
        (lines(*TWO, ownership(percentage=["120"])), "line 3, column percent: .*120 %"),
        (lines(*TWO, ownership(percentage=["5", "6"])), "line 3, percentage: several"),
        (
            lines(*TWO, ownership(startDate=["soon"])),
            "line 3, column since: 'soon' is no date",
        ),
        (lines(*TWO, ownership(startDate=["soon"])), "line 3, column since: 'soon' is"),
        (b"\xff", "line 1: byte 0 is not UTF-8"),
    ],
)
def test_what_is_hostile_or_wrong_is_refused_with_its_line(
    data: bytes, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        read(data, "f.jsonl", Parties())


def test_a_fact_that_came_back_with_less_is_known_again(tmp_path: Path) -> None:
    facts = recorded()
    path = tmp_path / "facts.jsonl"
    path.write_bytes(write(facts)[0])
    found = read_path(path, Parties.of(facts)).statements
    assert list(found) == [one for one in facts if one.kind in HELD]


def test_a_holder_without_a_row_gets_one_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(lines(*TWO, ownership(percentage=["5"])))
    *rows, stake = read_path(path, Parties()).statements
    assert [row.fields["id"] for row in rows] == ["honda", "nissan"]
    assert {row.source_title for row in rows} == {stake.source_title}
