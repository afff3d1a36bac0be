"""The lab: a table of one's own, its demand, a deal, and the Python that says it."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import time
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.market.test_workbook import book, by_hand, zipped
from tests.web.test_hostile import OURS, SCRIPT
from tests.web.test_pages import Links

from keiretsu.errors import DataError
from keiretsu.web.answers import Busy
from keiretsu.web.guard import MOST_BODY, MOST_UPLOAD
from keiretsu.web.lab import child
from keiretsu.web.lab.child import in_child
from keiretsu.web.lab.study import study_of
from keiretsu.web.lab.tables import MOST_TABLES, Tables
from keiretsu.web.pages.lab import EXAMPLE

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "examples" / "six-makers.csv").read_text(encoding="utf-8")
KNOWN = {
    "currency": "EUR",
    "margin": "0.18",
    "choices": "Alder>Birch=0.21\nBirch Tall>Alder Tall=0.22",
    "nesting": "0.5",
}
DEAL = KNOWN | {"first": "Northwind", "second": "Harbour", "on": "2025-06-01"}


def as_printed(cell: str) -> str:
    """Return a number of a page as Python prints it."""
    plain = re.sub(r"\s|†", "", cell)
    return plain.replace("\N{MINUS SIGN}", "-")


def send(client: TestClient, table: str | bytes, **said: str) -> Any:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/lab").text)
    assert found is not None
    data = {"token": found[1]} | said
    if isinstance(table, str):
        return client.post("/lab", data=data | {"text": table}, headers=OURS)
    return client.post("/lab", data=data, files={"file": ("x", table)}, headers=OURS)


@pytest.fixture(scope="module")
def kept(client: TestClient) -> str:
    """The address of the example table."""
    place: str = send(client, TABLE, currency="EUR").headers["location"]
    assert place.endswith("?currency=EUR")
    return place.partition("?")[0]


def test_the_example_is_that_of_the_docs(client: TestClient) -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == TABLE
    assert "Alder Tall" in client.get("/lab?example=1").text
    assert "Alder Tall" not in client.get("/lab").text


def test_a_table_is_looked_at_and_its_faults_are_named(client: TestClient) -> None:
    page = client.get(send(client, TABLE).headers["location"])
    assert page.status_code == 200
    assert "home 2025: 10 products of 6 makers" in page.text
    broken = TABLE.replace("62000", "-62000").replace("20500", "lots")
    page = client.get(send(client, broken).headers["location"])
    assert page.status_code == 400
    assert "lots" in page.text
    broken = TABLE.replace("62000", "-62000")
    page = client.get(send(client, broken).headers["location"])
    assert "cannot be used yet: 1 fault" in page.text
    assert "What is known" not in page.text


def test_the_python_prints_the_digits_of_the_screen(
    client: TestClient, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = urlencode(DEAL)
    demand = client.get(f"{kept}/demand?{query}").text
    deal = client.get(f"{kept}/deal?{query}").text
    code = client.get(f"{kept}/deal.py?{query}")
    assert "attachment" in code.headers["content-disposition"]
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_bytes(client.get(f"{kept}/table").content)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(code.text, "study.py", "exec"), {})
    printed = told.getvalue()
    rows = re.findall(r"(.+): elasticity (\S+), margin (\S+)", printed)
    assert len(rows) == 10
    for product, *figures in rows:
        (row,) = re.findall(rf"<tr><th scope=\"row\">{product}</th>.*?</tr>", demand)
        shown = [as_printed(cell) for cell in re.findall(r">([^<>]+)</td>", row)]
        assert all(figure in shown for figure in figures)
    rows = re.findall(r"(\w+), (.+): (\S+) \((\S+) to (\S+)\)", printed)
    assert len(rows) == 30
    for reading, product, *figures in rows:
        (table,) = re.findall(rf'data-reading="{reading}".*?</table>', deal, re.S)
        (row,) = re.findall(rf"<th scope=\"row\">{product}</th>.*?</tr>", table)
        shown = [as_printed(cell) for cell in re.findall(r">([^<>]+)</td>", row)]
        assert shown[:3] == [figure.replace(",", "") for figure in figures]


def test_the_twins_hold_what_the_pages_show(
    client: TestClient, kept: str, tmp_path: Path
) -> None:
    query = urlencode(DEAL)
    found = client.get(f"{kept}/deal.json?{query}").json()
    assert found["sentence"].startswith("If Northwind and Harbour merge")
    rows = client.get(f"{kept}/deal.csv?{query}").text.splitlines()
    assert len(rows) == 1 + 30
    assert tomllib.loads(client.get(f"{kept}/deal.toml?{query}").text) == tomllib.loads(
        found["deal"]
    )
    path = tmp_path / "demand.toml"
    path.write_text(client.get(f"{kept}/demand.toml?{query}").text, encoding="utf-8")
    import keiretsu as kt

    (market,) = kt.markets_from_frame(kt.read_table(EXAMPLE), currency="EUR")
    deal = kt.Deal.merge("Northwind", "Harbour", on="2025-06-01")
    effects = kt.run(
        deal,
        kt.load_landscape(deal.on),
        market,
        demand=kt.FittedDemands.from_file(path),
        indices=True,
    )
    ours = json.loads(json.dumps(effects.to_dict()))
    assert ours["markets"] == found["effects"]["markets"]
    book = client.get(f"{kept}/deal.xlsx?{query}").content
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()
    assert client.get(f"{kept}.json").json()["rows"] == 10
    fitted = client.get(f"{kept}/demand.json?{query}").json()
    assert fitted["file"] == path.read_text(encoding="utf-8")
    assert client.get(f"{kept}/table").text == TABLE


@pytest.mark.parametrize(
    ("part", "changes", "told"),
    [
        ("demand", {"margin": "", "choices": ""}, "known numbers for"),
        ("demand", {"margin": "lots"}, "gives no number"),
        ("demand", {"choices": "Alder=0.2"}, "names no pair"),
        ("demand", {"choices": "Alder>Oak=0.2"}, "called &#39;Oak&#39;"),
        ("demand", {"form": "magic"}, "use one of"),
        ("demand", {"market": "abroad"}, "called &#39;abroad&#39;"),
        ("demand", {"nests": "colour"}, "called &#39;colour&#39;"),
        ("demand", {"nesting": "x"}, "is no nesting parameter"),
        ("deal", {"first": ""}, "no deal is named"),
        ("deal", {"second": "Northwind"}, "with itself"),
        ("deal", {"second": "Nobody"}, "called &#39;Nobody&#39;"),
        ("deal", {"stake": "120"}, "a stake of"),
        ("deal", {"on": "yesterday"}, "yesterday"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_line(
    client: TestClient, kept: str, part: str, changes: dict[str, str], told: str
) -> None:
    page = client.get(f"{kept}/{part}?{urlencode(DEAL | changes)}")
    assert page.status_code in {400, 404}
    assert told.casefold() in page.text.casefold()
    assert "Traceback" not in page.text
    assert "/tmp" not in page.text


def test_a_stake_and_another_column_of_nests_are_computed_too(
    client: TestClient, kept: str
) -> None:
    said = DEAL | {"stake": "25", "nests": "firm_ids", "choices": ""}
    page = client.get(f"{kept}/deal?{urlencode(said)}")
    assert page.status_code == 200
    assert "table.with_classes(&#34;nesting_ids&#34;, &#39;firm_ids&#39;)" in page.text
    assert "percent = 25.0" in study_of(said).deal.to_toml()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip with nothing": lambda: b"PK\x05\x06" + b"\0" * 18,
    "gzip": lambda: b"\x1f\x8b" + b"\0" * 100,
    "old or locked workbook": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100,
    "xml": lambda: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>',
    "xml after a mark": lambda: b"\xef\xbb\xbf\n <!DOCTYPE l []>",
    "pdf": lambda: b"%PDF-1.7",
    "nothing": lambda: b" \n ",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_no_table_is_never_opened(client: TestClient, name: str) -> None:
    started = time.perf_counter()
    page = send(client, BOMBS[name]())
    assert page.status_code == 400
    assert time.perf_counter() - started < 2
    assert "save the table as csv" in page.text.lower() or name == "nothing"


def test_a_workbook_is_read_in_the_process_of_its_own(
    client: TestClient, tmp_path: Path
) -> None:
    rows = [line.split(",") for line in TABLE.splitlines()]
    numbers = [[float(c) if c.isdigit() else c for c in row] for row in rows[1:]]
    path = book(tmp_path / "table.xlsx", [rows[0], *numbers])
    place = send(client, path.read_bytes(), currency="EUR").headers["location"]
    page = client.get(place)
    assert page.status_code == 200
    assert "home 2025: 10 products of 6 makers" in page.text
    name = place.partition("?")[0]
    sent = client.get(f"{name}/table")
    assert sent.content == path.read_bytes()
    assert "table.xlsx" in sent.headers["content-disposition"]
    deal = client.get(f"{name}/deal.py?{urlencode(DEAL)}").text
    assert "kt.read_table(Path('table.xlsx'))" in deal
    asked = f"deal.json?{urlencode(DEAL)}"
    same = client.get(f"{send(client, TABLE).headers['location']}/{asked}").json()
    assert client.get(f"{name}/{asked}").json() == same


WORKBOOKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a zip": (lambda p: zipped(p, {"a": b"0" * 900_000}), "a zip file, not a workbook"),
    "a bomb": (
        lambda p: by_hand(p, "<row>" + "<c/>" * 3_000_000 + "</row>"),
        "the table",
    ),
    "macros": (
        lambda p: by_hand(p, "", **{"xl/vbaProject.bin": b"x"}),
        "the table holds macros",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_gets_one_line(
    client: TestClient, tmp_path: Path, name: str
) -> None:
    make, told = WORKBOOKS[name]
    sent = send(client, make(tmp_path / "a.xlsx").read_bytes())
    page = client.get(sent.headers["location"])
    assert page.status_code == 400
    assert told in page.text
    assert "/tmp" not in page.text


def test_a_parquet_bomb_is_refused_by_its_rows(client: TestClient) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    many = arrow.array(["x" * 150] * 600_000)
    columns = dict.fromkeys(("market_ids", "firm_ids", "product_ids"), many)
    held = io.BytesIO()
    parquet.write_table(arrow.table(columns), held, compression="zstd")
    assert len(held.getvalue()) < MOST_BODY
    page = client.get(send(client, held.getvalue()).headers["location"])
    assert page.status_code == 400
    assert "the most" in page.text or "more than" in page.text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("a," * 500_000 + "\n", id="a row without end"),
        pytest.param("market_ids\n" + '"' + "x" * 2_000_000, id="a cell without end"),
        pytest.param("\n" * 900_000 + "a", id="blank rows"),
        pytest.param("\0" * 1000, id="no text"),
        pytest.param("firm_ids,market_ids,quantities\n" + "é\ud800,m,1\n", id="half"),
        pytest.param("market_ids,firm_ids,quantities\nm,=cmd(),1e999\n", id="formula"),
        pytest.param(TABLE.replace("21000", "9" * 5000), id="digits without end"),
    ],
)
def test_a_strange_table_gets_a_page(client: TestClient, data: str) -> None:
    sent = send(client, data.encode("utf-8", "replace"))
    assert sent.status_code in {303, 400}
    if sent.status_code == 303:
        page = client.get(sent.headers["location"])
        assert page.status_code in {200, 400}
        assert len(page.content) < 300_000


def test_script_in_a_table_stays_text(client: TestClient) -> None:
    cells = SCRIPT.replace('"', '""')
    table = TABLE.replace("Alder Tall", f'"{cells}"').replace("Northwind", f'"{cells}"')
    place = send(client, table, currency=SCRIPT[:9]).headers["location"]
    name = place.partition("?")[0]
    said = {"margin": "0.18", "nesting": "0.5", "elasticity": "-1"}
    deal = said | {"first": SCRIPT, "second": "Harbour", "on": "2025-06-01"}
    for page in (
        client.get(place),
        client.get(f"{name}/demand?{urlencode(said)}"),
        client.get(f"{name}/deal?{urlencode(deal)}"),
        client.get(f"{name}/deal?{urlencode(deal | {'stake': SCRIPT})}"),
    ):
        assert page.status_code in {200, 400}
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert Links(page.text).handlers == []
    sent = client.get(f"{name}/table")
    assert "attachment" in sent.headers["content-disposition"]
    assert sent.headers["x-content-type-options"] == "nosniff"


@settings(max_examples=60, deadline=None)
@given(words=st.dictionaries(st.sampled_from(["first", "market", "nests", "choices",
       "own", "currency", "place", "tastes"]), st.text(max_size=40)))  # fmt: skip
def test_no_words_leave_the_strings_of_the_python(words: dict[str, str]) -> None:
    import ast

    try:
        study = study_of(words | {"second": "b"})
    except DataError:
        return
    code = ast.parse(study.python())
    calls = {ast.unparse(n.func) for n in ast.walk(code) if isinstance(n, ast.Call)}
    assert calls <= {
        *("kt.read_table", "Path", "table.with_classes", "kt.markets_from_frame"),
        *("kt.load_landscape", "Ownership.of_day", "KnownNumbers", "kt.Deal.merge"),
        *("calibrate_market", "print", "implied_rows", "kt.FittedDemands", "kt.run"),
        *("effects.rows", "next", "iter", "markets.values"),
    }


def test_a_task_is_ended_when_its_time_is_over() -> None:
    started = time.perf_counter()
    with pytest.raises(DataError, match=r"longer than 0\.05 seconds"):
        in_child("checked", EXAMPLE, {}, seconds=0.05)
    assert time.perf_counter() - started < 3


def test_a_task_is_ended_when_it_takes_too_much_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    row = ",".join(["1.5"] * 10) + "\n"
    path.write_text(",".join("abcdefghij") + "\n" + row * 120_000, encoding="utf-8")
    with pytest.raises(DataError, match="too much memory"):
        in_child("checked", path, {}, memory=200_000_000)
    with pytest.raises(DataError, match="too much memory"):
        in_child("checked", path, {}, memory=30_000_000)


def test_a_task_is_told_no_secret_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEIRETSU_WEB_SECRET", "00")
    seen: dict[str, Any] = {}
    popen = subprocess.Popen

    def watched(*words: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return popen(*words, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    in_child("checked", EXAMPLE, {})
    assert "KEIRETSU_WEB_SECRET" not in seen
    assert not Path(seen["TMPDIR"]).exists()


def test_too_many_tasks_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(child, "_PLACES", threading.Semaphore(0))
    with pytest.raises(Busy):
        in_child("checked", EXAMPLE, {})


def test_the_last_tables_are_kept_and_no_other_file_is_reached(tmp_path: Path) -> None:
    kept = Tables(tmp_path)
    name = kept.keep(TABLE.encode())
    assert kept.keep(TABLE.encode()) == name
    (tmp_path / "secret.csv").write_text("x", encoding="utf-8")
    for wrong in ("secret", "../secret", name.upper(), ""):
        with pytest.raises(DataError, match="no such table"):
            kept.path(wrong)
    for number in range(MOST_TABLES + 5):
        kept.keep(f"a\n{number}".encode())
    assert len(list(tmp_path.iterdir())) == MOST_TABLES


def test_a_table_needs_our_token_our_page_and_its_size(client: TestClient) -> None:
    sent = {"text": TABLE, "token": "x"}
    assert client.post("/lab", data=sent, headers=OURS).status_code == 403
    assert client.post("/lab", data=sent).status_code == 403
    large = "a" * (MOST_UPLOAD + 10)
    assert client.post("/lab", data={"text": large}, headers=OURS).status_code == 413
