"""Pieces for other pages: only these may be framed, and only ours are told of."""

from __future__ import annotations

import html
import re
import time
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.web.test_hostile import SCRIPT
from tests.web.test_pages import DEAL, PAGES, Links

STATE = "stake=20&on=2025-05-19&market=is-2024-brands"


@pytest.mark.parametrize("kind", ["deal", "curve"])
def test_a_piece_may_be_framed_and_runs_nothing(client: TestClient, kind: str) -> None:
    for _ in range(200):
        answer = client.get(f"/embed/{kind}/toyota~nissan?{STATE}")
        if "refresh" not in answer.headers:
            break
        time.sleep(0.1)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert policy.count("frame-ancestors") == 1
    assert "unsafe" not in policy
    page = Links(answer.text)
    assert page.handlers == []
    assert page.loads == []
    assert [link for link in page.links] == [f"/deal/toyota~nissan?{STATE}"]
    assert "If Toyota holds 20" in answer.text
    assert ("<svg" in answer.text) == (kind == "curve")


@pytest.mark.parametrize("address", PAGES)
def test_no_other_page_may_be_framed(client: TestClient, address: str) -> None:
    policy = client.get(address).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy


def test_a_piece_of_no_deal_is_told(client: TestClient) -> None:
    assert client.get("/embed/deal/toyota~nobody").status_code == 404
    assert client.get("/embed/curve/toyota").status_code == 400
    assert client.get("/embed/secret/toyota~nissan").status_code == 404
    refused = client.get("/embed/deal/toyota~nobody").headers
    assert "frame-ancestors 'none'" in refused["content-security-policy"]


@pytest.mark.parametrize("site", ["", "http://testserver", "https://testserver"])
def test_oembed_tells_how_a_deal_is_framed(client: TestClient, site: str) -> None:
    told = client.get(f"/oembed?url={quote(site + DEAL, safe='')}").json()
    assert told["type"] == "rich"
    assert told["version"] == "1.0"
    assert told["title"] == "Toyota takes 20 % of Nissan"
    (frame,) = re.findall(r'<iframe src="([^"]+)"', told["html"])
    assert frame.startswith("http://testserver/embed/deal/toyota~nissan?")
    assert client.get(html.unescape(frame)).status_code == 200
    shown = client.get(told["thumbnail_url"])
    assert shown.headers["content-type"] == "image/png"
    assert {told["width"], told["height"]} <= {640, 360}
    small = client.get(f"/oembed?url={quote(DEAL, safe='')}&maxwidth=300&maxheight=200")
    assert (small.json()["width"], small.json()["height"]) == (300, 200)


def test_the_page_says_where_it_is_told(client: TestClient) -> None:
    found = re.search(
        r'type="application/json\+oembed"[^>]*href="([^"]+)"', client.get(DEAL).text
    )
    assert found is not None
    assert client.get(html.unescape(found[1])).json()["type"] == "rich"


@pytest.mark.parametrize(
    "address",
    ["", "x", "/", "/deal", "/deal/", "/company/nissan", "/deal/toyota~nobody",
     "http://evil.example/deal/toyota~nissan", "//evil.example/deal/toyota~nissan",
     "http://testserver.evil.example/deal/toyota~nissan", "javascript:alert(1)",
     "http://testserver@evil.example/deal/toyota~nissan", "http://[/deal/a~b",
     "http://testserver:99/deal/toyota~nissan", "/deal/toyota~nissan/owners",
     "/embed/deal", "/deal/toyota~nissan?stake=900", f"/deal/{SCRIPT}"],
)  # fmt: skip
def test_oembed_tells_nothing_of_what_is_not_ours(
    client: TestClient, address: str
) -> None:
    answer = client.get(f"/oembed?url={quote(address, safe='')}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "hint"}


@pytest.mark.parametrize("size", ["0", "-1", "x", "1e3", "99999999999999999999", "٣"])
def test_oembed_refuses_sizes_that_are_none(client: TestClient, size: str) -> None:
    answer = client.get(f"/oembed?url={quote(DEAL, safe='')}&maxwidth={quote(size)}")
    assert answer.status_code == 400
    assert "maxwidth" in answer.json()["error"]
    xml = client.get(f"/oembed?url={quote(DEAL, safe='')}&format=xml")
    assert xml.status_code == 501
