"""What ties two companies, and every pair of a market: pages and their twins."""

from __future__ import annotations

import csv
import io
import re
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from keiretsu.deals.pairs import all_pairs
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market

DAY = "on=2025-05-19"
SCAN = f"market=jp-2024-brands&{DAY}"


@pytest.fixture(scope="module")
def pairs(client: TestClient) -> dict[str, Any]:
    for _ in range(1200):
        answer = client.get(f"/pairs.json?{SCAN}&of=toyota~nissan")
        if answer.status_code == 200:
            found: dict[str, Any] = answer.json()
            return found
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "3"
        time.sleep(0.1)
    raise AssertionError("the pairs did not come")


@pytest.mark.parametrize(
    "pair", ["renault~nissan", "nissan~renault", "toyota~subaru", "geely~volvo_cars"]
)
def test_a_tie_is_what_the_landscape_holds_between_two(
    client: TestClient, pair: str
) -> None:
    landscape = load_landscape("2025-05-19")
    first, second = pair.split("~")
    held = landscape.between(first, second)
    page = client.get(f"/tie/{pair}?{DAY}").text
    told = client.get(f"/tie/{pair}.json?{DAY}").json()
    assert [e["words"] for e in told["entries"]] == [e.words for e in held]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/tie/{pair}.csv?{DAY}").text)))
    assert [row["start"] for row in rows] == [str(e.start) for e in held]
    drawn = client.get(f"/tie/{pair}.svg?{DAY}")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    stake = landscape.stake(first, second) or landscape.stake(second, first)
    assert stake is not None
    assert landscape.sentence(stake) in page.replace("\N{NO-BREAK SPACE}", " ")


def test_what_each_plans_by_itself_is_no_tie(client: TestClient) -> None:
    held = load_landscape("2025-05-19").between("renault", "nissan")
    page = client.get(f"/tie/renault~nissan?{DAY}").text
    ties, plans = re.findall(r'<ol class="dated">(.*?)</ol>', page, re.S)
    number = sum(entry.kind == "plan" for entry in held)
    assert f"up to 19 May 2025: {len(held) - number} entries" in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert ties.count("<li>") == len(held) - number
    assert plans.count("<li>") == number
    assert "Re:Nissan" in plans
    assert "Re:Nissan" not in ties


@pytest.mark.parametrize(
    "address",
    ["/tie/byd~tesla.csv", "/company/byd.csv", "/data/stakes.csv?q=zzz"],
)
def test_a_table_without_rows_names_its_columns(
    client: TestClient, address: str
) -> None:
    text = client.get(address).text
    assert list(csv.DictReader(io.StringIO(text))) == []
    assert len(text.split(",")) > 5
    full = client.get(re.sub("byd~tesla", "renault~nissan", address.split("?")[0]))
    if "/company/" not in address:
        assert full.text.splitlines()[0] == text.strip()


def test_two_companies_without_a_tie_are_told_so(client: TestClient) -> None:
    page = client.get(f"/tie/xpeng~mazda?{DAY}").text
    assert "No stake of the one in the other is on record on 19 May 2025" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tie/toyota~nisssan", 404),
        ("/tie/toyota~toyota", 400),
        ("/tie/toyota", 400),
        ("/tie/toyota~nissan.doc", 400),
        ("/tie/toyota~nissan?on=never", 400),
        ("/pairs?of=toyota", 400),
        ("/pairs?of=toyota~toyota", 400),
        ("/pairs?market=mars-2024", 404),
        ("/pairs.svg", 400),
    ],
)
def test_what_is_impossible_is_a_page_that_says_so(
    client: TestClient, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_pairs_are_those_of_the_library(
    client: TestClient, pairs: dict[str, Any]
) -> None:
    market, landscape = load_market("jp-2024-brands"), load_landscape("2025-05-19")
    found = all_pairs(landscape, market)
    assert [vars(pair) for pair in found.found] == pairs["pairs"]
    own = found.of("toyota", "nissan")
    assert own is not None
    assert pairs["asked"] == {**vars(own), "moves_less": found.below(own)}
    text = client.get(f"/pairs.csv?{SCAN}").text
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(found.found)


def test_the_page_of_pairs_says_where_one_stands_and_leads_to_each(
    client: TestClient, pairs: dict[str, Any]
) -> None:
    answer = client.get(f"/pairs?{SCAN}&of=Nissan~Toyota")
    assert "refresh" not in answer.headers
    rank, total = pairs["asked"]["rank"], len(pairs["pairs"])
    words = re.sub(r"<[^>]*>", "", answer.text)
    assert f"stand {rank} of {total}:" in words
    links = re.findall(r'href="(/deal/[^"]+)"', answer.text)
    assert len(links) == min(total, 40)
    assert all("market=jp-2024-brands" in link for link in links)


def test_a_market_that_cannot_be_paired_is_told_to_every_asker(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keiretsu.deals.pairs.MOST_GROUPS", 1)
    address = "/pairs.json?market=is-2024-brands&on=2025-05-20"
    for _ in range(300):
        answer = client.get(address)
        if answer.status_code != 503:
            break
        time.sleep(0.1)
    assert answer.status_code == 400
    assert "groups compete" in answer.json()["error"]
    assert client.get(address).status_code == 400


def test_pairs_answer_first_and_the_model_s_words_come_last(
    client: TestClient, pairs: dict[str, Any]
) -> None:
    page = client.get(f"/pairs?{SCAN}").text.replace("\N{NO-BREAK SPACE}", " ")
    top = pairs["pairs"][0]
    label = load_landscape("2025-05-19").label
    said = f"{label(top['first'])} and {label(top['second'])} would move prices most"
    assert page.index(said) < page.index("<table")
    plain = page.index("is taken to turn to others")
    assert plain < page.index(f"In the words of the model: {pairs['demand']}")


@pytest.mark.parametrize(
    ("pair", "said", "never"),
    [
        ("suzuki~mazda", "Equity: minority and full stakes, since 28 Aug 2019", "2005"),
        ("toyota~mazda", "Equity: minority and full stakes, since Aug 2017", "2005"),
        ("toyota~daihatsu", "Equity: minority and full stakes, since 2005", "(active"),
    ],
)
def test_two_are_tied_since_both_are_in_it(
    client: TestClient, pair: str, said: str, never: str
) -> None:
    """A link that began in 2005 ties two that joined it later since they did."""
    page = client.get(f"/tie/{pair}?on=2026-11-20").text.replace("\xa0", " ")
    lead = page.partition("<figure")[0]
    assert said in lead
    assert never not in lead
