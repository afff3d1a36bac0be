"""What is watched: a page, a feed and data, without what is the operator's own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keiretsu.news import read_article, read_claims
from keiretsu.news.watch import WatchStore
from keiretsu.news.watch.records import Done, New
from keiretsu.news.watch.store import open_watch
from keiretsu.news.watch.telling import ATOM
from keiretsu.web.app import create_app
from keiretsu.web.pages.watching import MOST_TOLD, told

NOW = "2026-11-02T08:00:00+00:00"
FEED, OWN = "https://news.example/feed.xml", "https://intranet.example/feed.xml"
SAID = "Toyota holds 20 % of Subaru"


def read(store: WatchStore, source: str, key: str, **known: str) -> None:
    """Put an article that claims something into the file."""
    text = "Toyota owns 20% of Subaru and makes cars."
    claims = [
        c.to_dict() | {"sentence": c.sentence}
        for c in read_claims(read_article(text=text))
    ]
    done = Done(
        title=known.get("title"),
        publisher="Example",
        date=None,
        day=known.get("day", "2026-11-01"),
        claims=claims if known.get("claims", "yes") == "yes" else [],
    )
    (found,) = [s for s in store.sources() if s.name == source]
    assert store.add_read(found, New(key=key, url=known.get("url")), done, now=NOW)


def a_file(path: Path) -> None:
    """Write a file of what is watched: open, one's own, hostile, silent, old."""
    with open_watch(path, make=True) as store:
        store.add(FEED, "feed", private=False, now=NOW)
        store.add(OWN, "feed", private=True, now=NOW)
        store.add("/srv/secret", "folder", private=False, now=NOW)
        read(store, FEED, "a", title="First", url="https://news.example/a")
        read(store, FEED, "b", title="<script>x</script>\x07", url="javascript:x()")
        read(store, FEED, "c", title="Silent", claims="no")
        read(store, FEED, "d", title="Long ago", day="2025-01-01")
        read(store, OWN, "e", title="Our own memo", url="https://intranet.example/e")
        read(store, "/srv/secret", "/srv/secret/f.txt", title="A secret file")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("watch") / "watch.db"
    a_file(path)
    return path


@pytest.fixture(scope="module")
def client(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    app = create_app(tmp_path_factory.mktemp("articles"), watched=file)
    with TestClient(app, follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".atom"])
def test_only_what_may_be_shown_is_shown(client: TestClient, form: str) -> None:
    answer = client.get(f"/watch{form}?since=2026-10-01")
    assert answer.status_code == 200
    assert "First" in answer.text
    for hidden in ("memo", "intranet", "secret", "Silent", "Long ago", "javascript:"):
        assert hidden not in answer.text, hidden
    assert SAID in answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_feed_is_atom_the_newest_first(client: TestClient) -> None:
    answer = client.get("/watch.atom?since=2026-10-01")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ET.fromstring(answer.content)
    name = f"{{{ATOM}}}"
    entries = feed.findall(f"{name}entry")
    assert [len(e.findall(f"{name}link")) for e in entries] == [0, 1]
    assert entries[1].find(f"{name}link").get("href") == "https://news.example/a"  # type: ignore[union-attr]
    for one in (feed, *entries):
        assert str(one.findtext(f"{name}id")).startswith("urn:uuid:")
        moment = dt.datetime.fromisoformat(str(one.findtext(f"{name}updated")))
        assert moment.tzinfo is not None
        assert one.findtext(f"{name}title")
    assert len({e.findtext(f"{name}id") for e in entries}) == 2
    assert client.get("/watch.atom?since=2026-10-01").content == answer.content


def test_a_feed_of_nothing_is_a_feed(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/watch.atom?since=2026-11-20").content)
    assert feed.findall(f"{{{ATOM}}}entry") == []
    page = client.get("/watch?since=2026-11-20").text
    assert "No article that was read since then claims anything" in page


def test_an_address_that_is_no_web_address_is_no_link(client: TestClient) -> None:
    page = client.get("/watch?since=2026-10-01").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert f'href="{FEED}"' in page


def test_the_twins_hold_the_claims_of_the_page(client: TestClient) -> None:
    found = client.get("/watch.json?since=2026-10-01").json()["articles"]
    assert found[0]["title"] == "First"
    assert [c["sentence"] for row in found for c in row["claims"]] == [SAID] * 2
    text = client.get("/watch.csv?since=2026-10-01").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["sentence"] for row in rows] == [SAID] * 2


def test_only_the_newest_are_told(tmp_path: Path) -> None:
    with open_watch(tmp_path / "watch.db", make=True) as store:
        store.add(FEED, "feed", private=False, now=NOW)
        for number in range(MOST_TOLD + 3):
            read(store, FEED, str(number), title=str(number))
        titles = [row["title"] for row in told(store, dt.date(2026, 1, 1))]
    assert titles == [str(n) for n in range(3, MOST_TOLD + 3)]


@pytest.mark.parametrize(
    "address", ["/watch?since=x", "/watch.svg", "/watch.json?since=1"]
)
def test_what_is_impossible_is_told(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_nothing_is_shown_unless_the_server_was_told_to(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as plain:
        page = plain.get("/watch")
        assert page.status_code == 200
        assert "Nothing is watched here" in page.text
        assert plain.get("/watch.atom").status_code == 400


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    none = tmp_path / "none.db"
    with TestClient(create_app(tmp_path, watched=none)) as plain:
        assert plain.get("/watch").status_code == 400
    assert not none.exists()
