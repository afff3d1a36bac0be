"""The tables and the markets, read only: what the package holds, cell by cell."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.test_hostile import SCRIPT
from tests.web.test_pages import Links

from keiretsu.characters import sheet_cell
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.market import catalogue, load_market, product_names
from keiretsu.web.pages.data import MOST_ROWS, Look, rows_of

FACTS = files("keiretsu.landscape") / "facts"


def own(table: str) -> list[dict[str, str]]:
    text = (FACTS / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("table", TABLES)
def test_the_twins_are_the_table(client: TestClient, table: str) -> None:
    assert client.get(f"/data/{table}.json").json()["rows"] == own(table)
    sent = client.get(f"/data/{table}.csv").text
    safe = [{k: sheet_cell(v) for k, v in row.items()} for row in own(table)]
    assert list(csv.DictReader(io.StringIO(sent))) == safe


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_on_one_page_with_its_source(
    client: TestClient, table: str
) -> None:
    rows, shown = len(own(table)), 0
    for page in range(1, -(-rows // MOST_ROWS) + 1):
        answer = client.get(f"/data/{table}?page={page}")
        assert answer.status_code == 200
        assert Links(answer.text).handlers == []
        assert answer.text.count("<h1>") == 1
        shown += answer.text.count('<td class="from"')
    assert shown == rows
    assert client.get(f"/data/{table}?page={page + 1}").status_code == 400
    assert f'href="/data/{table}"' in client.get("/data").text


def test_words_choose_and_a_column_orders(client: TestClient) -> None:
    found = client.get("/data/stakes.json?q=Renault nissan&by=percent&down=1").json()
    rows = found["rows"]
    assert rows
    assert all(
        {"renault", "nissan"} <= set(" ".join(r.values()).casefold().split()) or
        "renault" in " ".join(r.values()).casefold() for r in rows
    )  # fmt: skip
    percents = [float(r["percent"]) for r in rows if r["percent"]]
    assert percents == sorted(percents, reverse=True)
    assert 100.0 in percents
    assert percents.index(100.0) < percents.index(51.0)  # by size, not by letters
    assert client.get("/data/stakes?q=zzz").text.count("<tr>") < 30


@settings(max_examples=60)
@given(
    words=st.text(max_size=12),
    by=st.sampled_from(["", "percent", "holder", "since"]),
    down=st.booleans(),
)
def test_looking_loses_and_invents_no_row(words: str, by: str, down: bool) -> None:
    rows = rows_of("stakes")
    found = Look(words=words, by=by, down=down, page=1).rows(rows)
    assert len(found) <= len(rows)
    assert all(row in rows for row in found)
    if not words.split():
        key = sorted(map(sorted, (row.items() for row in rows)))
        assert sorted(map(sorted, (row.items() for row in found))) == key


@pytest.mark.parametrize("entry", [e.name for e in catalogue()][::6])
def test_a_market_shows_what_is_sold(client: TestClient, entry: str) -> None:
    market, page = load_market(entry), client.get(f"/market/{entry}")
    assert page.status_code == 200
    assert "None" not in page.text
    best = product_names(market)[int(market.quantities.argmax())]
    assert page.text.index("<tbody>") < page.text.index(best.replace("'", "&#39;"))
    told = client.get(f"/market/{entry}.json").json()
    assert [row["product"] for row in told["products"]] == list(market.products)
    assert told["sources"]
    sent = list(csv.DictReader(io.StringIO(client.get(f"/market/{entry}.csv").text)))
    assert sum(float(row["share"]) for row in sent) == pytest.approx(1)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/data/secrets", 404), ("/data/..%2fnames", 404), ("/data/stakes?page=0", 400),
     ("/data/stakes?page=x", 400), ("/data/stakes?page=99999", 400),
     ("/data/stakes?by=colour", 404), ("/data/stakes.xml", 400),
     ("/market/nowhere", 404), ("/market/us-2022.svg", 400),
     ("/market/us-2022?page=999", 400), ("/data/stakes?page=%D9%A3", 400)],
)  # fmt: skip
def test_what_is_not_there_is_told(
    client: TestClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_words_stay_words(client: TestClient) -> None:
    said = quote(SCRIPT, safe="")
    for address in (f"/data/stakes?q={said}", f"/data/{said}", f"/market/{said}"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert Links(text).handlers == []


def test_the_package_leads_to_every_table(client: TestClient) -> None:
    found = client.get("/data.json").json()["resources"]
    assert len(found) == len(TABLES)
    for resource in found:
        assert client.get(resource["path"]).status_code == 200
