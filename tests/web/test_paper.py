"""Pages as PDF: what is printed is the page, without what only a server answers."""

from __future__ import annotations

import io
import re
import shutil
import time

import pytest
from starlette.testclient import TestClient
from tests.web.test_build import DAY

from keiretsu.errors import DataError
from keiretsu.web import twins
from keiretsu.web.detached import on_paper

STATE = f"on={DAY}&market=is-2024-brands"
PAGES = {
    f"/company/nissan.pdf?on={DAY}": "Nobody decides alone in Nissan",
    f"/on/{DAY}.pdf": "Who owns whom on 19 May 2025",
    "/market/us-2022.pdf?page=2": "United States, model year 2022, by model",
    f"/tie/renault~nissan.pdf?on={DAY}": "What ties Renault and Nissan",
    f"/compare.pdf?d=toyota~nissan:20&d=honda~nissan:merger&{STATE}": "side by side",
    f"/pairs.pdf?{STATE}": "What would the merger",
    f"/car/ariya.pdf?in=JP&on={DAY}": "Nissan Ariya",
}


def there(client: TestClient, address: str) -> bytes:
    """Ask until what is computed behind is there."""
    for _ in range(200):
        answer = client.get(address)
        if answer.status_code == 200:
            assert answer.headers["content-type"] == "application/pdf"
            return answer.content
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "3"
        time.sleep(0.1)
    raise AssertionError(f"{address} did not come")


@pytest.mark.parametrize("address", PAGES)
def test_what_is_printed_is_the_page_and_loads_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(twins, "printed", str.encode)
    paper = there(client, address).decode()
    page = client.get(address.replace(".pdf", "", 1)).text
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading is not None
    assert heading[0] in paper
    assert PAGES[address] in heading[1]
    assert paper.count("<td") == page.count("<td") > 0 or "/car/" in address
    assert not re.search(r"<form|<script|<input|href=\"/|url\((?!data:)|@import", paper)
    told = address.replace(".pdf", "").replace("&", "&amp;")
    assert f"<p>This page: {told}</p></footer>" in paper


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser prints here")
def test_a_page_is_printed_once_and_says_what_it_says(client: TestClient) -> None:
    from pypdf import PdfReader

    address = f"/company/mazda.pdf?on={DAY}"
    first = there(client, address)
    assert there(client, address) == first
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    told = re.sub(r"\s+", " ", told)
    assert "Who holds Mazda" in told
    assert f"This page: /company/mazda?on={DAY}" in told
    assert "Compute it" not in told


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/company/nowhere.pdf", 404),
        ("/car/nothing.pdf", 404),
        ("/on/1999.pdf", 400),
        ("/tie/nissan~nissan.pdf", 400),
        ("/pairs.pdf?market=nowhere", 404),
        ("/compare.pdf?d=x", 400),
    ],
)
def test_what_is_not_there_is_not_printed(
    client: TestClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_no_browser_is_an_error_that_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str) -> bytes:
        raise DataError("no Chromium is here to print a PDF")

    monkeypatch.setattr(twins, "printed", refuse)
    answer = client.get("/company/subaru.pdf?on=2025-05-19")
    assert answer.status_code == 400
    assert "no Chromium is here" in answer.text


def test_a_heading_of_a_form_goes_with_it_and_links_abroad_stay() -> None:
    page = (
        '<link rel="stylesheet" href="/style.css"><script src="/static/a.js"></script>'
        '<h2>Kept</h2><p>x</p><h2>What if?</h2>\n<form action="/a"><b>y</b></form>'
        '<form class="slide"><input></form><a href="/b">near</a> '
        '<a class="r" href="https://far.example/c">far</a> <a href="#d">here</a>'
        "<footer></footer>"
    )
    assert on_paper(page, "p{}", "foot") == (
        "<style>p{}</style><h2>Kept</h2><p>x</p>near "
        '<a class="r" href="https://far.example/c">far</a> <a href="#d">here</a>'
        "<footer><p>foot</p></footer>"
    )


def test_a_company_has_its_map_as_a_drawing(client: TestClient) -> None:
    drawn = client.get(f"/company/nissan.svg?on={DAY}")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "Who owned whom round Nissan" in drawn.text
