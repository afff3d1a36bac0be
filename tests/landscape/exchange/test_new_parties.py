"""A file brings the companies that it names, told and undoable, unless unclear."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keiretsu.errors import DataError
from keiretsu.landscape import load_landscape
from keiretsu.landscape.exchange import FORMATS, read_path, recorded
from keiretsu.landscape.exchange.parties import Parties, identifier
from keiretsu.landscape.store import Statement, open_store

STAKE = {"percent": "20", "since": "2020", "source_title": "a filing"}


def ftm(*names: dict[str, list[str]], **tie: list[str]) -> bytes:
    parties = [
        {"id": f"p{n}", "schema": "Company", "datasets": ["cr"], "properties": said}
        for n, said in enumerate(names)
    ]
    said = {"owner": ["p0"], "asset": ["p1"], "percentage": ["20"]}
    said |= {"startDate": ["2020-05-01"]} | tie
    own = {"id": "o", "schema": "Ownership", "datasets": ["cr"], "properties": said}
    return "\n".join(map(json.dumps, (*parties, own))).encode()


def bods(first: str, second: str, **interest: Any) -> bytes:
    def record(kind: str, name: str, details: dict[str, Any]) -> dict[str, Any]:
        return {
            "recordId": name,
            "recordType": kind,
            "statementDate": "2024-01-01",
            "recordDetails": details,
        }

    shares = {"type": "shareholding", "share": {"exact": 20}, "startDate": "2020-01-01"}
    tie = {"interestedParty": "a", "subject": "b", "interests": [shares | interest]}
    return json.dumps(
        [
            record("entity", "a", {"name": first}),
            record("entity", "b", {"name": second}),
            record("relationship", "tie", tie),
        ]
    ).encode()


def graphml(first: str, second: str) -> bytes:
    return (
        '<graphml xmlns:y="http://www.yworks.com/xml/graphml"><graph '
        'edgedefault="directed"><node id="n0"><data key="d0"><y:ShapeNode>'
        f"<y:NodeLabel>{first}</y:NodeLabel></y:ShapeNode></data></node>"
        f'<node id="n1"><data key="label">{second}</data></node>'
        '<edge source="n0" target="n1"><data key="percent">20</data>'
        '<data key="since">2020</data></edge></graph></graphml>'
    ).encode()


def table(first: str, second: str) -> bytes:
    head = "holder,held,percent,since,source_title,confidence\n"
    return f"{head}{first},{second},20,2020,a filing,sourced\n".encode()


FILES: dict[str, Callable[[str, str], bytes]] = {
    "f.jsonl": lambda a, b: ftm({"name": [a]}, {"name": [b]}),
    "f.json": bods,
    "f.graphml": graphml,
    "stakes.csv": table,
}


FACTS = recorded()


def read(data: bytes, name: str, folder: Path) -> tuple[Statement, ...]:
    path = folder / name
    path.write_bytes(data)
    return read_path(path, Parties(FACTS)).statements


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("first", "second", "ids"),
    [
        ("Alba Brewing", "Brava Beer S.A.", ("alba_brewing", "brava_beer_s_a")),
        ("Société Ñandú", "Toyota", ("societe_nandu", "toyota")),
        ("日産自動車", "Cress", ("nissan", "cress")),
    ],
)
def test_whoever_is_new_becomes_a_company_with_the_name_of_the_file(
    name: str, first: str, second: str, ids: tuple[str, str], tmp_path: Path
) -> None:
    found = read(FILES[name](first, second), name, tmp_path)
    (stake,) = (one for one in found if one.kind == "stakes")
    assert (stake.fields["holder"], stake.fields["held"]) == ids
    new = {
        one.fields["id"]: one.fields["name"] for one in found if one.kind != "stakes"
    }
    called = dict(zip(ids, (first, second), strict=True))
    assert new == {i: n for i, n in called.items() if i not in ("toyota", "nissan")}


def test_what_an_import_made_is_known_and_can_be_undone(tmp_path: Path) -> None:
    store = open_store(tmp_path / "own.db")
    store.fill()
    found = read(table("Alba", "Toyota"), "stakes.csv", tmp_path)
    written = store.add(found, by="me", origin="file")
    day = load_landscape("2025-01-01", store=store)
    assert day.stake("ALBA", "Toyota") is not None
    assert day.label("alba") == "Alba"
    store.judge(*written.new, verdict="rejected", because="a test", by="me")
    assert "alba" not in load_landscape("2025-01-01", store=store).companies


def test_a_second_import_of_the_same_file_adds_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "own.db")
    store.fill()
    path = tmp_path / "f.json"
    path.write_bytes(bods("Alba", "Brava"))
    for new in (3, 0):
        facts = [one.statement for one in store.statements() if one.is_believed]
        found = read_path(path, Parties.of(facts)).statements
        assert len(store.add(found, by="me", origin="file").new) == new


def test_names_that_mean_several_and_former_names_alone_are_refused(
    tmp_path: Path,
) -> None:
    sunrise = {"name": ["Sunrise Autoparts"], "previousName": ["Mazda"]}
    with pytest.raises(DataError, match="'Mazda' alone identifies nobody"):
        read(ftm(sunrise, {"name": ["Subaru"]}), "f.jsonl", tmp_path)
    known = {"name": ["Sunrise"], "previousName": ["X"], "wikidataId": ["Q35996"]}
    found = read(ftm(known, {"name": ["Subaru"]}), "f.jsonl", tmp_path)
    assert {one.kind for one in found} <= {"stakes", "companies", "names"}


def test_an_indirect_interest_is_no_stake_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(bods("Alba", "Brava", directOrIndirect="indirect"))
    found = read_path(path, Parties())
    assert not [one for one in found.statements if one.kind == "stakes"]
    assert "interests (shareholding, indirect)" in {loss.field for loss in found.losses}


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ({"percentage": ["75% or more"]}, {"percent_min": "75"}),
        ({"percentage": ["up to 5 %"]}, {"percent_max": "5"}),
        ({"startDate": ["2026-10-01T00:00:00"]}, {"since": "2026-10-01"}),
        ({"startDate": [], "modifiedAt": ["2024-03-02"]}, {"since": "2024-03-02"}),
    ],
)
def test_figures_and_days_as_others_write_them(
    said: dict[str, list[str]], cells: dict[str, str], tmp_path: Path
) -> None:
    data = ftm({"name": ["Honda"]}, {"name": ["Subaru"]}, **said)
    (stake,) = read(data, "f.jsonl", tmp_path)
    assert cells.items() <= stake.fields.items()


def test_a_start_that_nobody_stated_is_said_in_the_note(tmp_path: Path) -> None:
    data = ftm({"name": ["Honda"]}, {"name": ["Subaru"]}, startDate=[])
    (stake,) = read(data, "f.jsonl", tmp_path)
    assert stake.fields["note"].startswith("start not stated")


def test_older_versions_of_bods_are_named_and_json_lines_are_read(
    tmp_path: Path,
) -> None:
    old = json.dumps([{"statementID": "x", "statementType": "entityStatement"}])
    with pytest.raises(DataError, match=r"BODS 0\.1 to 0\.3 is not read, only 0\.4"):
        read(old.encode(), "f.json", tmp_path)
    lines = "\n".join(map(json.dumps, json.loads(bods("Alba", "Brava"))))
    assert len(read(lines.encode(), "f.json", tmp_path)) == 3
    assert len(read(lines.encode(), "f.jsonl", tmp_path)) == 3
    entities = ftm({"name": ["Honda"]}, {"name": ["Subaru"]})
    assert len(read(entities, "f.json", tmp_path)) == 1


def test_null_is_read_as_left_out(tmp_path: Path) -> None:
    told = json.loads(bods("Alba", "Brava"))
    told[0]["recordDetails"] |= {"alternateNames": None, "identifiers": None}
    assert len(read(json.dumps(told).encode(), "f.json", tmp_path)) == 3


def test_what_finder_and_excel_leave_is_passed_over(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        text = table("Honda", "Subaru").decode().replace("\n", ",,\n")
        archive.writestr("facts/stakes.csv", text)
        archive.writestr("__MACOSX/facts/._stakes.csv", b"\0\0")
        archive.writestr("facts/.DS_Store", b"\0")
        archive.writestr("facts/Thumbs.db", b"\0")
    assert len(read(packed.getvalue(), "f.zip", tmp_path)) == 1


def test_a_comment_within_a_figure_is_no_end_of_it(tmp_path: Path) -> None:
    data = graphml("Honda", "Subaru").replace(b">20<", b">1<!-- -->6<")
    (stake,) = (s for s in read(data, "f.graphml", tmp_path) if s.kind == "stakes")
    assert stake.fields["percent"] == "16"


@pytest.mark.parametrize("name", ["ftm", "bods", "graphml"])
def test_new_companies_go_out_and_come_back(name: str, tmp_path: Path) -> None:
    facts = read(table("Alba", "Brava"), "stakes.csv", tmp_path)
    data, _ = FORMATS[name].write(facts)
    end = FORMATS[name].suffixes[0]
    found = read(data, f"back{end}", tmp_path)
    named = {one.fields["name"] for one in found if one.kind == "companies"}
    assert named == {"Alba", "Brava"}


def test_an_identifier_is_made_of_letters_or_of_a_hash() -> None:
    assert identifier(["Škoda Auto a.s."]) == "skoda_auto_a_s"
    assert identifier(["株式会社", "Hoshi KK"]) == "hoshi_kk"
    assert identifier(["株式会社"]).startswith("party_")
